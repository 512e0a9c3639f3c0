//! Whatever is set when something is shared reads back the same, whichever door set it and whichever is asked.
//!
//! The options are taken apart by name and never by `..`: one that is new does not compile here until it is tried.

use hyper::Method;
use serde_json::{Map, Value as Json, json};
use veillee::storage::guests::NewGuest;
use veillee::storage::links::{LinkTerms, PasswordChange};
use veillee::storage::shares::{LinkGuard, NEVER_MS, NewShare};
use veillee_access::Role;
use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::on_both;
use veillee_tests::world::Backend;

use super::{Scene, json, scene};
use crate::sharing::options::fields;
use crate::sharing::send;

on_both!(every_option_of_a_link_reads_back_by_page_and_by_api, every_option_of_a_person_or_group_reads_back_by_api);

/// How the forms say when a new link ends, in how many days that is, and which day from the one on which every world begins.
const ENDS: [(&str, Option<i64>, &str); 4] = [
    ("none", None, ""),
    ("week", Some(7), "2026-11-30"),
    ("month", Some(30), "2026-12-23"),
    ("year", Some(365), "2027-11-23"),
];

/// What guards a new link is what guards a changed one.
fn plain() -> LinkTerms {
    let LinkGuard { password: _, downloads_max: _ } = LinkGuard::default();
    LinkTerms {
        role: Some(Role::Viewer),
        ends_ms: Some(NEVER_MS),
        label: Some(String::new()),
        password: PasswordChange::Remove,
        downloads_max: Some(0),
    }
}

/// Each option with each kind of value, and all of them at once.
fn tried(now_ms: i64) -> Vec<LinkTerms> {
    let roles =
        [Role::Viewer, Role::Contributor, Role::Depositor].map(|role| LinkTerms { role: Some(role), ..plain() });
    let ends = ENDS.map(|(_, days, _)| LinkTerms { ends_ms: Some(ends_ms(days, now_ms)), ..plain() });
    let labels =
        ["Presse & amis", "é".repeat(100).as_str()].map(|label| LinkTerms { label: Some(label.to_owned()), ..plain() });
    let passwords = ["soleil cerise", "été <à la mer>"]
        .map(|word| LinkTerms { password: PasswordChange::Set(word.to_owned()), ..plain() });
    let downloads = [1, 1_000_000].map(|most| LinkTerms { downloads_max: Some(most), ..plain() });
    let all = LinkTerms {
        role: Some(Role::Contributor),
        ends_ms: Some(ends_ms(Some(30), now_ms)),
        label: Some("Tout".to_owned()),
        password: PasswordChange::Set("soleil cerise".to_owned()),
        downloads_max: Some(7),
    };
    roles.into_iter().chain(ends).chain(labels).chain(passwords).chain(downloads).chain([all]).collect()
}

fn ends_ms(days: Option<i64>, now_ms: i64) -> i64 {
    days.map_or(NEVER_MS, |days| now_ms + days * MILLIS_PER_DAY)
}

/// Of the days that are tried.
fn day(end_ms: i64, now_ms: i64) -> String {
    let is_then = |days: Option<i64>| match (days, end_ms) {
        (None, NEVER_MS) => true,
        (None, _) | (_, NEVER_MS) => false,
        (days, end_ms) => ends_ms(days, now_ms) / MILLIS_PER_DAY == end_ms / MILLIS_PER_DAY,
    };
    ENDS.into_iter().find(|(_, days, _)| is_then(*days)).map_or("another day", |(.., day)| day).to_owned()
}

fn word(password: &PasswordChange) -> &str {
    match password {
        PasswordChange::Keep | PasswordChange::Remove => "",
        PasswordChange::Set(word) => word,
    }
}

/// Role, last day, label, downloads, and whether a password is asked for.
fn expected(terms: &LinkTerms, now_ms: i64) -> [String; 5] {
    let LinkTerms { role, ends_ms, label, password, downloads_max } = terms;
    let downloads = downloads_max.filter(|most| *most > 0).map_or_else(String::new, |most| most.to_string());
    let lock = if word(password).is_empty() { "open" } else { "locked" };
    let label = label.clone().unwrap_or_default();
    [role.expect("a role").name().to_owned(), day(ends_ms.expect("an end"), now_ms), label, downloads, lock.to_owned()]
}

/// As the form of a new link says it.
fn new_form(terms: &LinkTerms, now_ms: i64) -> Vec<(&'static str, String)> {
    let LinkTerms { role, ends_ms: end, label, password, downloads_max } = terms;
    let ends =
        ENDS.into_iter().find(|(_, days, _)| Some(ends_ms(*days, now_ms)) == *end).expect("a choice of the form").0;
    let downloads = downloads_max.filter(|most| *most > 0).map_or_else(String::new, |most| most.to_string());
    vec![
        ("role", role.expect("a role").name().to_owned()),
        ("ends", ends.to_owned()),
        ("label", label.clone().unwrap_or_default()),
        ("password", word(password).to_owned()),
        ("downloads", downloads),
    ]
}

