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

    /// The last millisecond of a day in UTC, written as the field of a date has it: `2026-05-03`. None for what is no day.
    ///
    /// ```
    /// use veillee_sdk::Time;
    ///
    /// let end = Time::end_of_day("2026-05-03");
    /// assert_eq!(end.map(Time::ms), Some(1_777_852_799_999));
    /// assert_eq!(end.map(Time::day_text).as_deref(), Some("2026-05-03"));
    /// assert_eq!(Time::end_of_day("2026-02-30"), None);
    /// ```
    pub fn end_of_day(day: &str) -> Option<Self> {
        let (year, rest) = day.split_once('-')?;
        let (month, day_of_month) = rest.split_once('-')?;
        let digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
        if !(digits(year, 4) && digits(month, 2) && digits(day_of_month, 2)) {
            return None;
        }
        let date: (i64, i64, i64) = (year.parse().ok()?, month.parse().ok()?, day_of_month.parse().ok()?);
        let (year, month, day_of_month) = date;
        // Counted in eras of 400 years that begin in March, as in `date`.
        let year_from_march = if month <= 2 { year - 1 } else { year };
        let (era, year_of_era) = (year_from_march.div_euclid(400), year_from_march.rem_euclid(400));
        let month_from_march = (month + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + day_of_month - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let time = Self((era * 146_097 + day_of_era - 719_468 + 1) * DAY_MS - 1);
        // A day that its month does not have would have become another one.
        (time.date() == date).then_some(time)
    }

    /// The day in UTC, as the field of a date has it.
    pub fn day_text(self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// So many days later.
    ///
    /// ```
    /// use veillee_sdk::Time;
    ///
    /// assert_eq!(Time::from_ms(0).plus_days(2).day_text(), "1970-01-03");
    /// ```
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(days.saturating_mul(DAY_MS)))
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
