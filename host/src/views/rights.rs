//! What people may do with what is kept of them: take a copy, be erased, think better of it.

use askama::Template;
use jiff::civil::Date;

use super::View;
use crate::words::Words;

/// One kind of object, with what becomes of a person's own.
#[derive(Clone, Debug)]
pub struct ErasureRow {
    /// Words of its service.
    pub kind: String,
    pub count: u64,
    pub fate: ErasureFate,
}

/// What an erasure does with objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasureFate {
    Deleted,
    /// With all that lies in them, whoever put it there.
    DeletedWhole,
    Kept,
}

/// Why nothing was begun. What was typed is never shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EraseProblem {
    /// The password does not fit.
    Wrong,
    TooMany {
        wait_seconds: u64,
    },
    LastAdministrator,
}

/// Posts `token` and `password` to `/-/account/erase`.
#[derive(Template)]
#[template(path = "erase.html")]
pub struct Erase<'a> {
    pub words: &'static Words,
    /// Tells a password manager whose password it is.
    pub address: &'a str,
    pub rows: &'a [ErasureRow],
    pub problem: Option<EraseProblem>,
    pub form_token: &'a str,
}

impl View for Erase<'_> {
    fn title(&self) -> String {
        self.words.say("erase-title")
    }
}

/// What becomes of one kind of object, in words.
pub(super) fn erasure_words(words: &Words, row: &ErasureRow) -> String {
    let values = [("kind", (&row.kind).into()), ("count", i64::try_from(row.count).unwrap_or(i64::MAX).into())];
    match row.fate {
        ErasureFate::Deleted => words.say_with("erase-row-deleted", &values),
        ErasureFate::DeletedWhole => words.say_with("erase-row-whole", &values),
        ErasureFate::Kept => words.say_with("erase-row-kept", &values),
    }
}

impl Erase<'_> {
    /// Such a problem stands at the field, where the hands are.
    fn is_about_password(&self) -> bool {
        matches!(self.problem, Some(EraseProblem::Wrong | EraseProblem::TooMany { .. }))
    }

    fn row_words(&self, row: &ErasureRow) -> String {
        erasure_words(self.words, row)
    }

    fn problem_words(&self) -> Option<String> {
        Some(match self.problem? {
            EraseProblem::Wrong => self.words.say("erase-wrong"),
            EraseProblem::LastAdministrator => self.words.say("erase-last-administrator"),
            EraseProblem::TooMany { wait_seconds } => {
                let wait = self.words.wait(wait_seconds);
                self.words.say_with("sign-in-too-many", &[("wait", (&wait).into())])
            }
        })
    }
}

/// Posts `token` to its own address.
#[derive(Template)]
#[template(path = "regret.html")]
pub struct Regret<'a> {
    pub words: &'static Words,
    pub action_path: &'a str,
    /// From this day on nothing brings the account back.
    pub ends: Option<Date>,
    pub form_token: &'a str,
}

impl View for Regret<'_> {
    fn title(&self) -> String {
        self.words.say("regret-title")
    }
}

impl Regret<'_> {
    fn intro(&self) -> String {
        let day = self.ends.map(|ends| self.words.day(ends)).unwrap_or_default();
        self.words.say_with("regret-intro", &[("day", (&day).into())])
    }
}

/// One archive of a copy.
#[derive(Clone, Debug)]
pub struct ExportPart {
    pub path: String,
    pub number: usize,
    /// Objects in it.
    pub count: usize,
}

#[derive(Template)]
#[template(path = "export.html")]
pub struct Export<'a> {
    pub words: &'static Words,
    /// One at least.
    pub parts: &'a [ExportPart],
}

impl View for Export<'_> {
    fn title(&self) -> String {
        self.words.say("export-title")
    }
}

impl ExportPart {
    pub(super) fn download_words(&self, words: &Words, parts: usize) -> String {
        if parts == 1 {
            return words.say("export-download");
        }
        words.say_with("export-download-part", &[("number", self.number.into()), ("parts", parts.into())])
    }

    pub(super) fn count_words(&self, words: &Words) -> String {
        words.say_with("export-count", &[("count", self.count.into())])
    }
}

/// One object on the first page of a copy.
#[derive(Clone, Debug)]
pub struct IndexRow {
    pub kind: String,
    /// Empty: it has no name.
    pub title: String,
    pub created: Option<Date>,
    /// Where each of its files lies, and what it is called.
    pub files: Vec<(String, String)>,
}

/// The page that opens a copy: read from a disk, without anything around it.
#[derive(Template)]
#[template(path = "export-index.html")]
pub struct ExportIndex<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub name: &'a str,
    pub address: &'a str,
    pub rows: &'a [IndexRow],
    /// Files that could not be added: what they lie in is closed to the person.
    pub left_out: usize,
}

impl ExportIndex<'_> {
    pub fn html(&self) -> String {
        super::rendered(self).into_string()
    }

    fn title(&self) -> String {
        self.words.say_with("export-index-title", &[("name", self.name.into())])
    }

    fn created_words(&self, row: &IndexRow) -> String {
        row.created.map(|day| self.words.day(day)).unwrap_or_default()
    }

    fn left_out_words(&self) -> String {
        self.words.say_with("export-left-out", &[("count", self.left_out.into())])
    }

    /// A path in the archive as a link says it.
    fn link(path: &str) -> String {
        super::as_parameter(path)
    }
}
