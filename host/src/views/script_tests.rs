//! What the script of the host keeps to.

use std::collections::BTreeSet;
use std::path::Path;

use super::script::{FILES, script};
use super::script_words::script_words;
use crate::words::{Locale, Words};

#[test]
fn the_module_is_below_seventy_kilobytes_and_each_file_below_150_lines() {
    for locale in Locale::ALL {
        let bytes = script(locale).len();
        assert!(bytes < 70_000, "{bytes} bytes in {}", locale.name());
    }
    for (name, text) in FILES {
        assert!(text.lines().count() < 150, "{name}: {} lines", text.lines().count());
    }
}

#[test]
fn every_file_of_the_folder_is_in_the_module() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/elements");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let kept: BTreeSet<String> = FILES.iter().map(|(name, _)| format!("{name}.js")).collect();
    assert_eq!(
        files.filter(|name| Path::new(name).extension().is_some_and(|kind| kind == "js")).collect::<BTreeSet<_>>(),
        kept
    );
}

/// Where text would be read as markup or as a program (Trusted Types, 4.2), and what this policy would refuse anyway.
const FORBIDDEN: [&str; 14] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "DOMParser",
    "createContextualFragment",
    "setHTML",
    "srcdoc",
    "eval(",
    "new Function",
    "import(",
    "javascript:",
    "setAttribute(\"style\"",
    "setAttribute(\"on",
];

#[test]
fn no_text_is_ever_read_as_markup_or_as_a_program() {
    for (name, text) in FILES {
        for forbidden in FORBIDDEN {
            assert!(!text.contains(forbidden), "{forbidden} in {name}");
        }
    }
}

#[test]
fn the_script_says_what_is_written_and_nothing_written_is_unsaid() {
    let said: BTreeSet<&str> = FILES
        .iter()
        .flat_map(|(_, text)| text.split("say(\"").skip(1))
        .filter_map(|rest| rest.split_once('"').map(|(key, _)| key))
        .collect();
    for locale in Locale::ALL {
        let words = script_words(Words::of(locale));
        assert_eq!(words.keys().copied().collect::<BTreeSet<_>>(), said, "{}", locale.name());
        for (key, text) in words {
            assert!(!text.is_empty() && !text.contains('⟦') && !text.contains("{$"), "{key}: {text}");
        }
    }
}

#[test]
fn every_element_that_a_page_may_hold_is_defined_once() {
    let module = script(Locale::En);
    let defined: Vec<&str> = module
        .split("customElements.define(\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"').map(|(name, _)| name))
        .collect();
    let from_host = ["veillee-passkey", "veillee-progress", "veillee-share", "veillee-time", "veillee-upload"];
    let known: BTreeSet<&str> = veillee_page::elements_around().chain(from_host).collect();
    assert_eq!(defined.iter().copied().collect::<BTreeSet<_>>(), known);
    assert_eq!(defined.len(), known.len());
}
