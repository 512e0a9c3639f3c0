//! Every number, by name. Labels come from sets that the operator bounds (routes, services, kinds of error), never from
//! a path, an id or anything a visitor chooses: each new value is a new series for as long as the host runs.

use super::family::Printed;
use super::{Counter, Gauge, Seconds};

pub static REQUESTS: Counter = Counter::new("veillee_requests_total", "Answers, by route, method and status.");
pub static REQUEST_SECONDS: Seconds =
    Seconds::new("veillee_request_seconds", "From the head of a request to the head of its answer, by route.");
pub static RECEIVED_BYTES: Counter =
    Counter::new("veillee_received_bytes_total", "Bytes that arrived on connections of people.");
pub static SENT_BYTES: Counter = Counter::new("veillee_sent_bytes_total", "Bytes sent on connections of people.");
pub static CONNECTIONS: Gauge = Gauge::new("veillee_connections", "Connections of people that are open.");
pub static CALLS: Counter = Counter::new("veillee_calls_total", "Calls of plugins, by service.");
pub static CALL_SECONDS: Seconds =
    Seconds::new("veillee_call_seconds", "Calls of plugins from start to end, by service.");
pub static CALL_FAILURES: Counter =
    Counter::new("veillee_call_failures_total", "Calls of plugins that gave no answer, by service and kind.");
pub static DATABASE_ERRORS: Counter =
    Counter::new("veillee_database_errors_total", "Statements that failed, by kind: away, full or internal.");
pub static ASSOCIATIONS: Gauge = Gauge::new("veillee_associations", "Associations that are open.");
pub static MAILS_WAITING: Gauge = Gauge::new("veillee_mails_waiting", "Mails that wait to be sent.");
pub static MAILS: Counter =
    Counter::new("veillee_mails_total", "Tries to send a mail, by outcome: sent, again, refused or failed.");

/// In the order in which they are printed.
pub(super) fn all() -> [&'static dyn Printed; 12] {
    [
        &REQUESTS,
        &REQUEST_SECONDS,
        &RECEIVED_BYTES,
        &SENT_BYTES,
        &CONNECTIONS,
        &CALLS,
        &CALL_SECONDS,
        &CALL_FAILURES,
        &DATABASE_ERRORS,
        &ASSOCIATIONS,
        &MAILS_WAITING,
        &MAILS,
    ]
}
