//! Is what a codec made a plain JPEG and nothing else? Its word counts for nothing: what it made goes to browsers.

/// Why a made picture is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JpegProblem {
    #[error("it is no JPEG")]
    NoJpeg,
    #[error("it breaks off, or bytes follow its end")]
    NotWhole,
    #[error("it holds more than a picture")]
    Metadata,
    #[error("it has another size than it says, or than was wanted")]
    Size,
}

/// ITU-T T.81, table B.1: tables, frames of Huffman-coded pictures, scans, restarts.
fn is_picture(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xC2 | 0xC4 | 0xDA | 0xDB | 0xDD)
}

/// `JFIF`, version, density and no thumbnail: nothing in it is about anybody.
fn is_bare_jfif(marker: u8, body: &[u8]) -> bool {
    marker == 0xE0 && body.len() == 14 && body.starts_with(b"JFIF\0") && body.ends_with(&[0, 0])
}

/// Walks all of it: no other segment, the size said and wanted, an end at the end.
pub fn check_jpeg(bytes: &[u8], width_px: u32, height_px: u32, max_side_px: u32) -> Result<(), JpegProblem> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8]).ok_or(JpegProblem::NoJpeg)?;
    let mut frames = 0;
    let mut scans = 0;
    loop {
        let [0xFF, marker, behind @ ..] = rest else { return Err(JpegProblem::NotWhole) };
        if *marker == 0xD9 {
            let whole = behind.is_empty() && frames == 1 && scans > 0;
            return if whole { Ok(()) } else { Err(JpegProblem::NotWhole) };
        }
        let [high, low, ..] = behind else { return Err(JpegProblem::NotWhole) };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let body = behind.get(2..length).ok_or(JpegProblem::NotWhole)?;
        if !is_picture(*marker) && !is_bare_jfif(*marker, body) {
            return Err(JpegProblem::Metadata);
        }
        rest = &behind[length..];
        match *marker {
            0xC0..=0xC2 => {
                frames += 1;
                check_size(body, width_px, height_px, max_side_px)?;
            }
            0xDA => {
                scans += 1;
                rest = &rest[scan_bytes(rest)..];
            }
            _ => {}
        }
    }
}

fn check_size(frame: &[u8], width_px: u32, height_px: u32, max_side_px: u32) -> Result<(), JpegProblem> {
    let [8, height_high, height_low, width_high, width_low, 1 | 3, ..] = frame else { return Err(JpegProblem::Size) };
    let height = u32::from(u16::from_be_bytes([*height_high, *height_low]));
    let width = u32::from(u16::from_be_bytes([*width_high, *width_low]));
    let fits = width > 0 && height > 0 && width.max(height) <= max_side_px;
    if fits && (width, height) == (width_px, height_px) { Ok(()) } else { Err(JpegProblem::Size) }
}

/// Up to the next marker that is no restart: in compressed data 0 follows 0xFF.
fn scan_bytes(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = rest.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0xFF)) {
        at += found;
        match rest.get(at + 1) {
            Some(0x00 | 0xD0..=0xD7) => at += 2,
            _ => return at,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX).to_be_bytes();
        [&[0xFF, marker], length.as_slice(), body].concat()
    }

    fn jpeg(more: &[u8], behind: &[u8]) -> Vec<u8> {
        let frame = segment(0xC0, &[8, 0, 20, 0, 30, 1, 1, 0x11, 0]);
        let scan = [segment(0xDA, &[1, 1, 0, 0, 63, 0]), vec![0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]].concat();
        let jfif = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
        [&[0xFF, 0xD8], jfif.as_slice(), more, &frame, &scan, &[0xFF, 0xD9], behind].concat()
    }

    #[test]
    fn a_plain_picture_of_the_size_wanted_is_kept() {
        assert_eq!(check_jpeg(&jpeg(&[], &[]), 30, 20, 30), Ok(()));
        assert_eq!(check_jpeg(&jpeg(&segment(0xDB, &[0; 65]), &[]), 30, 20, 512), Ok(()));
    }

    #[test]
    fn whatever_is_no_picture_is_refused() {
        for marker in (0xE0..=0xEF).chain([0xFE, 0xF0, 0xDC, 0xC9, 0x01]) {
            let refused = check_jpeg(&jpeg(&segment(marker, b"Exif\0\0"), &[]), 30, 20, 30);
            assert_eq!(refused, Err(JpegProblem::Metadata), "{marker:x}");
        }
        let thumbnail = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01abc");
        assert_eq!(check_jpeg(&jpeg(&thumbnail, &[]), 30, 20, 30), Err(JpegProblem::Metadata));
        assert_eq!(check_jpeg(&jpeg(&[], b"behind"), 30, 20, 30), Err(JpegProblem::NotWhole));
        assert_eq!(check_jpeg(b"<svg onload=alert(1)>", 30, 20, 30), Err(JpegProblem::NoJpeg));
    }

    #[test]
    fn another_size_is_refused() {
        for (width, height, side) in [(20, 30, 30), (30, 21, 30), (30, 20, 29), (0, 0, 0)] {
            assert_eq!(check_jpeg(&jpeg(&[], &[]), width, height, side), Err(JpegProblem::Size));
        }
    }

    #[test]
    fn what_breaks_off_anywhere_is_refused() {
        let whole = jpeg(&[], &[]);
        for end in 0..whole.len() {
            assert!(check_jpeg(&whole[..end], 30, 20, 30).is_err(), "{end}");
        }
    }
}
