//! A sentence for the next page, carried in a sealed cookie.

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::Response;

use super::arrival::Arrival;
use crate::identity::{NOTICE_COOKIE, clear_cookie, cookie};
use crate::views::{Notice, NoticeKind, NoticeLink};

const PURPOSE: &str = "veillee notice";
const TAB: &str = "\t";

/// Leaves lines for the next page: what went well or what did not.
pub fn leave(arrival: &Arrival, response: &mut Response, kind: NoticeKind, lines: &[String]) {
    put(arrival, response, kind, lines, None);
}

/// Leaves a sentence about what went well, and a way on from there.
pub fn leave_good(arrival: &Arrival, response: &mut Response, sentence: String, link: Option<&NoticeLink>) {
    put(arrival, response, NoticeKind::Good, &[sentence], link);
}

/// The first line tells the kind and the link, between tabs.
fn put(arrival: &Arrival, response: &mut Response, kind: NoticeKind, lines: &[String], link: Option<&NoticeLink>) {
    let mut text = String::from(if kind == NoticeKind::Good { "good" } else { "problem" });
    if let Some(link) = link {
        text.extend([TAB, &link.path, TAB, &link.words]);
    }
    let head_bytes = text.len();
    for line in lines {
        if text.len() - head_bytes + line.len() > crate::limits::NOTICE_BYTES_MAX {
            text.push_str("\n…");
            break;
        }
        text.push('\n');
        text.push_str(line);
    }
    let sealed = arrival.site.association.seal(PURPOSE, text.as_bytes());
    append(response, &cookie(NOTICE_COOKIE, sealed, Some(600)));
}

/// The notice this request brought, to be shown once.
pub fn take(arrival: &Arrival) -> Option<Notice> {
    let clear = arrival.site.association.unseal(PURPOSE, arrival.notice.as_deref()?)?;
    let text = String::from_utf8(clear).ok()?;
    let mut lines = text.lines();
    let mut head = lines.next()?.split(TAB);
    let kind = if head.next()? == "good" { NoticeKind::Good } else { NoticeKind::Problem };
    let link = head.next().zip(head.next());
    let link = link.map(|(path, words)| NoticeLink { path: path.to_owned(), words: words.to_owned() });
    Some(Notice { kind, lines: lines.map(str::to_owned).collect(), link })
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
