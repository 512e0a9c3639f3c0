use std::fmt;

use crate::{Call, FieldValue, Html, Language, Slot, Value};

const DAY_MS: i64 = 86_400_000;

const MONTHS: [(&str, &str); 12] = [
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
];

/// A moment: milliseconds since 1970-01-01T00:00:00Z, as the host keeps times. Shown as a day, in UTC.
///
/// ```
/// use veillee_sdk::{Call, Request, Time, testing::MemoryDoor};
///
/// let time = Time::from_ms(1_777_817_109_000);
/// assert_eq!(time.to_string(), "2026-05-03T14:05:09Z");
/// let (request, mut door) = (Request::get("/"), MemoryDoor::new().locale("fr"));
/// let call = Call::new("album", &request, &mut door);
/// assert_eq!(time.day(&call).as_str(), "<time datetime=\"2026-05-03T14:05:09Z\">3 mai 2026</time>");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// From milliseconds since 1970-01-01T00:00:00Z.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// ```
    /// use veillee_sdk::Time;
    ///
    /// assert!(Time::from_ms(1_000).ms() < Time::from_ms(2_000).ms());
    /// ```
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// The day in the caller's language, in an element that also says the exact moment.
    pub fn day(self, call: &Call<'_>) -> Html {
        let (year, month, day) = self.date();
        let (french, english) =
            usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&("", ""));
        let words = match (call.language(), day) {
            (Language::French, 1) => format!("1er {french} {year}"),
            (Language::French, _) => format!("{day} {french} {year}"),
            (Language::English, _) => format!("{day} {english} {year}"),
        };
        crate::html!("<time datetime=\"{}\">{}</time>", self.to_string(), words)
    }

    /// Year, month and day of the Gregorian calendar, counted in eras of 400 years that begin in March.
    fn date(self) -> (i64, i64, i64) {
        let days = self.0.div_euclid(DAY_MS) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (era * 400 + year_of_era + i64::from(month <= 2), month, day)
    }
}

/// As RFC 3339 writes it, in UTC and whole seconds.
impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let seconds = self.0.rem_euclid(DAY_MS) / 1_000;
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        write!(formatter, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Self {
        Self::Integer(time.0)
    }
}

impl FieldValue for Time {
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Self)
    }

    fn to_value(&self) -> Value {
        self.0.into()
    }
}

impl Slot for Time {
    fn write_into(&self, html: &mut String) {
        html.push_str(&self.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (ms, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (1_709_251_199_999, "2024-02-29T23:59:59Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(Time::from_ms(ms).to_string(), expected);
        }
    }
}
