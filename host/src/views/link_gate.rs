//! The page before a link that has a password. It tells nothing of what is behind.

use askama::Template;

use super::View;
use crate::words::Words;

/// Why the way in is still closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkGateProblem {
    Wrong,
    /// Many tried: nothing was looked at.
    TooMany {
        wait_seconds: u64,
    },
}

/// Posts `token` and `password` to `action_path`.
#[derive(Template)]
#[template(path = "link-gate.html")]
pub struct LinkGate<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub action_path: &'a str,
    pub problem: Option<LinkGateProblem>,
    pub form_token: &'a str,
}

impl View for LinkGate<'_> {
    fn title(&self) -> String {
        self.words.say("link-gate-title")
    }
}

impl LinkGate<'_> {
    fn problem_words(&self) -> Option<String> {
        Some(match self.problem? {
            LinkGateProblem::Wrong => self.words.say("link-gate-wrong"),
            LinkGateProblem::TooMany { wait_seconds } => {
                let wait = self.words.wait(wait_seconds);
                self.words.say_with("link-gate-too-many", &[("wait", (&wait).into())])
            }
        })
    }
}
