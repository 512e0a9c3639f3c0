use std::fmt;

/// What a share gives on a container and all that lies in it. Each role includes the ones before it, with one exception:
/// a *depositor* adds and sees only their own, a *viewer* sees and does not add; from *contributor* on, both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Depositor = 1,
    Viewer = 2,
    Contributor = 3,
    Editor = 4,
    Owner = 5,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Depositor, Self::Viewer, Self::Contributor, Self::Editor, Self::Owner];

    /// The number in the database: higher includes lower.
    pub fn rank(self) -> i64 {
        self as i64
    }

    pub fn from_rank(rank: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.rank() == rank)
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Depositor => "depositor",
            Self::Viewer => "viewer",
            Self::Contributor => "contributor",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
