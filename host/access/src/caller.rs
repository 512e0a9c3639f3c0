use std::collections::BTreeSet;

use crate::Action;

/// The id of an account or a guest, opaque, valid in one association.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PrincipalId(pub String);

/// Who is asking. Anonymous is a kind of caller, never an absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Nobody the association knows.
    Visitor,
    /// Somebody without an account who wrote something through a share, and is recognised by their session.
    Guest(PrincipalId),
    /// Somebody who signed in. `member`: in good standing.
    Account { id: PrincipalId, member: bool },
}

/// What a share can be given to, as the `subject` column holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Account(PrincipalId),
    Group(String),
    /// Whoever opened the link of this share.
    Link(String),
    /// Every member of the association.
    Members,
    /// Anyone at all.
    Everyone,
}

impl Subject {
    pub fn key(&self) -> String {
        match self {
            Self::Account(id) => format!("account:{}", id.0),
            Self::Group(id) => format!("group:{id}"),
            Self::Link(share) => format!("link:{share}"),
            Self::Members => "members".to_owned(),
            Self::Everyone => "everyone".to_owned(),
        }
    }
}

/// One identity plus any number of opened shares; a decision takes their union.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub identity: Identity,
    /// Shares opened by link, and groups.
    pub opened: Vec<Subject>,
    /// Roles that the association gave: `reviewer`, `treasurer` …
    pub association_roles: BTreeSet<String>,
    /// Features of the caller's plan.
    pub features: BTreeSet<String>,
    /// Settings of the association that are on.
    pub settings: BTreeSet<String>,
    /// The one object whose tree this caller acts in; outside of it nothing exists. None: everywhere.
    pub within: Option<String>,
    /// What the token they come with leaves of all this.
    pub reach: Reach,
}

/// How far a token carries whoever comes with it: never farther than they may go themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The one service it is good for. None: each of them.
    pub service: Option<String>,
    /// It only looks.
    pub reads_only: bool,
}

impl Reach {
    pub fn covers(&self, service: &str) -> bool {
        self.service.as_deref().is_none_or(|only| only == service)
    }

    /// Whether an action is left, whatever the rules say of it.
    pub fn allows(&self, action: Action) -> bool {
        !self.reads_only || matches!(action, Action::Read | Action::Count)
    }
}

impl Caller {
    pub fn visitor() -> Self {
        Self {
            identity: Identity::Visitor,
            opened: Vec::new(),
            association_roles: BTreeSet::new(),
            features: BTreeSet::new(),
            settings: BTreeSet::new(),
            within: None,
            reach: Reach::default(),
        }
    }

    pub fn member(id: &str) -> Self {
        Self { identity: Identity::Account { id: PrincipalId(id.to_owned()), member: true }, ..Self::visitor() }
    }

    /// The id that authors and owners are compared with; a visitor has none.
    pub fn principal(&self) -> Option<&PrincipalId> {
        match &self.identity {
            Identity::Visitor => None,
            Identity::Guest(id) | Identity::Account { id, .. } => Some(id),
        }
    }

    pub fn is_account(&self) -> bool {
        matches!(self.identity, Identity::Account { .. })
    }

    pub fn is_member(&self) -> bool {
        matches!(self.identity, Identity::Account { member: true, .. })
    }

    /// Subjects that speak for this caller alone: few shares name each of them.
    pub fn personal_subjects(&self) -> Vec<String> {
        let account = match &self.identity {
            Identity::Account { id, .. } => Some(Subject::Account(id.clone()).key()),
            Identity::Visitor | Identity::Guest(_) => None,
        };
        account.into_iter().chain(self.opened.iter().map(Subject::key)).collect()
    }

    /// Subjects that speak for many: each may name very many containers.
    pub fn public_subjects(&self) -> Vec<String> {
        let members = self.is_member().then(|| Subject::Members.key());
        members.into_iter().chain([Subject::Everyone.key()]).collect()
    }
}
