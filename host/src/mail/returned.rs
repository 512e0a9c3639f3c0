use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders as _, PartType};

use crate::limits;
use crate::words::plain_line;

/// What a mail says of another one that could not be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The ids that the other one may have, the likeliest first.
    pub mails: Vec<String>,
    /// The status (RFC 3463) and the words of the server, on one line.
    pub detail: String,
}

/// Why a mail is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    #[error("this is no report of a mail server about a mail (RFC 3464)")]
    NoReport,
    #[error("the report names no mail of this host")]
    NoMail,
}

/// Characters of an id, as it stands in `Message-ID` and behind the `+` of the address that the mail came back to.
const ID_CHARS: usize = 26;

/// Reads a delivery status notification (RFC 3464). None, when it tells that the mail is delayed, or arrived. Whoever sends it may
/// write anything: what is believed is an id that nobody guesses.
pub fn read_returned(letter: &[u8]) -> Result<Option<Returned>, Unread> {
    let message = MessageParser::new().parse(letter).ok_or(Unread::NoReport)?;
    let status = message.parts.iter().take(limits::MAIL_RETURNED_PARTS_MAX).find(|part| is(part, "delivery-status"));
    let Some(failure) = failure(&String::from_utf8_lossy(status.ok_or(Unread::NoReport)?.contents()))? else {
        return Ok(None);
    };
    let mut mails = ids_of_addresses(&message);
    mails.extend(message.parts.iter().take(limits::MAIL_RETURNED_PARTS_MAX).filter_map(id_of_returned));
    mails.truncate(limits::MAIL_RETURNED_PARTS_MAX);
    if mails.is_empty() {
        return Err(Unread::NoMail);
    }
    Ok(Some(Returned { mails, detail: failure }))
}

/// Whether a part is `message/<subtype>`, or `message/global-<subtype>` (RFC 6533).
fn is(part: &MessagePart<'_>, subtype: &str) -> bool {
    part.content_type().is_some_and(|media_type| {
        let found = media_type.subtype().unwrap_or_default().to_ascii_lowercase();
        media_type.ctype().eq_ignore_ascii_case("message") && found.strip_prefix("global-").unwrap_or(&found) == subtype
    })
}

/// What the first recipient that failed heard; none, when none did. The fields of each recipient stand in a block of their own,
/// behind one about the whole mail (RFC 3464, 2.1).
fn failure(report: &str) -> Result<Option<String>, Unread> {
    let report = report.replace("\r\n", "\n");
    let mut has_action = false;
    for block in report.split("\n\n") {
        let Some(action) = field(block, "action") else { continue };
        has_action = true;
        if !action.trim().eq_ignore_ascii_case("failed") {
            continue;
        }
        let status = field(block, "status").unwrap_or_default();
        let status = status.split([' ', '(']).next().unwrap_or_default().trim().to_owned();
        let said = field(block, "diagnostic-code").unwrap_or_default();
        // "smtp; 550 …": how the words are to be read.
        let said = said.split_once(';').map_or(said.as_str(), |(_, words)| words).trim().to_owned();
        let both = if said.contains(&status) { said } else { format!("{status} {said}") };
        return Ok(Some(plain_line(both.trim(), limits::MAIL_DETAIL_CHARS_MAX)));
    }
    if has_action { Ok(None) } else { Err(Unread::NoReport) }
}

/// The value of a field, with the lines that go on with it.
fn field(block: &str, name: &str) -> Option<String> {
    let mut lines = block.lines().skip_while(|line| !is_field(line, name));
    let (_, first) = lines.next()?.split_once(':')?;
    let more = lines.take_while(|line| line.starts_with([' ', '\t']));
    Some(std::iter::once(first).chain(more).map(str::trim).collect::<Vec<_>>().join(" "))
}

fn is_field(line: &str, name: &str) -> bool {
    line.split_once(':').is_some_and(|(found, _)| found.trim().eq_ignore_ascii_case(name))
}

/// Of the addresses that the report went to: `bounces+ID@…`.
fn ids_of_addresses(message: &Message<'_>) -> Vec<String> {
    let names = ["Delivered-To", "X-Original-To", "Envelope-To"].map(|name| HeaderName::Other(name.into()));
    let values = std::iter::once(HeaderName::To).chain(names).filter_map(|name| message.header_raw(name));
    let behind = |piece: &str| piece.split_once('@').map(|(id, _)| id.to_ascii_lowercase());
    let ids = values.flat_map(|value| value.split('+').skip(1).filter_map(behind).collect::<Vec<_>>());
    ids.filter(|id| is_id(id)).take(limits::MAIL_RETURNED_PARTS_MAX).collect()
}

/// Of the `Message-ID` of the mail that came back, whole or its head alone (RFC 6522).
fn id_of_returned(part: &MessagePart<'_>) -> Option<String> {
    let found = match &part.body {
        PartType::Message(returned) => returned.message_id()?.to_owned(),
        PartType::Text(head) if is_head(part) => field(head, "message-id")?,
        PartType::Binary(head) if is(part, "headers") => field(&String::from_utf8_lossy(head), "message-id")?,
        _ => return None,
    };
    let (id, _) = found.trim().trim_start_matches('<').split_once('@')?;
    Some(id.to_ascii_lowercase()).filter(|id| is_id(id))
}

fn is_head(part: &MessagePart<'_>) -> bool {
    part.content_type()
        .and_then(|media_type| media_type.subtype())
        .is_some_and(|found| found.eq_ignore_ascii_case("rfc822-headers"))
}

