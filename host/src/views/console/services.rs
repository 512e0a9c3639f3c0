//! Every service of the association in a row of its own.

use askama::Template;

use super::Tab;
use crate::views::View;
use crate::words::Words;

/// How a service is, told at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceHealth {
    Open,
    Paused,
    Disabled,
    /// It failed too often; the host tries it again by itself.
    Resting,
    /// Its package cannot be loaded.
    Lost,
}

impl ServiceHealth {
    /// The class of its badge.
    pub(super) fn badge(self) -> &'static str {
        match self {
            Self::Open => "good",
            Self::Paused | Self::Disabled => "plain",
            Self::Resting => "caution",
            Self::Lost => "danger",
        }
    }

    pub(super) fn words(self, words: &Words) -> String {
        match self {
            Self::Open => words.say("console-open"),
            Self::Paused => words.say("console-paused"),
            Self::Disabled => words.say("console-disabled"),
            Self::Resting => words.say("console-resting"),
            Self::Lost => words.say("console-lost"),
        }
    }
}

#[derive(Clone, Debug)]
pub struct ServiceRow {
    pub name: String,
    pub title: String,
    /// Empty when its package is not known any more.
    pub version: String,
    pub health: ServiceHealth,
    /// A version that wants more waits for a yes.
    pub waits: bool,
    /// Since the host started.
    pub failures: u64,
}

#[derive(Template)]
#[template(path = "console-services.html")]
pub struct ConsoleServices<'a> {
    pub words: &'static Words,
    pub rows: &'a [ServiceRow],
}

impl View for ConsoleServices<'_> {
    fn title(&self) -> String {
        self.words.say("console-title")
    }
}

impl ConsoleServices<'_> {
    fn tabs(&self) -> [(&'static str, String, bool); 6] {
        Tab::Services.all(self.words)
    }
}
