use std::fmt::{Display, Write as _};

/// The languages of the host's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// `fr`.
    French,
    /// `en`, and whoever reads another language.
    English,
}

/// A number that a text of [`texts!`](crate::texts!) chooses its plural by.
///
/// ```
/// use veillee_sdk::Count;
///
/// assert_eq!((3_usize.count(), u64::MAX.count()), (3, i64::MAX));
/// ```
pub trait Count {
    /// The number; the largest that fits when it is larger.
    fn count(self) -> i64;
}

macro_rules! count {
    ($($number:ty),*) => {
        $(impl Count for $number {
            fn count(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        })*
    };
}

count!(u8, u16, u32, u64, usize, i32, i64);

/// The plural that a whole number takes (CLDR, cardinal plural rules): `one`, `many` or `other`.
///
/// ```
/// use veillee_sdk::{Language, plural};
///
/// assert_eq!((plural(0, Language::French), plural(0, Language::English)), ("one", "other"));
/// assert_eq!((plural(1, Language::French), plural(1, Language::English)), ("one", "one"));
/// assert_eq!((plural(2_000_000, Language::French), plural(2, Language::English)), ("many", "other"));
/// ```
pub fn plural(number: i64, language: Language) -> &'static str {
    match (number.unsigned_abs(), language) {
        (0 | 1, Language::French) | (1, Language::English) => "one",
        (millions, Language::French) if millions % 1_000_000 == 0 => "many",
        _ => "other",
    }
}

/// Adds a number in groups of three digits, as each language writes it. For what [`texts!`](crate::texts!) makes.
///
/// ```
/// use veillee_sdk::{Language, push_count};
///
/// let mut text = String::new();
/// push_count(&mut text, 12_000, Language::English);
/// assert_eq!(text, "12,000");
/// ```
pub fn push_count(text: &mut String, number: i64, language: Language) {
    let digits = number.unsigned_abs().to_string();
    if number < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(if language == Language::French { '\u{a0}' } else { ',' });
        }
        text.push(digit);
    }
}

/// Adds a value as it shows itself. For what [`texts!`](crate::texts!) makes.
///
/// ```
/// let mut text = "Hello ".to_owned();
/// veillee_sdk::push_shown(&mut text, &"Zoé");
/// assert_eq!(text, "Hello Zoé");
/// ```
pub fn push_shown(text: &mut String, value: &dyn Display) {
    // Writing to a string cannot fail.
    let _ = write!(text, "{value}");
}
