//! What was removed, while it can still come back.

use askama::Template;
use jiff::civil::Date;

use super::View;
use crate::words::Words;

/// Whether an object of the trash can come back now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrashState {
    Ready,
    /// What it lies in is in the trash too.
    Held,
    /// Its service is closed for the moment.
    Paused,
}

/// An object of the trash.
#[derive(Clone, Debug)]
pub struct TrashRow {
    /// `/-/trash/ID`
    pub path: String,
    /// Empty: words of the host.
    pub title: String,
    /// What it is: words of its service.
    pub kind: String,
    pub state: TrashState,
    /// In universal time.
    pub removed: Option<Date>,
    /// From this day on it is gone for good.
    pub ends: Option<Date>,
    pub restore_form_token: String,
}

impl TrashRow {
    fn title_words(&self, words: &Words) -> String {
        if self.title.is_empty() { words.say("trash-untitled") } else { self.title.clone() }
    }

    fn removed_words(&self, words: &Words) -> Option<String> {
        let day = words.day(self.removed?);
        Some(words.say_with("trash-removed", &[("day", (&day).into())]))
    }

    fn ends_words(&self, words: &Words) -> Option<String> {
        let day = words.day(self.ends?);
        Some(words.say_with("trash-ends", &[("day", (&day).into())]))
    }

    fn is_ready(&self) -> bool {
        self.state == TrashState::Ready
    }

    fn obstacle(&self, words: &Words) -> Option<String> {
        match self.state {
            TrashState::Ready => None,
            TrashState::Held => Some(words.say("trash-held")),
            TrashState::Paused => Some(words.say("trash-paused")),
        }
    }
}

/// Each row posts `token` and `then` (`list`) to `PATH/restore`.
#[derive(Template)]
#[template(path = "trash.html")]
pub struct Trash<'a> {
    pub words: &'static Words,
    pub rows: &'a [TrashRow],
    /// There is more than what is shown.
    pub is_cut: bool,
}

impl View for Trash<'_> {
    fn title(&self) -> String {
        self.words.say("trash-title")
    }
}

/// One object, where an undo leads. Posts `token` to `PATH/restore`.
#[derive(Template)]
#[template(path = "trash-object.html")]
pub struct TrashObject<'a> {
    pub words: &'static Words,
    pub row: &'a TrashRow,
}

impl View for TrashObject<'_> {
    fn title(&self) -> String {
        self.row.title_words(self.words)
    }
}

/// Asks once more before something is gone for good. Posts `token` to `PATH/delete`.
#[derive(Template)]
#[template(path = "trash-delete.html")]
pub struct TrashDelete<'a> {
    pub words: &'static Words,
    pub row: &'a TrashRow,
    pub form_token: &'a str,
}

impl View for TrashDelete<'_> {
    fn title(&self) -> String {
        self.words.say_with("trash-delete-title", &[("title", (&self.row.title_words(self.words)).into())])
    }
}
