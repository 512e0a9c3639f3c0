//! Secrets of other kinds, and tokens that are not what they were: each is told that a token is needed, and nothing is used up.

use hyper::Method;
use serde_json::json;
use veillee::identity::SESSION_COOKIE;
use veillee::storage::Association;
use veillee::storage::ids::new_id;
use veillee::storage::people::{NewToken, TokenKind};
use veillee_tests::on_both;
use veillee_tests::world::{Backend, Browser};

use super::{ALBUMS, EVERYTHING, Program, Scene, Wanted, json, problem, scene, token};
use crate::sharing::{guarded_link, prove};

on_both!(
    no_other_secret_is_a_token_and_none_is_used_up_by_trying,
    bytes_behind_a_password_are_for_the_browser_that_proved_it
);

/// A secret that opens something elsewhere, by the name of what it is.
struct Others(Vec<(&'static str, String)>);

async fn app_password(association: &Association, principal: &str) -> String {
    let id = new_id(&*association.random);
    let new = NewToken {
        id: &id,
        principal,
        kind: TokenKind::AppPassword,
        name: "téléphone",
        service: Some("album"),
        writes: true,
        ends_ms: i64::MAX,
        device: "",
    };
    association.create_token(new).await.expect("a password")
}

fn cookie(browser: &Browser) -> String {
    let cookies = browser.cookie_header();
    let session = cookies.split(&format!("{SESSION_COOKIE}=")).nth(1).and_then(|rest| rest.split(';').next());
    session.expect("a session").to_owned()
}

async fn others(scene: &Scene) -> Others {
    let (alpha, anne) = (&scene.world.alpha, scene.world.account("anne@example.org").await);
    let album = format!("/album/{}", scene.album);
    let link = scene.anne.share_by_link(&album, "viewer", "none").await;
    let visitor = scene.world.browser();
    visitor.visit(&link).await.expect(200);
    scene.world.member_at("beta.localhost", "Carla").await;
    let elsewhere = token(&scene.world.beta, "carla@example.org", EVERYTHING).await.0;
    let password = app_password(alpha, &anne).await;
    let setup = alpha.create_setup_link(60_000).await.expect("a link");
    let form = scene.anne.get("/-/account/tokens").await.expect(200).hidden("token", 0);
    Others(vec![
        ("the cookie of her session", cookie(&scene.anne)),
        ("the cookie of a visitor", cookie(&visitor)),
        ("the secret of a link", link.trim_start_matches("/-/s/").to_owned()),
        ("a token of another association", elsewhere),
        ("an app password", password.clone()),
        ("an app password dressed as a token", format!("veillee_{}", password.replace('-', ""))),
        ("the secret of a setup link", setup),
        ("the token of a form", form),
    ])
}

/// A good token that is no longer whole.
fn broken(good: &str) -> Vec<(&'static str, String)> {
    let mut turned: Vec<char> = good.chars().collect();
    turned.swap(9, 20);
    let turned = if turned.iter().collect::<String>() == good { format!("{good}x") } else { turned.iter().collect() };
    vec![
        ("without its last letter", good[..good.len() - 1].to_owned()),
        ("without its first letter", good[1..].to_owned()),
        ("without what it begins with", good.trim_start_matches("veillee_").to_owned()),
        ("with a letter after it", format!("{good}A")),
        ("with a byte that is no letter", format!("{good}\u{7e}")),
        ("twice", format!("{good}{good}")),
        ("twice, with a comma", format!("{good},{good}")),
        ("with words after it", format!("{good} {good}")),
        ("in capitals", good.to_uppercase()),
        ("two letters swapped", turned),
        ("10,000 letters", format!("veillee_{}", "a".repeat(10_000))),
    ]
}

#[track_caller]
fn is_refused(answer: &veillee_tests::world::Answer, what: &str) {
    let told = problem(answer, 401, "no-token");
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"veillee\"", "{what}");
    assert!(
        told.get("detail").is_none() && told["title"].as_str().expect("one sentence").ends_with('.'),
        "{what}: {told}"
    );
}

async fn no_other_secret_is_a_token_and_none_is_used_up_by_trying(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let good = scene.program.authorization.trim_start_matches("Bearer ").to_owned();
    let ends_ms = scene.world.alpha.clock.now_ms() + 1_000;
    let expired = token(&scene.world.alpha, "anne@example.org", Wanted { ends_ms, ..EVERYTHING }).await.0;
    let (revoked, id) = token(&scene.world.alpha, "anne@example.org", EVERYTHING).await;
    Program::new(scene.world.browser(), &expired).get(ALBUMS).await.expect(200);
    Program::new(scene.world.browser(), &revoked).get(ALBUMS).await.expect(200);
    scene.world.clock.advance(1_000);
    let anne = scene.world.account("anne@example.org").await;
    assert!(scene.world.alpha.end_token_of(&anne, &id, "").await.expect("a database"));
    let Others(others) = others(&scene).await;
    let ended = [("one that expired", expired), ("one that was revoked, once more", revoked)];
    let kind = [("content-type", "application/json")];
    let mut tried = 0;
    for (what, secret) in others.iter().cloned().chain(ended).chain(broken(&good)) {
        let stranger = Program::new(scene.world.browser(), &secret);
        let bytes = format!("{}/blobs/original", scene.photo_path());
        for path in ["/-/api/v1", ALBUMS, &scene.album_path(), &bytes] {
            is_refused(&stranger.get(path).await, what);
        }
        let new = json!({ "fields": { "title": what } }).to_string();
        is_refused(&stranger.send(Method::POST, ALBUMS, &kind, new).await, what);
        let trash = stranger.send(Method::DELETE, &scene.album_path(), &[("if-match", "*")], "").await;
        is_refused(&trash, what);
        tried += 6;
    }
    println!("{tried} requests with secrets that are no token, all refused");
    // Nothing was done, and whatever was shown still opens what it is for.
    let albums = json(&scene.program.get(ALBUMS).await.expect(200));
    assert_eq!(albums["objects"].as_array().map(Vec::len), Some(1));
    let secret = |name: &str| others.iter().find(|(what, _)| *what == name).expect("tried").1.clone();
    scene.anne.get("/-/account").await.expect(200);
    scene.world.browser().get(&format!("/-/s/{}", secret("the secret of a link"))).await.expect(303);
    let at_home = Program::new(scene.world.browser_at("beta.localhost"), &secret("a token of another association"));
    at_home.get(ALBUMS).await.expect(200);
    let password = secret("an app password");
    let known = scene.world.alpha.account_by_app_password("anne@example.org", &password, "album").await;
    assert_eq!(known.expect("a database").as_deref(), Some(anne.as_str()));
    let welcome = format!("/-/welcome/{}", secret("the secret of a setup link"));
    scene.world.browser().get(&welcome).await.expect(200);
}

/// What a visitor proved counts in their browser, and a program of a member has the rights of that member alone.
async fn bytes_behind_a_password_are_for_the_browser_that_proved_it(backend: Backend) {
    let Some(scene) = scene(backend, 1).await else { return };
    let album = format!("/album/{}", scene.album);
    let (_, link) = guarded_link(&scene.anne, &album, "soleil cerise", "").await;
    let visitor = scene.world.browser();
    prove(&visitor, &link, "soleil cerise").await.expect(303);
    let page = format!("/-/blob/{}/original", scene.photos[0]);
    visitor.get(&page).await.expect(200);
    let bytes = format!("{}/blobs/original", scene.photo_path());
    let secret = link.trim_start_matches("/-/s/");
    for bearer in [cookie(&visitor), secret.to_owned(), "soleil cerise".to_owned()] {
        problem(&Program::new(scene.world.browser(), &bearer).get(&bytes).await, 401, "no-token");
    }
    problem(&visitor.get(&bytes).await, 401, "no-token");
    let bruno = scene.world.member("Bruno").await;
    prove(&bruno, &link, "soleil cerise").await.expect(303);
    bruno.get(&page).await.expect(200);
    let theirs =
        Program::new(scene.world.browser(), &token(&scene.world.alpha, "bruno@example.org", EVERYTHING).await.0);
    problem(&theirs.get(&bytes).await, 404, "not-found");
}
