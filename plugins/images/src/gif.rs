use gif::{ColorOutput, DecodeOptions, MemoryLimit};

use crate::picture::{CHANNELS, Picture, on_white};
use crate::{gif_parts, limits};

/// Of the canvas, and of the frame with its palette resolved.
const PIXEL_BYTES: u64 = CHANNELS as u64 + 6;

/// The first frame, on a white canvas.
pub(crate) fn decode(bytes: &[u8]) -> Result<Picture, String> {
    let failed = |error: gif::DecodingError| format!("the GIF cannot be read: {error}");
    let facts = gif_parts::facts(bytes)?;
    let canvas_pixels = u64::from(facts.width) * u64::from(facts.height);
    limits::check(facts.width, facts.height, canvas_pixels.saturating_mul(PIXEL_BYTES), bytes.len())?;
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    // A frame larger than its canvas is refused by this.
    let frame_bytes = std::num::NonZeroU64::new(canvas_pixels.saturating_mul(4)).ok_or("the GIF has no pixels")?;
    options.set_memory_limit(MemoryLimit::Bytes(frame_bytes));
    let mut decoder = options.read_info(bytes).map_err(failed)?;
    let frame = decoder.read_next_frame().map_err(failed)?.ok_or("the GIF holds no picture")?;
    let (width, height) = (facts.width as usize, facts.height as usize);
    let mut rgb = vec![u8::MAX; width * height * CHANNELS];
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let row_bytes = usize::from(frame.width) * 4;
    for (y, row) in frame.buffer.chunks_exact(row_bytes.max(1)).enumerate().take(height.saturating_sub(top)) {
        for (x, pixel) in row.chunks_exact(4).enumerate().take(width.saturating_sub(left)) {
            let at = ((top + y) * width + left + x) * CHANNELS;
            rgb[at..at + CHANNELS].copy_from_slice(&on_white([pixel[0], pixel[1], pixel[2], pixel[3]]));
        }
    }
    Picture::new(facts.width, facts.height, rgb)
}
