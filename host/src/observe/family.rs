use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::limits;

/// Set once, when somebody can read the numbers.
pub(super) static COUNTING: AtomicBool = AtomicBool::new(false);

/// Upper bounds of durations in milliseconds; what takes longer is in no bucket but the last.
const BUCKETS_MS: [u64; 13] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/// Names and values of labels. The values come from sets that the operator bounds.
pub type Labels<'a> = &'a [(&'static str, &'a str)];

/// One number for each combination of labels.
pub struct Family<S> {
    name: &'static str,
    help: &'static str,
    /// By its labels, as they are printed.
    series: Mutex<BTreeMap<String, Arc<S>>>,
}

/// Only grows.
pub type Counter = Family<AtomicU64>;
/// Goes up and down.
pub type Gauge = Family<AtomicI64>;
/// Durations, in buckets.
pub type Seconds = Family<Buckets>;
/// One number of a counter, for what is counted so often that finding it each time would show.
pub type Series = Arc<AtomicU64>;

#[derive(Default)]
pub struct Buckets {
    /// How many lay in each bucket and no lower one.
    counts: [AtomicU64; BUCKETS_MS.len()],
    count: AtomicU64,
    sum_us: AtomicU64,
}

impl<S: Default> Family<S> {
    pub const fn new(name: &'static str, help: &'static str) -> Self {
        Self { name, help, series: Mutex::new(BTreeMap::new()) }
    }

    /// The number with these labels. One that is kept nowhere when nobody can read it, or when there are so many that
    /// the labels cannot be what they should.
    fn at(&self, labels: Labels<'_>) -> Arc<S> {
        if !COUNTING.load(Ordering::Relaxed) {
            return Arc::default();
        }
        let mut series = self.series.lock().unwrap_or_else(PoisonError::into_inner);
        let key = printed(labels);
        if let Some(found) = series.get(&key) {
            return found.clone();
        }
        if series.len() >= limits::SERIES_MAX {
            return Arc::default();
        }
        series.entry(key).or_default().clone()
    }
}

impl Counter {
    pub fn add(&self, number: u64, labels: Labels<'_>) {
        if COUNTING.load(Ordering::Relaxed) {
            self.at(labels).fetch_add(number, Ordering::Relaxed);
        }
    }

    pub fn series(&self, labels: Labels<'_>) -> Series {
        self.at(labels)
    }
}

impl Gauge {
    pub fn set(&self, value: u64, labels: Labels<'_>) {
        if COUNTING.load(Ordering::Relaxed) {
            self.at(labels).store(i64::try_from(value).unwrap_or(i64::MAX), Ordering::Relaxed);
        }
    }

    /// One more, until what is returned is dropped.
    pub fn hold(&self) -> Held {
        let held = self.at(&[]);
        held.fetch_add(1, Ordering::Relaxed);
        Held(held)
    }
}

/// Counts as one as long as it lives.
pub struct Held(Arc<AtomicI64>);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Seconds {
    pub fn record(&self, duration: Duration, labels: Labels<'_>) {
        if !COUNTING.load(Ordering::Relaxed) {
            return;
        }
        let buckets = self.at(labels);
        let us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        let place = BUCKETS_MS.iter().position(|bound_ms| us <= bound_ms * 1_000);
        if let Some(bucket) = place.and_then(|place| buckets.counts.get(place)) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        buckets.sum_us.fetch_add(us, Ordering::Relaxed);
        buckets.count.fetch_add(1, Ordering::Relaxed);
    }
}

/// What can be printed as Prometheus reads it (text format 0.0.4).
pub(super) trait Printed: Sync {
    fn print(&self, text: &mut String);
}

impl Printed for Counter {
    fn print(&self, text: &mut String) {
        self.print_each("counter", text, |text, name, labels, value| {
            writeln!(text, "{name}{} {}", braced(labels), value.load(Ordering::Relaxed)).ok();
        });
    }
}

impl Printed for Gauge {
    fn print(&self, text: &mut String) {
        self.print_each("gauge", text, |text, name, labels, value| {
            writeln!(text, "{name}{} {}", braced(labels), value.load(Ordering::Relaxed)).ok();
        });
    }
}

