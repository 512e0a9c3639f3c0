//! Whoever writes a service finds each public item of the SDK in an example, which `cargo test` runs.

use super::tree::{Source, sources};

const KINDS: [&str; 4] = ["fn", "struct", "enum", "trait"];

#[test]
fn every_public_item_of_the_sdk_stands_in_an_example() {
    // What the sandbox is wired with is called by `export!` alone.
    let is_meant = |source: &Source| !source.path.starts_with("sdk/src/guest");
    let files: Vec<Source> = sources("sdk/src", &["rs"]).into_iter().filter(is_meant).collect();
    let examples: String = files.iter().flat_map(|source| examples(&source.text)).collect();
    let mut breaches = Vec::new();
    for source in &files {
        for item in items(&source.text) {
            if !item.has_own && !stands_in(&item, &examples) {
                breaches.push(format!("{}:{}: `{}`", source.path, item.number, item.name));
            }
        }
    }
    super::none(
        &breaches,
        "Show in a short example how it is used: at the item itself, or where it is used with others.",
    );
}

struct Item {
    number: usize,
    name: String,
    is_function: bool,
    /// An example stands at the item itself.
    has_own: bool,
}

/// What is public, or a macro for others, before the tests of a file.
fn items(text: &str) -> Vec<Item> {
    let (mut found, mut has_own, mut is_exported, mut in_attribute) = (Vec::new(), false, false, false);
    for (index, line) in text.lines().map(str::trim).enumerate() {
        if line == "#[cfg(test)]" {
            break;
        }
        if line.starts_with("///") {
            has_own |= line.starts_with("/// ```");
            continue;
        }
        if in_attribute || line.starts_with("#[") {
            is_exported |= line == "#[macro_export]";
            in_attribute = !line.ends_with(']');
            continue;
        }
        if let Some((kind, name)) = named(line).filter(|(kind, _)| *kind != "macro" || is_exported) {
            found.push(Item { number: index + 1, name, is_function: kind == "fn", has_own });
        }
        (has_own, is_exported) = (false, false);
    }
    found
}

/// Kind and name of what a line begins.
fn named(line: &str) -> Option<(&str, String)> {
    let (kind, rest) = match line.strip_prefix("macro_rules! ") {
        Some(rest) => ("macro", rest),
        None => line.strip_prefix("pub ")?.trim_start_matches("const ").split_once(' ')?,
    };
    let name = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()?;
    (kind == "macro" || KINDS.contains(&kind)).then(|| (kind, name.to_owned()))
}

/// The lines of examples in documentation.
fn examples(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        let Some(line) = line.strip_prefix("/// ").or_else(|| line.strip_prefix("//! ")) else { continue };
        if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            found.push(format!("{line}\n"));
        }
    }
    found
}

/// A function is called; anything else is named.
fn stands_in(item: &Item, examples: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    examples.match_indices(&item.name).any(|(start, name)| {
        let (before, after) = (&examples[..start], &examples[start + name.len()..]);
        let is_called = || after.starts_with('(') || after.starts_with("::<");
        !before.ends_with(is_letter) && !after.starts_with(is_letter) && (!item.is_function || is_called())
    })
}

#[test]
fn items_and_examples_are_read_as_they_are_written() {
    let text = "/// Text.\n///\n/// ```\n/// a::first(1);\n/// ```\npub fn first() {}\n    pub const fn second<T>() {}\n\
        macro_rules! own {}\n#[macro_export]\nmacro_rules! third {}\nstruct Private;\n#[cfg(test)]\npub fn tested() {}\n";
    let found = items(text);
    let names: Vec<(&str, bool)> = found.iter().map(|item| (item.name.as_str(), item.has_own)).collect();
    assert_eq!(names, [("first", true), ("second", false), ("third", false)]);
    let examples: String = examples(text).concat();
    assert!(stands_in(&found[0], &examples) && !stands_in(&found[1], &examples));
}
