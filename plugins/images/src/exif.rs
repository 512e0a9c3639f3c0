use exif::{In, Reader, Tag, Value};

/// The two facts of EXIF that are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exif {
    /// 1 to 8.
    pub(crate) orientation: u8,
    pub(crate) taken: Option<String>,
}

impl Default for Exif {
    fn default() -> Self {
        Self { orientation: 1, taken: None }
    }
}

/// TIFF bytes of more than this are not looked at: no camera writes so many, and they are copied to be read.
const TIFF_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Reads what can be read; what is damaged counts as absent.
pub(crate) fn read(tiff: &[u8]) -> Exif {
    let tiff = tiff.strip_prefix(b"Exif\0\0").unwrap_or(tiff);
    if tiff.len() > TIFF_BYTES_MAX {
        return Exif::default();
    }
    // Without going on after errors, one odd entry would lose the orientation silently.
    let read = Reader::new().continue_on_error(true).read_raw(tiff.to_vec());
    let Ok(found) = read.or_else(|error| error.distill_partial_result(|_| {})) else { return Exif::default() };
    let orientation = found.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    let orientation = orientation.and_then(|value| u8::try_from(value).ok()).filter(|value| (1..=8).contains(value));
    let taken = [Tag::DateTimeOriginal, Tag::DateTimeDigitized, Tag::DateTime].into_iter().find_map(|tag| match &found
        .get_field(tag, In::PRIMARY)?
        .value
    {
        Value::Ascii(texts) => iso_time(texts.first()?),
        _ => None,
    });
    Exif { orientation: orientation.unwrap_or(1), taken }
}

/// `2026:05:03 14:05:09` (Exif 2.32, 4.6.5) as ISO 8601; nothing when it is no moment.
fn iso_time(text: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(text.get(..19)?).ok()?;
    let shape = "dddd:dd:dd dd:dd:dd";
    let fits = |(found, wanted): (char, char)| if wanted == 'd' { found.is_ascii_digit() } else { found == wanted };
    if !text.chars().zip(shape.chars()).all(fits) {
        return None;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or(u32::MAX);
    let is_date = number(0, 4) > 0 && (1..=12).contains(&number(5, 7)) && (1..=31).contains(&number(8, 10));
    let is_time = number(11, 13) < 24 && number(14, 16) < 60 && number(17, 19) <= 60;
    (is_date && is_time).then(|| format!("{}-{}-{}T{}", &text[..4], &text[5..7], &text[8..10], &text[11..]))
}

/// A TIFF block that says the orientation and nothing else (TIFF 6.0, 2): 26 bytes.
pub(crate) fn orientation_block(orientation: u8) -> [u8; 26] {
    let mut block = *b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x01\0\0\0\0\0\0\0";
    block[18] = orientation;
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_block_says_its_orientation() {
        for orientation in 1..=8 {
            assert_eq!(read(&orientation_block(orientation)), Exif { orientation, taken: None });
        }
    }

    #[test]
    fn a_moment_is_a_moment_or_nothing() {
        assert_eq!(iso_time(b"2026:05:03 14:05:09").as_deref(), Some("2026-05-03T14:05:09"));
        let wrong: [&[u8]; 5] =
            [b"", b"0000:00:00 00:00:00", b"2026:13:03 14:05:09", b"2026-05-03 14:05:09", b"2026:05:03 14:05"];
        for text in wrong {
            assert_eq!(iso_time(text), None);
        }
    }

    #[test]
    fn damage_counts_as_absence() {
        for bytes in [&b""[..], b"II*\0", b"MM\0*\xFF\xFF\xFF\xFF", b"Exif\0\0II*\0\x08\0\0\0\xFF\xFF"] {
            assert_eq!(read(bytes), Exif::default());
        }
    }
}
