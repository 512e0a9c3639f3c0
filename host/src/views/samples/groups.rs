//! Groups and roles.

use super::{LONG, TITLE, page};
use crate::views::*;
use crate::words::Words;

pub(super) fn samples(words: &'static Words) -> Vec<(&'static str, String)> {
    let row = |name: &str, members| GroupRow { name: name.into(), path: "/-/groups/g".into(), members };
    let rows = [row("Chorale", 0), row(TITLE, 1), row(LONG, 200)];
    let list = |groups, name, problem| {
        page(words, &Groups { words, groups, name, problem, form_token: "t" }, Some("Anne"), None)
    };
    let person = |name: &str| GroupMember { id: "a".into(), name: name.into(), address: "jeanne@exemple.fr".into() };
    let people = [person("Jeanne <b>"), person(LONG)];
    let group = GroupPage {
        words,
        name: TITLE,
        members: &people,
        offered: &people,
        action_path: "/-/groups/g",
        entered_name: TITLE,
        entered_address: "",
        name_problem: None,
        address_problem: None,
        form_token: "t",
    };
    let empty = GroupPage { members: &[], name_problem: Some(GroupProblem::NameTaken), entered_name: "", ..group };
    let nobody = GroupPage { entered_address: "x <b>", address_problem: Some(GroupProblem::Nobody), ..group };
    let role = |role: &str, members: &[GroupMember], problem| RoleRow {
        role: role.into(),
        services: "Astuces, Cloud".into(),
        members: members.to_vec(),
        entered_address: "x".into(),
        problem,
    };
    let roles = [role("reviewer", &people, None), role("treasurer", &[], Some(GroupProblem::Nobody))];
    let table = |roles| page(words, &Roles { words, roles, offered: &people, form_token: "t" }, Some("Anne"), None);
    vec![
        ("groups", list(&rows, "", None)),
        ("groups-empty", list(&[], "", Some(GroupProblem::NameMissing))),
        ("groups-full", list(&rows, "Chorale", Some(GroupProblem::Full))),
        ("group", page(words, &group, Some("Anne"), None)),
        ("group-empty", page(words, &empty, Some("Anne"), None)),
        ("group-nobody", page(words, &nobody, Some("Anne"), None)),
        ("roles", table(&roles)),
        ("roles-empty", table(&[])),
    ]
}
