//! What every page of the host keeps to.

use super::samples::samples;
use super::*;
use crate::words::{Locale, Words};

fn every_page() -> impl Iterator<Item = (&'static str, String)> {
    Locale::ALL.into_iter().flat_map(samples)
}

#[test]
fn every_page_has_all_its_words() {
    for (name, html) in every_page() {
        assert!(!html.contains('⟦') && !html.contains("{$"), "{name} lacks words: {html}");
        assert!(!html.contains(['\u{2068}', '\u{2069}']), "{name} holds isolating marks");
    }
}

#[test]
fn every_page_has_one_heading_one_main_and_its_language() {
    for locale in Locale::ALL {
        for (name, html) in samples(locale) {
            for once in ["<h1>", "<main id=\"main\"", "<title>", "<header"] {
                assert_eq!(html.matches(once).count(), 1, "{once} in {name}");
            }
            assert!(html.contains(&format!("<html lang=\"{}\">", locale.name())), "{name}");
        }
    }
}

#[test]
fn nothing_on_a_page_is_inline_script_or_style() {
    for (name, html) in every_page() {
        let own = "<script type=\"module\" src=\"/-/asset/elements.fr.js\" nonce=\"bm9uY2U\" data-reader=\"r\" \
                   data-worker=\"/-/offline/0123.js\" data-offline=\"/-/offline/4567.fr.html\"></script>";
        assert_eq!((html.matches(own).count(), html.matches("<script").count()), (1, 1), "{name}");
        for forbidden in ["<style", " style=", " onclick", "javascript:"] {
            assert!(!html.contains(forbidden), "{forbidden} in {name}");
        }
    }
}

