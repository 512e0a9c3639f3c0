//! The segments of a JPEG (ITU-T T.81, annex B), walked without decoding.

use std::ops::Range;

use crate::edits::Edits;
use crate::{Facts, exif};

const SOI: usize = 2;
const SEGMENTS_MAX: usize = 100_000;
const EXIF: &[u8] = b"Exif\0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const JFIF: &[u8] = b"JFIF\0";
/// A JFIF segment without thumbnail: marker, length, name, version, density, and 0 × 0.
const JFIF_BARE_BYTES: usize = 18;

mod marker {
    pub(super) const DHT: u8 = 0xC4;
    pub(super) const JPG: u8 = 0xC8;
    pub(super) const DAC: u8 = 0xCC;
    pub(super) const EOI: u8 = 0xD9;
    pub(super) const SOS: u8 = 0xDA;
    pub(super) const APP0: u8 = 0xE0;
    pub(super) const APP1: u8 = 0xE1;
    pub(super) const APP2: u8 = 0xE2;
    pub(super) const APP14: u8 = 0xEE;
    pub(super) const APP15: u8 = 0xEF;
    pub(super) const COM: u8 = 0xFE;
}

struct Segment {
    marker: u8,
    /// With its marker and whatever fills the room before it; after SOS, with its compressed data.
    whole: Range<usize>,
    /// Behind the length.
    body: Range<usize>,
}

struct Parts {
    segments: Vec<Segment>,
    /// Behind the end of the image, or of what there is of it.
    end: usize,
}

/// What the frame's header says.
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) components: u64,
    /// Bytes of coefficients that are held until the last scan; none when each block is done at once.
    pub(crate) coefficient_bytes: u64,
}

fn parts(bytes: &[u8]) -> Result<Parts, String> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut at = SOI;
    while let Some((marker, behind)) = next_marker(bytes, at) {
        if marker == marker::EOI {
            return Ok(Parts { segments, end: behind });
        }
        if matches!(marker, 0x01 | 0xD0..=0xD8) {
            at = behind;
            continue;
        }
        let Some(length) = bytes.get(behind..behind + 2) else { break };
        let end = behind + usize::from(u16::from_be_bytes([length[0], length[1]]));
        if end < behind + 2 || end > bytes.len() {
            break;
        }
        let whole = at..if marker == marker::SOS { end_of_scan(bytes, end) } else { end };
        if segments.len() == SEGMENTS_MAX {
            return Err(format!("the JPEG has more than {SEGMENTS_MAX} segments"));
        }
        at = whole.end;
        segments.push(Segment { marker, whole, body: behind + 2..end });
    }
    // A picture that breaks off is still one; what stands in place of the next segment is none of it.
    if segments.iter().any(|segment| segment.marker == marker::SOS) {
        return Ok(Parts { segments, end: at });
    }
    Err("the JPEG ends before its picture begins".to_owned())
}

/// The next marker and the place behind it; `None` where something else stands.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    if *bytes.get(at)? != 0xFF {
        return None;
    }
    while *bytes.get(at)? == 0xFF {
        at += 1;
    }
    (bytes[at] != 0).then_some((bytes[at], at + 1))
}

/// B.1.1.5: in compressed data 0xFF is followed by 0, or by a restart marker.
fn end_of_scan(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xFF)) {
        at += found;
        match bytes.get(at + 1) {
            Some(0x00 | 0xD0..=0xD7) => at += 2,
            Some(_) => return at,
            None => break,
        }
    }
    bytes.len()
}

