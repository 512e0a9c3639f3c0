//! Every page with sample values, some of them unkind: long names, markup, empty lists.

use jiff::civil::date;
use veillee_access::Role;

mod console;
mod factors;
mod groups;
mod guests;
mod joining;
mod own;
mod rights;

use super::*;
use crate::words::{Locale, Words};

pub(super) const LONG: &str =
    "Association des familles, amies et amis de l’école Jacques-Prévert-et-de-la-Maison-de-quartier";
pub(super) const TITLE: &str = "Vacances à Saint-Jean-de-Monts & <b>fête</b> des 80 ans de Mamie Jeannette";

/// Name and whole page.
pub(super) fn samples(locale: Locale) -> Vec<(&'static str, String)> {
    let words = Words::of(locale);
    let mut pages = first_steps(words);
    pages.extend(sharing(words));
    pages.extend(others(words));
    pages.extend(settings_samples::settings(words));
    pages.extend(own::samples(words));
    pages.extend(rights::samples(words));
    pages.extend(groups::samples(words));
    pages.extend(guests::samples(words));
    pages.extend(factors::samples(words));
    pages.extend(joining::samples(words));
    pages.extend(console::samples(words));
    pages.extend(super::samples_front::front(words));
    pages.extend(ErrorKind::ALL.into_iter().zip(ERROR_NAMES).map(|(kind, name)| (name, error(words, kind))));
    pages
}

const ERROR_NAMES: [&str; 13] = [
    "error-400",
    "error-403",
    "error-404",
    "error-409",
    "error-410",
    "error-410-spent",
    "error-413",
    "error-422",
    "error-429",
    "error-500",
    "error-503",
    "error-away",
    "error-507",
];

pub(super) fn services() -> Vec<ServiceLink> {
    [("Album", "/album/", true), ("Envoi", "/envoi/", false), ("Astuces", "/astuces/", false)]
        .map(|(title, path, current)| ServiceLink {
            title: title.into(),
            description: "Des albums de photos à garder et à partager.".into(),
            path: path.into(),
            current,
            paused: title == "Envoi",
        })
        .into()
}

fn around(words: &'static Words, title: String, main: Trusted, account: Option<&str>, told: Option<Told>) -> String {
    let services = services();
    let shown = if account.is_some() { services.as_slice() } else { &[] };
    in_shell(words, title, main, account, told, shown)
}

pub(super) fn in_shell(
    words: &'static Words,
    title: String,
    main: Trusted,
    account: Option<&str>,
    told: Option<Told>,
    services: &[ServiceLink],
) -> String {
    let shell = Shell {
        words,
        title,
        association_name: if account.is_some() { "Les Amis de Prévert" } else { LONG },
        offers_sign_in: true,
        is_guest: false,
        services,
        account,
        path: "/album/?page=2&q=é",
        notice: told.map(|told| told.notice(words)),
        nonce: "bm9uY2U",
        stylesheet_path: "/-/assets/site.css",
        script_path: "/-/asset/elements.fr.js",
        worker_path: "/-/offline/0123.js",
        offline_path: "/-/offline/4567.fr.html",
        reader: "r",
        favicon_path: "/-/assets/favicon.svg",
        wordmark_path: "/-/assets/wordmark.svg",
        theme_path: None,
        mark_path: None,
        main,
    };
    shell.html()
}

pub(super) fn page(words: &'static Words, view: &impl View, account: Option<&str>, told: Option<Told>) -> String {
    around(words, view.title(), view.main(), account, told)
}

