use std::io::Cursor;

use jpeg_decoder::{Decoder, PixelFormat};

use crate::jpeg_parts::{self, Frame};
use crate::limits;
use crate::picture::{CHANNELS, Picture, fitting};

/// Decodes at 1/8, 1/4, 1/2 or the whole size: the least that gives `max_side`. Leaving out frequencies is most of what
/// makes a small picture quick.
pub(crate) fn decode(bytes: &[u8], max_side: u32) -> Result<Picture, String> {
    let failed = |error: &jpeg_decoder::Error| format!("the JPEG cannot be read: {error}");
    let frame = jpeg_parts::frame(bytes)?;
    let (width, height) = fitting(frame.width, frame.height, max_side);
    limits::check(frame.width, frame.height, needed_bytes(&frame, width, height), bytes.len())?;
    let mut decoder = Decoder::new(Cursor::new(bytes));
    decoder.read_info().map_err(|error| failed(&error))?;
    let side = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX);
    let (width, height) = decoder.scale(side(width), side(height)).map_err(|error| failed(&error))?;
    let pixels = decoder.decode().map_err(|error| failed(&error))?;
    let format = decoder.info().ok_or("the JPEG says nowhere how large it is")?.pixel_format;
    Picture::new(u32::from(width), u32::from(height), to_rgb(pixels, format))
}

/// Coefficients of a progressive picture, then planes, rows and colours of the size decoded.
fn needed_bytes(frame: &Frame, width: u32, height: u32) -> u64 {
    let scaled = |side: u32, eighths: u32| (u64::from(side) * u64::from(eighths)).div_ceil(8);
    let fits = |eighths: &u32| {
        scaled(frame.width, *eighths) >= u64::from(width) && scaled(frame.height, *eighths) >= u64::from(height)
    };
    let eighths = [1, 2, 4].into_iter().find(fits).unwrap_or(8);
    let pixels = scaled(frame.width, eighths).saturating_mul(scaled(frame.height, eighths));
    pixels.saturating_mul(frame.components * 2 + CHANNELS as u64).saturating_add(frame.coefficient_bytes)
}

fn to_rgb(pixels: Vec<u8>, format: PixelFormat) -> Vec<u8> {
    match format {
        PixelFormat::RGB24 => pixels,
        PixelFormat::L8 => pixels.into_iter().flat_map(|grey| [grey; CHANNELS]).collect(),
        // Little by little is enough: the high byte is what a screen shows.
        PixelFormat::L16 => pixels
            .chunks_exact(2)
            .flat_map(|grey| [u16::from_ne_bytes([grey[0], grey[1]]); CHANNELS])
            .map(|grey| grey.to_be_bytes()[0])
            .collect(),
        PixelFormat::CMYK32 => {
            pixels.chunks_exact(4).flat_map(|ink| [ink[0], ink[1], ink[2]].map(|one| mix(one, ink[3]))).collect()
        }
    }
}

/// What is left of white under one colour and black. Without the profile of the press, no better guess is to be had.
fn mix(ink: u8, black: u8) -> u8 {
    let light = (255 - u32::from(ink)) * (255 - u32::from(black)) + 127;
    u8::try_from(light / 255).unwrap_or(u8::MAX)
}
