use veillee_access::{Caller, Identity, PrincipalId, Subject};

/// What kind of person a job acts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorKind {
    Account,
    Guest,
    /// Somebody who opened a link and wrote nothing yet.
    Visitor,
    /// The association itself, for what belongs to it.
    Association,
}

impl ActorKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Guest => "guest",
            Self::Visitor => "visitor",
            Self::Association => "association",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Account, Self::Guest, Self::Visitor, Self::Association].into_iter().find(|kind| kind.name() == name)
    }
}

/// Who a job acts for: names of subjects, never a secret. What they may do is found out when it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub kind: ActorKind,
    /// The account or guest; empty for a visitor.
    pub principal: String,
    /// Ids of the shares that were open when the job was made.
    pub shares: Vec<String>,
}

impl Actor {
    pub fn of(caller: &Caller) -> Self {
        let (kind, principal) = match &caller.identity {
            Identity::Visitor => (ActorKind::Visitor, String::new()),
            Identity::Guest(PrincipalId(id)) => (ActorKind::Guest, id.clone()),
            Identity::Account { id: PrincipalId(id), .. } if id == super::schedules::ASSOCIATION => {
                (ActorKind::Association, id.clone())
            }
            Identity::Account { id: PrincipalId(id), .. } => (ActorKind::Account, id.clone()),
        };
        let link = |subject: &Subject| match subject {
            Subject::Link(share) => Some(share.clone()),
            _ => None,
        };
        Self { kind, principal, shares: caller.opened.iter().filter_map(link).collect() }
    }

    pub(super) fn shares_text(&self) -> String {
        self.shares.join(" ")
    }

    pub(super) fn read(kind: &str, principal: String, shares: &str) -> Option<Self> {
        let shares = shares.split_whitespace().map(str::to_owned).collect();
        Some(Self { kind: ActorKind::from_name(kind)?, principal, shares })
    }
}
