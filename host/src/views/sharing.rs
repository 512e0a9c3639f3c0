//! The page that answers "who can see this?" and changes the answer.

use askama::Template;
use jiff::civil::Date;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use veillee_access::Role;

use super::{Choice, View};
use crate::words::Words;

/// When a new link stops by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    None,
    Week,
    Month,
    Year,
}

impl LinkEnd {
    pub const ALL: [Self; 4] = [Self::None, Self::Week, Self::Month, Self::Year];

    /// In the form.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.name() == name)
    }

    fn words(self, words: &Words) -> String {
        match self {
            Self::None => words.say("sharing-ends-none"),
            Self::Week => words.say("sharing-ends-week"),
            Self::Month => words.say("sharing-ends-month"),
            Self::Year => words.say("sharing-ends-year"),
        }
    }
}

/// A share that holds now.
#[derive(Clone, Debug)]
pub struct ShareRow {
    pub share_id: String,
    /// A person's name, or the name given to a link; empty: words of the host.
    pub label: String,
    pub role: Role,
    /// Whole address of a link; `None` for a person, or when it cannot be shown again.
    pub url: Option<String>,
    pub is_link: bool,
    /// Made by the form just before this page: it stands out.
    pub is_new: bool,
    /// In the association's time zone.
    pub ends: Option<Date>,
    pub opened_times: u64,
    pub stop_form_token: String,
    /// The link's own page; `None` for a person.
    pub path: Option<String>,
}

/// How a container stands to the one it lies in.
#[derive(Clone, Debug)]
pub struct Outer {
    /// Empty: words of the host.
    pub title: String,
    /// Its page of sharing, for whoever may change it.
    pub path: Option<String>,
    /// It is not followed.
    pub is_private: bool,
    pub form_token: String,
}

/// What all members, or everyone, may do.
#[derive(Clone, Debug)]
pub struct Audience {
    pub role: Option<Role>,
    pub form_token: String,
}

/// Its forms, all posted below `action_path`, each with its own `token`:
/// `/links` with `role`, `ends` (a [`LinkEnd`]) and `label`; `/stop` with `share`; `/members` and `/everyone` with
/// `role` (`none` takes back); `/private` with `private` (`yes` or `no`).
#[derive(Template)]
#[template(path = "sharing.html")]
pub struct Sharing<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub object_title: &'a str,
    /// The object's page in its service.
    pub back_path: &'a str,
    /// `/-/share/ID`
    pub action_path: &'a str,
    /// From [`sharing_sentence`](super::sharing_sentence).
    pub sentence: &'a str,
    /// What a link or an audience may be given, the first one chosen at the start.
    pub offered_roles: &'a [Role],
    pub shares: &'a [ShareRow],
    pub form_token: &'a str,
    /// `None` where this object cannot be shared with all members.
    pub members: Option<Audience>,
    /// `None` where this object cannot be shared with everyone.
    pub everyone: Option<Audience>,
    /// `None` for what lies in nothing else.
    pub outer: Option<Outer>,
}

impl View for Sharing<'_> {
    fn title(&self) -> String {
        self.words.say_with("sharing-title", &[("title", self.object_title.into())])
    }
}

/// What a link with this role lets do, as the end of a sentence.
pub(super) fn role_offer(words: &Words, role: Role) -> String {
    match role {
        Role::Depositor => words.say("sharing-offer-depositor"),
        Role::Viewer => words.say("sharing-offer-viewer"),
        Role::Contributor => words.say("sharing-offer-contributor"),
        Role::Editor | Role::Owner => words.say("sharing-offer-editor"),
    }
}

