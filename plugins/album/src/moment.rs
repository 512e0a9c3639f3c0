//! When a photo was taken, for people and for sorting.

use veillee_sdk::Call;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const FRENCH: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Year, month, day, hour, minute, second, as the camera's clock showed them. Sorts as time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment([i64; 6]);

impl Moment {
    /// As the camera tells, else when the photo came.
    pub(crate) fn of(taken: &str, created_ms: i64) -> Self {
        Self::of_camera(taken).unwrap_or_else(|| Self::of_ms(created_ms))
    }

    /// From the camera's text (`2026-05-03T14:05:00`); none when it is no date.
    fn of_camera(text: &str) -> Option<Self> {
        let mut parts = text.split(|letter: char| !letter.is_ascii_digit()).map(str::parse::<i64>);
        let mut next = || parts.next().and_then(Result::ok);
        let date = [next()?, next()?, next()?];
        let time = [next().unwrap_or(0), next().unwrap_or(0), next().unwrap_or(0)];
        let sound = date[0] > 0 && (1..=12).contains(&date[1]) && (1..=31).contains(&date[2]);
        sound.then_some(Self([date[0], date[1], date[2], time[0], time[1], time[2]]))
    }

    /// From milliseconds since 1970, in UTC. The days are counted in eras of 400 years that begin in March
    /// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`).
    fn of_ms(ms: i64) -> Self {
        let days = ms.div_euclid(DAY_MS) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let second = ms.rem_euclid(DAY_MS) / 1000;
        Self([year, month, day, second / 3600, second / 60 % 60, second % 60])
    }

    /// `3 mai 2026`, `3 May 2026`.
    pub(crate) fn say_day(self, call: &Call<'_>) -> String {
        let [year, month, day, ..] = self.0;
        let names = if call.say("fr", "en") == "fr" { FRENCH } else { ENGLISH };
        let month = usize::try_from(month - 1).ok().and_then(|month| names.get(month)).copied().unwrap_or_default();
        let first = if day == 1 { call.say("er", "") } else { "" };
        format!("{day}{first} {month} {year}")
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn milliseconds_and_the_cameras_text_tell_the_same_moment() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00"),
            (951_782_400_000, "2000-02-29"),
            (1_777_817_100_999, "2026:05:03 14:05:00"),
            (-1, "1969-12-31T23:59:59"),
        ] {
            assert_eq!(Some(Moment::of_ms(ms)), Moment::of_camera(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_no_moment() {
        for text in ["", "yesterday", "2026", "2026-13-01", "0000:00:00 00:00:00"] {
            assert_eq!(Moment::of_camera(text), None, "{text}");
        }
    }
}
