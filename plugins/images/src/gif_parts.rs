//! The blocks of a GIF (`GIF89a`, 12 to 27), walked without decoding.

use std::ops::Range;

use crate::Facts;
use crate::edits::Edits;

const SCREEN: usize = 13;
const BLOCKS_MAX: usize = 100_000;
/// Repetition, and the profile of colours.
const KEPT_APPLICATIONS: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Image,
    /// How the next block is shown.
    Control,
    Kept,
    Text,
    Dropped,
}

struct Parts {
    blocks: Vec<(Kind, Range<usize>)>,
    /// Behind the trailer, or where the file breaks off.
    end: usize,
}

fn table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn parts(bytes: &[u8]) -> Result<Parts, String> {
    let flags = *bytes.get(10).ok_or("the GIF ends in its header")?;
    let mut at = SCREEN + table_bytes(flags);
    let mut blocks = Vec::new();
    loop {
        let (kind, end) = match bytes.get(at) {
            Some(0x2C) => match bytes.get(at + 9) {
                // Behind the local colours, one byte for the size of codes.
                Some(flags) => (Kind::Image, sub_blocks(bytes, at + 10 + table_bytes(*flags) + 1)),
                None => break,
            },
            Some(0x21) => (extension(bytes, at), sub_blocks(bytes, at + 2)),
            Some(0x3B) => return Ok(Parts { blocks, end: at + 1 }),
            _ => break,
        };
        if blocks.len() == BLOCKS_MAX {
            return Err(format!("the GIF has more than {BLOCKS_MAX} blocks"));
        }
        blocks.push((kind, at..end));
        at = end;
    }
    Ok(Parts { blocks, end: at.min(bytes.len()) })
}

fn extension(bytes: &[u8], at: usize) -> Kind {
    match bytes.get(at + 1) {
        Some(0xF9) => Kind::Control,
        Some(0x01) => Kind::Text,
        Some(0xFF) => {
            let name = bytes.get(at + 3..at + 14).unwrap_or_default();
            if KEPT_APPLICATIONS.iter().any(|kept| kept.as_slice() == name) { Kind::Kept } else { Kind::Dropped }
        }
        _ => Kind::Dropped,
    }
}

/// Behind the empty sub-block that ends a row of them.
fn sub_blocks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(length) = bytes.get(at) {
        at += 1 + usize::from(*length);
        if *length == 0 {
            return at;
        }
    }
    bytes.len()
}

pub(crate) fn facts(bytes: &[u8]) -> Result<Facts, String> {
    let side = |at: usize| bytes.get(at..at + 2).map_or(0, |two| u32::from(u16::from_le_bytes([two[0], two[1]])));
    let images = parts(bytes)?.blocks.iter().filter(|(kind, _)| *kind == Kind::Image).count();
    let frames = u32::try_from(images).unwrap_or(u32::MAX).max(1);
    Ok(Facts { kind: "image/gif", width: side(6), height: side(8), orientation: 1, taken: None, frames })
}

pub(crate) fn strip(bytes: &[u8]) -> Result<Edits, String> {
    let parts = parts(bytes)?;
    let mut edits = Edits::default();
    for (place, (kind, range)) in parts.blocks.iter().enumerate() {
        // Text that no browser shows goes together with the order how to show it.
        let next = parts.blocks.get(place + 1).map(|(kind, _)| *kind);
        let is_for_text = *kind == Kind::Control && next == Some(Kind::Text);
        if matches!(kind, Kind::Dropped | Kind::Text) || is_for_text {
            edits.cut(range.clone());
        }
    }
    edits.cut(parts.end..bytes.len());
    Ok(edits)
}
