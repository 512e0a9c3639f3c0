//! The outbox of an association: mails that wait to be sent, and for a while what became of them.
//!
//! A mail is posted in the transaction of what it tells about, so that both are there or neither. Whoever sends claims one
//! mail at a time by a lease; what was claimed by a host that stopped waits again. What a mail says is sealed under the
//! association's key, since it holds links that let somebody in, and forgotten when it is sent.

mod body;
mod claim;
mod finish;
mod list;
mod post;
mod returned;

use veillee_ambient::Millis;

pub use claim::ClaimedMail;
pub use finish::MailEnding;
pub use list::{MailCounts, MailRecord};
pub use post::{NewMail, PostError, is_mail_address};
pub use returned::CameBack;

use crate::limits;

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    Waiting,
    Sending,
    Sent,
    /// Tried for as long as a mail is tried, or as its link was good.
    Failed,
    /// The server said that nobody can be reached there.
    Refused,
}

impl MailState {
    const ALL: [Self; 5] = [Self::Waiting, Self::Sending, Self::Sent, Self::Failed, Self::Refused];

    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Refused => "refused",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What stood in the way of a mail at its last try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFault {
    /// The server does not answer, or broke off.
    Connection,
    /// Its certificate cannot be trusted, or it offers no encryption.
    Encryption,
    /// It does not take our name and password.
    SignIn,
    /// It does not let us send from our address.
    Sender,
    /// It does not take the address of the recipient.
    Recipient,
    /// It does not take what the mail says.
    Content,
    /// It cannot be written as a mail: an address that no server knows how to read.
    Unwritable,
    /// The host stopped while it was sent.
    Stopped,
    /// A server had it, and sent it back later.
    Returned,
}

impl MailFault {
    const ALL: [Self; 9] = [
        Self::Connection,
        Self::Encryption,
        Self::SignIn,
        Self::Sender,
        Self::Recipient,
        Self::Content,
        Self::Unwritable,
        Self::Stopped,
        Self::Returned,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Encryption => "encryption",
            Self::SignIn => "sign-in",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Content => "content",
            Self::Unwritable => "unwritable",
            Self::Stopped => "stopped",
            Self::Returned => "returned",
        }
    }

    /// None for the empty name too: nothing went wrong yet.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }
}

/// When a mail is given up: after it was tried for long, or when what it says is no longer true.
fn ends_ms(since_ms: Millis, until_ms: Millis) -> Millis {
    since_ms.saturating_add(limits::MAIL_TRIED_MS).min(until_ms)
}
