//! The chunks of a WebP (RFC 9649, 2), walked without decoding.

use std::ops::Range;

use crate::edits::Edits;
use crate::{Facts, exif};

const START: usize = 12;
const CHUNKS_MAX: usize = 100_000;
/// The picture and its colours.
const KEPT: [&[u8; 4]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Flags of `VP8X`.
const HAS_XMP: u8 = 0x04;
const HAS_EXIF: u8 = 0x08;

struct Chunk {
    kind: [u8; 4],
    /// With the byte that makes it even.
    whole: Range<usize>,
    data: Range<usize>,
}

struct Parts {
    chunks: Vec<Chunk>,
    /// As the header says: of everything behind it.
    declared_bytes: u32,
    end: usize,
}

fn parts(bytes: &[u8]) -> Result<Parts, String> {
    let declared_bytes = four(bytes, 4);
    let limit = (declared_bytes as usize).saturating_add(8).min(bytes.len());
    let mut chunks = Vec::new();
    let mut at = START;
    while let Some(head) = bytes.get(at..at + 8).filter(|_| at + 8 <= limit) {
        let length = four(head, 4) as usize;
        let data = at + 8..(at + 8).saturating_add(length).min(limit);
        let end = (at + 8).saturating_add(length).saturating_add(length % 2).min(limit);
        if chunks.len() == CHUNKS_MAX {
            return Err(format!("the WebP has more than {CHUNKS_MAX} chunks"));
        }
        chunks.push(Chunk { kind: [head[0], head[1], head[2], head[3]], whole: at..end, data });
        at = end;
    }
    Ok(Parts { chunks, declared_bytes, end: at })
}

fn four(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

pub(crate) fn facts(bytes: &[u8]) -> Result<Facts, String> {
    let parts = parts(bytes)?;
    let find = |kind: &[u8; 4]| parts.chunks.iter().find(|chunk| &chunk.kind == kind);
    let data = |chunk: &Chunk| &bytes[chunk.data.clone()];
    let size = find(b"VP8X")
        .and_then(|chunk| canvas(data(chunk)))
        .or_else(|| find(b"VP8 ").and_then(|chunk| lossy(data(chunk))))
        .or_else(|| find(b"VP8L").and_then(|chunk| lossless(data(chunk))));
    let (width, height) = size.ok_or("the WebP says nowhere how large it is")?;
    let exif = find(b"EXIF").map(|chunk| exif::read(data(chunk))).unwrap_or_default();
    let frames = parts.chunks.iter().filter(|chunk| &chunk.kind == b"ANMF").count();
    let frames = u32::try_from(frames).unwrap_or(u32::MAX).max(1);
    Ok(Facts { kind: "image/webp", width, height, orientation: exif.orientation, taken: exif.taken, frames })
}

/// 2.7: sides less one, in 24 bits each.
fn canvas(data: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| Some(u32::from_le_bytes([*data.get(at)?, *data.get(at + 1)?, *data.get(at + 2)?, 0]) + 1);
    Some((side(4)?, side(7)?))
}

/// RFC 6386, 9.1: 14 bits each behind the start code.
fn lossy(data: &[u8]) -> Option<(u32, u32)> {
    let head = data.get(3..10)?.strip_prefix(&[0x9D, 0x01, 0x2A])?;
    let side = |at: usize| u32::from(u16::from_le_bytes([head[at], head[at + 1]]) & 0x3FFF);
    Some((side(0), side(2)))
}

/// RFC 9649, 3.4: sides less one, in 14 bits each.
fn lossless(data: &[u8]) -> Option<(u32, u32)> {
    let bits = four(data.get(..5)?.strip_prefix(&[0x2F])?, 0);
    Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
}

pub(crate) fn strip(bytes: &[u8]) -> Result<Edits, String> {
    let parts = parts(bytes)?;
    let mut kept_orientation = Vec::new();
    let is_extended = parts.chunks.first().is_some_and(|chunk| &chunk.kind == b"VP8X" && !chunk.data.is_empty());
    let dropped = |chunk: &&Chunk| !KEPT.contains(&&chunk.kind);
    let first_exif = parts.chunks.iter().find(|chunk| &chunk.kind == b"EXIF");
    if let Some(chunk) = first_exif.filter(|_| is_extended) {
        kept_orientation = orientation_chunk(exif::read(&bytes[chunk.data.clone()]).orientation);
    }
    let removed: usize = parts.chunks.iter().filter(dropped).map(|chunk| chunk.whole.len()).sum();
    let left = (parts.declared_bytes as usize).saturating_sub(removed) + kept_orientation.len();
    let mut edits = Edits::default();
    let size = u32::try_from(left).map_err(|_| "the WebP is too large")?;
    if size != parts.declared_bytes {
        edits.replace(4..8, &size.to_le_bytes());
    }
    for chunk in &parts.chunks {
        if &chunk.kind == b"VP8X" && is_extended {
            let flags = bytes[chunk.data.start];
            let exif = if kept_orientation.is_empty() { 0 } else { HAS_EXIF };
            let wanted = flags & !(HAS_XMP | HAS_EXIF) | exif;
            if wanted != flags {
                edits.replace(chunk.data.start..chunk.data.start + 1, &[wanted]);
            }
        }
        if dropped(&chunk) {
            let is_first_exif = first_exif.is_some_and(|first| first.whole == chunk.whole);
            edits.replace(chunk.whole.clone(), if is_first_exif { &kept_orientation } else { &[] });
        }
    }
    edits.cut(parts.end..bytes.len());
    Ok(edits)
}

fn orientation_chunk(orientation: u8) -> Vec<u8> {
    if orientation == 1 {
        return Vec::new();
    }
    let block = exif::orientation_block(orientation);
    [b"EXIF".as_slice(), &u32::try_from(block.len()).unwrap_or(0).to_le_bytes(), &block].concat()
}
