//! What services answer: the rows are read from the tables of addresses of `plugins/`.

use hyper::Method;
use hyper::header::CONTENT_TYPE;
use veillee_tests::world::id_of;

use super::Row;
use super::routes::{encode, is_a_page_or_known};
use super::scene::{Scene, Who};

/// Fields that forms of services have; each form takes those it knows.
const FIELDS: [(&str, &str); 5] =
    [("title", "Un mot"), ("name", "Zoé"), ("text", "Un mot"), ("message", "Un mot"), ("ends", "2026-12-01")];

/// The addresses of the albums and of the transfers, with the methods they have.
fn table() -> Vec<(String, Method)> {
    let mut found = Vec::new();
    let album = include_str!("../../../../plugins/album/src/lib.rs");
    for (method, start, end) in [(Method::GET, "fn get(", "fn post("), (Method::POST, "fn post(", "fn run(")] {
        let own = album.split(start).nth(1).and_then(|rest| rest.split(end).next()).expect("a table");
        let arms = own.lines().filter_map(|line| line.trim().strip_prefix('[')?.split_once("] =>"));
        found.extend(arms.map(|(path, _)| (address(path), method.clone())));
    }
    let envoi = include_str!("../../../../plugins/envoi/src/lib.rs");
    for (method, mark) in [(Method::GET, "GET \""), (Method::POST, "POST \"")] {
        let lines = envoi.lines().filter_map(|line| line.trim().strip_prefix(mark)?.split_once('"'));
        let paths = lines.map(|(path, _)| path.replace("{id}", "TRANSFER").replace("{file}", "FILE"));
        found.extend(paths.map(|path| (format!("/envoi{}", path.trim_end_matches('/')), method.clone())));
    }
    assert!(found.len() > 50, "the tables are written as they were: {found:?}");
    found
}

/// `album, photo, "turn"` is `/album/ALBUM/PHOTO/turn`.
fn address(pattern: &str) -> String {
    let piece = |piece: &str| match piece.trim() {
        literal if literal.starts_with('"') => literal.trim_matches('"').to_owned(),
        name => name.to_uppercase(),
    };
    let pieces = pattern.split(',').filter(|text| !text.trim().is_empty()).map(piece);
    pieces.fold("/album".to_owned(), |path, piece| format!("{path}/{piece}"))
}

/// What a request is about: that of the scene to read, and something made for it alone to change.
struct About {
    album: String,
    photo: String,
    transfer: String,
    file: String,
}

impl About {
    /// A transfer with a file, shared as the album is with everybody who has an account.
    async fn shared(scene: &Scene) -> Self {
        let owner = scene.owner_browser();
        let transfer = crate::envoi::transfer(&owner, "Voyage").await;
        crate::envoi::put(&owner, &transfer, &[], &[("plan.bin", b"bytes that no reader takes for a picture")])
            .await
            .expect(303);
        let file = crate::envoi::listed(&owner, &transfer).await.remove(0);
        scene.share_all(id_of(&transfer)).await;
        Self {
            album: scene.album.clone(),
            photo: scene.photo.clone(),
            transfer: id_of(&transfer).to_owned(),
            file: id_of(&file).to_owned(),
        }
    }

    async fn new(scene: &Scene, route: &str) -> Self {
        if route.starts_with("/envoi/TRANSFER") {
            return Self::shared(scene).await;
        }
        let album = scene.new_album().await;
        let photo = scene.new_photo_in(&album).await;
        Self { album, photo, transfer: String::new(), file: String::new() }
    }

    fn fill(&self, route: &str) -> String {
        route
            .replace("ALBUM", &self.album)
            .replace("PHOTO", &self.photo)
            .replace("TRANSFER", &self.transfer)
            .replace("FILE", &self.file)
            .replace("MESSAGE", "x")
    }
}

pub async fn rows(scene: &Scene) -> Vec<Row> {
    let shared = About::shared(scene).await;
    let mut rows = Vec::new();
    for (route, method) in table() {
        let mut cells = Vec::new();
        for who in &scene.people {
            let own = if method == Method::POST { Some(About::new(scene, &route).await) } else { None };
            scene.pause(who.is_paused);
            cells.push(ask(scene, who, (&route, &method), own.as_ref().unwrap_or(&shared)).await);
            scene.pause(false);
        }
        rows.push(Row { name: format!("{method} {route}"), cells });
    }
    rows
}

async fn ask(scene: &Scene, who: &Who, (route, method): (&str, &Method), about: &About) -> String {
    let mut headers = vec![("sec-fetch-site", "same-origin")];
    let mut body = bytes::Bytes::new();
    if *method == Method::POST {
        headers.push((CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"));
        body = FIELDS.map(|(name, value)| format!("{name}={}", encode(value))).join("&").into();
    }
    let answer = who.browser(&scene.world).send(method.clone(), &about.fill(route), &headers, body).await;
    is_a_page_or_known(route, &answer);
    answer.status.as_u16().to_string()
}
