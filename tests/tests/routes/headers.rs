//! Every answer of every route carries the headers that keep a page harmless.

use hyper::Method;
use veillee_tests::world::{Answer, Backend, Browser, World, id_of, jpeg};

const ALWAYS: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-robots-tag", "noindex, nofollow"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

fn check(path: &str, answer: &Answer) {
    let told = format!("{path} with {}", answer.status);
    for (name, value) in ALWAYS {
        assert_eq!(answer.header(name), value, "{name} of {told}");
    }
    assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1, "{told}");
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{told}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{told}: {policy}");
    assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{told}: {policy}");
    for directive in policy.split(';').map(str::trim) {
        if directive.starts_with("script-src") || directive.starts_with("style-src") {
            assert!(!directive.contains("'self'"), "{told}: {policy}");
        }
    }
    let kept = answer.header("cache-control");
    let bytes = path.starts_with("/-/blob/") || path.ends_with("/download") || path.contains(".zip");
    if bytes && matches!(answer.status.as_u16(), 200 | 206 | 304 | 416) {
        assert_eq!(kept, "private, no-cache", "{told}");
    } else if ["/-/asset/", "/-/mark/", "/-/offline/"].iter().any(|kept| path.starts_with(kept)) && answer.status == 200
    {
        assert!(kept.contains("immutable"), "{told}: {kept}");
    } else {
        assert_eq!(kept, "no-store", "{told}");
    }
    assert!(answer.header("server").is_empty() && answer.header("x-powered-by").is_empty(), "{told}");
}

/// Forms of the pages of settings and of members.
const SETTINGS: [&str; 9] = [
    "/-/settings/name",
    "/-/settings/mark",
    "/-/settings/colours",
    "/-/settings/language",
    "/-/settings/sign-up",
    "/-/settings/legal",
    "/-/members/invitations",
    "/-/members/invitations/change",
    "/-/members/x",
];

struct Scene {
    world: World,
    anne: Browser,
    viewer: Browser,
    album: String,
    photo: String,
    link: String,
    share: String,
    welcome: String,
}

async fn scene() -> Scene {
    let world = World::with_hostile(Backend::Sqlite).await.expect("SQLite is built in");
    let anne = world.administrator().await;
    let (album, mut photos) = anne.album_with_photos("Anne", 1).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let viewer = world.browser();
    viewer.visit(&link).await.expect(200);
    let share = format!("/-/share/{}", id_of(&album));
    let welcome = format!("/-/welcome/{}", world.alpha.create_setup_link(60_000).await.expect("a link"));
    Scene { world, anne, viewer, album, photo: photos.remove(0), link, share, welcome }
}

/// Addresses that are the same in every world, and their status for an administrator.
const LOOKS: &[(&str, u16)] = &[
    ("/", 200),
    ("/-/legal", 200),
    ("/-/design", 200),
    ("/-/language?to=en", 303),
    ("/-/language", 400),
    ("/-/leave?to=https://example.org/", 200),
    ("/-/leave?to=javascript:alert(1)", 400),
    ("/-/settings", 200),
    ("/-/console", 200),
    ("/-/console/services/album", 200),
    ("/-/console/services/album/log", 200),
    ("/-/console/usage", 200),
    ("/-/console/usage/album", 200),
    ("/-/console/jobs", 200),
    ("/-/console/jobs/x", 303),
    ("/-/console/mail", 200),
    ("/-/console/mail/x", 303),
    ("/-/console/storage", 200),
    ("/-/settings/services/album", 303),
    ("/-/theme/x.css", 404),
    ("/-/theme/preview/8f4a00-f6d9a2.css", 200),
    ("/-/mark/x", 404),
    ("/-/offline", 200),
    ("/-/offline/x.js", 404),
    ("/-/offline/x.fr.html", 404),
    ("/-/account", 200),
    ("/-/account/password", 200),
    ("/-/account/sessions", 200),
    ("/-/account/tokens", 200),
    ("/-/api", 200),
    ("/-/api/openapi.json", 200),
    // A cookie opens none of these.
    ("/-/api/v1", 401),
    ("/-/api/v1/album/album", 401),
    ("/-/account/activity", 200),
    ("/-/account/export", 200),
    ("/-/account/export/1.zip", 200),
    ("/-/account/export/x", 404),
    ("/-/account/erase", 200),
    ("/-/account/regret/x", 404),
    ("/-/guest", 303),
    ("/-/guest/export/x", 404),
    ("/-/guest/mail", 303),
    ("/-/guest/by-mail/x", 404),
    ("/-/members/guests", 200),
    ("/-/members/guests/x", 404),
    ("/-/console/activity", 200),
    ("/-/account/security", 200),
    ("/-/account/security/totp", 200),
    ("/-/account/security/recovery", 303),
    ("/-/sign-in/factor", 303),
    ("/-/confirm", 303),
    ("/-/account/address", 200),
    ("/-/members", 200),
    ("/-/join", 403),
    ("/-/join/x", 404),
    ("/-/forgot", 200),
    ("/-/reset/x", 404),
    ("/-/address/x", 404),
    ("/-/not-me/x", 404),
    ("/-/trash", 200),
    ("/-/trash/x", 404),
    ("/-/trash/x/delete", 404),
    ("/-/groups", 200),
    ("/-/groups/x", 404),
    ("/-/roles", 200),
    ("/-/sign-in", 200),
    ("/-/sign-out", 400),
    ("/-/welcome/x", 404),
    ("/-/asset/x/elements.en.js", 404),
    ("/-/asset/x/site.css", 404),
    ("/-/plugin/album/x/y.png", 404),
    ("/-/health", 200),
    ("/-/progress/x", 404),
    ("/album", 200),
    ("/nothing/here", 404),
    ("/-/nothing", 404),
    ("/%FF", 400),
    ("/album/%00", 404),
    ("/hostile/trap", 502),
    // Made by `POST`, and known to whoever began it alone.
    ("/-/uploads", 400),
    ("/-/uploads/x", 400),
];

