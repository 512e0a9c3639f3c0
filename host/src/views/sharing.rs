//! The page that answers "who can see this?" and changes the answer.

use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use veillee_access::Role;

use super::sharing_rows::{RowKind, ShareRow};
use super::{Choice, View};
use crate::limits;
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

/// What does not fit in a form of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharingProblem {
    NameMissing,
    NameLong,
    AddressWrong,
    AddressForeign,
    /// A person with this address has a share here that lasts.
    InvitedAlready,
    /// The address is the reader's own.
    Yourself,
    PasswordShort,
    PasswordLong,
    DownloadsWrong,
}

impl SharingProblem {
    pub fn words(self, words: &Words) -> String {
        let most = |most: usize| [("most", most.into())];
        match self {
            Self::NameMissing => words.say("person-name-missing"),
            Self::NameLong => words.say_with("person-name-long", &most(limits::NAME_CHARS_MAX)),
            Self::AddressWrong => words.say("person-address-wrong"),
            Self::AddressForeign => words.say("welcome-address-foreign"),
            Self::InvitedAlready => words.say("person-invited-already"),
            Self::Yourself => words.say("person-yourself"),
            Self::PasswordShort => {
                words.say_with("link-password-short", &[("least", limits::LINK_PASSWORD_CHARS_MIN.into())])
            }
            Self::PasswordLong => words.say_with("link-password-long", &most(limits::LINK_PASSWORD_CHARS_MAX)),
            Self::DownloadsWrong => words.say("link-downloads-wrong"),
        }
    }
}

/// What stands in the form for a person.
#[derive(Clone, Debug)]
pub struct PersonForm {
    pub name: String,
    pub address: String,
    pub role: Role,
    pub end: LinkEnd,
    pub problem: Option<SharingProblem>,
    pub form_token: String,
}

/// What stands in the form for a new link.
#[derive(Clone, Debug)]
pub struct LinkForm {
    pub role: Role,
    pub end: LinkEnd,
    pub label: String,
    /// Told to others by word of mouth: it is shown as it was typed.
    pub password: String,
    pub downloads: String,
    pub problem: Option<SharingProblem>,
    pub form_token: String,
}

/// A group of the association, by id and name.
#[derive(Clone, Debug)]
pub struct GroupForm {
    pub groups: Vec<(String, String)>,
    pub form_token: String,
}

/// Its forms, all posted below `action_path`, each with its own `token`:
/// `/people` with `name`, `address`, `role` and `ends` (a [`LinkEnd`]); `/groups` with `group` and `role`; `/links` with `role`,
/// `ends`, `label`, `password` and `downloads`; `/stop` with `share`; `/people/ID/invite`; `/members` and `/everyone` with `role`
/// (`none` takes back); `/private` with `private` (`yes` or `no`).
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
    /// What a person or a group may be given.
    pub person_roles: &'a [Role],
    pub person: PersonForm,
    pub link: LinkForm,
    /// `None` where the association has no group.
    pub groups: Option<GroupForm>,
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

/// Choices of a role, one of them chosen.
pub(super) fn role_choices(words: &Words, offered: &[Role], chosen: Role) -> Vec<Choice> {
    // What holds now is among the choices even when it is not offered any more.
    let held = Some(chosen).filter(|role| !offered.contains(role));
    let choice = |role: Role| Choice { value: role.name(), words: role_offer(words, role), chosen: role == chosen };
    offered.iter().copied().chain(held).map(choice).collect()
}

/// What a share lets do, as a sentence.
pub(super) fn may_words(words: &Words, role: Role) -> String {
    match role {
        Role::Depositor => words.say("sharing-may-depositor"),
        Role::Viewer => words.say("sharing-may-viewer"),
        Role::Contributor => words.say("sharing-may-contributor"),
        Role::Editor => words.say("sharing-may-editor"),
        Role::Owner => words.say("sharing-may-owner"),
    }
}

impl Sharing<'_> {
    fn link_roles(&self) -> Vec<Choice> {
        role_choices(self.words, self.offered_roles, self.link.role)
    }

    fn person_role_choices(&self) -> Vec<Choice> {
        role_choices(self.words, self.person_roles, self.person.role)
    }

    fn group_roles(&self) -> Vec<Choice> {
        role_choices(self.words, self.person_roles, Role::Viewer)
    }

    fn link_ends(&self) -> Vec<Choice> {
        self.end_choices(self.link.end)
    }

    fn person_ends(&self) -> Vec<Choice> {
        self.end_choices(self.person.end)
    }

    fn end_choices(&self, chosen: LinkEnd) -> Vec<Choice> {
        let choice = |end: LinkEnd| Choice { value: end.name(), words: end.words(self.words), chosen: end == chosen };
        LinkEnd::ALL.into_iter().map(choice).collect()
    }

    /// The words of a form's problem, under the field that it is about.
    fn problem_at(&self, field: &str) -> Option<String> {
        let problem = self.person.problem.or(self.link.problem)?;
        let about = match problem {
            SharingProblem::NameMissing | SharingProblem::NameLong => "person-name",
            SharingProblem::AddressWrong
            | SharingProblem::AddressForeign
            | SharingProblem::InvitedAlready
            | SharingProblem::Yourself => "person-address",
            SharingProblem::PasswordShort | SharingProblem::PasswordLong => "password",
            SharingProblem::DownloadsWrong => "downloads",
        };
        (about == field).then(|| problem.words(self.words))
    }

    /// The form of links says more than one field: those stay folded unless something stands in them.
    fn link_is_open(&self) -> bool {
        self.link.problem.is_some()
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

    fn role_words(&self, role: Role) -> String {
        may_words(self.words, role)
    }

    /// Opens the person's own mail program with the link in it (RFC 6068).
    fn mail_link(&self, url: &str) -> String {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let values = [("title", self.object_title.into()), ("url", url.into())];
        let body = self.words.say_with("sharing-mail-body", &values);
        format!("mailto:?subject={}&body={}", encoded(self.object_title), encoded(&body))
    }
}
