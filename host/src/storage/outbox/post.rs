use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;

use super::body::Body;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::ids::new_id;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// A mail to be sent. `views::letter` makes the texts.
#[derive(Clone, Copy, Debug)]
pub struct NewMail<'a> {
    pub to: &'a str,
    /// Whose name stands before the address it comes from: the association's.
    pub from_name: &'a str,
    pub subject: &'a str,
    /// The same as text and as HTML.
    pub text: &'a str,
    pub html: &'a str,
    /// At most one mail is ever posted under this key, as long as its row is kept; empty: any number.
    pub key: &'a str,
    /// When its link is worth nothing any more: it is not sent later. None: as long as mails are tried.
    pub until_ms: Option<Millis>,
}

#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// Nothing can be sent there: see [`is_mail_address`].
    #[error("that is no mail address")]
    Address,
    /// The subject is empty, more than a line or too long, or the texts are too long.
    #[error("the mail is too long, or its subject is no line")]
    Content,
    /// Too many wait already: the server is away, or somebody has us write to many.
    #[error("too many mails wait to be sent")]
    Full,
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Association {
    /// Puts a mail into the outbox; whether it is new, which one with the key of another is not. It is on its way when this
    /// returns.
    pub async fn post(&self, mail: &NewMail<'_>) -> Result<bool, PostError> {
        let mut transaction = self.begin().await?;
        let is_new = self.post_in(&mut transaction, mail).await?;
        transaction.commit().await?;
        self.ring_mail();
        Ok(is_new)
    }

    /// As [`Self::post`], in the transaction of what the mail tells about. Call [`Self::ring_mail`] after its commit.
    pub async fn post_in(&self, transaction: &mut Transaction, mail: &NewMail<'_>) -> Result<bool, PostError> {
        check(mail)?;
        let now_ms = self.clock.now_ms();
        let id = new_id(&*self.random);
        let body = Body { text: mail.text.to_owned(), html: mail.html.to_owned() };
        let sealed = self.seal_body(&id, &body)?;
        room(transaction).await?;
        let mut insert = Fragment::new(
            "INSERT INTO mail (id, key, address, from_name, subject, body, state, tries, created_ms, since_ms, \
             until_ms, next_ms, lease_until_ms, holder, set_ms, sent_ms, fault, detail) VALUES (",
        );
        insert.text_arg(&id).push(", ").text_arg(mail.key).push(", ").text_arg(mail.to).push(", ");
        insert.text_arg(mail.from_name).push(", ").text_arg(mail.subject).push(", ").bind(Arg::Bytes(sealed));
        insert.push(", 'waiting', 0, ").int_arg(now_ms).push(", ").int_arg(now_ms).push(", ");
        insert.int_arg(mail.until_ms.unwrap_or(Millis::MAX)).push(", ").int_arg(now_ms).push(", 0, '', ");
        insert.int_arg(now_ms).push(", 0, '', '') ON CONFLICT DO NOTHING");
        Ok(transaction.execute(insert).await? == 1)
    }

    /// `ring` is called after each commit that posted something; it must return at once.
    pub fn on_mail(&self, ring: impl Fn() + Send + Sync + 'static) {
        self.mail_bell.hang(ring);
    }

    /// There may be a mail to send now.
    pub fn ring_mail(&self) {
        self.mail_bell.ring();
    }
}

fn check(mail: &NewMail<'_>) -> Result<(), PostError> {
    if !is_mail_address(mail.to) {
        return Err(PostError::Address);
    }
    let is_line = |text: &str| !text.chars().any(char::is_control);
    let is_subject = !mail.subject.trim().is_empty() && mail.subject.chars().count() <= limits::MAIL_SUBJECT_CHARS_MAX;
    let is_short = mail.text.len().saturating_add(mail.html.len()) <= limits::MAIL_BODY_BYTES_MAX
        && mail.key.chars().count() <= limits::MAIL_KEY_CHARS_MAX;
    let is_good = is_subject && is_short && is_line(mail.subject) && is_line(mail.from_name);
    if is_good { Ok(()) } else { Err(PostError::Content) }
}

/// Whether a mail can be addressed so: one person at one place, with nothing in it that a header or a command of SMTP would
/// read as its end. Addresses with quotes, comments or a number for a place are no longer given to people.
pub fn is_mail_address(text: &str) -> bool {
    const MARKS: &str = "!#$%&'*+-/=?^_`{|}~.";
    let Some((person, place)) = text.rsplit_once('@') else { return false };
    let is_plain = |character: char| character.is_alphanumeric() || (!character.is_ascii() && !is_odd(character));
    let is_dotted = |text: &str| text.split('.').all(|piece| !piece.is_empty());
    let is_label = |label: &str| {
        !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().count() <= 63
            && label.chars().all(|character| is_plain(character) || character == '-')
    };
    text.len() <= limits::ADDRESS_BYTES_MAX
        && (1..=64).contains(&person.len())
        && person.chars().all(|character| is_plain(character) || MARKS.contains(character))
        && is_dotted(person)
        && is_dotted(place)
        && place.split('.').all(is_label)
}

/// Nothing that a person could see or type.
fn is_odd(character: char) -> bool {
    character.is_control()
        || character.is_whitespace()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        || matches!(character, '\u{FFF0}'..='\u{FFFF}')
}

/// Costs as many steps in an index as mails may wait.
async fn room(transaction: &mut Transaction) -> Result<(), PostError> {
    let most = limits::MAILS_WAITING_MAX;
    let count = format!("SELECT count(*) FROM (SELECT 1 FROM mail WHERE state = 'waiting' LIMIT {most}) AS n");
    let waiting = transaction.row(Fragment::new(count)).await?.map_or(Ok(0), |row| row.count(0))?;
    if waiting < most as u64 { Ok(()) } else { Err(PostError::Full) }
}

#[cfg(test)]
mod tests {
    use super::is_mail_address;

    #[test]
    fn a_mail_address_is_one_person_at_one_place() {
        for good in [
            "jeanne@example.org",
            "jeanne+album@mail.example.org",
            "o'neill@example.org",
            "jeanne@localhost",
            "jérôme@exemple.fr",
            "zoé@été.example",
        ] {
            assert!(is_mail_address(good), "{good}");
        }
        for wrong in [
            "",
            "jeanne",
            "@example.org",
            "jeanne@",
            "jeanne@example..org",
            ".jeanne@example.org",
            "jeanne @example.org",
            "jeanne@example.org\r\nRCPT TO:<other@example.org>",
            "jeanne@example.org, other@example.org",
            "<jeanne@example.org>",
            "\"a b\"@example.org",
            "a@b@example.org",
            "jeanne@-example.org",
            "jeanne@[127.0.0.1]",
            "jeanne\u{200b}@example.org",
            "jeanne@exam\u{202e}ple.org",
            &format!("{}@example.org", "a".repeat(65)),
            &format!("a@{}.org", "a".repeat(64)),
            &format!("a@{}example.org", "a.".repeat(130)),
        ] {
            assert!(!is_mail_address(wrong), "{wrong}");
        }
    }
}