/// OWASP ASVS 5.0, 6.2.6 and 6.2.7: masked, and open to managers of passwords and to what is pasted.
#[test]
fn passwords_of_accounts_are_masked_and_managers_of_passwords_know_which_is_which() {
    let mut seen = 0;
    for (name, html) in every_page() {
        assert!(!html.contains("onpaste"), "{name}");
        for input in html.split("<input ").skip(1).filter_map(|rest| rest.split('>').next()) {
            let holds = |text: &str| input.contains(text);
            let is_new = ["name=\"new\"", "name=\"again\""].into_iter().any(holds);
            assert!(holds("type=\"password\"") || !(is_new || holds("name=\"present\"")), "{name}: {input}");
            // The password of a link is none of an account.
            if !holds("type=\"password\"") || name.starts_with("link-gate") {
                continue;
            }
            seen += 1;
            let known = if is_new || holds("minlength") { "new-password" } else { "current-password" };
            assert!(holds(&format!("autocomplete=\"{known}\"")), "{name}: {input}");
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn names_that_look_like_markup_stay_text() {
    let (_, html) = every_page().find(|(name, _)| *name == "sharing").unwrap();
    assert!(!html.contains("<b>") && html.contains("&#60;b&#62;fête&#60;/b&#62;"), "{html}");
}

#[test]
fn every_control_has_a_label_and_every_id_stands_once() {
    for (name, html) in every_page() {
        let ids: Vec<&str> = values_of(&html, " id=\"").collect();
        for id in &ids {
            // The sample of two uploads on one page repeats the name of its input on purpose.
            let once = ids.iter().filter(|other| *other == id).count() == 1;
            assert!(once || id.starts_with("veillee-"), "{id} stands twice in {name}");
        }
        for pointed in values_of(&html, "aria-describedby=\"").flat_map(str::split_ascii_whitespace) {
            assert!(ids.contains(&pointed), "{pointed} is described by nothing in {name}");
        }
        for control in html.split('<').filter(|tag| tag.starts_with("input ") || tag.starts_with("select ")) {
            let label = values_of(control, " id=\"").next().is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
            assert!(label || control.contains("type=\"hidden\""), "{control} has no label in {name}");
        }
    }
}

fn values_of<'a>(html: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(attribute).skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn the_shell_around_a_plugins_page_holds_neither_form_nor_token() {
    let main = Trusted::filtered("<p>of the plugin</p>".into());
    let shell = Shell {
        words: Words::of(Locale::Fr),
        title: "Album".into(),
        association_name: "Prévert",
        services: &[],
        account: Some("Jeanne"),
        offers_sign_in: true,
        is_guest: false,
        path: "/album/\"><script>",
        notice: Some(Told::SignedIn.notice(Words::of(Locale::Fr))),
        nonce: "n",
        stylesheet_path: "/s.css",
        script_path: "/-/asset/elements.fr.js",
        worker_path: "/-/offline/0123.js",
        offline_path: "/-/offline/4567.fr.html",
        reader: "r",
        favicon_path: "/f.svg",
        wordmark_path: "/w.svg",
        theme_path: None,
        mark_path: None,
        main,
    };
    let html = shell.html();
    assert!(!html.contains("<form") && !html.contains("<input") && !html.contains("token"), "{html}");
    assert!(html.contains("then=/album/%22%3E%3Cscript%3E"), "{html}");
    assert!(html.contains("<title>Album – Prévert</title>"), "{html}");
}

#[test]
fn colours_and_mark_of_the_association_stand_in_the_shell() {
    let shell = |theme_path, mark_path| Shell {
        words: Words::of(Locale::Fr),
        title: String::new(),
        association_name: "Prévert",
        services: &[],
        account: None,
        offers_sign_in: true,
        is_guest: false,
        path: "/",
        notice: None,
        nonce: "n",
        stylesheet_path: "/s.css",
        favicon_path: "/f.svg",
        wordmark_path: "/w.svg",
        script_path: "/e.js",
        worker_path: "/-/offline/0123.js",
        offline_path: "/-/offline/4567.fr.html",
        reader: "r",
        theme_path,
        mark_path,
        main: Trusted::filtered(String::new()),
    };
    let html = shell(Some("/theme.css"), Some("/mark")).html();
    let (style, theme) = (html.find("href=\"/s.css\""), html.find("href=\"/theme.css\" nonce=\"n\""));
    assert!(style.unwrap() < theme.unwrap(), "{html}");
    assert!(html.contains("src=\"/mark\"") && html.contains("<link rel=\"icon\" href=\"/mark\">"), "{html}");
    let html = shell(None, None).html();
    assert!(html.contains("src=\"/f.svg\"") && !html.contains("/theme.css"), "{html}");
}

#[test]
fn signing_in_never_leads_back_to_the_page_of_signing_in() {
    let shell = |path| Shell {
        words: Words::of(Locale::En),
        title: String::new(),
        association_name: "Prévert",
        services: &[],
        account: None,
        offers_sign_in: true,
        is_guest: false,
        path,
        notice: None,
        nonce: "n",
        stylesheet_path: "/s.css",
        script_path: "/-/asset/elements.fr.js",
        worker_path: "/-/offline/0123.js",
        offline_path: "/-/offline/4567.fr.html",
        reader: "r",
        favicon_path: "/f.svg",
        wordmark_path: "/w.svg",
        theme_path: None,
        mark_path: None,
        main: Trusted::filtered(String::new()),
    };
    assert!(shell("/-/sign-in?then=/album/").html().contains("href=\"/-/sign-in?then=/\""));
    assert!(shell("/album/?page=2").html().contains("href=\"/-/sign-in?then=/album/%3Fpage%3D2\""));
}

#[test]
fn a_link_just_made_stands_before_the_form_and_the_list_is_not_empty_words() {
    let (_, html) = samples(Locale::En).into_iter().find(|(name, _)| *name == "sharing-first").unwrap();
    assert!(html.find("class=\"card new\"").unwrap() < html.find("/-/share/0123/links").unwrap(), "{html}");
    assert!(!html.contains("Nothing is shared"), "{html}");
}

#[test]
fn the_upload_token_stands_before_the_files() {
    let element = UploadElement {
        words: Words::of(Locale::En),
        name: "photos",
        label: "",
        accept: "image/*\"><script>",
        multiple: true,
        limit_bytes: 1,
        room_bytes: None,
        upload_token: "secret",
    };
    let html = element.html().into_string();
    let (token, files) = (html.find("name=\"veillee-upload\" value=\"secret\""), html.find("type=\"file\""));
    assert!(token.unwrap() < files.unwrap(), "{html}");
    assert!(!html.contains("<script") && !html.contains("<form"), "{html}");
    assert!(html.contains("Up to 1\u{a0}byte each") || html.contains("up to 1\u{a0}byte each"), "{html}");
}

#[test]
fn a_link_out_opens_only_the_web() {
    let words = Words::of(Locale::En);
    for url in ["javascript://exemple.org/%0aalert(1)", "data:text/html,x", "file:///etc/passwd", "//exemple.org"] {
        let html = Leave { words, url, host: "exemple.org" }.main().into_string();
        assert!(!html.contains(&format!("href=\"{url}")), "{html}");
    }
    let html = Leave { words, url: "HTTPS://exemple.org/", host: "exemple.org" }.main().into_string();
    assert!(html.contains("href=\"HTTPS://exemple.org/\" rel=\"noreferrer"), "{html}");
}

#[test]
fn names_in_forms_and_queries_come_back_as_what_they_were() {
    for end in LinkEnd::ALL {
        assert_eq!(LinkEnd::from_name(end.name()), Some(end));
    }
    assert_eq!(Told::from_name("sharing-stopped"), Some(Told::SharingStopped));
    assert_eq!(Told::from_name("<script>"), None);
    assert_eq!(
        (ErrorKind::from_status(404), ErrorKind::from_status(418)),
        (ErrorKind::NotFound, ErrorKind::BadRequest)
    );
    assert_eq!((ErrorKind::from_status(502), ErrorKind::from_status(200)), (ErrorKind::Failed, ErrorKind::Failed));
}
