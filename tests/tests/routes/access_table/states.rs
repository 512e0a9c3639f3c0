//! Objects and links in other states than the usual: in the trash, behind a password that was not given, ended, stopped.

use hyper::Method;
use hyper::header::CONTENT_TYPE;
use veillee::storage::shares::{LinkGuard, NEVER_MS, NewLink, NewShare};
use veillee_access::Role;

use super::Row;
use super::routes::{ask, encode, seal, table};
use super::scene::{Scene, Who};

/// What a link is, as its rows call it.
const LINKS: [&str; 4] = ["with a password", "that ended", "that was stopped", "without downloads left"];
/// What is asked of what lies behind it.
const BEHIND: [&str; 4] = ["/album/ALBUM", "/album/ALBUM/download", "/-/blob/PHOTO/original", "/-/progress/ALBUM"];

pub async fn rows(scene: &Scene) -> Vec<Row> {
    let mut rows = in_the_trash(scene).await;
    for state in LINKS {
        rows.extend(link(scene, state).await);
    }
    rows
}

/// Every route of the table that names an object, about an album in the trash that is shared as the other one was.
async fn in_the_trash(scene: &Scene) -> Vec<Row> {
    let mut rows = Vec::new();
    let is_of_trash = |route: &str| route.starts_with("/-/trash/");
    for (route, method) in table().into_iter().filter(|(route, _)| route.contains("{object}") && !is_of_trash(route)) {
        let mut cells = Vec::new();
        for who in &scene.people {
            scene.pause(who.is_paused);
            cells.push(ask(scene, who, &route, &method, Some(&scene.trashed)).await);
        }
        rows.push(Row { name: format!("{method} {route} in the trash"), cells });
    }
    scene.pause(false);
    rows
}

/// A link to an album of its own, asked for by everybody; then what lies behind it.
async fn link(scene: &Scene, state: &str) -> Vec<Row> {
    let (album, photo, made) = behind(scene, state).await;
    let path = format!("/-/s/{}", made.token);
    let mut rows = Vec::new();
    let mut cells = vec![Vec::new(), Vec::new()];
    for who in &scene.people {
        scene.pause(who.is_paused);
        cells[0].push(status(scene, who, &path).await);
        cells[1].push(prove(scene, who, &path, &made.share).await);
    }
    for (method, cells) in ["GET", "POST"].into_iter().zip(cells) {
        rows.push(Row { name: format!("{method} /-/s/{{token}} of a link {state}"), cells });
    }
    // Nobody could take anything by a link of which nothing is left; who opened it sees the album.
    for route in BEHIND.iter().filter(|_| state != "without downloads left") {
        let mut cells = Vec::new();
        for who in &scene.people {
            scene.pause(who.is_paused);
            let path = route.replace("ALBUM", &album).replace("PHOTO", &photo);
            cells.push(status(scene, who, &path).await);
        }
        rows.push(Row { name: format!("GET {route}, a link {state}"), cells });
    }
    scene.pause(false);
    rows
}

async fn behind(scene: &Scene, state: &str) -> (String, String, NewLink) {
    let owner = scene.owner_browser();
    let (album, photos) = owner.album_with_photos("Coffre", 1).await;
    let album = veillee_tests::world::id_of(&album).to_owned();
    let photo = veillee_tests::world::id_of(photos[0].trim_end_matches("/original")).to_owned();
    let permit = scene.permit(&album).await;
    let alpha = &scene.world.alpha;
    let hash = scene.world.host.app.passwords.hash_of_link("soleil cerise").await.expect("a hash");
    let (ends_ms, guard) = match state {
        "with a password" => (NEVER_MS, LinkGuard { password: &hash, downloads_max: 0 }),
        "that ended" => (alpha.clock.now_ms(), LinkGuard::default()),
        "without downloads left" => (NEVER_MS, LinkGuard { password: "", downloads_max: 1 }),
        _ => (NEVER_MS, LinkGuard::default()),
    };
    let new = NewShare { role: Role::Viewer, ends_ms, label: String::new() };
    let made = alpha.share_by_guarded_link(&permit, &scene.owner, new, guard).await.expect("a link");
    if state == "that was stopped" {
        alpha.end_share(&permit, veillee::storage::audit::Doer::OPERATOR, &made.share).await.expect("stopped");
    }
    if state == "without downloads left" {
        let first = scene.world.browser();
        first.visit(&format!("/-/s/{}", made.token)).await.expect(200);
        first.get(&photos[0]).await.expect(200);
    }
    (album, photo, made)
}

async fn status(scene: &Scene, who: &Who, path: &str) -> String {
    who.browser(&scene.world).get(path).await.status.as_u16().to_string()
}

/// A password that is not the right one.
async fn prove(scene: &Scene, who: &Who, path: &str, share: &str) -> String {
    let token = seal(scene, who, "link-password", share, &who.binding());
    let headers = [("sec-fetch-site", "same-origin"), (CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
    let body = format!("token={}&password=nothing", encode(&token));
    let answer = who.browser(&scene.world).send(Method::POST, path, &headers, body.into()).await;
    answer.status.as_u16().to_string()
}
