//! What the Nu Html Checker (vnu), which knows the standards of the web, says of every page and style sheet: no error.

use std::collections::BTreeSet;

use veillee_tests::services::{Document, vnu};
use veillee_tests::world::Browser;

use crate::tour::{Person, Tour};

/// What vnu takes for an error and is none: the start of the message, and why.
const EXCUSED: [(&str, &str); 1] =
    [("CSS: Unrecognized at-rule “@view-transition”", "CSS View Transitions Level 2, section 2.3")];

async fn no_error_is_found_by(person: Person) {
    let Some(vnu) = vnu() else { return };
    let tour = Tour::of(person).await;
    let (mut documents, mut others) = (Vec::new(), BTreeSet::new());
    for stop in &tour.stops {
        let text = stop.html(&tour.browser).await;
        others.extend(sheets_and_drawings(&text));
        documents.push(Document { name: stop.name(), kind: "html", text });
    }
    for path in others {
        documents.push(fetched(&tour.browser, path).await);
    }
    assert!(documents.iter().any(|document| document.kind == "css"), "the pages have a style sheet");
    let errors: Vec<String> = vnu
        .errors(&documents)
        .into_iter()
        .filter(|error| !is_excused(&error.message))
        .map(|error| format!("{}, line {}: {} in {}", error.document, error.line, error.message, error.extract))
        .collect();
    assert!(errors.is_empty(), "{} errors:\n{}", errors.len(), errors.join("\n"));
}

fn is_excused(message: &str) -> bool {
    EXCUSED.iter().any(|(start, _)| message.starts_with(start))
}

/// Addresses of the style sheets and the SVG pictures of a page.
fn sheets_and_drawings(page: &str) -> Vec<String> {
    let values = ["href=\"", "src=\""].iter().flat_map(|mark| page.split(mark).skip(1));
    let paths = values.filter_map(|rest| rest.split('"').next()).filter(|path| path.starts_with("/-/"));
    paths.filter(|path| matches!(ending(path), "css" | "svg")).map(str::to_owned).collect()
}

fn ending(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

async fn fetched(browser: &Browser, path: String) -> Document {
    let kind = if ending(&path) == "css" { "css" } else { "svg" };
    let text = browser.get(&path).await.expect(200).text();
    Document { name: path, kind, text }
}

#[tokio::test(flavor = "multi_thread")]
async fn vnu_finds_no_error_before_the_doors() {
    no_error_is_found_by(Person::Visitor).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vnu_finds_no_error_on_pages_of_a_guest_in_other_colours() {
    no_error_is_found_by(Person::Guest).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vnu_finds_no_error_on_pages_of_an_owner() {
    no_error_is_found_by(Person::Owner).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vnu_finds_no_error_on_pages_of_an_administrator() {
    no_error_is_found_by(Person::Administrator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn vnu_finds_no_error_in_the_console() {
    no_error_is_found_by(Person::Keeper).await;
}

/// Else silence would prove nothing.
#[test]
fn vnu_finds_what_is_broken_on_purpose() {
    let Some(vnu) = vnu() else { return };
    let page = "<!doctype html><html lang=\"en\"><head><title>x</title></head><body><p><h1>x</p></body></html>";
    let broken = [("html", page), ("css", "p { colour: red; }"), ("svg", "<svg><p></svg>")]
        .map(|(kind, text)| Document { name: kind.to_owned(), kind, text: text.to_owned() });
    let found: BTreeSet<String> = vnu.errors(&broken).into_iter().map(|error| error.document).collect();
    assert_eq!(found, BTreeSet::from(["css", "html", "svg"].map(str::to_owned)));
}
