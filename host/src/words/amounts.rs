//! Numbers, sizes, days and waits, as a person writes them.

use jiff::civil::Date;

use super::{Locale, Words};

impl Words {
    /// `12 345` in French (with a space that does not break), `12,345` in English.
    pub fn number(&self, number: i64) -> String {
        grouped(number, self.locale())
    }

    /// A size in steps of a thousand with at most one digit after the sign: `1,4 Mo`, `1.4 MB`.
    pub fn size(&self, bytes: u64) -> String {
        let (unit_bytes, key) = match bytes {
            0..1_000 => return self.say_with("amount-bytes", &[("count", bytes.into())]),
            1_000..999_950 => (1_000, "amount-kilobytes"),
            999_950..999_950_000 => (1_000_000, "amount-megabytes"),
            999_950_000..999_950_000_000 => (1_000_000_000, "amount-gigabytes"),
            _ => (1_000_000_000_000, "amount-terabytes"),
        };
        let tenth_bytes = unit_bytes / 10;
        let tenths = bytes / tenth_bytes + u64::from(bytes % tenth_bytes >= tenth_bytes / 2);
        let whole = grouped(i64::try_from(tenths / 10).unwrap_or(i64::MAX), self.locale());
        let sign = if self.locale() == Locale::Fr { ',' } else { '.' };
        let amount = match tenths % 10 {
            0 => whole,
            tenth => format!("{whole}{sign}{tenth}"),
        };
        self.say_with(key, &[("amount", (&amount).into())])
    }

    /// `1er mars 2026`, `1 March 2026`. The caller knows the association's time zone.
    pub fn day(&self, date: Date) -> String {
        let year = date.year().to_string();
        let (day, month) = (i64::from(date.day()), i64::from(date.month()));
        self.say_with("amount-day", &[("day", day.into()), ("month", month.into()), ("year", (&year).into())])
    }

    /// How long to wait, rounded up, for a sentence: `environ 5 minutes`, `about 5 minutes`.
    pub fn wait(&self, seconds: u64) -> String {
        match seconds {
            0..=60 => self.say("amount-wait-minute"),
            61..=5_400 => self.say_with("amount-wait-minutes", &[("count", seconds.div_ceil(60).into())]),
            _ => self.say_with("amount-wait-hours", &[("count", seconds.div_ceil(3_600).into())]),
        }
    }
}

pub(super) fn grouped(number: i64, locale: Locale) -> String {
    let separator = match locale {
        Locale::Fr => '\u{a0}',
        Locale::En => ',',
    };
    let digits = number.unsigned_abs().to_string();
    let mut written = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{Locale, Words};

    #[test]
    fn numbers_are_written_in_threes() {
        let (fr, en) = (Words::of(Locale::Fr), Words::of(Locale::En));
        assert_eq!((fr.number(999).as_str(), en.number(1_000).as_str()), ("999", "1,000"));
        assert_eq!(
            (fr.number(-1_234_567).as_str(), en.number(-123_456).as_str()),
            ("-1\u{a0}234\u{a0}567", "-123,456")
        );
    }

    #[test]
    fn sizes_are_short_and_never_show_a_thousand_of_a_unit() {
        let (fr, en) = (Words::of(Locale::Fr), Words::of(Locale::En));
        assert_eq!((fr.size(1_400_000).as_str(), en.size(1_400_000).as_str()), ("1,4\u{a0}Mo", "1.4\u{a0}MB"));
        assert_eq!((fr.size(1).as_str(), en.size(0).as_str()), ("1\u{a0}octet", "0\u{a0}bytes"));
        assert_eq!((en.size(999).as_str(), en.size(1_000).as_str()), ("999\u{a0}bytes", "1\u{a0}kB"));
        assert_eq!((en.size(999_949).as_str(), en.size(999_950).as_str()), ("999.9\u{a0}kB", "1\u{a0}MB"));
        assert_eq!(
            (fr.size(2_050_000_000).as_str(), en.size(u64::MAX).as_str()),
            ("2,1\u{a0}Go", "18,446,744.1\u{a0}TB")
        );
    }

    #[test]
    fn days_have_the_form_of_the_language() {
        assert_eq!(Words::of(Locale::Fr).day(date(2026, 3, 1)), "1er mars 2026");
        assert_eq!(Words::of(Locale::Fr).day(date(2026, 8, 14)), "14 août 2026");
        assert_eq!(Words::of(Locale::En).day(date(2026, 12, 1)), "1 December 2026");
    }

    #[test]
    fn waits_are_rounded_up() {
        let en = Words::of(Locale::En);
        assert_eq!((en.wait(1).as_str(), en.wait(61).as_str()), ("a minute", "about 2 minutes"));
        assert_eq!((en.wait(5_400).as_str(), en.wait(5_401).as_str()), ("about 90 minutes", "about 2 hours"));
    }
}