fn first_steps(words: &'static Words) -> Vec<(&'static str, String)> {
    let problem = Some(SignInProblem::TooMany { wait_seconds: 300 });
    let sign_in = |address, problem| SignIn {
        words,
        association_name: LONG,
        address,
        then: "/",
        problem,
        was_known: address.is_empty() && problem.is_none(),
        may_join: true,
        form_token: "t",
        passkey_token: "t".into(),
    };
    let welcome = |address, problems| Welcome {
        words,
        way: WelcomeWay::First,
        action_path: "/-/welcome/abc",
        name: "",
        address,
        problems,
        problem: None,
        form_token: "t",
    };
    let wrong = [WelcomeProblem::NameMissing, WelcomeProblem::AddressWrong, WelcomeProblem::PasswordShort];
    let long = [WelcomeProblem::NameLong, WelcomeProblem::PasswordLong];
    vec![
        ("sign-in", page(words, &sign_in("", None), None, None)),
        ("sign-in-refused", page(words, &sign_in("jeanne@exemple.fr", Some(SignInProblem::Refused)), None, None)),
        ("sign-in-on-hold", page(words, &sign_in("jeanne@exemple.fr", Some(SignInProblem::OnHold)), None, None)),
        ("sign-in-too-many", page(words, &sign_in("jeanne@exemple.fr", problem), None, Some(Told::FormExpired))),
        ("welcome", page(words, &welcome("", &[]), None, None)),
        ("welcome-problems", page(words, &welcome("jeanne", &wrong), None, None)),
        ("welcome-long", page(words, &welcome("jeanne@exemple.fr", &long), None, None)),
    ]
}

fn share(label: &str, role: Role, url: Option<&str>) -> ShareRow {
    ShareRow {
        share_id: "s1".into(),
        kind: RowKind::Link,
        label: label.into(),
        role,
        url: url.map(Into::into),
        is_new: false,
        ends: None,
        opened_times: 0,
        opened_days_ago: None,
        devices: 0,
        newest_device: None,
        newest_device_words: None,
        has_password: false,
        downloads_max: 0,
        downloads: 0,
        address: None,
        sent: None,
        is_undelivered: false,
        stop_form_token: "t".into(),
        invite_form_token: None,
        path: "/-/share/0123/links/s1".into(),
    }
}

/// With much to say about it.
fn guest(url: &str) -> ShareRow {
    ShareRow {
        kind: RowKind::Guest,
        opened_times: 3,
        opened_days_ago: Some(1),
        devices: 2,
        newest_device: Some(date(2026, 11, 22)),
        newest_device_words: Some(("Firefox sur Linux".into(), 2)),
        address: Some("jeanne@exemple.fr".into()),
        sent: Some(date(2026, 11, 1)),
        is_undelivered: true,
        invite_form_token: Some("t".into()),
        ..share("Mamie Jeanne", Role::Contributor, Some(url))
    }
}

fn person_form(problem: Option<SharingProblem>) -> PersonForm {
    let name = if problem.is_some() { TITLE } else { "" };
    let address = if problem.is_some() { "jeanne" } else { "" };
    let (name, address) = (name.into(), address.into());
    PersonForm { name, address, role: Role::Viewer, end: LinkEnd::Month, problem, form_token: "t".into() }
}

fn link_form(problem: Option<SharingProblem>) -> LinkForm {
    LinkForm {
        role: Role::Viewer,
        end: LinkEnd::None,
        label: String::new(),
        password: if problem.is_some() { "court".into() } else { String::new() },
        downloads: if problem.is_some() { "-3".into() } else { String::new() },
        problem,
        form_token: "t".into(),
    }
}

