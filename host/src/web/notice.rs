//! A sentence for the next page, carried in a sealed cookie.

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::Response;

use super::arrival::Arrival;
use crate::identity::{NOTICE_COOKIE, clear_cookie, cookie};
use crate::views::{Notice, NoticeKind};

const PURPOSE: &str = "veillee notice";

/// Leaves lines for the next page: what went well or what did not.
pub fn leave(arrival: &Arrival, response: &mut Response, kind: NoticeKind, lines: &[String]) {
    let mut text = String::new();
    for line in lines {
        if text.len() + line.len() > crate::limits::NOTICE_BYTES_MAX {
            text.push_str("\n…");
            break;
        }
        text.push('\n');
        text.push_str(line);
    }
    let mark = if kind == NoticeKind::Good { "good" } else { "problem" };
    let sealed = arrival.site.association.seal(PURPOSE, format!("{mark}{text}").as_bytes());
    append(response, &cookie(NOTICE_COOKIE, sealed, Some(600)));
}

/// The notice this request brought, to be shown once.
pub fn take(arrival: &Arrival) -> Option<Notice> {
    let clear = arrival.site.association.unseal(PURPOSE, arrival.notice.as_deref()?)?;
    let text = String::from_utf8(clear).ok()?;
    let mut lines = text.lines();
    let kind = if lines.next()? == "good" { NoticeKind::Good } else { NoticeKind::Problem };
    Some(Notice { kind, lines: lines.map(str::to_owned).collect() })
}

/// Forgets it once a page showed it.
pub fn clear(response: &mut Response) {
    append(response, &clear_cookie(NOTICE_COOKIE));
}

pub(super) fn append(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Leaves one of the sentences that the host knows.
pub fn tell(arrival: &Arrival, response: &mut Response, told: crate::views::Told) {
    let notice = told.notice(arrival.words());
    leave(arrival, response, notice.kind, &notice.lines);
}
