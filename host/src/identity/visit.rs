use veillee_access::{Caller, Generation};
use veillee_ambient::Millis;

use crate::storage::people::AccountRole;

/// The account behind a visit, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCard {
    pub id: String,
    pub name: String,
    pub role: AccountRole,
    pub locale: String,
}

/// One caller as this request sees them: good under one generation and until one moment.
#[derive(Clone, Debug)]
pub struct Visit {
    pub caller: Caller,
    /// The digest of the session's token; none for a visitor who was never given one.
    pub session: Option<Vec<u8>>,
    pub name: Option<String>,
    pub account: Option<AccountCard>,
    pub(super) generation: Generation,
    pub(super) created_ms: Millis,
    pub(super) ends_ms: Millis,
    pub(super) seen_ms: Millis,
}

impl Visit {
    pub(super) fn nobody(generation: Generation) -> Self {
        Self {
            caller: Caller::visitor(),
            session: None,
            name: None,
            account: None,
            generation,
            created_ms: 0,
            ends_ms: Millis::MAX,
            seen_ms: 0,
        }
    }

    /// What is found about this caller is good under this generation at most, however young the facts about the object.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Whether nothing was taken from anybody since this visit was read.
    pub fn is_of(&self, generation: Generation) -> bool {
        self.generation == generation
    }

    /// Names this visit where a secret of it is needed that is not its token: cache keys, cursors, form tokens.
    pub fn session_key(&self) -> String {
        self.session.as_deref().map_or_else(String::new, |digest| data_encoding::HEXLOWER.encode(digest))
    }

    /// `visitor`, `guest` or `account`.
    pub fn kind(&self) -> &'static str {
        match self.caller.identity {
            veillee_access::Identity::Visitor => "visitor",
            veillee_access::Identity::Guest(_) => "guest",
            veillee_access::Identity::Account { .. } => "account",
        }
    }
}
