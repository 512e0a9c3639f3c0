//! The settings of an association with sample values.

use super::samples::page;
use super::*;
use crate::words::{Locale, Words};

fn services() -> Vec<ServiceSetting> {
    let switches = [
        ("Album", ServiceSwitch::Off),
        ("Envoi", ServiceSwitch::On),
        ("Astuces <b>", ServiceSwitch::Consent),
        ("Courrier", ServiceSwitch::Operator { reason: "Une mise à jour <3".into() }),
        ("Articles", ServiceSwitch::Operator { reason: String::new() }),
        ("Agenda", ServiceSwitch::Lost),
    ];
    let service = |(title, switch): (&str, ServiceSwitch)| ServiceSetting {
        name: title.split(' ').next().unwrap_or_default().to_lowercase(),
        title: title.into(),
        switch,
        form_token: "t".into(),
    };
    switches.map(service).into()
}

/// Name and whole page.
pub(super) fn settings(words: &'static Words) -> Vec<(&'static str, String)> {
    let services = services();
    let first = Settings {
        words,
        name: Field::of("Les Amis de Prévert"),
        mark_path: None,
        mark_problem: None,
        mark_bytes_max: 512 * 1024,
        mark_side_max_px: 2_048,
        accent: Field::of("#8f4a00"),
        glow: Field::of("#f6d9a2"),
        theme: Some(Theme::new(None, None)),
        is_preview: false,
        has_own_colours: false,
        preview_path: "/-/theme/preview/8f4a00-f6d9a2.css",
        nonce: "bm9uY2U",
        language: Locale::Fr,
        sign_up: "open",
        services: &[],
        contact: Field::default(),
        publisher: Field::default(),
        hosting: Field::default(),
        tokens: SettingsTokens::default(),
    };
    let wrong = |value: &str, problem: &str| Field { value: value.into(), problem: Some(problem.into()) };
    let colour = |text| Colour::parse(text);
    let full = Settings {
        name: wrong("", &words.say("settings-name-missing")),
        mark_path: Some("/-/mark/0123"),
        mark_problem: Some(words.say("settings-mark-svg")),
        accent: Field::of("#ffe000"),
        glow: Field::of("#1b4d3e"),
        theme: Some(Theme::new(colour("#ffe000"), colour("#1b4d3e"))),
        is_preview: true,
        has_own_colours: true,
        language: Locale::En,
        services: &services,
        contact: wrong("ni\"<arobase>", &words.say("settings-contact-wrong")),
        publisher: Field::of("Les Amis de Prévert\n12, rue des <Feuilles> mortes\n</textarea>"),
        ..first.clone()
    };
    let no_colour =
        Settings { accent: wrong("rouge", &words.say("settings-colour-wrong")), theme: None, ..first.clone() };
    let legal = Legal {
        words,
        association_name: "Les Amis de Prévert",
        contact: "amis+tous@exemple.fr",
        publisher: "Les Amis de Prévert\n12, rue des <Feuilles> mortes",
        hosting: "L’association elle-même",
    };
    let consent = ServiceConsent {
        words,
        name: "album",
        service_title: "Album <b>",
        description: "Des albums de photos à partager.",
        keeps: &["album".into()],
        wishes: &["objects-read".into(), "caller".into()],
        digest: "0123",
        form_token: "t",
    };
    let jeanne = Some("Jeanne Moreau");
    vec![
        ("settings", page(words, &first, jeanne, None)),
        ("settings-full", page(words, &full, jeanne, None)),
        ("settings-colour-wrong", page(words, &no_colour, jeanne, None)),
        ("settings-consent", page(words, &consent, jeanne, None)),
        ("legal-full", page(words, &legal, None, None)),
    ]
}
