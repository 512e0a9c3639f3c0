//! The page of components shows all there is, and the style sheet holds no more.

use std::collections::BTreeSet;

use super::design_examples::{markup, names};
use super::samples::samples;
use super::samples_front::design;
use super::{STYLESHEET, View};
use crate::words::{Locale, Words};

/// HTML and CSS of a page, without its pictures.
const PAGE_BYTES_MAX: usize = 60_000;
/// The page of components shows everything, and everything twice.
const DESIGN_BYTES_MAX: usize = 75_000;

/// What stands between the braces of every `@layer components { … }`.
fn component_rules() -> String {
    let inside = |rest: &str| {
        let mut depth = 1_usize;
        let end = rest.find(|character: char| {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        rest[..end.unwrap()].to_owned()
    };
    STYLESHEET.split("@layer components {").skip(1).map(inside).collect()
}

/// The names after a point that begins a class; those of the host's own controls come with the controls.
fn classes_of_rules(rules: &str) -> BTreeSet<String> {
    let without_comments: String =
        rules.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest)).collect();
    let name = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-').collect()
    };
    let found = without_comments.split('.').skip(1).map(name);
    found
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter(|name| !name.starts_with("veillee-") && !name.starts_with("shell-"))
        .collect()
}

fn classes_of_examples() -> BTreeSet<String> {
    let values = names().flat_map(|name| markup(name).split("class=\"").skip(1));
    let lists = values.filter_map(|rest| rest.split('"').next());
    lists.flat_map(str::split_ascii_whitespace).map(str::to_owned).collect()
}

#[test]
fn classes_are_told_from_numbers_and_comments() {
    let rules = "/* .not */ .a-b > .c:not(.d) { gap: .5em; margin: 1.25rem } .veillee-x {} .a-b {}";
    assert_eq!(classes_of_rules(rules), ["a-b", "c", "d"].map(str::to_owned).into());
}

#[test]
fn every_class_of_the_components_is_shown_and_every_class_shown_is_styled() {
    let (styled, shown) = (classes_of_rules(&component_rules()), classes_of_examples());
    assert!(styled.len() > 40, "{styled:?}");
    let hidden: Vec<_> = styled.difference(&shown).collect();
    assert!(hidden.is_empty(), "add an example to host/templates/design-examples.html for {hidden:?}");
    let bare: Vec<_> = shown.difference(&styled).collect();
    assert!(bare.is_empty(), "the style sheet has no rule in the layer `components` for {bare:?}");
}

#[test]
fn every_example_stands_on_the_page_live_and_as_text() {
    let html = design(Words::of(Locale::En)).main().into_string();
    assert!(names().count() > 15);
    for name in names() {
        assert!(html.contains(&format!("<section id=\"{name}\"")), "{name} is not on the page");
        assert!(!markup(name).is_empty(), "{name} is empty");
    }
    assert_eq!(html.matches("<section id=").count(), names().count() + 1, "one more for the brand");
    assert!(html.contains("type=\"file\""), "the control itself");
    assert!(html.contains("&#60;veillee-upload"), "and its tag as text");
    assert!(!html.contains("src=\"/-/blob/"), "{html}");
}

#[test]
fn a_page_and_its_style_sheet_are_small() {
    for locale in Locale::ALL {
        for (name, html) in samples(locale) {
            let bytes = html.len() + STYLESHEET.len();
            let most = if name == "design" { DESIGN_BYTES_MAX } else { PAGE_BYTES_MAX };
            assert!(bytes < most, "{name} has {bytes} bytes with its style sheet");
        }
    }
}

#[test]
fn twelve_services_lie_in_a_menu_that_says_which_one_is_open() {
    let (_, html) = samples(Locale::En).into_iter().find(|(name, _)| *name == "menu").unwrap();
    let menu = html.split("<nav class=\"shell-services\"").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap();
    assert!(menu.contains("<details><summary>Services <strong>"), "{menu}");
    assert_eq!((menu.matches("<li>").count(), menu.matches("aria-current").count()), (12, 1), "{menu}");
    let (_, few) = samples(Locale::En).into_iter().find(|(name, _)| *name == "home").unwrap();
    assert!(few.contains("<nav class=\"shell-services\"") && !few.contains("<details>"), "{few}");
}

#[test]
fn the_first_page_offers_each_caller_what_is_theirs() {
    let page = |wanted: &str| samples(Locale::En).into_iter().find(|(name, _)| *name == wanted).unwrap().1;
    for (name, settings, sign_in) in [
        ("home", false, false),
        ("home-administrator", true, false),
        ("home-administrator-empty", true, false),
        ("home-visitor", false, true),
        ("home-visitor-empty", false, true),
    ] {
        let html = page(name);
        assert_eq!(html.contains("href=\"/-/settings\""), settings, "{name}");
        assert_eq!(html.contains("href=\"/-/sign-in?then=/\""), sign_in, "{name}");
    }
}
