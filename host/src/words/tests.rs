//! Both languages say the same things, and the pages say no more and no less.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::speech::AREAS;

type Texts = BTreeMap<String, BTreeSet<String>>;

/// Keys of a file, each with the names of its values. The files are plain: a key starts its line, values are `$name`.
fn texts(ftl: &str) -> Texts {
    let mut texts = Texts::new();
    let mut key = String::new();
    for line in ftl.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase())) {
            name.clone_into(&mut key);
            assert!(texts.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
        }
        for value in line.split('$').skip(1) {
            let end = value.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(value.len());
            texts.get_mut(&key).unwrap().insert(value[..end].to_owned());
        }
    }
    texts
}

fn all(pick: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str) -> Texts {
    AREAS.iter().flat_map(|area| texts(pick(area))).collect()
}

/// The key in each `say("…"` and `say_with("…"` of a source.
fn said(source: &str) -> Vec<String> {
    let calls = ["say(\"", "say_with(\""].into_iter().flat_map(|call| source.split(call).skip(1));
    calls.filter_map(|rest| rest.split_once('"').map(|(key, _)| key.to_owned())).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
            found.push(path);
        }
    }
}

#[test]
fn both_languages_have_the_same_keys_and_values() {
    for (area, fr, en) in AREAS {
        assert_eq!(texts(fr), texts(en), "{area}");
    }
}

#[test]
fn every_file_is_read_without_an_error() {
    for (area, fr, en) in AREAS {
        for text in [fr, en] {
            let read = fluent_bundle::FluentResource::try_new((*text).to_owned());
            assert!(read.is_ok(), "{area}: {:?}", read.err().map(|(_, errors)| errors));
        }
    }
}

#[test]
fn no_key_stands_in_two_areas() {
    let keys = AREAS.iter().map(|(_, fr, _)| texts(fr).len()).sum::<usize>();
    assert_eq!(all(|area| area.1).len(), keys);
}

#[test]
fn every_key_said_exists_and_every_key_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    sources(&root.join("templates"), &mut files);
    let own = Path::new("src/words/tests.rs");
    let used: BTreeSet<String> = files
        .iter()
        .filter(|path| !path.ends_with(own))
        .flat_map(|path| said(&std::fs::read_to_string(path).unwrap()))
        .chain(AMOUNT_UNITS.map(String::from))
        .collect();
    let known: BTreeSet<String> = all(|area| area.1).into_keys().collect();
    assert_eq!(used.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "said, but not written");
    assert_eq!(known.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "written, but never said");
}

/// Chosen by a match in `amounts`.
const AMOUNT_UNITS: [&str; 4] = ["amount-kilobytes", "amount-megabytes", "amount-gigabytes", "amount-terabytes"];

#[test]
fn french_punctuation_never_starts_a_line() {
    let fr = super::Words::of(super::Locale::Fr);
    assert_eq!(fr.say("sharing-who"), "Qui peut voir cela\u{a0}?");
    assert_eq!(fr.say_with("sharing-title", &[("title", "A".into())]), "Partager «\u{a0}A\u{a0}»");
}

#[test]
fn a_missing_key_or_value_shows_and_stops_nothing() {
    let fr = super::Words::of(super::Locale::Fr);
    assert_eq!(fr.say("no-such-key"), "⟦no-such-key⟧");
    assert_eq!(fr.say("leave-go"), "Continuer vers {$host}");
}
