//! Bars by day, drawn by the server. Whoever does not see them has the title, a sentence, and the table beside.

use askama::Template;
use jiff::civil::Date;

use super::{Trusted, rendered};
use crate::words::Words;

/// The picture's own height and the width of a day; the page stretches both.
const HEIGHT: u64 = 100;
const DAY: u64 = 10;

/// How an amount is written, such as a size.
pub type Written = fn(&Words, u64) -> String;

/// One value a day, without a gap, the oldest first.
#[derive(Template)]
#[template(path = "plot.html")]
pub struct Plot<'a> {
    pub words: &'static Words,
    /// Unlike that of any other plot of the page.
    pub id: &'static str,
    pub title: String,
    pub days: &'a [Date],
    /// As many as days.
    pub values: Vec<u64>,
    pub written: Written,
}

/// A day above zero.
struct Bar {
    x: u64,
    y: u64,
    height: u64,
}

impl Plot<'_> {
    pub fn html(&self) -> Trusted {
        rendered(self)
    }

    fn width(&self) -> u64 {
        DAY * self.values.len() as u64
    }

    /// The end of the axis: the next round amount.
    fn top(&self) -> u64 {
        round_up(self.values.iter().copied().max().unwrap_or(0))
    }

    /// An axis without a bar would say an amount that nobody used.
    fn top_words(&self) -> String {
        if self.values.iter().all(|value| *value == 0) {
            return self.words.say("plot-nothing");
        }
        (self.written)(self.words, self.top())
    }

    fn bars(&self) -> Vec<Bar> {
        let top = u128::from(self.top());
        let bar = |(at, value): (usize, &u64)| {
            // What is there at all is seen.
            let height = u64::try_from(u128::from(*value) * u128::from(HEIGHT) / top).unwrap_or(HEIGHT).max(1);
            Bar { x: DAY * at as u64 + 1, y: HEIGHT - height, height }
        };
        self.values.iter().enumerate().filter(|(_, value)| **value > 0).map(bar).collect()
    }

    fn ends(&self) -> Option<(String, String)> {
        Some((self.words.day(*self.days.first()?), self.words.day(*self.days.last()?)))
    }

    fn description(&self) -> String {
        let highest = self.values.iter().copied().enumerate().max_by_key(|(at, value)| (*value, *at));
        let Some((day, value)) = highest.and_then(|(at, value)| Some((*self.days.get(at)?, value))) else {
            return self.words.say("plot-nothing");
        };
        if value == 0 {
            return self.words.say("plot-nothing");
        }
        let last = self.values.last().copied().unwrap_or(0);
        let (day, value, last) =
            (self.words.day(day), (self.written)(self.words, value), (self.written)(self.words, last));
        let values = [("value", (&value).into()), ("day", (&day).into()), ("last", (&last).into())];
        self.words.say_with("plot-description", &values)
    }
}

/// 1, 2 or 5 with noughts, at least 1.
fn round_up(value: u64) -> u64 {
    let mut step: u64 = 1;
    loop {
        for times in [1, 2, 5] {
            let Some(round) = step.checked_mul(times) else { return u64::MAX };
            if round >= value {
                return round;
            }
        }
        let Some(next) = step.checked_mul(10) else { return u64::MAX };
        step = next;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::words::Locale;

    fn plot(values: &[u64], days: &[Date]) -> String {
        let words = Words::of(Locale::En);
        let written: Written = |words, value| words.number(i64::try_from(value).unwrap_or(i64::MAX));
        let plot = Plot { words, id: "requests", title: "Requests <b>".into(), days, values: values.to_vec(), written };
        plot.html().into_string()
    }

    #[test]
    fn the_axis_ends_at_a_round_amount() {
        for (value, round) in [(0, 1), (1, 1), (3, 5), (6, 10), (1_000, 1_000), (1_001, 2_000), (u64::MAX, u64::MAX)] {
            assert_eq!(round_up(value), round, "{value}");
        }
    }

    #[test]
    fn a_plot_says_in_words_what_it_shows() {
        let days = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)];
        let html = plot(&[0, 1_240, 1], &days);
        assert!(html.contains("<title id=\"plot-requests-title\">Requests &#60;b&#62;</title>"), "{html}");
        assert!(html.contains("1,240, on 22 November 2026"), "{html}");
        assert!(
            html.contains("21 November 2026") && html.contains("23 November 2026") && html.contains("2,000"),
            "{html}"
        );
        assert_eq!(html.matches("<rect").count(), 2, "{html}");
        assert!(html.contains("<rect x=\"21\" y=\"99\" width=\"8\" height=\"1\"/>"), "{html}");
    }

    #[test]
    fn a_plot_of_nothing_is_empty_and_says_so() {
        for html in [plot(&[0, 0], &[date(2026, 1, 1), date(2026, 1, 2)]), plot(&[], &[])] {
            assert!(!html.contains("<rect"), "{html}");
            assert_eq!(html.matches("Nothing so far.").count(), 2, "seen and heard: {html}");
        }
        assert!(plot(&[u64::MAX], &[date(2026, 1, 1)]).contains("height=\"100\""));
    }
}
