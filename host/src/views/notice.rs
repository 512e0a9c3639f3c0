//! What a page says about the deed before it.

use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    Good,
    Problem,
}

/// A few lines at the top of a page, read out by a screen reader when the page comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub kind: NoticeKind,
    pub lines: Vec<String>,
    /// Where to go on from here.
    pub link: Option<NoticeLink>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLink {
    /// Of this host: links around a plugin's page lead to pages and do nothing.
    pub path: String,
    pub words: String,
}

impl Notice {
    pub(super) fn is_problem(&self) -> bool {
        self.kind == NoticeKind::Problem
    }
}

/// What was done, kept from the answer to a form until the page after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    LinkCreated,
    SharingStopped,
    SharingChanged,
    SignedIn,
    SignedOut,
    Welcomed,
    /// The form's token did not fit: nothing was done.
    FormExpired,
}

impl Told {
    const ALL: [Self; 7] = [
        Self::LinkCreated,
        Self::SharingStopped,
        Self::SharingChanged,
        Self::SignedIn,
        Self::SignedOut,
        Self::Welcomed,
        Self::FormExpired,
    ];

    /// For a cookie or a query.
    pub fn name(self) -> &'static str {
        match self {
            Self::LinkCreated => "link-created",
            Self::SharingStopped => "sharing-stopped",
            Self::SharingChanged => "sharing-changed",
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::Welcomed => "welcomed",
            Self::FormExpired => "form-expired",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|told| told.name() == name)
    }

    pub fn notice(self, words: &Words) -> Notice {
        let kind = if self == Self::FormExpired { NoticeKind::Problem } else { NoticeKind::Good };
        let line = match self {
            Self::LinkCreated => words.say("told-link-created"),
            Self::SharingStopped => words.say("told-sharing-stopped"),
            Self::SharingChanged => words.say("told-sharing-changed"),
            Self::SignedIn => words.say("told-signed-in"),
            Self::SignedOut => words.say("told-signed-out"),
            Self::Welcomed => words.say("told-welcomed"),
            Self::FormExpired => words.say("told-form-expired"),
        };
        Notice { kind, lines: vec![line], link: None }
    }
}