/// As the page of a link says it.
fn changed_form(terms: &LinkTerms, now_ms: i64) -> Vec<(&'static str, String)> {
    let mut form = new_form(terms, now_ms);
    form.retain(|(name, _)| *name != "ends");
    form.push(("ends", day(terms.ends_ms.expect("an end"), now_ms)));
    if word(&terms.password).is_empty() {
        form.push(("unlock", "yes".to_owned()));
    }
    form
}

/// As a program says it; what is nothing is `null`.
fn body(terms: &LinkTerms) -> Json {
    let LinkTerms { role, ends_ms, label, password, downloads_max } = terms;
    json!({
        "role": role.expect("a role").name(),
        "ends_ms": ends_ms.filter(|ends_ms| *ends_ms != NEVER_MS),
        "label": label,
        "password": Some(word(password)).filter(|word| !word.is_empty()),
        "downloads_max": downloads_max.filter(|most| *most > 0),
    })
}

async fn every_option_of_a_link_reads_back_by_page_and_by_api(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    let now_ms = scene.world.alpha.clock.now_ms();
    let shares = format!("{}/shares", scene.album_path());
    let album = format!("/album/{}", scene.album);
    let mut checked = 0;
    for terms in tried(now_ms) {
        let form = new_form(&terms, now_ms);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let back = send(&scene.anne, &album, "links", &form).await.expect(303).location();
        reads_back(&scene, back.split_once("?new=").expect("a share").1, &terms, "page, new").await;
        let made = json(&scene.program.post(&shares, &body(&terms)).await.expect(201));
        reads_back(&scene, made["id"].as_str().expect("an id"), &terms, "API, new").await;

        let other = other(&terms, now_ms);
        let id = json(&scene.program.post(&shares, &body(&other)).await.expect(201))["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        reads_back(&scene, &id, &other, "before").await;
        let page = page(&scene, &id);
        let token = scene.anne.get(&page).await.expect(200).token_of(&page);
        let form = changed_form(&terms, now_ms);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        scene.anne.post(&page, &[vec![("token", token.as_str())], form].concat()).await.expect(303);
        reads_back(&scene, &id, &terms, "page, changed").await;
        let path = format!("{shares}/{id}");
        patch(&scene, &path, &body(&other)).await;
        reads_back(&scene, &id, &other, "API, changed").await;
        // One at a time leaves the others as they are.
        for (option, value) in body(&terms).as_object().expect("an object") {
            patch(&scene, &path, &Json::Object(Map::from_iter([(option.clone(), value.clone())]))).await;
        }
        reads_back(&scene, &id, &terms, "API, one by one").await;
        checked += 6;
    }
    println!("{checked} readings of a link by both doors");
}

/// Other in every option.
fn other(terms: &LinkTerms, now_ms: i64) -> LinkTerms {
    let LinkTerms { role, ends_ms: end, label, password, downloads_max } = terms;
    let role = if *role == Some(Role::Viewer) { Role::Contributor } else { Role::Viewer };
    let end = if *end == Some(NEVER_MS) { ends_ms(Some(7), now_ms) } else { NEVER_MS };
    let password =
        if word(password).is_empty() { PasswordChange::Set("autre mot".to_owned()) } else { PasswordChange::Remove };
    LinkTerms {
        role: Some(role),
        ends_ms: Some(end),
        label: Some(format!("autre-{}", label.as_deref().unwrap_or_default().chars().take(5).collect::<String>())),
        password,
        downloads_max: downloads_max.map(|most| if most == 0 { 3 } else { 0 }),
    }
}

fn page(scene: &Scene, share: &str) -> String {
    format!("/-/share/{}/links/{share}", scene.album)
}

async fn patch(scene: &Scene, path: &str, body: &Json) {
    let kind = [("content-type", "application/json")];
    let changed = scene.program.send(Method::PATCH, path, &kind, body.to_string()).await.expect(200);
    assert!(!changed.text().contains("soleil") && !changed.text().contains("argon2"), "no password is ever told");
}

async fn reads_back(scene: &Scene, share: &str, terms: &LinkTerms, way: &str) {
    let now_ms = scene.world.alpha.clock.now_ms();
    let expected = expected(terms, now_ms);
    let mut shown = fields(&scene.anne, &page(scene, share)).await;
    shown[2] = shown[2].replace("&#38;", "&").replace("&#60;", "<");
    assert_eq!(shown, expected, "{way}, by page");
    let path = format!("{}/shares/{share}", scene.album_path());
    let one = json(&scene.program.get(&path).await.expect(200));
    assert_eq!(told(&one, now_ms), expected, "{way}, by API");
    let all = json(&scene.program.get(&format!("{}/shares", scene.album_path())).await.expect(200));
    let listed = all["shares"].as_array().expect("a list").iter().find(|other| other["id"] == share).expect("listed");
    assert_eq!(listed, &one, "{way}");
}

fn told(share: &Json, now_ms: i64) -> [String; 5] {
    let text = |name: &str| share[name].as_str().unwrap_or_default().to_owned();
    let lock = if share["has_password"].as_bool().expect("a truth") { "locked" } else { "open" };
    let downloads = share["downloads_max"].as_u64().map_or_else(String::new, |most| most.to_string());
    let ends = share["ends_ms"].as_i64().map_or_else(String::new, |ends_ms| day(ends_ms, now_ms));
    [text("role"), ends, text("label"), downloads, lock.to_owned()]
}

async fn every_option_of_a_person_or_group_reads_back_by_api(backend: Backend) {
    let Some(scene) = scene(backend, 0).await else { return };
    scene.world.member("Bruno").await;
    let token = scene.anne.get("/-/groups").await.expect(200).token_of("/-/groups");
    let group = scene.anne.post("/-/groups", &[("token", &token), ("name", "Chorale")]).await.expect(303).location();
    let group = group.rsplit('/').next().expect("an id").to_owned();
    let now_ms = scene.world.alpha.clock.now_ms();
    let shares = format!("{}/shares", scene.album_path());
    let people = [("", "guest"), ("jeanne@example.org", "guest"), ("bruno@example.org", "account")];
    let mut checked = 0;
    for role in [Role::Viewer, Role::Contributor, Role::Depositor, Role::Editor] {
        for (_, days, _) in ENDS {
            let new = NewShare { role, ends_ms: ends_ms(days, now_ms), label: "Mamie Jeanne".to_owned() };
            for (address, kind) in people {
                let id = made(&scene, &shares, person(&NewGuest { name: &new.label, address }, &new)).await;
                let share = is_as_wanted(&scene, &shares, &id, &new, kind).await;
                assert_eq!(share["address"].as_str().unwrap_or_default(), if kind == "guest" { address } else { "" });
                changes(&scene, &shares, &id, &new, kind).await;
                scene.program.delete(&format!("{shares}/{id}")).await.expect(204);
                checked += 3;
            }
            let with_group = json!({ "subject": "group", "group": group, "role": role.name(), "ends_ms": end(&new) });
            let id = made(&scene, &shares, with_group).await;
            let unnamed = NewShare { label: String::new(), ..new };
            let share = is_as_wanted(&scene, &shares, &id, &unnamed, "group").await;
            assert_eq!((&share["group"], &share["name"]), (&json!(group), &json!("Chorale")));
            changes(&scene, &shares, &id, &unnamed, "group").await;
            checked += 3;
        }
    }
    println!("{checked} readings of people and groups");
}

fn end(new: &NewShare) -> Option<i64> {
    Some(new.ends_ms).filter(|ends_ms| *ends_ms != NEVER_MS)
}

fn person(guest: &NewGuest<'_>, new: &NewShare) -> Json {
    let (NewGuest { name, address }, NewShare { role, ends_ms: _, label: _ }) = (guest, new);
    json!({ "subject": "person", "name": name, "address": address, "role": role.name(), "ends_ms": end(new) })
}

async fn made(scene: &Scene, shares: &str, wanted: Json) -> String {
    json(&scene.program.post(shares, &wanted).await.expect(201))["id"].as_str().expect("an id").to_owned()
}

async fn is_as_wanted(scene: &Scene, shares: &str, id: &str, new: &NewShare, kind: &str) -> Json {
    let NewShare { role, ends_ms: _, label } = new;
    let share = json(&scene.program.get(&format!("{shares}/{id}")).await.expect(200));
    let told = (&share["subject"], &share["role"], &share["label"], &share["ends_ms"]);
    assert_eq!(told, (&json!(kind), &json!(role.name()), &json!(label), &json!(end(new))));
    share
}

/// To something else, option by option, and back.
async fn changes(scene: &Scene, shares: &str, id: &str, new: &NewShare, kind: &str) {
    let NewShare { role, ends_ms, label: _ } = new;
    let other = NewShare {
        role: if *role == Role::Viewer { Role::Editor } else { Role::Viewer },
        ends_ms: if *ends_ms == NEVER_MS { scene.world.alpha.clock.now_ms() + 60_000 } else { NEVER_MS },
        label: "Marraine".to_owned(),
    };
    let path = format!("{shares}/{id}");
    for body in
        [json!({ "role": other.role.name() }), json!({ "ends_ms": end(&other) }), json!({ "label": other.label })]
    {
        patch(scene, &path, &body).await;
    }
    is_as_wanted(scene, shares, id, &other, kind).await;
    let back = json!({ "role": role.name(), "ends_ms": end(new), "label": new.label });
    patch(scene, &path, &back).await;
    is_as_wanted(scene, shares, id, new, kind).await;
}
