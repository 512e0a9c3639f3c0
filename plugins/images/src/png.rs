use std::io::Cursor;

use png::{BitDepth, ColorType, DecodeOptions, Decoder, Limits, Reader, Transformations};

use crate::limits;
use crate::picture::{CHANNELS, Picture, on_white};
use crate::png_parts;
use crate::reduce::Reducer;

/// Chunks that the decoder keeps: palettes and the like, no pixels.
const CHUNK_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Reads row by row and keeps averages, so that only the reduced picture is held; one that is interlaced is held whole.
pub(crate) fn decode(bytes: &[u8], max_side: u32) -> Result<Picture, String> {
    let failed = |error: png::DecodingError| format!("the PNG cannot be read: {error}");
    let facts = png_parts::facts(bytes)?;
    let (width, height) = (facts.width, facts.height);
    let factor = Reducer::factor(width, height, max_side);
    let reduced_bytes = u64::from(width.div_ceil(factor)) * u64::from(height.div_ceil(factor)) * CHANNELS as u64;
    limits::check(width, height, reduced_bytes, bytes.len())?;
    let mut options = DecodeOptions::default();
    options.set_ignore_text_chunk(true);
    options.set_ignore_iccp_chunk(true);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_limits(Limits { bytes: CHUNK_BYTES_MAX });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(failed)?;
    let (colours, depth) = reader.output_color_type();
    if depth != BitDepth::Eight {
        return Err("the PNG has an unknown depth of colours".to_owned());
    }
    let mut reducer = Reducer::new(width, height, factor);
    if reader.info().interlaced {
        let size = reader.output_buffer_size().ok_or("the PNG is too large")?;
        limits::check(width, height, reduced_bytes.saturating_add(size as u64), bytes.len())?;
        let mut whole = vec![0; size];
        reader.next_frame(&mut whole).map_err(failed)?;
        let row_bytes = size / height as usize;
        let mut row = Vec::new();
        whole.chunks_exact(row_bytes.max(1)).for_each(|line| reducer.push(to_rgb(line, colours, &mut row)));
    } else {
        rows(&mut reader, colours, &mut reducer).map_err(failed)?;
    }
    reducer.finish()
}

fn rows(
    reader: &mut Reader<Cursor<&[u8]>>,
    colours: ColorType,
    reducer: &mut Reducer,
) -> Result<(), png::DecodingError> {
    let mut rgb = Vec::new();
    while let Some(row) = reader.next_row()? {
        reducer.push(to_rgb(row.data(), colours, &mut rgb));
    }
    Ok(())
}

fn to_rgb<'row>(row: &'row [u8], colours: ColorType, rgb: &'row mut Vec<u8>) -> &'row [u8] {
    rgb.clear();
    match colours {
        ColorType::Rgb => return row,
        ColorType::Rgba => {
            row.chunks_exact(4).for_each(|pixel| rgb.extend(on_white([pixel[0], pixel[1], pixel[2], pixel[3]])));
        }
        ColorType::GrayscaleAlpha => {
            row.chunks_exact(2).for_each(|pixel| rgb.extend(on_white([pixel[0], pixel[0], pixel[0], pixel[1]])));
        }
        // Palettes are expanded by the decoder.
        ColorType::Grayscale | ColorType::Indexed => row.iter().for_each(|grey| rgb.extend([*grey; CHANNELS])),
    }
    rgb
}
