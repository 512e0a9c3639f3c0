//! Every number, by name. Labels come from sets that the operator bounds (routes, services, kinds of error), never from
//! a path, an id or anything a visitor chooses: each new value is a new series for as long as the host runs.

use metrics::Label;

pub use metrics::Counter as Series;

/// Only grows.
pub struct Counter(Named);

/// Goes up and down.
pub struct Gauge(Named);

/// Durations in seconds, in the buckets of [`super::exposition::BUCKETS_S`].
pub struct Seconds(Named);

struct Named {
    name: &'static str,
    help: &'static str,
}

pub const REQUESTS: Counter = counter("veillee_requests_total", "Answers, by route, method and status.");
pub const REQUEST_SECONDS: Seconds =
    seconds("veillee_request_seconds", "From the head of a request to the head of its answer, by route.");
pub const BYTES_IN: Counter = counter("veillee_received_bytes_total", "Bytes that arrived on connections of people.");
pub const BYTES_OUT: Counter = counter("veillee_sent_bytes_total", "Bytes sent on connections of people.");
pub const CONNECTIONS: Gauge = gauge("veillee_connections", "Connections of people that are open.");
pub const CALLS: Counter = counter("veillee_calls_total", "Calls of plugins, by service.");
pub const CALL_SECONDS: Seconds = seconds("veillee_call_seconds", "Calls of plugins from start to end, by service.");
pub const CALL_FAILURES: Counter =
    counter("veillee_call_failures_total", "Calls of plugins that gave no answer, by service and kind.");
pub const DATABASE_ERRORS: Counter =
    counter("veillee_database_errors_total", "Statements that failed, by kind: away, full or internal.");
pub const ASSOCIATIONS: Gauge = gauge("veillee_associations", "Associations that are open.");
pub const JOBS: Gauge = gauge("veillee_jobs", "Jobs by state.");
pub const UPLOADS: Gauge = gauge("veillee_uploads", "Resumable uploads that are not finished.");

const fn counter(name: &'static str, help: &'static str) -> Counter {
    Counter(Named { name, help })
}

const fn gauge(name: &'static str, help: &'static str) -> Gauge {
    Gauge(Named { name, help })
}

const fn seconds(name: &'static str, help: &'static str) -> Seconds {
    Seconds(Named { name, help })
}

/// A label of a series.
pub type Labels<'a> = &'a [(&'static str, &'a str)];

impl Counter {
    pub fn add(&self, number: u64, labels: Labels<'_>) {
        self.series(labels).increment(number);
    }

    /// For what is counted so often that looking up the series each time would show.
    pub fn series(&self, labels: Labels<'_>) -> Series {
        metrics::counter!(self.0.name, owned(labels))
    }
}

impl Gauge {
    #[expect(clippy::cast_precision_loss, reason = "numbers of things, far below 2^53")]
    pub fn set(&self, value: u64, labels: Labels<'_>) {
        metrics::gauge!(self.0.name, owned(labels)).set(value as f64);
    }

    /// One more, until what is returned is dropped.
    pub fn hold(&self) -> Held {
        let gauge = metrics::gauge!(self.0.name);
        gauge.increment(1);
        Held(gauge)
    }
}

impl Seconds {
    pub fn record(&self, duration: std::time::Duration, labels: Labels<'_>) {
        metrics::histogram!(self.0.name, owned(labels)).record(duration.as_secs_f64());
    }
}

/// Counts as one as long as it lives.
pub struct Held(metrics::Gauge);

impl Drop for Held {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

fn owned(labels: Labels<'_>) -> Vec<Label> {
    labels.iter().map(|(name, value)| Label::new(*name, (*value).to_owned())).collect()
}

/// Gives every number its help, whether it was counted yet or not.
pub(super) fn describe() {
    for Counter(Named { name, help }) in [REQUESTS, BYTES_IN, BYTES_OUT, CALLS, CALL_FAILURES, DATABASE_ERRORS] {
        metrics::describe_counter!(name, help);
    }
    for Gauge(Named { name, help }) in [CONNECTIONS, ASSOCIATIONS, JOBS, UPLOADS] {
        metrics::describe_gauge!(name, help);
    }
    for Seconds(Named { name, help }) in [REQUEST_SECONDS, CALL_SECONDS] {
        metrics::describe_histogram!(name, help);
    }
}
