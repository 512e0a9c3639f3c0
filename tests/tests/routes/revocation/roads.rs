//! The routes that return bytes, and all ways to ask for them.

use hyper::Method;
use veillee_tests::world::{Browser, Connection, World, id_of};

use crate::race::round::{Ask, NOT_THERE};
use crate::renditions::{appears, rendition};

/// Handlers of the table of routes that return bytes of what somebody keeps: each is a road below.
pub const GUARDED: [&str; 4] = ["bytes::send", "api::send_blob", "pages::export::send", OF_A_GUEST];
/// The copy of a guest without account: tried in `guests.rs`, where there are such guests.
const OF_A_GUEST: &str = "pages::guest::send";
/// Those that return what is everybody's: pictures of services, styles, the mark of an association.
pub const PUBLIC: [&str; 6] = [
    "assets::send",
    "assets::send_of_plugin",
    "look::send_theme",
    "look::send_preview",
    "look::send_mark",
    "offline::send",
];
/// What services answer with bytes: the paths of their tables, as those are written.
pub const OF_SERVICES: [&str; 4] = [
    "album [album, \"download\"]",
    "album [album, photo, \"download\"]",
    "envoi \"/{id}/download\"",
    "envoi \"/{id}/{file}\"",
];

/// What lies in a container, and who owns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Album,
    Transfer,
}

/// A container with one thing of which there are bytes.
pub struct Container {
    pub path: String,
    /// The id of the photo or the file.
    pub item: String,
    pub kind: Kind,
}

/// Who holds a right: by cookies, and if they have an account by a token of the API.
#[derive(Clone, Debug, Default)]
pub struct Holder {
    pub cookies: String,
    pub token: Option<String>,
    /// The copy of everything that is their own is a road too.
    pub has_export: bool,
}

impl Container {
    pub async fn album(owner: &Browser) -> Self {
        let (path, photos) = owner.album_with_photos("Vacances", 2).await;
        for name in ["thumbnail", "preview"] {
            appears(owner, &rendition(&photos[0], name)).await;
        }
        Self { path, item: id_of(photos[0].trim_end_matches("/original")).to_owned(), kind: Kind::Album }
    }

    pub async fn transfer(owner: &Browser) -> Self {
        let path = crate::envoi::transfer(owner, "Voyage").await;
        let bytes = vec![7_u8; 3_000];
        crate::envoi::put(owner, &path, &[], &[("plan.bin", &bytes), ("note.txt", b"une note")]).await.expect(303);
        let files = crate::envoi::listed(owner, &path).await;
        Self { item: id_of(&files[0]).to_owned(), path, kind: Kind::Transfer }
    }

    /// Each route to bytes of it that cookies open, by a name.
    fn addresses(&self) -> Vec<(&'static str, String)> {
        let (path, item) = (&self.path, &self.item);
        match self.kind {
            Kind::Album => vec![
                ("original", format!("/-/blob/{item}/original")),
                ("original to keep", format!("/-/blob/{item}/original?download=1")),
                ("clean copy", format!("/-/blob/{item}/original?clean=1")),
                ("thumbnail", format!("/-/blob/{item}/thumbnail")),
                ("preview", format!("/-/blob/{item}/preview")),
                ("photo by the service", format!("{path}/{item}/download")),
                ("archive of an album", format!("{path}/download")),
            ],
            Kind::Transfer => vec![
                ("file", format!("/-/blob/{item}/file")),
                ("file by the service", format!("{path}/{item}")),
                ("archive of a transfer", format!("{path}/download")),
            ],
        }
    }

    fn addresses_of_programs(&self) -> Vec<(&'static str, String)> {
        let item = &self.item;
        match self.kind {
            Kind::Album => vec![
                ("original by the API", format!("/-/api/v1/album/photo/{item}/blobs/original")),
                ("preview by the API", format!("/-/api/v1/album/photo/{item}/blobs/preview")),
            ],
            Kind::Transfer => vec![("file by the API", format!("/-/api/v1/envoi/file/{item}/blobs/file"))],
        }
    }

