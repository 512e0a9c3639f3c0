//! What no file may hold.

use std::fs;

use super::tree::{root, sources};

const CODE: [&str; 8] = ["rs", "toml", "wit", "md", "html", "css", "ftl", "js"];

/// Written in two halves, so that this file does not break its own rule.
fn unfinished() -> [String; 4] {
    [("to", "do!"), ("unimple", "mented!"), ("#[ig", "nore"), ("db", "g!(")].map(|(a, b)| format!("{a}{b}"))
}

/// Hosts of package registries, in two halves for the same reason.
fn registries() -> [String; 9] {
    [
        ("crates", ".io"),
        ("docs", ".rs/"),
        ("lib", ".rs/"),
        ("npmjs", ".com"),
        ("npmjs", ".org"),
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("rubygems", ".org"),
        ("proxy.golang", ".org"),
    ]
    .map(|(a, b)| format!("{a}{b}"))
}

#[test]
fn nothing_is_left_for_later() {
    let mut breaches = Vec::new();
    for source in sources("", &["rs"]) {
        for (number, line) in source.code_lines() {
            let found = unfinished().into_iter().find(|word| line.contains(word.as_str()));
            breaches.extend(found.map(|word| format!("{}:{number}: `{word}`", source.path)));
        }
    }
    super::none(
        &breaches,
        "Finish it, or return an error that says what is missing. A test that needs a service calls \
         `veillee_tests::services`, which counts it as not run.",
    );
}

#[test]
fn no_file_names_a_registry() {
    let mut breaches = Vec::new();
    for source in sources("", &CODE) {
        for (number, line) in source.lines() {
            let found = registries().into_iter().find(|host| names_host(line, host));
            breaches.extend(found.map(|host| format!("{}:{number}: {host}", source.path)));
        }
    }
    super::none(&breaches, "Name the library; where it comes from is Cargo's business.");
}

/// `lib.rs/` as a host, but not in `src/lib.rs/`.
fn names_host(line: &str, host: &str) -> bool {
    line.match_indices(host).any(|(start, _)| {
        let before = line[..start].chars().next_back();
        let is_path = host.ends_with('/') && !line[..start].ends_with("://");
        !is_path && !before.is_some_and(|character| character.is_alphanumeric() || character == '_')
    })
}

#[test]
fn every_file_ends_with_one_newline() {
    let breaches: Vec<String> = sources("", &CODE)
        .iter()
        .filter(|source| !source.text.is_empty())
        .filter(|source| !source.text.ends_with('\n') || source.text.ends_with("\n\n"))
        .map(|source| source.path.clone())
        .collect();
    super::none(&breaches, "End each file with one newline.");
}

#[test]
fn no_line_holds_a_tab_or_ends_in_a_space() {
    let mut breaches = Vec::new();
    for source in sources("", &CODE) {
        for (number, line) in source.text.split('\n').enumerate() {
            if line.contains('\t') || line.ends_with([' ', '\r']) {
                breaches.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    super::none(&breaches, "Indent with spaces, end lines with a plain newline; in a string write \\t.");
}

#[test]
fn the_main_file_stays_a_page() {
    let text = fs::read_to_string(root().join("host/src/main.rs")).expect("the host has a main file");
    let count = text.lines().count();
    assert!(count <= 60, "host/src/main.rs has {count} lines, 60 at most: move the work to `cli` or `boot`.");
}