impl Printed for Seconds {
    fn print(&self, text: &mut String) {
        self.print_each("histogram", text, |text, name, labels, buckets| {
            let comma = if labels.is_empty() { "" } else { "," };
            // Read before the buckets: a record that comes between is in none of what is printed, or in a bucket only.
            let count = buckets.count.load(Ordering::Relaxed);
            let mut so_far = 0;
            for (bound_ms, bucket) in BUCKETS_MS.iter().zip(&buckets.counts) {
                so_far = (so_far + bucket.load(Ordering::Relaxed)).min(count);
                let bound = seconds(bound_ms * 1_000);
                writeln!(text, "{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {so_far}").ok();
            }
            writeln!(text, "{name}_bucket{{{labels}{comma}le=\"+Inf\"}} {count}").ok();
            let sum = seconds(buckets.sum_us.load(Ordering::Relaxed));
            writeln!(text, "{name}_sum{} {sum}\n{name}_count{} {count}", braced(labels), braced(labels)).ok();
        });
    }
}

impl<S> Family<S> {
    fn print_each(&self, kind: &str, text: &mut String, each: impl Fn(&mut String, &str, &str, &S)) {
        let Self { name, help, series } = self;
        writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}").ok();
        for (labels, value) in series.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            each(text, name, labels, value);
        }
    }
}

fn printed(labels: Labels<'_>) -> String {
    let mut text = String::new();
    for (place, (name, value)) in labels.iter().enumerate() {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        write!(text, "{}{name}=\"{value}\"", if place == 0 { "" } else { "," }).ok();
    }
    text
}

fn braced(labels: &str) -> String {
    if labels.is_empty() { String::new() } else { format!("{{{labels}}}") }
}

/// Microseconds as a number of seconds.
fn seconds(us: u64) -> String {
    let (whole, rest) = (us / 1_000_000, us % 1_000_000);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:06}").trim_end_matches('0').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_prometheus_reads_them() {
        static ODD: Counter = Counter::new("odd_total", "Odd.");
        static HELD: Gauge = Gauge::new("held", "Held.");
        static LONG: Seconds = Seconds::new("long_seconds", "Long.");
        COUNTING.store(true, Ordering::Relaxed);
        ODD.add(2, &[("a", "x\"y\\z\n")]);
        ODD.add(3, &[("a", "x\"y\\z\n")]);
        let first = HELD.hold();
        drop(HELD.hold());
        for ms in [1, 3, 3, 20_000] {
            LONG.record(Duration::from_millis(ms), &[("route", "/")]);
        }
        let mut text = String::new();
        for family in [&ODD as &dyn Printed, &HELD, &LONG] {
            family.print(&mut text);
        }
        for line in [
            "# TYPE odd_total counter",
            "odd_total{a=\"x\\\"y\\\\z\\n\"} 5",
            "held 1",
            "# TYPE long_seconds histogram",
            "long_seconds_bucket{route=\"/\",le=\"0.001\"} 1",
            "long_seconds_bucket{route=\"/\",le=\"0.005\"} 3",
            "long_seconds_bucket{route=\"/\",le=\"10\"} 3",
            "long_seconds_bucket{route=\"/\",le=\"+Inf\"} 4",
            "long_seconds_sum{route=\"/\"} 20.007",
            "long_seconds_count{route=\"/\"} 4",
        ] {
            assert!(text.lines().any(|printed| printed == line), "{line} in {text}");
        }
        drop(first);
    }

    #[test]
    fn labels_that_are_made_up_end_at_a_limit() {
        static MANY: Counter = Counter::new("many_total", "Many.");
        COUNTING.store(true, Ordering::Relaxed);
        for number in 0..limits::SERIES_MAX + 10 {
            MANY.add(1, &[("id", &number.to_string())]);
        }
        let mut text = String::new();
        MANY.print(&mut text);
        assert_eq!(text.lines().count(), limits::SERIES_MAX + 2);
    }
}
