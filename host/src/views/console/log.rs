//! What a service said lately to whoever looks after it.

use askama::Template;
use veillee_ambient::Millis;

use super::moment;
use crate::views::{Trusted, View};
use crate::words::Words;

#[derive(Clone, Debug)]
pub struct LogRow {
    pub at_ms: Millis,
    /// `error`, `warn`, `info` or `debug`.
    pub level: &'static str,
    pub message: String,
}

impl LogRow {
    fn at(&self, words: &Words) -> Trusted {
        moment(words, self.at_ms)
    }

    fn badge(&self) -> &'static str {
        match self.level {
            "error" => "danger",
            "warn" => "caution",
            _ => "plain",
        }
    }

    fn level_words(&self, words: &Words) -> String {
        match self.level {
            "error" => words.say("console-log-error"),
            "warn" => words.say("console-log-warning"),
            "debug" => words.say("console-log-detail"),
            _ => words.say("console-log-note"),
        }
    }
}

#[derive(Template)]
#[template(path = "console-log.html")]
pub struct ConsoleLog<'a> {
    pub words: &'static Words,
    pub name: &'a str,
    pub service_title: &'a str,
    /// The newest first; none, when they are the operator's alone.
    pub rows: Option<Vec<LogRow>>,
    /// Lines that are kept at most.
    pub most: usize,
}

impl View for ConsoleLog<'_> {
    fn title(&self) -> String {
        self.words.say_with("console-log-title", &[("service", self.service_title.into())])
    }
}

impl ConsoleLog<'_> {
    fn intro(&self) -> String {
        self.words.say_with("console-log-intro", &[("most", self.most.into())])
    }
}
