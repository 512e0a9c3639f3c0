use jiff::Timestamp;
use jiff::tz::TimeZone;
use veillee_ambient::{MILLIS_PER_DAY, Millis};

use super::Finding;
use crate::boot::HostHandle;
use crate::limits;
use crate::tls::Certificate;
use crate::web::is_local;

const CHECK: &str = "certificates";

/// When each ends, and which names have none. Nothing where a proxy speaks TLS.
pub fn examine(host: &HostHandle) -> Vec<Finding> {
    let (held, failures) = (host.certificates.all(), host.certificates.failures());
    if held.is_empty() && failures.is_empty() {
        return Vec::new();
    }
    let now_ms = host.clock().now_ms();
    let mut findings: Vec<Finding> = held.iter().map(|certificate| end(certificate, now_ms)).collect();
    for (name, reason) in &failures {
        let says = format!("none was issued for {name} at the last try: {reason}");
        let remedy =
            format!("let {name} lead to this machine, and port 80 to --listen-plain; it is tried again by itself");
        findings.push(Finding::warning(CHECK, says, remedy));
    }
    let is_told = |name: &String| failures.iter().any(|(failed, _)| failed == name);
    for name in host.app.names() {
        let is_missing = host.certificates.find(Some(&name)).is_none();
        if is_missing && !is_local(&name) && !is_told(&name) {
            let remedy = "give one with --tls-certificate and --tls-key, or let --acme order it";
            findings.push(Finding::warning(CHECK, format!("no certificate is for {name}"), remedy));
        }
    }
    findings
}

/// One that is renewed by itself is far from its end unless something is wrong: a sixth of its life is left at least.
fn end(certificate: &Certificate, now_ms: Millis) -> Finding {
    let names = certificate.names().join(", ");
    let (ends_ms, left_ms) = (certificate.ends_ms(), certificate.ends_ms().saturating_sub(now_ms));
    let life_ms = ends_ms.saturating_sub(certificate.begins_ms());
    let day = Timestamp::from_millisecond(ends_ms).map(|at| at.to_zoned(TimeZone::UTC).date().to_string());
    let day = day.unwrap_or_else(|_| "a day beyond all calendars".to_owned());
    let remedy = "renew it: files are read anew when they change, --acme tries again by itself and says why in the log";
    if certificate.begins_ms() > now_ms {
        return Finding::problem(
            CHECK,
            format!("the one for {names} does not count yet"),
            "see whether the clock is right",
        );
    }
    match left_ms {
        ..=0 => Finding::problem(CHECK, format!("the one for {names} ended on {day}"), remedy),
        left_ms if left_ms < limits::CERTIFICATE_ENDS_SOON_MS.min(life_ms / 6) => Finding::warning(
            CHECK,
            format!("the one for {names} ends on {day}, in {} days", left_ms / MILLIS_PER_DAY),
            remedy,
        ),
        _ => Finding::ok(CHECK, format!("the one for {names} counts until {day}")),
    }
}
