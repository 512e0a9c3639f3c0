//! The chunks of a PNG (third edition, 5.2), walked without decoding.

use std::ops::Range;

use crate::edits::Edits;
use crate::{Facts, exif};

pub(crate) const MAGIC: &[u8] = b"\x89PNG\r\n\x1A\n";
const CHUNKS_MAX: usize = 200_000;
/// Length, type and sum around the data.
const AROUND_BYTES: usize = 12;
/// The picture and its colours. All else is text, time, or nobody knows what.
const KEPT: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk {
    kind: [u8; 4],
    whole: Range<usize>,
    data: Range<usize>,
}

/// Up to and with the chunk that ends the picture, or breaks off.
fn chunks(bytes: &[u8]) -> Result<Vec<Chunk>, String> {
    let mut chunks = Vec::new();
    let mut at = MAGIC.len();
    while let Some(&[a, b, c, d, ref kind @ ..]) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let end = at.saturating_add(AROUND_BYTES).saturating_add(length).min(bytes.len());
        let data = at + 8..(at + 8).saturating_add(length).min(bytes.len());
        let kind: [u8; 4] = kind.try_into().map_err(|_| "the PNG breaks off")?;
        if chunks.len() == CHUNKS_MAX {
            return Err(format!("the PNG has more than {CHUNKS_MAX} chunks"));
        }
        chunks.push(Chunk { kind, whole: at..end, data });
        at = end;
        if &kind == b"IEND" {
            break;
        }
    }
    match chunks.first() {
        Some(first) if &first.kind == b"IHDR" && first.data.len() == 13 => Ok(chunks),
        _ => Err("the PNG does not begin with its header".to_owned()),
    }
}

fn four(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_be_bytes)
}

pub(crate) fn facts(bytes: &[u8]) -> Result<Facts, String> {
    let chunks = chunks(bytes)?;
    let header = chunks[0].data.start;
    let find = |kind: &[u8; 4]| chunks.iter().find(|chunk| &chunk.kind == kind);
    let exif = find(b"eXIf").map(|chunk| exif::read(&bytes[chunk.data.clone()])).unwrap_or_default();
    let frames = find(b"acTL").map_or(1, |chunk| four(bytes, chunk.data.start).max(1));
    let (width, height) = (four(bytes, header), four(bytes, header + 4));
    Ok(Facts { kind: "image/png", width, height, orientation: exif.orientation, taken: exif.taken, frames })
}

pub(crate) fn strip(bytes: &[u8]) -> Result<Edits, String> {
    let chunks = chunks(bytes)?;
    let mut edits = Edits::default();
    let mut end = MAGIC.len();
    let mut is_first_exif = true;
    for chunk in &chunks {
        end = chunk.whole.end;
        if KEPT.contains(&&chunk.kind) {
            continue;
        }
        let is_exif = &chunk.kind == b"eXIf";
        let orientation = if is_exif { exif::read(&bytes[chunk.data.clone()]).orientation } else { 1 };
        let block = if is_exif && is_first_exif { orientation_chunk(orientation) } else { Vec::new() };
        is_first_exif &= !is_exif;
        edits.replace(chunk.whole.clone(), &block);
    }
    edits.cut(end..bytes.len());
    Ok(edits)
}

fn orientation_chunk(orientation: u8) -> Vec<u8> {
    if orientation == 1 {
        return Vec::new();
    }
    let mut named = b"eXIf".to_vec();
    named.extend_from_slice(&exif::orientation_block(orientation));
    let length = u32::try_from(named.len() - 4).unwrap_or(0);
    [length.to_be_bytes().as_slice(), &named, &sum(&named).to_be_bytes()].concat()
}

/// CRC-32 as annex D has it, bit by bit: for 30 bytes no table is worth its room.
fn sum(bytes: &[u8]) -> u32 {
    let step = |rest: u32, _| if rest & 1 == 1 { 0xEDB8_8320 ^ (rest >> 1) } else { rest >> 1 };
    !bytes.iter().fold(u32::MAX, |rest, byte| (0..8).fold(rest ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_sum_is_the_one_of_the_standard() {
        assert_eq!(super::sum(b"123456789"), 0xCBF4_3926);
        assert_eq!(super::sum(b"IEND"), 0xAE42_6082);
    }
}