impl Scene {
    /// Addresses to look at: who asks, what, and the status.
    async fn looks(&self) -> Vec<(&Browser, String, u16)> {
        let Self { anne, viewer, album, photo, link, share, .. } = self;
        let id = id_of(photo.trim_end_matches("/original"));
        let stylesheet = anne.get("/").await.attributes("href").into_iter().find(|path| path.ends_with("site.css"));
        let script = anne.get("/").await.attributes("src").into_iter().find(|path| path.contains("/elements."));
        let worker = anne.get("/").await.attributes("data-worker").remove(0);
        let offline = anne.get("/").await.attributes("data-offline").remove(0);
        let own = [
            (worker, 200),
            (offline, 200),
            (format!("/-/api/v1/album/album/{}", id_of(album)), 401),
            (format!("/-/api/v1/album/album/{}/state", id_of(album)), 401),
            (format!("/-/api/v1/album/album/{}/move", id_of(album)), 401),
            (format!("/-/api/v1/album/album/{}/restore", id_of(album)), 401),
            (format!("/-/api/v1/album/album/{}/children/photo", id_of(album)), 401),
            (format!("/-/api/v1/album/album/{}/shares", id_of(album)), 401),
            (format!("/-/api/v1/album/album/{}/shares/x", id_of(album)), 401),
            (format!("/-/api/v1/album/album/{}/shares/x/invite", id_of(album)), 401),
            (format!("/-/api/v1/album/photo/{id}/blobs/original"), 401),
            (format!("{share}/links/x"), 404),
            (format!("{share}/links/x/poster"), 404),
            (format!("{share}/people/x"), 404),
            (format!("{share}/people/x/poster"), 404),
            (self.welcome.clone(), 200),
            (share.clone(), 200),
            (photo.clone(), 200),
            (format!("{photo}?download=1"), 200),
            (stylesheet.expect("a style sheet"), 200),
            (script.expect("a script"), 200),
            (format!("/-/progress/{}", id_of(album)), 200),
            (album.clone(), 200),
            (format!("{album}/{id}"), 200),
            (format!("{album}/{id}/download"), 200),
        ];
        let theirs =
            [(link.clone(), 303), (share.clone(), 403), ("/-/s/x".to_owned(), 404), ("/-/account".to_owned(), 303)];
        let same = LOOKS.iter().map(|(path, status)| ((*path).to_owned(), *status));
        let own = same.chain(own).map(|(path, status)| (anne, path, status));
        own.chain(theirs.into_iter().map(|(path, status)| (viewer, path, status))).collect()
    }

