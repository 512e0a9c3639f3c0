//! What happened to an account, or in a whole association.

use askama::Template;
use veillee_ambient::Millis;

use super::console::{Tab, moment};
use super::{Trusted, View};
use crate::words::Words;

/// One thing that happened, in words.
#[derive(Clone, Debug)]
pub struct ActivityRow {
    pub at_ms: Millis,
    pub what: String,
    /// What people call the thing it was about; may be empty.
    pub about: String,
    /// Whose doing it was, and whom it happened to, unless that is the reader; may be empty.
    pub who: String,
    /// None where no device is known.
    pub device: Option<String>,
}

impl ActivityRow {
    fn at(&self, words: &Words) -> Trusted {
        moment(words, self.at_ms)
    }
}

/// A person's own.
#[derive(Template)]
#[template(path = "activity.html")]
pub struct Activity<'a> {
    pub words: &'static Words,
    /// The last first.
    pub rows: &'a [ActivityRow],
}

impl View for Activity<'_> {
    fn title(&self) -> String {
        self.words.say("activity-title")
    }
}

/// The association's, for those who run it.
#[derive(Template)]
#[template(path = "console-activity.html")]
pub struct ConsoleActivity<'a> {
    pub words: &'static Words,
    /// The last first.
    pub rows: &'a [ActivityRow],
    /// Whether these are the newest there are.
    pub is_newest: bool,
    /// Where older ones are.
    pub older_path: Option<&'a str>,
}

impl View for ConsoleActivity<'_> {
    fn title(&self) -> String {
        self.words.say("console-activity")
    }
}

impl ConsoleActivity<'_> {
    fn tabs(&self) -> [(&'static str, String, bool); 6] {
        Tab::Activity.all(self.words)
    }
}
