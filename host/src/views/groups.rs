//! Groups of the association and the roles that it gives, for its administrators.

use askama::Template;

use super::View;
use crate::words::Words;

/// Why a name or an address does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupProblem {
    NameMissing,
    NameTaken,
    /// No account has this address.
    Nobody,
    /// There are as many as there can be.
    Full,
}

impl GroupProblem {
    fn words(self, words: &Words) -> String {
        match self {
            Self::NameMissing => words.say("groups-name-missing"),
            Self::NameTaken => words.say("groups-name-taken"),
            Self::Nobody => words.say("groups-nobody"),
            Self::Full => words.say("groups-full"),
        }
    }
}

#[derive(Clone, Debug)]
pub struct GroupRow {
    pub name: String,
    pub path: String,
    pub members: u64,
}

/// An account in a group or with a role.
#[derive(Clone, Debug)]
pub struct GroupMember {
    pub id: String,
    pub name: String,
    pub address: String,
}

/// Posts `token` and `name` to `/-/groups`.
#[derive(Template)]
#[template(path = "groups.html")]
pub struct Groups<'a> {
    pub words: &'static Words,
    pub groups: &'a [GroupRow],
    /// As entered before, when there was a problem.
    pub name: &'a str,
    pub problem: Option<GroupProblem>,
    pub form_token: &'a str,
}

impl View for Groups<'_> {
    fn title(&self) -> String {
        self.words.say("groups-title")
    }
}

impl Groups<'_> {
    fn problem_words(&self) -> Option<String> {
        Some(self.problem?.words(self.words))
    }

    fn members_of(&self, group: &GroupRow) -> String {
        self.words.say_with("groups-count", &[("count", group.members.into())])
    }
}

/// Posts `token`, `deed` and what it needs to `action_path`: `rename` with `name`, `add` with `address`, `remove` with `account`,
/// `delete`.
#[derive(Template)]
#[template(path = "group.html")]
pub struct GroupPage<'a> {
    pub words: &'static Words,
    pub name: &'a str,
    pub members: &'a [GroupMember],
    /// To be chosen by name; any other address can be typed.
    pub offered: &'a [GroupMember],
    pub action_path: &'a str,
    /// As entered before, when there was a problem.
    pub entered_name: &'a str,
    pub entered_address: &'a str,
    pub name_problem: Option<GroupProblem>,
    pub address_problem: Option<GroupProblem>,
    pub form_token: &'a str,
}

impl View for GroupPage<'_> {
    fn title(&self) -> String {
        self.name.to_owned()
    }
}

impl GroupPage<'_> {
    fn name_problem_words(&self) -> Option<String> {
        Some(self.name_problem?.words(self.words))
    }

    fn address_problem_words(&self) -> Option<String> {
        Some(self.address_problem?.words(self.words))
    }
}

/// A role that services declare, and who has it.
#[derive(Clone, Debug)]
pub struct RoleRow {
    pub role: String,
    /// Titles of the services whose rules know it.
    pub services: String,
    pub members: Vec<GroupMember>,
    /// As entered before, when there was a problem.
    pub entered_address: String,
    pub problem: Option<GroupProblem>,
}

/// Posts `token`, `deed` (`give` with `address`, `take` with `account`) and `role` to `/-/roles`.
#[derive(Template)]
#[template(path = "roles.html")]
pub struct Roles<'a> {
    pub words: &'static Words,
    pub roles: &'a [RoleRow],
    pub offered: &'a [GroupMember],
    pub form_token: &'a str,
}

impl View for Roles<'_> {
    fn title(&self) -> String {
        self.words.say("roles-title")
    }
}

impl Roles<'_> {
    fn problem_of(&self, role: &RoleRow) -> Option<String> {
        Some(role.problem?.words(self.words))
    }
}
