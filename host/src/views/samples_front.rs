//! The first page, the menu and the page of components with sample values.

use super::samples::{LONG, TITLE, in_shell, page, services};
use super::*;
use crate::words::Words;

pub(super) fn front(words: &'static Words) -> Vec<(&'static str, String)> {
    let mut pages = homes(words);
    pages.push(("menu", menu(words)));
    pages.push(("design", page(words, &design(words), Some("Jeanne Moreau"), None)));
    pages
}

fn homes(words: &'static Words) -> Vec<(&'static str, String)> {
    let services = services();
    let link = |title: &str| RecentLink {
        title: title.to_owned(),
        path: "/album/0123".to_owned(),
        service_title: "Album".to_owned(),
    };
    let recent = [link(TITLE), link("Kermesse"), link("x".repeat(200).as_str())];
    let home = |services, recent, caller| Home { words, association_name: LONG, services, recent, caller };
    let member = HomeCaller::Member { name: "Jeanne Moreau" };
    let administrator = HomeCaller::Administrator { name: "Anne" };
    let visitor = HomeCaller::Visitor;
    vec![
        ("home", page(words, &home(&services, &recent, member), Some("Jeanne Moreau"), Some(Told::SignedIn))),
        ("home-empty", page(words, &home(&[], &[], member), Some("Jeanne Moreau"), Some(Told::Welcomed))),
        ("home-administrator", page(words, &home(&services, &recent[..1], administrator), Some("Anne"), None)),
        ("home-administrator-empty", page(words, &home(&[], &[], administrator), Some("Anne"), None)),
        ("home-visitor", page(words, &home(&services, &recent[..1], visitor), None, Some(Told::SignedOut))),
        ("home-visitor-empty", page(words, &home(&[], &[], visitor), None, None)),
    ]
}

/// Twelve services, some with long names.
fn menu(words: &'static Words) -> String {
    let service = |number: usize| ServiceLink {
        title: if number.is_multiple_of(3) { LONG.to_owned() } else { format!("Service {number}") },
        description: "Une phrase.".to_owned(),
        path: format!("/service-{number}/"),
        current: number == 3,
        paused: number == 6,
    };
    let services: Vec<ServiceLink> = (1..=12).map(service).collect();
    let main = Trusted::filtered("<h1>Service</h1>".to_owned());
    in_shell(words, "Service".to_owned(), main, Some("Jeanne Moreau"), None, &services)
}

pub(super) fn design(words: &'static Words) -> Design<'static> {
    let pictures = SamplePictures { landscape_path: "/-/asset/x/l.svg", portrait_path: "/-/asset/x/p.svg" };
    Design { words, pictures, favicon_path: "/-/asset/x/favicon.svg", wordmark_path: "/-/asset/x/wordmark.svg" }
}
