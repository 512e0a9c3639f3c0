use crate::{Call, Language, push_count};

/// A size in bytes, as a person reads it: in steps of a thousand, with at most one digit after the sign.
///
/// ```
/// use veillee_sdk::{Call, Request, Size, testing::MemoryDoor};
///
/// let (request, mut door) = (Request::get("/"), MemoryDoor::new().locale("fr"));
/// let call = Call::new("envoi", &request, &mut door);
/// assert_eq!(Size::from_bytes(1_400_000).words(&call), "1,4\u{a0}Mo");
/// assert_eq!(Size::from_bytes(999).words(&call), "999\u{a0}octets");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(u64);

impl Size {
    /// From a number of bytes.
    pub const fn from_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// In the caller's language.
    pub fn words(self, call: &Call<'_>) -> String {
        let language = call.language();
        let (step_bytes, french, english) = match self.0 {
            0..1_000 => (1, if self.0 < 2 { "octet" } else { "octets" }, if self.0 == 1 { "byte" } else { "bytes" }),
            1_000..999_950 => (1_000, "ko", "kB"),
            999_950..999_950_000 => (1_000_000, "Mo", "MB"),
            999_950_000..999_950_000_000 => (1_000_000_000, "Go", "GB"),
            _ => (1_000_000_000_000, "To", "TB"),
        };
        let (whole, tenth) = if step_bytes == 1 { (self.0, 0) } else { rounded(self.0, step_bytes) };
        let mut words = String::new();
        push_count(&mut words, i64::try_from(whole).unwrap_or(i64::MAX), language);
        if tenth > 0 {
            words.push(if language == Language::French { ',' } else { '.' });
            words.push_str(&tenth.to_string());
        }
        words.push('\u{a0}');
        words.push_str(call.say(french, english));
        words
    }
}

/// Whole steps, and tenths of one.
fn rounded(bytes: u64, step_bytes: u64) -> (u64, u64) {
    let tenth_bytes = step_bytes / 10;
    let tenths = bytes / tenth_bytes + u64::from(bytes % tenth_bytes >= tenth_bytes / 2);
    (tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::Size;
    use crate::testing::MemoryDoor;
    use crate::{Call, Request};

    #[test]
    fn sizes_are_rounded_to_what_a_person_reads() {
        let (request, mut door) = (Request::get("/"), MemoryDoor::new());
        let call = Call::new("envoi", &request, &mut door);
        for (bytes, words) in [
            (0, "0\u{a0}bytes"),
            (1, "1\u{a0}byte"),
            (999, "999\u{a0}bytes"),
            (1_000, "1\u{a0}kB"),
            (999_949, "999.9\u{a0}kB"),
            (999_950, "1\u{a0}MB"),
            (2_500_000_000, "2.5\u{a0}GB"),
            (1_234_000_000_000_000, "1,234\u{a0}TB"),
        ] {
            assert_eq!(Size::from_bytes(bytes).words(&call), words);
        }
    }
}
