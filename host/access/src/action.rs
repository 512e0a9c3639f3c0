use std::fmt;

/// What a caller wants to do with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Make an object outside any other. Decided on the caller alone.
    Top,
    /// Make an object in a parent. Decided on the parent.
    Create,
    Read,
    Count,
    Update,
    Delete,
    Move,
    Share,
}

impl Action {
    pub const ALL: [Self; 8] =
        [Self::Top, Self::Create, Self::Read, Self::Count, Self::Update, Self::Delete, Self::Move, Self::Share];

    pub fn name(self) -> &'static str {
        match self {
            Self::Top => "top",
            Self::Create => "create",
            Self::Read => "read",
            Self::Count => "count",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Move => "move",
            Self::Share => "share",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