fn is_id(text: &str) -> bool {
    text.len() == ID_CHARS && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}

#[cfg(test)]
mod tests {
    use super::{Unread, read_returned};

    const ID: &str = "abcdefghijklmnopqrstuvwx23";

    /// As Postfix writes it.
    fn report(to: &str, status: &str, returned: &str) -> String {
        let text = format!(
            "Return-Path: <>\nDelivered-To: {to}\nDate: Mon, 30 Nov 2026 20:00:00 +0000\n\
             From: MAILER-DAEMON@mail.example.org\nSubject: Undelivered Mail Returned to Sender\nTo: {to}\n\
             Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"AB1.17/mail.example.org\"\n\n\
             This is a MIME-encapsulated message.\n\n--AB1.17/mail.example.org\nContent-Description: Notification\n\
             Content-Type: text/plain; charset=us-ascii\n\nI'm sorry to have to inform you.\n\n\
             --AB1.17/mail.example.org\nContent-Description: Delivery report\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.org\n\
             X-Postfix-Queue-ID: AB1\nArrival-Date: Mon, 30 Nov 2026 19:59:59 +0000\n\n{status}\n\
             --AB1.17/mail.example.org\n{returned}\n--AB1.17/mail.example.org--\n"
        );
        text.replace('\n', "\r\n")
    }

    const FAILED: &str = "Final-Recipient: rfc822; nobody@example.org\nOriginal-Recipient: rfc822;nobody@example.org\n\
                          Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <nobody@example.org>:\n    \
                          Recipient address rejected\n";

    fn whole(id: &str) -> String {
        format!(
            "Content-Description: Undelivered Message\nContent-Type: message/rfc822\n\nReturn-Path: <a@example.org>\n\
             Message-ID: <{id}@example.org>\nSubject: Bienvenue\n\nBonjour\n"
        )
    }

    fn read(to: &str, status: &str, returned: &str) -> Result<Option<super::Returned>, Unread> {
        read_returned(report(to, status, returned).as_bytes())
    }

    #[test]
    fn a_report_names_its_mail_by_the_address_it_went_to_or_by_what_came_back() {
        let own = format!("bounces+{ID}@example.org");
        let head = format!("Content-Type: text/rfc822-headers\n\nmessage-id:\n <{ID}@example.org>\nSubject: A\n");
        for (to, returned) in [
            (own.as_str(), "Content-Type: text/plain\n\nnothing\n"),
            (&own.to_uppercase(), "Content-Type: text/plain\n\nnothing\n"),
            ("contact@example.org", &whole(ID)),
            ("contact@example.org", &head),
        ] {
            let read = read(to, FAILED, returned).unwrap_or_else(|error| panic!("{error}: {to} {returned}")).unwrap();
            assert_eq!(read.mails, [ID], "{to} {returned}");
            assert_eq!(read.detail, "550 5.1.1 <nobody@example.org>: Recipient address rejected");
        }
        let other = "zzzzzzzzzzzzzzzzzzzzzzzzzz";
        let read = read(&own, FAILED, &whole(other)).unwrap().unwrap();
        assert_eq!(read.mails, [ID, other], "the address first, which no reader of the mail writes");
    }

    #[test]
    fn what_is_late_or_arrived_is_no_failure() {
        for action in ["delayed", "delivered", "relayed", "expanded"] {
            let status = format!("Final-Recipient: rfc822; a@example.org\nAction: {action}\nStatus: 4.0.0\n");
            assert_eq!(read("contact@example.org", &status, &whole(ID)), Ok(None), "{action}");
        }
        let bare = "Final-Recipient: rfc822; a@example.org\nAction: Failed\nStatus: 5.2.2 (mailbox full)\n";
        assert_eq!(read("contact@example.org", bare, &whole(ID)).unwrap().unwrap().detail, "5.2.2");
    }

    #[test]
    fn what_is_no_report_is_refused_and_none_makes_it_fall() {
        let letter = b"From: a@example.org\r\nTo: bounces+abcdefghijklmnopqrstuvwx23@example.org\r\n\r\nBonjour\r\n";
        assert_eq!(read_returned(letter), Err(Unread::NoReport));
        assert_eq!(read("contact@example.org", "X: y\n", &whole(ID)), Err(Unread::NoReport));
        for id in ["", "abc", "ABCDEFGHIJKLMNOPQRSTUVWX2!", "' OR 1=1 --aaaaaaaaaaaaaaa", &"a".repeat(10_000)] {
            assert_eq!(read("contact@example.org", FAILED, &whole(id)), Err(Unread::NoMail), "{id}");
        }
        let good = report(&format!("bounces+{ID}@example.org"), FAILED, &whole(ID)).into_bytes();
        for end in 0..good.len() {
            let _ = read_returned(&good[..end]);
            let mut broken = good.clone();
            broken[end] ^= 0x80;
            let _ = read_returned(&broken);
        }
        let deep = "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n".repeat(20_000);
        assert_eq!(read_returned(deep.as_bytes()), Err(Unread::NoReport));
        let hostile = "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; \u{1b}[2J\u{0}\n";
        let detail = read("contact@example.org", hostile, &whole(ID)).unwrap().unwrap().detail;
        assert!(detail.starts_with("5.1.1") && !detail.contains(char::is_control), "{detail:?}");
    }
}
