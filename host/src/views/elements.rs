//! The host's controls inside a plugin's page. The page wall puts them in place of `<veillee-upload>` and its kin.

use askama::Template;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Trusted, rendered};
use crate::words::Words;

/// Chooses files inside a plugin's form. It holds no `<form>`; its ids start with `veillee-`, which no plugin can take.
///
/// The hidden `veillee-upload` stands before the file input: a browser sends fields in order, so the host knows where
/// the bytes belong before the first one comes.
#[derive(Template)]
#[template(path = "upload-element.html")]
pub struct UploadElement<'a> {
    pub words: &'static Words,
    /// Name of the file input, unique in its page; written by the plugin.
    pub name: &'a str,
    /// What to choose, written by the plugin; empty: words of the host.
    pub label: &'a str,
    /// As in `<input accept>`; empty: everything.
    pub accept: &'a str,
    pub multiple: bool,
    /// Of one file.
    pub limit_bytes: u64,
    /// What the person may still keep in all; none: nobody counts, or it is not theirs to know.
    pub room_bytes: Option<u64>,
    /// Says what these files become; good for attaching only, so a plugin's page may hold it.
    pub upload_token: &'a str,
}

impl UploadElement<'_> {
    pub fn html(&self) -> Trusted {
        rendered(self)
    }

    fn label_words(&self) -> String {
        match (self.label.trim(), self.accept.starts_with("image/"), self.multiple) {
            ("", true, true) => self.words.say("element-upload-photos"),
            ("", _, true) => self.words.say("element-upload-many"),
            ("", _, false) => self.words.say("element-upload-one"),
            (label, _, _) => label.to_owned(),
        }
    }

    fn limit_size(&self) -> String {
        self.words.size(self.limit_bytes)
    }

    fn limit_words(&self) -> String {
        let size = self.limit_size();
        let values = [("size", (&size).into())];
        let limit = if self.multiple {
            self.words.say_with("element-upload-limit-many", &values)
        } else {
            self.words.say_with("element-upload-limit", &values)
        };
        let Some(room_bytes) = self.room_bytes else { return limit };
        let room = self.words.size(room_bytes);
        format!("{limit} {}", self.words.say_with("element-upload-room", &[("size", (&room).into())]))
    }
}

/// Leads to the host's own page of sharing; it changes nothing itself.
#[derive(Template)]
#[template(path = "share-element.html")]
pub struct ShareElement<'a> {
    pub words: &'static Words,
    /// `/-/share/ID`
    pub path: &'a str,
    /// Written by the plugin; empty: words of the host.
    pub label: &'a str,
}

impl ShareElement<'_> {
    pub fn html(&self) -> Trusted {
        rendered(self)
    }

    fn label_words(&self) -> String {
        match self.label.trim() {
            "" => self.words.say("element-share"),
            label => label.to_owned(),
        }
    }
}

/// How far a job is. Without script it stands still: the link next to it asks for the page anew.
#[derive(Template)]
#[template(path = "progress-element.html")]
pub struct ProgressElement<'a> {
    /// What the job is about: the script asks how far it is.
    pub object: &'a str,
    pub words: &'static Words,
    pub done: u32,
    /// 0: unknown.
    pub total: u32,
    /// Written by the plugin; may be empty.
    pub word: &'a str,
    /// Path and query of the page itself.
    pub reload_path: &'a str,
}

impl ProgressElement<'_> {
    pub fn html(&self) -> Trusted {
        rendered(self)
    }

    fn is_counted(&self) -> bool {
        self.total > 0
    }

    /// How far it is, in one line: the plugin's word, then the count.
    pub fn line(&self) -> String {
        let count = match (self.done, self.total) {
            (0, 0) => self.words.say("element-progress-running"),
            (done, 0) => self.words.say_with("element-progress-done", &[("done", done.into())]),
            (done, total) => {
                self.words.say_with("element-progress-of", &[("done", done.min(total).into()), ("total", total.into())])
            }
        };
        if self.word.is_empty() { count } else { format!("{} — {count}", self.word) }
    }
}

/// A moment. The script says how long ago it was, and the exact time of the reader's own clock.
#[derive(Template)]
#[template(path = "time-element.html")]
pub struct TimeElement<'a> {
    pub words: &'static Words,
    pub moment: Timestamp,
    /// Written by the plugin; empty: the day.
    pub text: &'a str,
}

impl TimeElement<'_> {
    pub fn html(&self) -> Trusted {
        rendered(self)
    }

    /// The day of UTC: an hour would be wrong for most readers.
    fn said(&self) -> String {
        match self.text {
            "" => self.words.day(self.moment.to_zoned(TimeZone::UTC).date()),
            text => text.to_owned(),
        }
    }
}