fn sharing(words: &'static Words) -> Vec<(&'static str, String)> {
    let url = "https://amis.exemple.fr/-/open/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4";
    let shares = [
        ShareRow { is_new: true, ..share("", Role::Viewer, Some(url)) },
        ShareRow { ends: Some(date(2027, 3, 1)), opened_times: 1, ..share("Famille", Role::Contributor, Some(url)) },
        ShareRow { opened_times: 12_345, opened_days_ago: Some(40), ..share(TITLE, Role::Depositor, None) },
        ShareRow { has_password: true, downloads_max: 20, downloads: 3, ..share("Presse", Role::Viewer, Some(url)) },
        guest(url),
        ShareRow { kind: RowKind::Account, invite_form_token: Some("t".into()), ..share("Paul", Role::Editor, None) },
        ShareRow { kind: RowKind::Group, ..share("Chorale", Role::Owner, None) },
    ];
    let facts = SharingFacts {
        owner_is_you: true,
        links: 2,
        deposit_links: 1,
        people: 2,
        guests: 1,
        groups: 1,
        deposit_people: 1,
        members: Some(Role::Viewer),
        ..SharingFacts::default()
    };
    let sentence = sharing_sentence(words, &facts);
    let only = sharing_sentence(words, &SharingFacts { owner_is_you: true, ..SharingFacts::default() });
    let audience = |role| Some(Audience { role, form_token: "t".into() });
    let view = |sentence, shares, members, everyone| Sharing {
        words,
        association_name: "Les Amis de Prévert",
        object_title: TITLE,
        back_path: "/album/0123",
        action_path: "/-/share/0123",
        sentence,
        offered_roles: &[Role::Viewer, Role::Contributor, Role::Depositor, Role::Editor],
        shares,
        person_roles: &[Role::Viewer, Role::Editor],
        person: person_form(None),
        link: link_form(None),
        groups: None,
        members,
        everyone,
        outer: None,
    };
    let full = view(&sentence, &shares, audience(Some(Role::Owner)), audience(None));
    let first = view(&only, &shares[..1], None, audience(None));
    let alone = view(&only, &[], None, None);
    let groups = Some(GroupForm { groups: vec![("g".into(), LONG.into())], form_token: "t".into() });
    let with_groups = Sharing { groups, ..view(&only, &[], None, None) };
    let problem = |problem| Sharing { person: person_form(Some(problem)), ..view(&only, &[], None, None) };
    let wrong_link = |problem| Sharing { link: link_form(Some(problem)), ..view(&only, &[], None, None) };
    vec![
        ("sharing", page(words, &full, Some("Jeanne"), Some(Told::LinkCreated))),
        ("sharing-changed", page(words, &full, Some("Jeanne"), Some(Told::SharingChanged))),
        ("sharing-first", page(words, &first, Some("Jeanne"), Some(Told::LinkCreated))),
        ("sharing-empty", page(words, &alone, Some("Jeanne"), Some(Told::SharingStopped))),
        ("sharing-groups", page(words, &with_groups, Some("Jeanne"), None)),
        ("sharing-name-missing", page(words, &problem(SharingProblem::NameMissing), Some("Jeanne"), None)),
        ("sharing-name-long", page(words, &problem(SharingProblem::NameLong), Some("Jeanne"), None)),
        ("sharing-address-wrong", page(words, &problem(SharingProblem::AddressWrong), Some("Jeanne"), None)),
        ("sharing-invited-already", page(words, &problem(SharingProblem::InvitedAlready), Some("Jeanne"), None)),
        ("sharing-yourself", page(words, &problem(SharingProblem::Yourself), Some("Jeanne"), None)),
        ("sharing-password-short", page(words, &wrong_link(SharingProblem::PasswordShort), Some("Jeanne"), None)),
        ("sharing-password-long", page(words, &wrong_link(SharingProblem::PasswordLong), Some("Jeanne"), None)),
        ("sharing-downloads-wrong", page(words, &wrong_link(SharingProblem::DownloadsWrong), Some("Jeanne"), None)),
    ]
}