impl Sharing<'_> {
    fn role_choices(&self) -> Vec<Choice> {
        let choice = |(at, role): (usize, &Role)| Choice {
            value: role.name(),
            words: role_offer(self.words, *role),
            chosen: at == 0,
        };
        self.offered_roles.iter().enumerate().map(choice).collect()
    }

    fn end_choices(&self) -> Vec<Choice> {
        let choice =
            |end: LinkEnd| Choice { value: end.name(), words: end.words(self.words), chosen: end == LinkEnd::None };
        LinkEnd::ALL.into_iter().map(choice).collect()
    }

    /// What holds now is among the choices even when it is not offered any more.
    fn audience_choices(&self, audience: &Audience) -> Vec<Choice> {
        let none =
            Choice { value: "none", words: self.words.say("sharing-audience-none"), chosen: audience.role.is_none() };
        let held = audience.role.filter(|role| !self.offered_roles.contains(role));
        let choice = |role: Role| {
            let words = match role {
                Role::Depositor => self.words.say("sharing-audience-depositor"),
                Role::Viewer => self.words.say("sharing-audience-viewer"),
                Role::Contributor => self.words.say("sharing-audience-contributor"),
                Role::Editor | Role::Owner => self.words.say("sharing-audience-editor"),
            };
            Choice { value: role.name(), words, chosen: audience.role == Some(role) }
        };
        let roles = self.offered_roles.iter().copied().chain(held);
        std::iter::once(none).chain(roles.map(choice)).collect()
    }

    /// What was just made stands right under the answer.
    fn fresh(&self) -> Vec<&ShareRow> {
        self.shares.iter().filter(|share| share.is_new).collect()
    }

    fn settled(&self) -> Vec<&ShareRow> {
        self.shares.iter().filter(|share| !share.is_new).collect()
    }

    /// The audiences that this object may have: path of the form, words, state.
    fn audiences(&self) -> Vec<(&'static str, String, &Audience)> {
        let members = self.words.say_with("sharing-members", &[("association", self.association_name.into())]);
        let everyone = self.words.say("sharing-everyone");
        let members = self.members.as_ref().map(|audience| ("members", members, audience));
        let everyone = self.everyone.as_ref().map(|audience| ("everyone", everyone, audience));
        members.into_iter().chain(everyone).collect()
    }

    /// The audiences that have a role now, and what they may do.
    fn held_audiences(&self) -> Vec<(&'static str, String, &Audience, String)> {
        self.audiences()
            .into_iter()
            .filter_map(|(form, name, audience)| Some((form, name, audience, self.role_words(audience.role?))))
            .collect()
    }

    fn outer_title(&self, outer: &Outer) -> String {
        if outer.title.is_empty() { self.words.say("sharing-outer-untitled") } else { outer.title.clone() }
    }

    fn label_of(&self, share: &ShareRow) -> String {
        if share.label.is_empty() { self.words.say("sharing-link") } else { share.label.clone() }
    }

    fn role_of(&self, share: &ShareRow) -> String {
        self.role_words(share.role)
    }

    fn role_words(&self, role: Role) -> String {
        match role {
            Role::Depositor => self.words.say("sharing-may-depositor"),
            Role::Viewer => self.words.say("sharing-may-viewer"),
            Role::Contributor => self.words.say("sharing-may-contributor"),
            Role::Editor => self.words.say("sharing-may-editor"),
            Role::Owner => self.words.say("sharing-may-owner"),
        }
    }

    fn end_of(&self, share: &ShareRow) -> String {
        match share.ends {
            None => self.words.say("sharing-row-no-end"),
            Some(date) => {
                let day = self.words.day(date);
                self.words.say_with("sharing-row-ends", &[("day", (&day).into())])
            }
        }
    }

    fn opened_of(&self, share: &ShareRow) -> String {
        match share.opened_times {
            0 => self.words.say("sharing-row-unopened"),
            times => self.words.say_with("sharing-row-opened", &[("count", times.into())]),
        }
    }

    /// Opens the person's own mail program with the link in it (RFC 6068).
    fn mail_link(&self, url: &str) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let values = [("title", self.object_title.into()), ("url", url.into())];
        let body = self.words.say_with("sharing-mail-body", &values);
        format!("mailto:?subject={}&body={}", encoded(self.object_title), encoded(&body))
    }
}
