//! What the association writes to people, and what became of it.

use askama::Template;
use veillee_ambient::Millis;

use super::{Tab, moment};
use crate::views::{Trusted, View};
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailStanding {
    /// Until the next try, when there is a server.
    Waiting {
        next_ms: Millis,
    },
    Sending,
    Sent {
        at_ms: Millis,
    },
    Failed,
    Refused,
}

/// Why the last try did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailHindrance {
    Connection,
    Encryption,
    SignIn,
    Sender,
    Recipient,
    Content,
    Unwritable,
    Stopped,
    /// A server had it, and sent it back.
    Returned,
}

#[derive(Clone, Debug)]
pub struct MailRow {
    pub id: String,
    pub to: String,
    pub subject: String,
    pub standing: MailStanding,
    pub created_ms: Millis,
    pub tries: u32,
    pub hindrance: Option<MailHindrance>,
    /// The words of the server; empty when it said nothing.
    pub detail: String,
    /// What it says has a page, where nothing is sent and somebody has to hand it on.
    pub may_be_read: bool,
    pub may_retry: bool,
    pub form_token: String,
}

impl MailRow {
    fn badge(&self) -> &'static str {
        match self.standing {
            MailStanding::Waiting { .. } | MailStanding::Sending if self.hindrance.is_some() => "caution",
            MailStanding::Waiting { .. } | MailStanding::Sending => "plain",
            MailStanding::Sent { .. } => "good",
            MailStanding::Failed | MailStanding::Refused => "danger",
        }
    }

    fn standing_words(&self, words: &Words) -> String {
        match self.standing {
            MailStanding::Waiting { .. } => words.say("console-mail-waiting"),
            MailStanding::Sending => words.say("console-mail-sending"),
            MailStanding::Sent { .. } => words.say("console-mail-sent"),
            MailStanding::Failed => words.say("console-mail-failed"),
            MailStanding::Refused => words.say("console-mail-refused"),
        }
    }

    fn hindrance_words(&self, words: &Words) -> Option<String> {
        Some(match self.hindrance? {
            MailHindrance::Connection => words.say("console-mail-connection"),
            MailHindrance::Encryption => words.say("console-mail-encryption"),
            MailHindrance::SignIn => words.say("console-mail-sign-in"),
            MailHindrance::Sender => words.say("console-mail-sender"),
            MailHindrance::Recipient => words.say("console-mail-recipient"),
            MailHindrance::Content => words.say("console-mail-content"),
            MailHindrance::Unwritable => words.say("console-mail-unwritable"),
            MailHindrance::Stopped => words.say("console-mail-stopped"),
            MailHindrance::Returned => words.say("console-mail-returned"),
        })
    }

    fn created(&self, words: &Words) -> Trusted {
        moment(words, self.created_ms)
    }

    /// When it went, or is tried again; with the words before it.
    fn turn(&self, words: &Words) -> Option<(String, Trusted)> {
        match self.standing {
            MailStanding::Sent { at_ms } => Some((words.say("console-mail-sent-at"), moment(words, at_ms))),
            MailStanding::Waiting { next_ms } if self.tries > 0 => {
                Some((words.say("console-mail-next"), moment(words, next_ms)))
            }
            _ => None,
        }
    }

    fn may_discard(&self) -> bool {
        self.standing != MailStanding::Sending && !matches!(self.standing, MailStanding::Sent { .. })
    }

    /// A button's words for those who hear it without its row.
    fn labelled(&self, words: &Words, deed: &str) -> String {
        let values = [("deed", deed.into()), ("subject", (&self.subject).into()), ("to", (&self.to).into())];
        words.say_with("console-mail-deed-of", &values)
    }
}

/// What a mail says, for somebody who hands it on.
#[derive(Template)]
#[template(path = "console-mail-text.html")]
pub struct ConsoleMailText<'a> {
    pub words: &'static Words,
    pub subject: &'a str,
    pub to: &'a str,
    pub created_ms: Millis,
    pub text: &'a str,
}

impl View for ConsoleMailText<'_> {
    fn title(&self) -> String {
        self.subject.to_owned()
    }
}

impl ConsoleMailText<'_> {
    fn created(&self) -> Trusted {
        moment(self.words, self.created_ms)
    }

    fn paragraphs(&self) -> Vec<Vec<&str>> {
        self.text.split("\n\n").map(|paragraph| paragraph.lines().collect()).collect()
    }
}

/// Each button posts `token` and `deed` (`retry` or `discard`) to `/-/console/mail/ID`.
#[derive(Template)]
#[template(path = "console-mail.html")]
pub struct ConsoleMail<'a> {
    pub words: &'static Words,
    /// The newest first.
    pub rows: &'a [MailRow],
    /// There are more than are shown.
    pub is_cut: bool,
    /// Whether mails go out; else they are handed on by hand.
    pub sends_mail: bool,
}

impl View for ConsoleMail<'_> {
    fn title(&self) -> String {
        self.words.say("console-mail")
    }
}

impl ConsoleMail<'_> {
    fn tabs(&self) -> [(&'static str, String, bool); 6] {
        Tab::Mail.all(self.words)
    }

    fn cut_words(&self) -> String {
        self.words.say_with("console-mail-cut", &[("count", self.rows.len().into())])
    }
}