    /// Addresses that change something, each by a form of the host.
    fn deeds(&self) -> Vec<String> {
        const OWN: &[&str] = &[
            "/-/groups",
            "/-/groups/x",
            "/-/roles",
            "/-/sign-in",
            "/-/sign-in/factor",
            "/-/confirm",
            "/-/passkeys/add/begin",
            "/-/passkeys/add/end",
            "/-/account/security/totp",
            "/-/account/security/totp/remove",
            "/-/account/security/recovery",
            "/-/account/security/passkeys/name",
            "/-/account/security/passkeys/remove",
            "/-/sign-out",
            "/-/settings/services/album",
            "/-/console/services/album",
            "/-/console/jobs/x",
            "/-/console/mail/x",
            "/-/account",
            "/-/account/password",
            "/-/account/sessions/end",
            "/-/account/sessions/end-others",
            "/-/account/tokens",
            "/-/account/tokens/end",
            "/-/account/erase",
            "/-/account/regret/x",
            "/-/guest",
            "/-/guest/mail",
            "/-/guest/by-mail/x",
            "/-/members/guests/x",
            "/-/account/sessions/not-me",
            "/-/account/address",
            "/-/join",
            "/-/join/x",
            "/-/forgot",
            "/-/reset/x",
            "/-/address/x",
            "/-/not-me/x",
        ];
        let sharing = [
            "links",
            "people",
            "groups",
            "stop",
            "members",
            "everyone",
            "private",
            "links/x",
            "people/x",
            "people/x/invite",
        ];
        let sharing = sharing.map(|deed| format!("{}/{deed}", self.share));
        let trash = ["restore", "delete"].map(|deed| format!("/-/trash/{}/{deed}", id_of(&self.album)));
        let own = OWN.iter().copied().chain(SETTINGS).map(str::to_owned);
        own.chain(sharing).chain(trash).chain([self.welcome.clone()]).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_looked_at_is_harmless() {
    let scene = scene().await;
    let looks = scene.looks().await;
    for (who, path, status) in &looks {
        check(path, &who.get(path).await.expect(*status));
        check(path, &who.send(Method::HEAD, path, &[], bytes::Bytes::new()).await);
    }
    let (anne, photo) = (&scene.anne, scene.photo.as_str());
    for (range, status) in [("bytes=0-9", 206), ("bytes=999999-", 416)] {
        check(photo, &anne.get_with(photo, &[("range", range)]).await.expect(status));
    }
    let tag = anne.get(photo).await.header("etag").to_owned();
    check(photo, &anne.get_with(photo, &[("if-none-match", &tag)]).await.expect(304));
    for path in ["/", photo, &scene.album, &scene.share] {
        let stranger = scene.world.browser();
        check(path, &stranger.get(path).await);
    }
    check("/", &scene.world.browser_at("unknown.localhost").get("/").await.expect(404));
    println!("headers: {} answers to looks", looks.len() * 2 + 8);
    for path in SETTINGS {
        check(path, &anne.get(path).await.expect(303));
    }
    let deeds = scene.deeds();
    let looked = looks.iter().map(|(_, path, _)| path.as_str());
    every_route_was_asked(&looked.chain(deeds.iter().map(String::as_str)).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_done_or_refused_is_harmless() {
    let scene = scene().await;
    let (anne, album) = (&scene.anne, &scene.album);
    for path in &scene.deeds() {
        check(path, &anne.post(path, &[]).await.expect(400));
        check(path, &anne.post_with(path, &[], &[("sec-fetch-site", "cross-site")]).await.expect(403));
    }
    let long = "x".repeat(300_000);
    let rename = format!("{album}/rename");
    check("/album/", &anne.post("/album/", &[("title", "Un")]).await.expect(303));
    check("/album/", &anne.post("/album/", &[("title", "")]).await.expect(422));
    check("/album/", &anne.post("/album/", &[("title", &long)]).await.expect(413));
    check(&rename, &anne.post(&rename, &[("title", "b"), ("version", "99")]).await.expect(409));
    check(&rename, &scene.viewer.post(&rename, &[("title", "b"), ("version", "1")]).await.expect(403));
    check(album, &anne.upload(album, &[], "photos", &[("a.jpg", &jpeg(1, 500))]).await.expect(400));
    for method in [Method::PUT, Method::DELETE, Method::OPTIONS, Method::TRACE, Method::PATCH] {
        for path in ["/", &scene.photo, "/album", "/-/sign-in"] {
            check(path, &anne.send(method.clone(), path, &[], bytes::Bytes::new()).await.expect(400));
        }
    }
}

/// The table of routes is read, so that a new one cannot be forgotten here.
fn every_route_was_asked(asked: &[&str]) {
    let table = include_str!("../../../host/src/web/router.rs");
    let routes: Vec<&str> = table.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(routes.len() >= 17, "{routes:?}");
    for route in routes {
        let steps: Vec<&str> = route.split('/').collect();
        let fits = |path: &&str| {
            let path: Vec<&str> = path.split('?').next().unwrap_or_default().split('/').collect();
            path.len() == steps.len()
                && path.iter().zip(&steps).all(|(have, want)| want.starts_with('{') || have == want)
        };
        assert!(asked.iter().any(fits), "nobody asked {route}: add it to this test");
    }
}
