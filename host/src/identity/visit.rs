use veillee_access::{Caller, Generation, Identity, Subject};
use veillee_ambient::Millis;

use crate::storage::people::{AccountRole, Proofs};

/// The account behind a visit, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCard {
    pub id: String,
    pub name: String,
    pub role: AccountRole,
    pub locale: String,
}

/// What the association gave to an account.
#[derive(Debug, Default)]
pub(super) struct Belongings {
    pub groups: Vec<String>,
    pub roles: Vec<String>,
}

impl Belongings {
    /// Somebody with these opened shares.
    pub(super) fn caller(self, identity: Identity, shares: Vec<String>) -> Caller {
        let groups = self.groups.into_iter().map(Subject::Group);
        let opened = shares.into_iter().map(Subject::Link).chain(groups).collect();
        Caller { identity, opened, association_roles: self.roles.into_iter().collect(), ..Caller::visitor() }
    }
}

/// One caller as this request sees them: good under one generation and until one moment.
#[derive(Clone, Debug)]
pub struct Visit {
    pub caller: Caller,
    /// The digest of the session's token; none for a visitor who was never given one.
    pub session: Option<Vec<u8>>,
    /// What names the session since it has another token; empty: its digest does.
    pub(super) root: String,
    pub name: Option<String>,
    pub account: Option<AccountCard>,
    /// Opened shares that let take so many downloads.
    pub limited: Vec<String>,
    /// When the person last proved who they are.
    pub proofs: Proofs,
    pub(super) generation: Generation,
    pub(super) created_ms: Millis,
    pub(super) ends_ms: Millis,
    pub(super) seen_ms: Millis,
}

impl Visit {
    pub(super) fn nobody(generation: Generation) -> Self {
        Self::of(Caller::visitor(), generation, Millis::MAX)
    }

    /// Of a caller of whom no more is known.
    pub(super) fn of(caller: Caller, generation: Generation, ends_ms: Millis) -> Self {
        let (session, root, name, account, limited, proofs) = Default::default();
        Self { caller, session, root, name, account, limited, proofs, generation, created_ms: 0, ends_ms, seen_ms: 0 }
    }

    /// Until when this is who they are; what is found for them is good no longer.
    pub fn ends_ms(&self) -> Millis {
        self.ends_ms
    }

    /// What is found about this caller is good under this generation at most, however young the facts about the object.
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Whether nothing was taken from anybody since this visit was read.
    pub fn is_of(&self, generation: Generation) -> bool {
        self.generation == generation
    }

    /// Names this visit where a secret of it is needed that is not its token: cache keys, cursors, form tokens. It stays when
    /// the session gets another token, so that a form that lies open can still be sent.
    pub fn session_key(&self) -> String {
        if !self.root.is_empty() {
            return self.root.clone();
        }
        self.session.as_deref().map_or_else(String::new, |digest| data_encoding::HEXLOWER.encode(digest))
    }

    /// `visitor`, `guest` or `account`.
    pub fn kind(&self) -> &'static str {
        match self.caller.identity {
            Identity::Visitor => "visitor",
            Identity::Guest(_) => "guest",
            Identity::Account { .. } => "account",
        }
    }
}
