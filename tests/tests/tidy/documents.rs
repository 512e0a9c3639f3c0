//! What documents name is there: files, folders, headings.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::tree::{Source, root, sources};

/// What documents write in place of a name that the reader chooses.
const PLACEHOLDERS: [&str; 7] = ["NAME", "AREA", "FOLDER", "FILE", "…", "<", "*"];
/// A path in a text begins with one of these.
const FOLDERS: [&str; 8] = ["docs/", "examples/", "host/", "plugins/", "sdk/", "tests/", "wit/", "xtask/"];

#[test]
fn every_link_of_a_document_leads_somewhere() {
    let mut breaches = Vec::new();
    for source in sources("", &["md"]) {
        for (number, target) in prose(&source).flat_map(|(number, line)| links(line).map(move |link| (number, link))) {
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = if path.is_empty() { PathBuf::from(&source.path) } else { beside(&source.path, path) };
            let file = root().join(file);
            if !file.exists() || (!heading.is_empty() && !anchors(&file).contains(heading)) {
                breaches.push(format!("{}:{number}: {target}", source.path));
            }
        }
    }
    super::none(&breaches, "Name the file or the heading as it is called now.");
}

#[test]
fn every_path_that_a_document_names_is_there() {
    let mut breaches = Vec::new();
    for source in sources("", &["md"]) {
        for (number, line) in prose(&source) {
            let quoted = line.split('`').skip(1).step_by(2);
            let paths = quoted.filter(|text| FOLDERS.iter().any(|folder| text.starts_with(folder)));
            let named =
                paths.filter(|text| !text.contains(' ') && !PLACEHOLDERS.iter().any(|word| text.contains(word)));
            breaches.extend(
                named
                    .filter(|path| !any_of(path).iter().all(|path| root().join(path).exists()))
                    .map(|path| format!("{}:{number}: {path}", source.path)),
            );
        }
    }
    super::none(&breaches, "Name the file where it lies now, from the workspace's folder.");
}

#[test]
fn no_two_headings_of_a_document_have_one_address() {
    let mut breaches = Vec::new();
    for source in sources("", &["md"]) {
        let mut known = BTreeSet::new();
        let twice = prose(&source).filter(|(_, line)| line.starts_with('#') && !known.insert(anchor(line)));
        breaches.extend(twice.map(|(number, line)| format!("{}:{number}: {line}", source.path)));
    }
    super::none(&breaches, "Links to a heading need it alone: give it another name.");
}

/// Lines with their numbers, without what stands in boxes of code.
fn prose(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    let mut is_code = false;
    source.lines().filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_fence && !is_code
    })
}

/// Targets of links within the workspace. Pictures are looked at by people.
fn links(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && Path::new(target).extension().is_none_or(|kind| kind != "png"))
}

/// `docs/operate.md` for `../operate.md` in `docs/decisions/`.
fn beside(document: &str, target: &str) -> PathBuf {
    let mut path = Path::new(document).parent().unwrap_or(Path::new("")).to_owned();
    for component in Path::new(target).components() {
        match component {
            Component::ParentDir => {
                path.pop();
            }
            other => path.push(other),
        }
    }
    path
}

/// Both paths of `host/vault/src/{store,draft}.rs`.
fn any_of(path: &str) -> Vec<String> {
    let parts = path.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let Some((before, (names, after))) = parts else { return vec![path.to_owned()] };
    names.split(',').map(|name| format!("{before}{name}{after}")).collect()
}

/// Addresses of the headings of a document.
fn anchors(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let source = Source { path: String::new(), text };
    prose(&source).filter(|(_, line)| line.starts_with('#')).map(|(_, line)| anchor(line)).collect()
}

/// The address of a heading, as the places that show Markdown make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    kept.chars().filter(|character| character.is_alphanumeric() || "-_".contains(*character)).collect()
}

#[test]
fn a_link_a_path_and_a_heading_are_read_as_they_are_written() {
    assert_eq!(links("[a](b.md#c), [d](https://e.org), ![f](g.png) and [h](i)").collect::<Vec<_>>(), ["b.md#c", "i"]);
    assert_eq!(beside("docs/decisions/a.md", "../operate.md"), Path::new("docs/operate.md"));
    assert_eq!(any_of("src/{a,b}.rs"), ["src/a.rs", "src/b.rs"]);
    assert_eq!(anchor("## 8. What is not there yet"), "8-what-is-not-there-yet");
}
