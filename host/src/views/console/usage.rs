//! What services used, by day.

use askama::Template;
use jiff::civil::Date;

use super::Tab;
use crate::views::plot::{Plot, Written};
use crate::views::{Trusted, View};
use crate::words::Words;

/// What was used on one day, or on several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayUse {
    pub requests: u64,
    pub errors: u64,
    pub cpu_us: u64,
    pub peak_memory_bytes: u64,
    pub received_bytes: u64,
    pub sent_bytes: u64,
}

/// The columns of the tables, in this order.
const WRITTEN: [Written; 6] = [number, number, duration, size, size, size];

fn number(words: &Words, number: u64) -> String {
    words.number(i64::try_from(number).unwrap_or(i64::MAX))
}

fn size(words: &Words, bytes: u64) -> String {
    words.size(bytes)
}

/// Below ten seconds in milliseconds.
fn duration(words: &Words, us: u64) -> String {
    match us {
        0..10_000_000 => words.say_with("console-milliseconds", &[("count", us.div_ceil(1_000).into())]),
        _ => words.say_with("console-seconds", &[("count", (us / 1_000_000).into())]),
    }
}

fn heads(words: &Words) -> [String; 6] {
    [
        words.say("console-requests"),
        words.say("console-errors"),
        words.say("console-cpu"),
        words.say("console-memory"),
        words.say("console-received"),
        words.say("console-sent"),
    ]
}

impl DayUse {
    fn values(&self) -> [u64; 6] {
        let Self { requests, errors, cpu_us, peak_memory_bytes, received_bytes, sent_bytes } = *self;
        [requests, errors, cpu_us, peak_memory_bytes, received_bytes, sent_bytes]
    }

    fn cells(&self, words: &Words) -> Vec<String> {
        self.values().into_iter().zip(WRITTEN).map(|(value, written)| written(words, value)).collect()
    }
}

/// A service with what it used on all days together.
#[derive(Clone, Debug)]
pub struct ServiceUse {
    pub name: String,
    pub title: String,
    pub sum: DayUse,
}

/// All services over the days that are shown.
#[derive(Template)]
#[template(path = "console-usage.html")]
pub struct ConsoleUsage<'a> {
    pub words: &'static Words,
    pub days: usize,
    pub rows: &'a [ServiceUse],
}

impl View for ConsoleUsage<'_> {
    fn title(&self) -> String {
        self.words.say("console-usage")
    }
}

impl ConsoleUsage<'_> {
    fn tabs(&self) -> [(&'static str, String, bool); 6] {
        Tab::Usage.all(self.words)
    }

    fn intro(&self) -> String {
        self.words.say_with("console-usage-intro", &[("days", self.days.into())])
    }

    fn heads(&self) -> [String; 6] {
        heads(self.words)
    }
}

/// One service, day by day: plots, and the same in a table.
#[derive(Template)]
#[template(path = "console-service-usage.html")]
pub struct ServiceUsePage<'a> {
    pub words: &'static Words,
    pub service_title: &'a str,
    /// In universal time, the oldest first, none left out.
    pub days: &'a [Date],
    /// As many as days.
    pub uses: &'a [DayUse],
}

impl View for ServiceUsePage<'_> {
    fn title(&self) -> String {
        self.words.say_with("console-usage-of", &[("service", self.service_title.into())])
    }
}

impl ServiceUsePage<'_> {
    fn heads(&self) -> [String; 6] {
        heads(self.words)
    }

    fn plots(&self) -> Vec<Trusted> {
        const IDS: [&str; 6] = ["requests", "errors", "cpu", "memory", "received", "sent"];
        let plot = |(at, ((id, title), written)): (usize, ((&'static str, String), Written))| {
            let values = self.uses.iter().map(|of_day| of_day.values()[at]).collect();
            Plot { words: self.words, id, title, days: self.days, values, written }.html()
        };
        IDS.into_iter().zip(self.heads()).zip(WRITTEN).enumerate().map(plot).collect()
    }

    /// The newest first, as one looks for them.
    fn rows(&self) -> Vec<(String, Vec<String>)> {
        let days = self.days.iter().zip(self.uses).rev();
        days.map(|(day, of_day)| (self.words.day(*day), of_day.cells(self.words))).collect()
    }
}
