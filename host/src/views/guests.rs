//! People without account: what is kept about them, for themselves and for administrators.

use askama::Template;
use jiff::civil::Date;
use veillee_access::Role;

use super::rights::{ErasureRow, ExportPart, erasure_words};
use super::sharing::may_words;
use super::{View, as_parameter};
use crate::words::Words;

/// What is shared with a guest.
#[derive(Clone, Debug)]
pub struct SharedRow {
    /// None: it has no name, or its name is not for whoever reads this.
    pub title: Option<String>,
    /// Words of its service.
    pub kind: String,
    /// Who shared it; none: nobody any more.
    pub by: Option<String>,
    pub role: Role,
    /// In universal time.
    pub since: Option<Date>,
    /// None: without end.
    pub ends: Option<Date>,
    /// Where it is opened; none: nowhere from here.
    pub path: Option<String>,
}

impl SharedRow {
    fn title_words(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.kind)
    }

    /// What it is, what may be done with it, from whom and how long.
    fn facts(&self, words: &Words) -> String {
        let mut facts = Vec::new();
        if self.title.is_some() {
            facts.push(self.kind.clone());
        }
        facts.extend(self.by.as_ref().map(|by| words.say_with("guest-shared-by", &[("name", by.into())])));
        facts.push(may_words(words, self.role));
        let since = self.since.map(|since| words.day(since));
        facts.extend(since.map(|day| words.say_with("guest-shared-since", &[("day", (&day).into())])));
        let ends = self.ends.map(|ends| words.day(ends));
        facts.extend(ends.map(|day| words.say_with("guest-shared-until", &[("day", (&day).into())])));
        facts.join(" · ")
    }
}

/// Who somebody is here.
#[derive(Clone, Debug)]
pub struct GuestPerson {
    pub name: String,
    /// Empty: none is known. Not whole for whoever did not prove that it is theirs.
    pub address: String,
}

/// The form that erases. Posts `token` to `action_path`.
#[derive(Clone, Debug)]
pub struct GuestErasure {
    pub rows: Vec<ErasureRow>,
    pub action_path: String,
    pub form_token: String,
}

/// The form that asks for a letter. Posts `token`, and `address` unless it is known, to `/-/guest/mail`.
#[derive(Clone, Debug)]
pub struct GuestMail {
    /// It goes to the address above.
    pub is_known: bool,
    /// As entered before.
    pub address: String,
    pub problem: Option<String>,
    pub form_token: String,
}

/// What is kept about somebody without account.
#[derive(Clone, Copy, Template)]
#[template(path = "guest.html")]
pub struct GuestKept<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub people: &'a [GuestPerson],
    pub shares: &'a [SharedRow],
    pub copy: &'a [ExportPart],
    pub mail: Option<&'a GuestMail>,
    pub erasure: Option<&'a GuestErasure>,
}

impl View for GuestKept<'_> {
    fn title(&self) -> String {
        self.words.say("guest-title")
    }
}

impl GuestKept<'_> {
    fn knows_nobody(&self) -> bool {
        self.people.is_empty() && self.shares.is_empty()
    }

    fn has_problem(&self) -> bool {
        self.mail.is_some_and(|mail| mail.problem.is_some())
    }

    fn row_words(&self, row: &ErasureRow) -> String {
        erasure_words(self.words, row)
    }

    fn intro(&self) -> String {
        let values = [("association", self.association_name.into())];
        if self.knows_nobody() {
            return self.words.say_with("guest-intro-nobody", &values);
        }
        self.words.say_with("guest-intro", &values)
    }
}

/// A guest among the others.
#[derive(Clone, Debug)]
pub struct GuestRow {
    pub name: String,
    pub address: String,
    /// The day of the first invitation, in universal time.
    pub since: Option<Date>,
    pub shares: Vec<SharedRow>,
    /// Where they are erased.
    pub path: String,
}

/// Looks for `words` at `/-/members/guests`.
#[derive(Template)]
#[template(path = "guests.html")]
pub struct Guests<'a> {
    pub words: &'static Words,
    pub guests: &'a [GuestRow],
    /// What was looked for.
    pub search: &'a str,
    /// Where the list goes on, from a cursor.
    pub next: Option<&'a str>,
    /// Days after which who can open nothing is erased.
    pub kept_days: u64,
}

impl View for Guests<'_> {
    fn title(&self) -> String {
        self.words.say("guests-title")
    }
}

impl Guests<'_> {
    fn next_path(&self) -> Option<String> {
        let next = self.next?;
        Some(format!("/-/members/guests?words={}&after={next}", as_parameter(self.search)))
    }

    fn hint(&self) -> String {
        self.words.say_with("guests-hint", &[("days", self.kept_days.into())])
    }

    fn since_words(&self, guest: &GuestRow) -> Option<String> {
        Some(self.words.say_with("guests-since", &[("day", (&self.words.day(guest.since?)).into())]))
    }

    fn erase_of(&self, guest: &GuestRow) -> String {
        self.words.say_with("guests-erase-of", &[("name", guest.name.as_str().into())])
    }
}

/// Asks an administrator once more.
#[derive(Template)]
#[template(path = "guest-erase.html")]
pub struct GuestErase<'a> {
    pub words: &'static Words,
    pub guest: &'a GuestRow,
    pub erasure: &'a GuestErasure,
}

impl View for GuestErase<'_> {
    fn title(&self) -> String {
        self.words.say_with("guests-erase-of", &[("name", self.guest.name.as_str().into())])
    }
}

impl GuestErase<'_> {
    fn row_words(&self, row: &ErasureRow) -> String {
        erasure_words(self.words, row)
    }
}