fn others(words: &'static Words) -> Vec<(&'static str, String)> {
    let leave = |url, host| Leave { words, url, host };
    let legal = Legal { words, association_name: LONG, contact: "", publisher: "", hosting: "" };
    let problem = |name, status| ProblemRow { name, status, title: LONG.to_owned() };
    let problems = [problem("malformed", 400), problem("stale", 412)];
    let guide = ApiGuide { words, origin: "https://amis.exemple.fr", path: None, problems: &problems };
    vec![
        ("leave", page(words, &leave("https://exemple.org/a?b=c&d=<e>", "exemple.org"), None, None)),
        ("leave-broken", page(words, &leave("javascript:alert(1)", "x"), None, None)),
        ("legal", page(words, &legal, None, None)),
        ("api", page(words, &ApiGuide { path: Some("/-/api/v1/album/photo"), ..guide }, None, None)),
        ("api-alone", page(words, &guide, Some("Jeanne"), None)),
        ("album", around(words, "Album".into(), album(words), Some("Jeanne Moreau"), None)),
        ("album-empty", around(words, "Album".into(), empty_album(words), Some("Jeanne Moreau"), None)),
    ]
}

fn upload(words: &'static Words, label: &str, accept: &str, multiple: bool) -> String {
    let element = UploadElement {
        words,
        name: "photos",
        label,
        accept,
        multiple,
        limit_bytes: 2_000_000_000,
        room_bytes: None,
        upload_token: "t",
    };
    format!(
        "<form method=\"post\" enctype=\"multipart/form-data\">{}<button>Ajouter</button></form>",
        element.html().as_str()
    )
}

/// What an album's page looks like after the page wall.
fn album(words: &'static Words) -> Trusted {
    let share = ShareElement { words, path: "/-/share/0123", label: "" }.html().into_string();
    let progress = |done, total, word| {
        ProgressElement { object: "0123", words, done, total, word, reload_path: "/album/0123?q=é&page=2" }
            .html()
            .into_string()
    };
    let progress = [progress(12, 80, "Photos préparées"), progress(12, 0, ""), progress(0, 0, "<b>")].concat();
    let time = |text| TimeElement { words, moment: jiff::Timestamp::UNIX_EPOCH, text }.html().into_string();
    let times = [time(""), time("<b>")].concat();
    let photo = |number: u32| {
        let image = format!("<img src=\"photo-{}.jpg\" alt=\"Photo {number} sur 18, le lac\">", number % 4);
        format!("<li><a href=\"/album/0123/{number}\">{image}</a><small>En attente d’approbation</small></li>")
    };
    let photos: String = (1..=11).map(photo).collect();
    Trusted::filtered(format!(
        "<p><a class=\"up\" href=\"/album/\">Tous les albums</a></p><h1>Vacances à Saint-Jean-de-Monts</h1>\
         <p>Vous et toute personne qui a le lien.</p><p>{share} {times}</p>{progress}<ul class=\"photos\">{photos}</ul>\
         <p><a rel=\"next\" href=\"/album/0123?after=x\">Photos suivantes</a></p>{}\
         <p><a class=\"outside\" href=\"/-/leave?to=x\">La carte {}</a></p>",
        upload(words, "", "image/*", true),
        words.say("outside-mark"),
    ))
}

fn empty_album(words: &'static Words) -> Trusted {
    let share = ShareElement { words, path: "/-/share/0123", label: "Partager <l’album>" }.html().into_string();
    Trusted::filtered(format!(
        "<h1>Albums</h1><p class=\"empty\">Pas encore d’album ici.</p><p>{share}</p>{}{}",
        upload(words, "", "", true),
        upload(words, "", "", false),
    ))
}

fn error(words: &'static Words, kind: ErrorKind) -> String {
    let retry_seconds = matches!(kind, ErrorKind::Paused | ErrorKind::TooMany).then_some(7_000);
    let reference = (kind.status() >= 500).then_some("7F3A-91C2");
    let closed = [words.say("error-503-by-operator"), words.say_with("error-503-reason", &[("reason", TITLE.into())])];
    let lines: &[String] = if kind == ErrorKind::Paused { &closed } else { &[] };
    let view = ErrorPage { words, kind, reference, retry_seconds, lines, sign_in_then: Some("/album/0123") };
    page(words, &view, None, None)
}
