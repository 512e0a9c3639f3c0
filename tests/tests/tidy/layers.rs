//! Which module of the host may name which: only those to its left.

use std::collections::BTreeSet;

use super::tree::{Source, sources};

/// From the ground to the roof. A module may name those before it; among the five in the middle the order counts too,
/// so that no two can come to need each other.
const ORDER: [&str; 21] = [
    "limits",
    "config",
    "observe",
    "storage",
    "backup",
    "words",
    "views",
    "identity",
    "sharing",
    "jobs",
    "mail",
    "notify",
    "membership",
    "plugin",
    "operator",
    "tls",
    "web",
    "boot",
    "control",
    "cli",
    "main",
];

const ADVICE: &str = "Dependencies of host/src point to the left:\n  access <- storage <- identity, jobs, mail, notify, \
    membership, plugin <- web <- boot <- control <- cli <- main.\nMove the shared part to the left, or let the caller hand in what is needed (a value, a \
    closure, a trait of the left module).\nA new top-level module gets its place in ORDER of tests/tests/tidy/layers.rs.";

#[test]
fn a_module_of_the_host_names_only_modules_to_its_left() {
    let mut breaches = Vec::new();
    for source in sources("host/src", &["rs"]) {
        let module = module_of(&source.path);
        // The root only declares the modules and tells the tour.
        if module == "lib" {
            continue;
        }
        let Some(own) = rank(module) else {
            breaches.push(format!("{}: the module `{module}` has no place in the order", source.path));
            continue;
        };
        for named in names_after_crate(&source.code()) {
            if named != module && rank(&named).is_some_and(|rank| rank > own) {
                breaches.push(format!("{}: `{module}` must not name `crate::{named}`", source.path));
            }
        }
    }
    super::none(&breaches, ADVICE);
}

#[test]
fn a_module_of_the_host_names_another_by_its_path_from_the_crate() {
    let breaches = breaches_in(&sources("host/src", &["rs"]), "super::super::");
    super::none(&breaches, "Write `crate::…`: the direction of dependencies is read from it.");
}

#[test]
fn the_order_is_read_from_every_way_to_write_a_path() {
    let code = "use crate::storage::Sql;\nuse crate::{\n    web::{a, b},\n    jobs,\n};\nlet x = crate::cli::run();\n\
        pub(in crate::plugin) fn f() {}\nuse other_crate::boot;\n";
    let expected = ["cli", "jobs", "plugin", "storage", "web"].map(str::to_owned);
    assert_eq!(names_after_crate(code), BTreeSet::from(expected));
}

fn breaches_in(sources: &[Source], text: &str) -> Vec<String> {
    let found = |source: &Source| {
        let lines = source.code_lines().filter(|(_, line)| line.contains(text));
        lines.map(|(number, _)| format!("{}:{number}: `{text}`", source.path)).collect::<Vec<_>>()
    };
    sources.iter().flat_map(found).collect()
}

fn rank(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// `storage` for `host/src/storage/sql/mod.rs`, `limits` for `host/src/limits.rs`.
fn module_of(path: &str) -> &str {
    let inside = path.trim_start_matches("host/src/");
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

/// The first names after `crate::`, in `use` lines, groups and paths alike.
fn names_after_crate(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (start, _) in code.match_indices("crate::") {
        let is_longer_name = code[..start].ends_with(|before: char| before.is_alphanumeric() || before == '_');
        if is_longer_name {
            continue;
        }
        let rest = &code[start + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(names_of_group(group)),
            None => names.extend(leading_name(rest)),
        }
    }
    names
}

/// The names that stand directly in a group, whose `{` has been read.
fn names_of_group(group: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut depth = 0_usize;
    let mut item_begins = true;
    for (index, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => item_begins = true,
            _ if item_begins && !character.is_whitespace() => {
                names.extend(leading_name(&group[index..]));
                item_begins = false;
            }
            _ => {}
        }
    }
    names
}

fn leading_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
    (!name.is_empty()).then_some(name)
}
