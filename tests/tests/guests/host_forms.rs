//! A plugin's page cannot drive the host: its forms lead to its own service, and what they would post changes nothing.

use veillee_tests::world::{Backend, Browser, World, id_of};

use crate::data::{notes, write_note};
use crate::document::{Document, offences, tags};
use crate::score::Score;

/// Every route that takes a form, from the router itself: a new one is tried as soon as it is there.
fn posting_routes() -> Vec<String> {
    let source = include_str!("../../../host/src/web/router.rs");
    let routes =
        source.split(".route(").skip(1).filter(|route| route.split(".route(").next().unwrap().contains("post("));
    let paths = routes.filter_map(|route| route.split('"').nth(1));
    paths.map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_of_a_plugins_page_lead_to_its_own_service_and_hold_no_token() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let page = anne.get(&format!("/hostile/host-forms?id={}", id_of(&album))).await.expect(200).text();
    let document = Document::of(&page);
    let mut score = Score::of("forms to the host");
    let found = offences(document.main, "hostile");
    score.check(found.is_empty(), || found.join(", "));
    for tag in tags(document.main) {
        let token = tag.attribute("name").is_some_and(|name| name == "token" || name.starts_with("veillee"));
        score.check(!token, || format!("{tag:?}"));
    }
    // The shell around it holds nothing to post either.
    for part in [document.before, document.after] {
        score.check(!part.contains("<form") && !part.contains("token"), || part.to_owned());
    }
    assert!(document.main.contains("<form"), "its own forms stay");
    score.end();
}

async fn what_a_forged_form_posts_changes_nothing(backend: Backend) {
    let Some(world) = World::with_hostile(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let note = write_note(&anne, "kept").await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let before = state(&anne, &album).await;
    let elsewhere = tokens_printed_elsewhere(&anne).await;
    let routes = posting_routes();
    assert!(routes.len() >= 7, "{routes:?}");
    let mut score = Score::of(&format!("forged posts on {backend:?}"));
    for route in &routes {
        for id in [id_of(&album), note.as_str()] {
            let path = route.replace("{object}", id).replace("{token}", "x").replace(['{', '}'], "");
            for token in elsewhere.iter().map(String::as_str).chain(["", "AAAA", "forged"]) {
                let answer = anne.post(&path, &fields(token, id, &before)).await;
                score.check(answer.status.is_client_error(), || format!("{path} said {}", answer.status));
            }
            let answer = anne.post(&path, &fields("", id, &before)[1..]).await;
            score.check(answer.status.is_client_error(), || format!("{path} without token said {}", answer.status));
        }
    }
    assert_eq!(state(&anne, &album).await, before);
    anne.get(&photos[0]).await.expect(200);
    anne.get("/-/account").await.expect(200);
    assert_eq!(notes(&anne).await, [(note, "kept".to_owned())]);
    world.browser().visit(&link).await.expect(200);
    world.browser().get(&album).await.expect(404);
    score.end();
}

/// What the forms of `hostile/host-forms` post, and what the host's own forms would.
fn fields<'a>(token: &'a str, id: &'a str, state: &'a [String]) -> Vec<(&'a str, &'a str)> {
    vec![
        ("token", token),
        ("role", "editor"),
        ("ends", "none"),
        ("label", ""),
        ("share", state.first().map_or(id, String::as_str)),
        ("object", id),
        ("then", "/"),
        ("name", "Mallory"),
        ("address", "mallory@example.org"),
        ("password", "quatre mots simples là"),
        ("confirm", "yes"),
    ]
}

/// Good tokens, for this very session, of other actions and other objects.
async fn tokens_printed_elsewhere(anne: &Browser) -> Vec<String> {
    let other = anne.album("Autre").await;
    let page = anne.get(&format!("/-/share/{}", id_of(&other))).await.expect(200);
    let account = anne.get("/-/account").await.expect(200);
    let mut tokens = vec![page.hidden("token", 0), anne.get(&other).await.expect(200).hidden("veillee-upload", 0)];
    tokens.extend(page.text().contains("/members").then(|| page.hidden("token", 1)));
    // Signing out is its own action: its token is good there, and only there.
    let out = account.token_of("/-/sign-out");
    tokens.retain(|token| *token != out);
    tokens
}

/// The shares that the sharing page lists.
async fn state(anne: &Browser, album: &str) -> Vec<String> {
    let page = anne.get(&format!("/-/share/{}", id_of(album))).await.expect(200).text();
    let shares = page.split("name=\"share\" value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut all: Vec<String> = shares.map(str::to_owned).collect();
    all.extend(
        page.split("<option")
            .skip(1)
            .filter(|rest| rest.contains(" selected"))
            .map(|rest| rest.split('>').next().unwrap_or_default().to_owned()),
    );
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_forged_form_posts_changes_nothing_on_sqlite() {
    what_a_forged_form_posts_changes_nothing(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_forged_form_posts_changes_nothing_on_postgresql() {
    what_a_forged_form_posts_changes_nothing(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_is_refused_everywhere() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let anne = world.administrator().await;
    let mut score = Score::of("forms of other sites");
    let foreign: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ];
    for headers in foreign {
        for path in ["/hostile/notes", "/album/", "/-/sign-out", "/-/sign-in"] {
            let answer = anne.post_with(path, &[("text", "planted"), ("title", "planted")], headers).await;
            score.check(answer.status == 403, || format!("{path} {headers:?}: {}", answer.status));
        }
    }
    assert_eq!(notes(&anne).await, []);
    anne.get("/-/account").await.expect(200);
    score.end();
}
