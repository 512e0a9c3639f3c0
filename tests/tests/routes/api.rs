//! `/-/api/v1`: programs see and do what their account does, as far as their token reaches.

mod blobs;
mod clients;
mod description;
mod doors;
mod endings;
mod flights;
mod lists;
mod objects;
mod options;
mod passwords;
mod rights;
mod rules;
mod secrets;
mod shares;
mod tokens;
mod uploads;

use bytes::Bytes;
use hyper::Method;
use serde_json::Value as Json;
use veillee::storage::Association;
use veillee::storage::ids::new_id;
use veillee::storage::people::{NewToken, TokenKind};
use veillee_tests::world::{Answer, Backend, Browser, World, id_of};

const ALBUMS: &str = "/-/api/v1/album/album";
const PHOTOS: &str = "/-/api/v1/album/photo";

/// A program with a token. It keeps no cookie that it is given.
struct Program {
    browser: Browser,
    authorization: String,
}

impl Program {
    fn new(browser: Browser, token: &str) -> Self {
        Self { browser, authorization: format!("Bearer {token}") }
    }

    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Answer {
        let mut all = vec![("authorization", self.authorization.as_str())];
        all.extend_from_slice(headers);
        let answer = self.browser.send(method, path, &all, body.into()).await;
        assert!(answer.header("set-cookie").is_empty(), "{path} sets a cookie");
        answer
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Bytes::new()).await
    }

    async fn post(&self, path: &str, body: &Json) -> Answer {
        self.send(Method::POST, path, &[("content-type", "application/json")], body.to_string()).await
    }

    /// A change of this version.
    async fn change(&self, method: Method, path: &str, version: u64, body: &Json) -> Answer {
        let tag = format!("\"{version}\"");
        let headers = [("content-type", "application/json"), ("if-match", tag.as_str())];
        self.send(method, path, &headers, body.to_string()).await
    }

    async fn patch(&self, path: &str, version: u64, fields: Json) -> Answer {
        self.change(Method::PATCH, path, version, &serde_json::json!({ "fields": fields })).await
    }

    async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], Bytes::new()).await
    }
}

fn json(answer: &Answer) -> Json {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
}

/// It is a problem of this kind, as RFC 9457 writes one, and says so in its status.
#[track_caller]
fn problem(answer: &Answer, status: u16, kind: &str) -> Json {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let told = json(answer);
    assert_eq!(told["type"], format!("/-/api#{kind}"), "{told}");
    assert_eq!(told["status"], status, "{told}");
    assert!(told["title"].as_str().is_some_and(|title| title.len() > 10 && !title.contains('⟦')), "{told}");
    told
}

/// What a token is to be.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    service: Option<&'a str>,
    writes: bool,
    ends_ms: i64,
}

pub(crate) const EVERYTHING: Wanted<'static> = Wanted { service: None, writes: true, ends_ms: i64::MAX };
pub(crate) const READING: Wanted<'static> = Wanted { writes: false, ..EVERYTHING };

/// A token of the account with the address, and its id.
pub(crate) async fn token(association: &Association, address: &str, wanted: Wanted<'_>) -> (String, String) {
    let account = association.account_by_address(address).await.expect("a database").expect("an account");
    let id = new_id(&*association.random);
    let new = NewToken {
        id: &id,
        principal: &account.id,
        kind: TokenKind::Api,
        name: "essai",
        service: wanted.service,
        writes: wanted.writes,
        ends_ms: wanted.ends_ms,
        device: "",
    };
    (association.create_token(new).await.expect("a token"), id)
}

/// A program of somebody of the first association.
async fn program(world: &World, address: &str, wanted: Wanted<'_>) -> Program {
    Program::new(world.browser(), &token(&world.alpha, address, wanted).await.0)
}

/// A world with its administrator, an album of hers with photos, and a program of hers.
async fn scene(backend: Backend, photos: u32) -> Option<Scene> {
    let world = World::on(backend).await?;
    let anne = world.administrator().await;
    let (album, paths) = match photos {
        0 => (anne.album("Mer").await, Vec::new()),
        _ => anne.album_with_photos("Mer", photos).await,
    };
    let program = program(&world, "anne@example.org", EVERYTHING).await;
    let photos = paths.iter().map(|path| id_of(path.trim_end_matches("/original")).to_owned()).collect();
    Some(Scene { album: id_of(&album).to_owned(), photos, world, anne, program })
}

struct Scene {
    world: World,
    anne: Browser,
    program: Program,
    /// Ids.
    album: String,
    photos: Vec<String>,
}

impl Scene {
    fn album_path(&self) -> String {
        format!("{ALBUMS}/{}", self.album)
    }

    fn photo_path(&self) -> String {
        format!("{PHOTOS}/{}", self.photos[0])
    }
}
