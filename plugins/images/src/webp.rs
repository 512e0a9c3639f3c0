use std::io::Cursor;

use image_webp::WebPDecoder;

use crate::picture::{CHANNELS, Picture, on_white};
use crate::{limits, webp_parts};

/// Bytes for each pixel while one is decoded: planes or 32-bit words, what the decoder puts out, and what is kept.
const PIXEL_BYTES: u64 = 11;

/// Decodes the whole: the format knows no smaller sizes. The first frame of an animation.
pub(crate) fn decode(bytes: &[u8]) -> Result<Picture, String> {
    let failed = |error: image_webp::DecodingError| format!("the WebP cannot be read: {error}");
    let facts = webp_parts::facts(bytes)?;
    let pixels = u64::from(facts.width) * u64::from(facts.height);
    limits::check(facts.width, facts.height, pixels.saturating_mul(PIXEL_BYTES), bytes.len())?;
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(failed)?;
    if decoder.dimensions() != (facts.width, facts.height) {
        return Err("the WebP says twice how large it is, and differently".to_owned());
    }
    let size = decoder.output_buffer_size().ok_or("the WebP is too large")?;
    let mut buffer = vec![0; size];
    if decoder.is_animated() {
        decoder.read_frame(&mut buffer).map_err(failed)?;
    } else {
        decoder.read_image(&mut buffer).map_err(failed)?;
    }
    let rgb = if decoder.has_alpha() {
        let mut rgb = Vec::with_capacity(size / 4 * CHANNELS);
        buffer.chunks_exact(4).for_each(|pixel| rgb.extend(on_white([pixel[0], pixel[1], pixel[2], pixel[3]])));
        rgb
    } else {
        buffer
    };
    Picture::new(facts.width, facts.height, rgb)
}
