//! A request to every route, by every method that it has.

use bytes::Bytes;
use hyper::Method;
use hyper::header::CONTENT_TYPE;
use veillee_tests::world::Answer;

use super::Row;
use super::scene::{Scene, Who};

/// What a form is sealed for and what it holds, so that a `POST` gets as far as the question of rights. Harmless where it is
/// allowed: it says what is so already, or it is about something made for it alone.
struct Form {
    route: &'static str,
    action: &'static str,
    /// What its token is bound to, where `{share}` and others stand for what the path has in that place.
    about: &'static str,
    fields: &'static [(&'static str, &'static str)],
}

const fn form(
    route: &'static str,
    action: &'static str,
    about: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Form {
    Form { route, action, about, fields }
}

const FORMS: &[Form] = &[
    form("/-/settings/name", "settings-name", "", &[("name", "Les Amis d'Alpha")]),
    form("/-/settings/language", "settings-language", "", &[("language", "fr")]),
    form("/-/settings/legal", "settings-legal", "", &[]),
    form("/-/settings/colours", "settings-colours", "", &[("deed", "default")]),
    form("/-/settings/services/{service}", "settings-service", "{service}", &[("deed", "nothing")]),
    form("/-/console/services/{service}", "console-service", "{service}", &[("deed", "nothing")]),
    form("/-/console/jobs/{job}", "console-job", "{job}", &[("deed", "retry")]),
    form("/-/welcome/{token}", "welcome", "{token}", &[]),
    form("/-/sign-in", "sign-in", "", &[("address", "{who}@example.net"), ("password", "nothing")]),
    form("/-/settings/sign-up", "settings-sign-up", "", &[("sign-up", "nothing")]),
    form("/-/members/invitations", "members-invite", "", &[("address", "nothing")]),
    form("/-/members/invitations/change", "members-invitation", "x", &[("invitation", "x"), ("deed", "nothing")]),
    form("/-/members/{account}", "members-change", "{account}", &[("deed", "nothing")]),
    form("/-/console/mail/{mail}", "console-mail", "{mail}", &[("deed", "nothing")]),
    form("/-/join", "join", "", &[("name", ""), ("address", "nothing")]),
    form("/-/join/{token}", "join", "{token}", &[]),
    form("/-/members/guests/{guest}", "members-guest-erase", "guest", &[]),
    form("/-/guest/mail", "guest-mail", "", &[("address", "nothing")]),
    form("/-/guest/by-mail/{secret}", "guest-erase-by-mail", "secret", &[]),
    form("/-/forgot", "forgot", "", &[("address", "{who}@example.net")]),
    form("/-/reset/{token}", "reset", "{token}", &[]),
    form("/-/address/{token}", "address-confirm", "{token}", &[]),
    form("/-/not-me/{token}", "alarm", "{token}", &[]),
    form("/-/account/address", "address", "", &[("address", "nothing")]),
    form("/-/sign-out", "sign-out", "", &[]),
    form("/-/account", "account", "", &[("name", "Quelqu'un"), ("language", "fr")]),
    form("/-/account/password", "password", "", &[("present", "no"), ("new", "no"), ("again", "no")]),
    form("/-/account/sessions/end", "session-end", "x", &[("session", "x")]),
    form("/-/account/sessions/end-others", "session-end-others", "", &[]),
    form("/-/share/{object}/links", "share-link", "{object}", &[("role", "viewer"), ("ends", "none")]),
    form(
        "/-/share/{object}/people",
        "share-person",
        "{object}",
        &[("name", "Zoé"), ("address", ""), ("role", "viewer"), ("ends", "none")],
    ),
    form("/-/share/{object}/groups", "share-group", "{object}", &[("group", "{group}"), ("role", "viewer")]),
    form("/-/share/{object}/stop", "share-stop", "{new-share}", &[("share", "{new-share}")]),
    form("/-/share/{object}/members", "share-members", "{object}", &[("role", "none")]),
    form("/-/share/{object}/everyone", "share-everyone", "{object}", &[("role", "none")]),
    form("/-/share/{object}/links/{share}", "share-link-change", "{share}", &[("role", "contributor"), ("ends", "")]),
    form(
        "/-/share/{object}/people/{share}",
        "share-link-change",
        "{share}",
        &[("role", "viewer"), ("ends", ""), ("label", "Mamie Jeanne")],
    ),
    form("/-/share/{object}/people/{share}/invite", "share-invite", "{share}", &[]),
    form("/-/share/{object}/private", "share-private", "{object}", &[("private", "no")]),
    form("/-/groups", "group-create", "", &[("name", "Danse")]),
    form("/-/groups/{group}", "group-change", "{group}", &[("deed", "rename"), ("name", "Chorale")]),
    form("/-/roles", "roles-change", "", &[("deed", "take"), ("role", "reviewer"), ("account", "nobody")]),
    form("/-/trash/{object}/restore", "trash-restore", "{object}", &[]),
    form("/-/trash/{object}/delete", "trash-delete", "{object}", &[]),
    form("/-/s/{token}", "link-password", "{token-share}", &[("password", "nothing")]),
    form("/-/settings/mark", "settings-mark", "", &[]),
];

/// Other ways to ask for bytes, and what no service answers.
const OTHERS: [(&str, &str); 7] = [
    ("HEAD", "/-/blob/PHOTO/original"),
    ("GET", "/-/blob/PHOTO/original?download=1"),
    ("GET", "/-/blob/PHOTO/original?clean=1"),
    ("GET", "/-/blob/PHOTO/thumbnail"),
    ("GET", "/-/blob/PHOTO/preview"),
    ("GET", "/hello"),
    ("GET", "/nothing/here"),
];

/// Routes whose success ends the session that asks.
const ENDINGS: [&str; 1] = ["/-/sign-out"];

/// Every route of the table with its methods.
pub fn table() -> Vec<(String, Method)> {
    let text = include_str!("../../../../host/src/web/router.rs");
    let text = text.split(".fallback(").next().unwrap_or_default().to_owned() + &*after_fallback(text);
    let mut found = Vec::new();
    for piece in text.split(".route(").skip(1) {
        let route = piece.split('"').nth(1).expect("a route");
        let methods = ["get", "head", "post", "patch", "delete", "put", "options"];
        for method in methods.into_iter().filter(|method| has_method(piece, method)) {
            found.push((route.to_owned(), Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method")));
        }
    }
    assert!(found.len() > 60, "the table of routes is written as it was: {found:?}");
    found
}

/// `/-/health` stands behind the layers, for probes.
fn after_fallback(text: &str) -> String {
    text.split_once(".fallback(").map_or_else(String::new, |(_, rest)| {
        rest.split_once(".route(").map_or_else(String::new, |(_, rest)| format!(".route({rest}"))
    })
}

/// `get(…)` or `.get(…)`, but not a handler of that name.
fn has_method(piece: &str, method: &str) -> bool {
    let call = format!("{method}(");
    piece.match_indices(&call).any(|(at, _)| {
        let before = piece[..at].chars().next_back().unwrap_or(' ');
        !before.is_alphanumeric() && before != '_' && before != ':'
    })
}

pub async fn rows(scene: &Scene) -> Vec<Row> {
    let mut asked: Vec<(String, Method)> = table();
    for (method, path) in OTHERS {
        asked.push((path.to_owned(), Method::from_bytes(method.as_bytes()).expect("a method")));
    }
    for form in FORMS {
        assert!(asked.iter().any(|(route, _)| route == form.route), "{} is no route any more", form.route);
    }
    let mut cells = vec![Vec::new(); asked.len()];
    for who in &scene.people {
        scene.pause(who.is_paused);
        for at in 0..asked.len() {
            let (route, method) = &asked[at];
            let is_ending = ENDINGS.contains(&route.as_str()) && *method == Method::POST;
            cells[at].push(if is_ending {
                ended(scene, who).await
            } else {
                ask(scene, who, route, method, None).await
            });
        }
    }
    scene.pause(false);
    let rows = asked.into_iter().zip(cells).map(|((route, method), cells)| {
        let has_form =
            method != Method::POST || !route.starts_with("/-/") || FORMS.iter().any(|form| form.route == route);
        let note = if has_form { "" } else { " (without a form)" };
        Row { name: format!("{method} {route}{note}"), cells }
    });
    rows.collect()
}

/// Signing out, in a session of its own.
async fn ended(scene: &Scene, who: &Who) -> String {
    let association = who.association(scene);
    let Some(token) = who.token() else { return ask(scene, who, ENDINGS[0], &Method::POST, None).await };
    let digest = veillee::storage::ids::token_digest(token);
    let record = association.session(&digest).await.expect("asked").expect("a session");
    let new = veillee::storage::people::NewSession {
        principal: record.principal.as_deref(),
        life_ms: 60_000,
        ..Default::default()
    };
    let own = association.create_session(new).await.expect("a session");
    let browser = who.browser(&scene.world);
    browser.set_cookie(veillee::identity::SESSION_COOKIE, &own);
    let key = data_encoding::HEXLOWER.encode(&veillee::storage::ids::token_digest(&own));
    let token = seal(scene, who, "sign-out", "", &key);
    browser.post(ENDINGS[0], &[("token", &token)]).await.status.as_u16().to_string()
}

pub fn seal(scene: &Scene, who: &Who, action: &str, about: &str, binding: &str) -> String {
    let association = who.association(scene);
    let ends_ms = association.clock.now_ms() + 60_000;
    association.seal(&format!("veillee form|{binding}|{action}|{about}"), ends_ms.to_string().as_bytes())
}

/// `object`: another one than the album or the photo of the scene.
pub async fn ask(scene: &Scene, who: &Who, route: &str, method: &Method, object: Option<&str>) -> String {
    let mut filled = Filled::new(scene, who, route).await;
    if let Some(object) = object {
        filled.object = object.to_owned();
    }
    let path = filled.fill(scene, route);
    let browser = who.browser(&scene.world);
    let mut headers = vec![("sec-fetch-site", "same-origin")];
    let mut body = Bytes::new();
    if *method == Method::POST {
        headers.push((CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"));
        if let Some(form) = FORMS.iter().find(|form| form.route == route) {
            let token = seal(scene, who, form.action, &filled.fill(scene, form.about), &who.binding());
            let own = form.fields.iter().map(|(name, value)| (*name, filled.fill(scene, value)));
            let pairs = own.chain([("token", token)]);
            let encoded = pairs.map(|(name, value)| format!("{name}={}", encode(&value)));
            body = encoded.collect::<Vec<_>>().join("&").into();
        }
    }
    let answer = browser.send(method.clone(), &path, &headers, body).await;
    is_a_page_or_known(route, &answer);
    answer.status.as_u16().to_string()
}

/// What is not a page, a redirect or a document of the API is bytes: such a route stands in `revocation/roads.rs`, which is tried
/// in all ways of losing access.
pub fn is_a_page_or_known(route: &str, answer: &Answer) {
    let media_type = answer.header("content-type").split(';').next().unwrap_or_default().to_owned();
    let pages = ["", "text/html", "application/json", "application/problem+json", "text/plain"];
    let roads = ["/-/blob/", "/blobs/", "/download", "/export/", "/-/asset/", "/-/plugin/", "/-/theme/", "/-/mark/"];
    let is_known = roads.iter().any(|road| route.contains(road)) || route == "/envoi/TRANSFER/FILE";
    let has_bytes = answer.status.is_success() && !pages.contains(&media_type.as_str());
    assert!(!has_bytes || is_known, "{route} returns {media_type}: make it a road of revocation/roads.rs");
}

/// What stands in the place of names of a route, some of it made for one request alone.
struct Filled {
    object: String,
    share: String,
    new_share: String,
    /// Another for each browser, so that nobody waits for what others did.
    who: String,
    token: &'static str,
}

impl Filled {
    async fn new(scene: &Scene, who: &Who, route: &str) -> Self {
        let object = match route {
            _ if route.starts_with("/-/trash/") => scene.new_trashed().await,
            _ if route.starts_with("/-/blob/") => scene.photo.clone(),
            _ => scene.album.clone(),
        };
        let share = if route.contains("/people/") { &scene.guest_share } else { &scene.link_share };
        let new_share = if route.ends_with("/stop") { scene.new_share().await } else { String::new() };
        let token = if route.starts_with("/-/s/") { "link" } else { "welcome" };
        let who = who.binding().chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        Self { object, share: share.clone(), new_share, who, token }
    }

    fn fill(&self, scene: &Scene, text: &str) -> String {
        let token = if self.token == "link" { &scene.token } else { &scene.welcome };
        let name = "original";
        text.replace("{object}", &self.object)
            .replace("{share}", &self.share)
            .replace("{new-share}", &self.new_share)
            .replace("{who}", &self.who)
            .replace("{token-share}", &scene.token_share)
            .replace("{group}", &scene.group)
            .replace("{token}", token)
            .replace("{name}", name)
            .replace("{service}", "album")
            .replace("ALBUM", &scene.album)
            .replace("PHOTO", &scene.photo)
            .replace(['{', '}'], "")
    }
}

pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let one = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
