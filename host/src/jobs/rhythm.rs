use std::str::FromStr;

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use veillee_ambient::{MILLIS_PER_DAY, MILLIS_PER_HOUR, MILLIS_PER_MINUTE, Millis};

use crate::limits;

/// What is wrong with a text, for a sentence that begins with it.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub enum RhythmError {
    #[error("is not a cron expression: use five fields, such as `0 3 * * *`")]
    Cron,
    #[error("never comes: choose a day that exists")]
    Never,
    #[error("is not a period: use a number and `m`, `h` or `d`, from one minute to 366 days")]
    Every,
}

/// When something comes again and again.
#[derive(Clone, Debug)]
pub enum Rhythm {
    /// Five fields of cron (POSIX, `crontab`), in UTC.
    Cron(Box<Cron>),
    Every(Millis),
}

impl Rhythm {
    pub fn cron(text: &str) -> Result<Self, RhythmError> {
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let cron = parser.parse(text).map_err(|_| RhythmError::Cron)?;
        let rhythm = Self::Cron(Box::new(cron));
        if rhythm.after(0).is_some() { Ok(rhythm) } else { Err(RhythmError::Never) }
    }

    /// `90m`, `24h`, `7d`.
    pub fn every(text: &str) -> Result<Self, RhythmError> {
        let wrong = RhythmError::Every;
        let unit = text.chars().last().ok_or(wrong)?;
        let unit_ms = match unit {
            'm' => MILLIS_PER_MINUTE,
            'h' => MILLIS_PER_HOUR,
            'd' => MILLIS_PER_DAY,
            _ => return Err(wrong),
        };
        let number = &text[..text.len() - 1];
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong);
        }
        let every_ms = i64::from_str(number).ok().and_then(|number| number.checked_mul(unit_ms)).ok_or(wrong)?;
        let allowed = limits::SCHEDULE_EVERY_MS_MIN..=limits::SCHEDULE_EVERY_MS_MAX;
        if allowed.contains(&every_ms) { Ok(Self::Every(every_ms)) } else { Err(wrong) }
    }

    /// The first time after this moment; none when the calendar has no more.
    pub fn after(&self, now_ms: Millis) -> Option<Millis> {
        match self {
            Self::Every(every_ms) => now_ms.checked_add(*every_ms),
            Self::Cron(cron) => {
                let now = Timestamp::from_millisecond(now_ms).ok()?.to_zoned(TimeZone::UTC).datetime();
                let next = cron.find_next_occurrence(&now, false).ok()?;
                Some(TimeZone::UTC.to_timestamp(next).ok()?.as_millisecond())
            }
        }
    }

    /// The turn after the one that was due at `due_ms` and starts now. What was missed meanwhile is made up for by this
    /// one turn.
    pub fn next(&self, due_ms: Millis, now_ms: Millis) -> Millis {
        let next = match self {
            Self::Every(every_ms) => due_ms.checked_add(*every_ms).filter(|next| *next > now_ms),
            Self::Cron(_) => None,
        };
        next.or_else(|| self.after(now_ms)).unwrap_or(Millis::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-23T12:00:00Z, a Monday.
    const MONDAY_NOON: Millis = 1_795_435_200_000;

    #[test]
    fn five_fields_of_cron_are_read_in_utc() {
        let daily = Rhythm::cron("0 3 * * *").expect("a rhythm");
        assert_eq!(daily.after(MONDAY_NOON), Some(MONDAY_NOON + 15 * MILLIS_PER_HOUR));
        let at_noon = Rhythm::cron("0 12 * * 1").expect("a rhythm");
        assert_eq!(at_noon.after(MONDAY_NOON), Some(MONDAY_NOON + 7 * MILLIS_PER_DAY), "never the moment itself");
        for wrong in ["", "* * * *", "0 0 3 * * *", "0 3 * * * 2027", "61 * * * *", "every day"] {
            assert!(matches!(Rhythm::cron(wrong), Err(RhythmError::Cron)), "{wrong}");
        }
        assert!(matches!(Rhythm::cron("0 0 31 2 *"), Err(RhythmError::Never)));
    }

    #[test]
    fn a_period_is_a_number_with_its_unit() {
        let Ok(Rhythm::Every(every_ms)) = Rhythm::every("90m") else { panic!("a period") };
        assert_eq!(every_ms, 90 * MILLIS_PER_MINUTE);
        for wrong in ["", "h", "24", "24s", "0m", "-1h", "+1h", "1.5h", "367d", "99999999999999999999d", "1é"] {
            assert!(Rhythm::every(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_was_missed_is_made_up_for_once() {
        let every = Rhythm::every("1h").expect("a period");
        let due = MONDAY_NOON;
        assert_eq!(every.next(due, due + 5_000), due + MILLIS_PER_HOUR, "it does not drift");
        let late = due + 100 * MILLIS_PER_HOUR;
        assert_eq!(every.next(due, late), late + MILLIS_PER_HOUR);
        let daily = Rhythm::cron("0 3 * * *").expect("a rhythm");
        assert_eq!(daily.next(due, due + 10 * MILLIS_PER_DAY), due + 10 * MILLIS_PER_DAY + 15 * MILLIS_PER_HOUR);
    }
}
