//! The languages of the host, and which one a browser asks for.

/// A language that the host speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Taken when nobody says otherwise.
    #[default]
    Fr,
    En,
}

impl Locale {
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The language tag (BCP 47), as in `lang` and in cookies.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// How the language calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
        }
    }

    /// The language of a tag such as `fr`, `FR-ca`; a region changes nothing. `None` for every other language.
    pub fn from_name(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next()?;
        Self::ALL.into_iter().find(|locale| locale.name().eq_ignore_ascii_case(primary))
    }

    /// The language that a browser wants most (`Accept-Language`, RFC 9110 clause 12.5.4): highest weight first, then the
    /// order of the header. Ranges that cannot be read are passed over; `otherwise` when nothing fits, or anything does.
    pub fn negotiate(accept_language: &str, otherwise: Self) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for range in accept_language.split(',').take(RANGES_MAX) {
            let Some((weight, locale)) = wanted(range, otherwise) else { continue };
            if weight > best.map_or(0, |(heaviest, _)| heaviest) {
                best = Some((weight, locale));
            }
        }
        best.map_or(otherwise, |(_, locale)| locale)
    }
}

/// Ranges of one header that are read.
const RANGES_MAX: usize = 32;

/// Weight in thousandths, and the language of one range.
fn wanted(range: &str, otherwise: Locale) -> Option<(u16, Locale)> {
    let mut parts = range.split(';');
    let tag = parts.next()?.trim();
    let locale = if tag == "*" { otherwise } else { Locale::from_name(tag)? };
    let Some(parameter) = parts.next() else { return Some((1000, locale)) };
    let value = parameter.trim().strip_prefix("q=").or_else(|| parameter.trim().strip_prefix("Q="))?;
    Some((thousandths(value)?, locale))
}

/// `0`, `0.8`, `1.000`: at most three digits after the point, at most one.
fn thousandths(value: &str) -> Option<u16> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if !matches!(whole, "0" | "1") || fraction.len() > 3 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let weight: u16 = format!("{whole}{fraction:0<3}").parse().ok()?;
    (weight <= 1000).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn a_language_is_known_by_its_tag_whatever_the_region() {
        assert_eq!(Locale::from_name("fr"), Some(Locale::Fr));
        assert_eq!(Locale::from_name(" EN-gb "), Some(Locale::En));
        assert_eq!(Locale::from_name("fro"), None);
        assert_eq!(Locale::from_name(""), None);
    }

    #[test]
    fn the_heaviest_language_wins_and_the_first_among_equals() {
        assert_eq!(Locale::negotiate("de, en;q=0.7, fr;q=0.3", Locale::Fr), Locale::En);
        assert_eq!(Locale::negotiate("en;q=0.5,fr-CH;q=0.9", Locale::Fr), Locale::Fr);
        assert_eq!(Locale::negotiate("en-US,fr", Locale::Fr), Locale::En);
        assert_eq!(Locale::negotiate("fr;q=0.001, en;q=0.002", Locale::Fr), Locale::En);
    }

    #[test]
    fn a_weight_of_zero_means_not_this_one() {
        assert_eq!(Locale::negotiate("en;q=0", Locale::Fr), Locale::Fr);
        assert_eq!(Locale::negotiate("fr;q=0.0, en;q=0.1", Locale::Fr), Locale::En);
    }

    #[test]
    fn nonsense_ends_in_the_language_of_the_house() {
        for header in ["", ",,;", "en;q=2", "en;q=0.1234", "en;q=-1", "en;level=1", "en;q=1.5", "\u{e9}"] {
            for otherwise in Locale::ALL {
                assert_eq!(Locale::negotiate(header, otherwise), otherwise, "{header}");
            }
        }
        assert_eq!(Locale::negotiate(&"en,".repeat(100_000), Locale::Fr), Locale::En);
    }

    #[test]
    fn whoever_takes_any_language_gets_that_of_the_house() {
        assert_eq!(Locale::negotiate("*", Locale::En), Locale::En);
        assert_eq!(Locale::negotiate("de, *;q=0.5", Locale::En), Locale::En);
        assert_eq!(Locale::negotiate("fr;q=0.1, *;q=0.5", Locale::En), Locale::En);
        assert_eq!(Locale::negotiate("fr, *;q=0.5", Locale::En), Locale::Fr);
    }
}