pub(crate) fn frame(bytes: &[u8]) -> Result<Frame, String> {
    let parts = parts(bytes)?;
    let is_frame =
        |marker: u8| (0xC0..=0xCF).contains(&marker) && ![marker::DHT, marker::JPG, marker::DAC].contains(&marker);
    let segment = parts.segments.iter().find(|segment| is_frame(segment.marker));
    let segment = segment.ok_or("the JPEG says nowhere how large it is")?;
    let body = &bytes[segment.body.clone()];
    let [_, height_high, height_low, width_high, width_low, components, ..] = body else {
        return Err("the JPEG says nowhere how large it is".to_owned());
    };
    let width = u32::from(u16::from_be_bytes([*width_high, *width_low]));
    let height = u32::from(u16::from_be_bytes([*height_high, *height_low]));
    let samplings: Vec<(u64, u64)> = body[6..]
        .chunks_exact(3)
        .take(usize::from(*components))
        .map(|component| (u64::from(component[1] >> 4), u64::from(component[1] & 15)))
        .collect();
    let most = samplings.iter().map(|(across, down)| across * down).max().unwrap_or(1).max(1);
    let sum: u64 = samplings.iter().map(|(across, down)| across * down).sum();
    let is_progressive = matches!(segment.marker, 0xC2 | 0xC6 | 0xCA | 0xCE);
    let pixels = u64::from(width) * u64::from(height);
    let coefficient_bytes = if is_progressive { pixels.saturating_mul(2 * sum) / most } else { 0 };
    Ok(Frame { width, height, components: u64::from(*components), coefficient_bytes })
}

pub(crate) fn facts(bytes: &[u8]) -> Result<Facts, String> {
    let frame = frame(bytes)?;
    let found = parts(bytes)?.segments.iter().find_map(|segment| exif_of(bytes, segment)).map(exif::read);
    let exif::Exif { orientation, taken } = found.unwrap_or_default();
    Ok(Facts { kind: "image/jpeg", width: frame.width, height: frame.height, orientation, taken, frames: 1 })
}

fn exif_of<'bytes>(bytes: &'bytes [u8], segment: &Segment) -> Option<&'bytes [u8]> {
    (segment.marker == marker::APP1).then(|| bytes[segment.body.clone()].strip_prefix(EXIF)).flatten()
}

pub(crate) fn strip(bytes: &[u8]) -> Result<Edits, String> {
    let parts = parts(bytes)?;
    let mut edits = Edits::default();
    let mut is_first_exif = true;
    for segment in &parts.segments {
        let body = &bytes[segment.body.clone()];
        match segment.marker {
            marker::APP0 if body.starts_with(JFIF) => drop_thumbnail(&mut edits, bytes, segment),
            // Colours: profiles, and how the channels were mixed.
            marker::APP2 if body.starts_with(ICC) => {}
            marker::APP14 if body.starts_with(b"Adobe") => {}
            marker::APP1 => {
                let orientation = exif_of(bytes, segment).map_or(1, |tiff| exif::read(tiff).orientation);
                let is_exif = body.starts_with(EXIF);
                let block = if is_exif && is_first_exif { orientation_segment(orientation) } else { Vec::new() };
                is_first_exif &= !is_exif;
                edits.replace(segment.whole.clone(), &block);
            }
            marker::APP0..=marker::APP15 | marker::COM => edits.cut(segment.whole.clone()),
            _ => {}
        }
    }
    // Other pictures often follow the end, each with its own place and time.
    edits.cut(parts.end..bytes.len());
    Ok(edits)
}

/// JFIF 1.02 allows a thumbnail in its first segment.
fn drop_thumbnail(edits: &mut Edits, bytes: &[u8], segment: &Segment) {
    let body = &bytes[segment.body.clone()];
    if body.len() <= JFIF_BARE_BYTES - 4 {
        return;
    }
    let mut bare = vec![0xFF, marker::APP0, 0, 16];
    bare.extend_from_slice(&body[..12]);
    bare.extend_from_slice(&[0, 0]);
    edits.replace(segment.whole.clone(), &bare);
}

/// 36 bytes, or none for a picture that is upright already.
fn orientation_segment(orientation: u8) -> Vec<u8> {
    if orientation == 1 {
        return Vec::new();
    }
    let mut segment = vec![0xFF, marker::APP1, 0, 34];
    segment.extend_from_slice(EXIF);
    segment.extend_from_slice(&exif::orientation_block(orientation));
    segment
}
