//! The first page of an association.

use askama::Template;

use super::{ServiceLink, View};
use crate::words::Words;

/// Who looks at the first page: each is shown what they came for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeCaller<'a> {
    Visitor,
    Member { name: &'a str },
    Administrator { name: &'a str },
}

/// Something that was added lately and that the caller may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentLink {
    pub title: String,
    /// `/album/ID`
    pub path: String,
    pub service_title: String,
}

/// The services that the caller may enter, one large link each, and what was added there lately.
#[derive(Template)]
#[template(path = "home.html")]
pub struct Home<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub services: &'a [ServiceLink],
    pub recent: &'a [RecentLink],
    pub caller: HomeCaller<'a>,
}

impl View for Home<'_> {
    fn title(&self) -> String {
        self.association_name.to_owned()
    }
}

impl Home<'_> {
    fn greeting(&self) -> String {
        match self.caller {
            HomeCaller::Visitor => {
                self.words.say_with("home-greeting", &[("association", self.association_name.into())])
            }
            HomeCaller::Member { name } | HomeCaller::Administrator { name } => {
                self.words.say_with("home-greeting-member", &[("name", name.into())])
            }
        }
    }

    fn empty_words(&self) -> String {
        match self.caller {
            HomeCaller::Visitor => self.words.say("home-empty-visitor"),
            HomeCaller::Member { .. } => self.words.say("home-empty"),
            HomeCaller::Administrator { .. } => self.words.say("home-empty-administrator"),
        }
    }

    fn is_visitor(&self) -> bool {
        self.caller == HomeCaller::Visitor
    }

    fn is_administrator(&self) -> bool {
        matches!(self.caller, HomeCaller::Administrator { .. })
    }
}
