//! Where an account is signed in.

use askama::Template;

use super::{View, device_words};
use crate::words::Words;

/// One session of the person who looks.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// What stands for it in the form.
    pub name: String,
    /// Names of a program and a system, where the browser told them.
    pub browser: Option<&'static str>,
    pub system: Option<&'static str>,
    pub used_seconds_ago: u64,
    /// In universal time.
    pub since: Option<jiff::civil::Date>,
    /// The one this page is read in.
    pub is_this: bool,
    pub end_form_token: String,
}

/// Posts `token` and `session` to `/-/account/sessions/end`, and `token` to `/-/account/sessions/end-others` and
/// `/-/account/sessions/not-me`.
#[derive(Template)]
#[template(path = "sessions.html")]
pub struct Sessions<'a> {
    pub words: &'static Words,
    pub sessions: &'a [SessionRow],
    pub end_others_form_token: &'a str,
    pub not_me_form_token: &'a str,
}

impl View for Sessions<'_> {
    fn title(&self) -> String {
        self.words.say("sessions-title")
    }
}

impl Sessions<'_> {
    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.is_this)
    }

    fn device_of(&self, session: &SessionRow) -> String {
        device_words(self.words, session.browser, session.system)
    }

    fn used_of(&self, session: &SessionRow) -> String {
        if session.is_this {
            return self.words.say("sessions-used-now");
        }
        used_words(self.words, session.used_seconds_ago)
    }

    fn since_of(&self, session: &SessionRow) -> Option<String> {
        let day = self.words.day(session.since?);
        Some(self.words.say_with("sessions-since", &[("day", (&day).into())]))
    }
}

/// When something was last used. That is written down every five minutes: nearer than that nobody knows.
pub(super) fn used_words(words: &Words, seconds_ago: u64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let count = |unit: u64| [("count", (seconds_ago / unit).into())];
    match seconds_ago {
        seconds if seconds < 10 * MINUTE => words.say("sessions-used-just-now"),
        seconds if seconds < HOUR => words.say_with("sessions-used-minutes", &count(MINUTE)),
        seconds if seconds < DAY => words.say_with("sessions-used-hours", &count(HOUR)),
        _ => words.say_with("sessions-used-days", &count(DAY)),
    }
}
