use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, message::header};

use crate::limits;
use crate::storage::outbox::{ClaimedMail, is_mail_address};
use crate::words::plain_line;

/// The last moment that a `Date` can name, 9999-12-31.
const LAST_SECOND: u64 = 253_402_300_799;

/// A mail as it travels.
pub(super) struct Composed {
    pub(super) id: String,
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

/// Writes a mail. The same row gives the same bytes, with the same `Message-ID`: a server or a person that gets it twice can
/// tell. None, when nobody can be written to so.
pub(super) fn compose(mail: &ClaimedMail, from: &Address) -> Option<Composed> {
    let to = ascii_place(&mail.to)?;
    let created = Duration::from_secs(u64::try_from(mail.created_ms / 1_000).unwrap_or(0).min(LAST_SECOND));
    // Whoever answers by themselves, answers nobody here (RFC 3834, 5).
    let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
    // Names and subjects are lines since they were posted; one that is not must not become a header.
    let line = |text: &str| plain_line(text.trim(), limits::MAIL_SUBJECT_CHARS_MAX);
    let name = Some(line(&mail.from_name)).filter(|name| !name.is_empty());
    let parts = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("veillee-{}", mail.id))
        .singlepart(part(ContentType::TEXT_PLAIN, &mail.text))
        .singlepart(part(ContentType::TEXT_HTML, &mail.html));
    let message = Message::builder()
        .from(Mailbox::new(name, from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(line(&mail.subject))
        .date(SystemTime::UNIX_EPOCH + created)
        .message_id(Some(format!("<{}@{}>", mail.id, from.domain())))
        .raw_header(automatic)
        .multipart(parts)
        .ok()?;
    Some(Composed { id: mail.id.clone(), to, bytes: message.formatted() })
}

/// Lines of seven bits, however long the paragraphs are.
fn part(content_type: ContentType, text: &str) -> SinglePart {
    SinglePart::builder()
        .header(content_type)
        .header(header::ContentTransferEncoding::QuotedPrintable)
        .body(text.to_owned())
}

/// An address as servers read it: the name of a place in the letters of the first servers (RFC 5891).
pub(super) fn ascii_place(address: &str) -> Option<Address> {
    if !is_mail_address(address) {
        return None;
    }
    let (person, place) = address.rsplit_once('@')?;
    Address::new(person, idna::domain_to_ascii(place).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> ClaimedMail {
        ClaimedMail {
            id: "0123456789abcdefghijklmnop".into(),
            holder: "h".into(),
            to: "zoe.l@été.example".into(),
            from_name: "Les Amis, d'Été \"<Alpha>\"".into(),
            subject: "Réinitialiser votre mot de passe".into(),
            text: "Bonjour Zoé,\n.\nÀ bientôt".into(),
            html: format!("<p>Bonjour Zoé,</p><p>{}</p>", "é".repeat(2_000)),
            tries: 1,
            created_ms: 1_795_435_200_999,
            ends_ms: i64::MAX,
        }
    }

    fn from() -> Address {
        ascii_place("contact@example.org").unwrap()
    }

    #[test]
    fn a_mail_is_seven_bits_in_short_lines_and_the_same_each_time() {
        let (once, again) = (compose(&mail(), &from()).unwrap(), compose(&mail(), &from()).unwrap());
        assert_eq!(once.bytes, again.bytes);
        assert_eq!(once.to.to_string(), "zoe.l@xn--t-9fab.example");
        let text = String::from_utf8(once.bytes).unwrap();
        assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 78 + 20), "{text}");
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        for line in [
            "Message-ID: <0123456789abcdefghijklmnop@example.org>",
            "Date: Mon, 23 Nov 2026 12:00:00 +0000",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ] {
            assert!(head.lines().any(|found| found == line), "{line} in {head}");
        }
        assert!(!head.contains("Reply-To") && !head.contains("List-"), "{head}");
    }

    #[test]
    fn nothing_in_a_mail_can_begin_a_header() {
        let hostile = "Alpha\r\nBcc: other@example.org";
        let with = ClaimedMail { from_name: hostile.into(), subject: hostile.into(), ..mail() };
        let text = String::from_utf8(compose(&with, &from()).unwrap().bytes).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
        for odd in [
            "",
            " ",
            "\u{0}",
            "\\",
            "\"",
            "\\\"\t",
            "é\u{1}",
            "=?utf-8?q?a?=",
            "a@b <c@d>",
            "🎶",
            &"長".repeat(300),
            &"\"".repeat(300),
        ] {
            let with = ClaimedMail { from_name: odd.into(), subject: odd.into(), ..mail() };
            assert!(compose(&with, &from()).is_some_and(|composed| composed.bytes.is_ascii()), "{odd:?}");
        }
        for to in ["a@example.org\r\nBcc: b@example.org", "a@example.org>, <b@example.org", "", "nobody"] {
            assert!(compose(&ClaimedMail { to: to.into(), ..mail() }, &from()).is_none(), "{to}");
        }
    }
}