    /// Every road to its bytes in every way of asking, with the validators that this holder is given now: whoever holds a right
    /// is let in by each of them.
    pub async fn asks(&self, world: &World, holder: &Holder) -> Vec<Ask> {
        let mut asks = Vec::new();
        let mut connection = Connection::of(&world.browser());
        for (kind, path) in self.addresses() {
            add(&mut asks, &mut connection, holder.by_cookies(kind, path, NOT_THERE)).await;
        }
        if let Some(token) = &holder.token {
            for (kind, path) in self.addresses_of_programs() {
                add(&mut asks, &mut connection, by_token(kind, path, token)).await;
            }
        }
        if holder.has_export {
            let ask = holder.by_cookies("copy of everything", "/-/account/export/1.zip".to_owned(), &[403]);
            add(&mut asks, &mut connection, ask).await;
        }
        asks
    }
}

impl Holder {
    pub fn of(browser: &Browser) -> Self {
        Self { cookies: browser.cookie_header(), ..Self::default() }
    }

    fn by_cookies(&self, kind: &'static str, path: String, refusals: &'static [u16]) -> Ask {
        Ask { kind, method: Method::GET, path, cookies: self.cookies.clone(), headers: Vec::new(), refusals }
    }
}

fn by_token(kind: &'static str, path: String, token: &str) -> Ask {
    let headers = vec![("authorization", format!("Bearer {token}"))];
    Ask { kind, method: Method::GET, path, cookies: String::new(), headers, refusals: &[404, 401] }
}

/// Adds a road in all ways of asking: whole, by its head, a part, with the validator of before, and a part by it.
async fn add(asks: &mut Vec<Ask>, connection: &mut Connection, plain: Ask) {
    let headers: Vec<(&str, &str)> = plain.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = connection.ask(Method::GET, &plain.path, &plain.cookies, &headers).await;
    assert_eq!(answer.status, 200, "{} {}: {}", plain.kind, plain.path, answer.text());
    let validator = answer.header("etag").to_owned();
    assert!(!validator.is_empty(), "{} has no validator", plain.path);
    asks.extend(ways_of_asking(&plain, &validator));
}

/// One road in all ways of asking.
pub fn ways_of_asking(plain: &Ask, validator: &str) -> Vec<Ask> {
    let with = |more: Vec<(&'static str, String)>| Ask {
        headers: plain.headers.iter().cloned().chain(more).collect(),
        ..plain.clone()
    };
    vec![
        plain.clone(),
        Ask { method: Method::HEAD, ..plain.clone() },
        with(vec![("range", "bytes=1-9".to_owned())]),
        with(vec![("range", "bytes=-5".to_owned()), ("if-range", validator.to_owned())]),
        with(vec![("if-none-match", validator.to_owned())]),
    ]
}

/// What a service answers `GET` with, as its table is written.
fn of_tables() -> Vec<(String, &'static str)> {
    let album = include_str!("../../../../plugins/album/src/lib.rs");
    let get = album.split("fn get(").nth(1).and_then(|rest| rest.split("fn post(").next()).expect("a table");
    let of_album = get.lines().filter_map(|line| line.trim().split_once(" => "));
    let envoi = include_str!("../../../../plugins/envoi/src/lib.rs");
    let of_envoi = envoi.lines().filter_map(|line| line.trim().strip_prefix("GET ")?.split_once(" => "));
    let album =
        of_album.filter(|(path, _)| path.starts_with('[')).map(|(path, answer)| (format!("album {path}"), answer));
    album.chain(of_envoi.map(|(path, answer)| (format!("envoi {path}"), answer))).collect()
}

/// The handlers of `GET` in the table of routes.
fn handlers() -> Vec<&'static str> {
    let table = include_str!("../../../../host/src/web/router.rs");
    table.split("get(").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

#[test]
fn no_route_that_returns_bytes_is_left_out() {
    let handlers = handlers();
    assert!(handlers.len() > 60, "the table of routes is written as it was: {handlers:?}");
    for handler in &handlers {
        let sends = handler.rsplit("::").next().is_some_and(|name| name.starts_with("send"));
        let is_known = GUARDED.contains(handler) || PUBLIC.contains(handler);
        assert_eq!(sends, is_known, "{handler} returns bytes: make it a road of revocation/roads.rs");
    }
    for known in GUARDED.iter().chain(&PUBLIC) {
        assert!(handlers.contains(known), "{known} is no handler any more");
    }
    let tables = of_tables();
    assert!(tables.len() > 20, "the tables of services are written as they were: {tables:?}");
    for (path, answer) in &tables {
        let sends = ["download", "archive"].iter().any(|word| path.contains(word) || answer.contains(word));
        assert_eq!(sends, OF_SERVICES.contains(&path.as_str()), "{path} => {answer}");
    }
}
