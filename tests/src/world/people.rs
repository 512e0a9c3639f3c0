use tokio::sync::OnceCell;
use veillee::identity::{Device, SESSION_COOKIE};
use veillee::storage::audit::{Doer, Happening, Note};
use veillee::storage::people::{AccountRole, NewAccount, Proof};

use super::photos::jpeg;
use super::{Browser, World};

/// Everybody's, in tests.
pub const PASSWORD: &str = "quatre mots simples ici";

/// Of `PASSWORD`, made once: it is slow on purpose, and most tests are about something else.
static HASH: OnceCell<String> = OnceCell::const_new();

impl World {
    /// A browser of the first administrator, Anne.
    pub async fn administrator(&self) -> Browser {
        self.signed_in("alpha.localhost", "Anne", AccountRole::Admin).await
    }

    /// A browser of a member of the first association.
    pub async fn member(&self, name: &str) -> Browser {
        self.member_at("alpha.localhost", name).await
    }

    pub async fn member_at(&self, host: &str, name: &str) -> Browser {
        self.signed_in(host, name, AccountRole::Member).await
    }

    /// The id of an account of the first association, by its name in small letters.
    pub async fn account_id(&self, name: &str) -> String {
        let account = self.alpha.account_by_address(&format!("{name}@example.org")).await.expect("read");
        account.expect("an account").id
    }

    /// In a session as the sign-in page starts it.
    async fn signed_in(&self, host: &str, name: &str, role: AccountRole) -> Browser {
        let app = &self.host.app;
        let password = HASH.get_or_init(async || app.passwords.hash(PASSWORD).await.expect("a hash")).await;
        let address = format!("{}@example.org", name.to_lowercase());
        let site = app.site(host).expect("it answers");
        let new = NewAccount { address: &address, name, password, role, locale: "fr" };
        let account = site.association.create_account(new).await.expect("an account");
        let nobody = site.sessions.visit(None).await.expect("a visit");
        let token = site.sessions.start(&nobody, Some(&account), &Device::default()).await.expect("a session");
        let browser = self.browser_at(host);
        browser.set_cookie(SESSION_COOKIE, &token);
        browser
    }
}

impl World {
    /// Gives an account of the first association an authenticator application with this secret, none of whose codes was used.
    pub async fn enrol_totp(&self, address: &str, secret: &[u8; 20]) {
        let account = self.alpha.account_by_address(address).await.expect("an answer").expect("an account");
        let note = Note::new(Happening::FactorAdded, Doer::of(&account.id, ""));
        self.alpha.enrol_totp(&account.id, secret, 0, &note).await.expect("an application");
    }

    /// As if the person of this browser had just shown a second factor.
    pub async fn prove_factor(&self, browser: &Browser) {
        let cookies = browser.cookie_header();
        let token = cookies.split("; ").find_map(|pair| pair.strip_prefix(SESSION_COOKIE)?.strip_prefix('='));
        let site = self.host.app.site(&browser.host).expect("it answers");
        let visit = site.sessions.visit(token).await.expect("a visit");
        let token = site.sessions.rotate(&visit, Some(Proof::Factor)).await.expect("a proof").expect("a session");
        browser.set_cookie(SESSION_COOKIE, &token);
    }
}

impl Browser {
    /// Proves by the password who one is, as the page does that asks.
    pub async fn prove(&self) {
        let page = self.get("/-/confirm?then=/-/account").await.expect(200);
        let (token, then) = (page.token_of("/-/confirm"), page.hidden("then", 0));
        let fields = [("token", token.as_str()), ("then", then.as_str()), ("password", PASSWORD)];
        self.post("/-/confirm", &fields).await.expect(303);
    }

    /// As an administrator chooses on the page of settings: `open`, `by-invitation` or `closed`.
    pub async fn take_in(&self, way: &str) {
        let action = "/-/settings/sign-up";
        let token = self.get("/-/settings").await.expect(200).token_of(action);
        self.post(action, &[("token", &token), ("sign-up", way)]).await.expect(303);
    }

    pub async fn sign_in(&self, address: &str) {
        let page = self.get("/-/sign-in").await.expect(200);
        let token = page.token_of("/-/sign-in");
        let fields = [("token", token.as_str()), ("then", "/"), ("address", address), ("password", PASSWORD)];
        self.post("/-/sign-in", &fields).await.expect(303);
    }

    /// Makes an album and returns its path, `/album/ID`.
    pub async fn album(&self, title: &str) -> String {
        self.post("/album/", &[("title", title)]).await.expect(303).location()
    }

    /// Sends photos with the plain form and returns the paths of all originals of the album's first page.
    pub async fn add_photos(&self, album: &str, files: &[(&str, &[u8])]) -> Vec<String> {
        let token = self.get(album).await.expect(200).hidden("veillee-upload", 0);
        self.upload(album, &[("veillee-upload", &token)], "photos", files).await.expect(303);
        let page = self.get(album).await.expect(200);
        let shown = page.attributes("src").into_iter();
        shown.filter_map(|path| path.strip_suffix("/thumbnail").map(|path| format!("{path}/original"))).collect()
    }

    /// An album with `count` photos: its path and those of their bytes.
    pub async fn album_with_photos(&self, title: &str, count: u32) -> (String, Vec<String>) {
        let album = self.album(title).await;
        let photos: Vec<(String, Vec<u8>)> = (0..count).map(|n| (format!("photo-{n}.jpg"), jpeg(n, 3_000))).collect();
        let files: Vec<(&str, &[u8])> = photos.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let paths = self.add_photos(&album, &files).await;
        (album, paths)
    }

    /// Shares by link as the sharing page does, and returns the path of the link.
    pub async fn share_by_link(&self, album: &str, role: &str, ends: &str) -> String {
        let page_path = format!("/-/share/{}", id_of(album));
        let page = self.get(&page_path).await.expect(200);
        let action = format!("{page_path}/links");
        let token = page.token_of(&action);
        let known = links(&page.attributes("value"));
        let fields = [("token", token.as_str()), ("role", role), ("ends", ends), ("label", "")];
        self.post(&action, &fields).await.expect(303);
        let page = self.get(&page_path).await.expect(200);
        links(&page.attributes("value")).into_iter().find(|link| !known.contains(link)).expect("a new link")
    }

    /// Takes back the `nth` share of the sharing page; returns when the host acknowledged.
    pub async fn take_back(&self, album: &str, nth: usize) {
        let page_path = format!("/-/share/{}", id_of(album));
        let page = self.get(&page_path).await.expect(200);
        let share = page.hidden("share", nth);
        let text = page.text();
        let form = text.split(&format!("action=\"{page_path}/stop\"")).nth(nth + 1).expect("a form to stop");
        let token =
            form.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token");
        let action = format!("{page_path}/stop");
        self.post(&action, &[("token", token), ("share", &share)]).await.expect(303);
    }
}

fn links(values: &[String]) -> Vec<String> {
    let inside = values.iter().filter_map(|value| value.split_once("/-/s/"));
    inside.map(|(_, token)| format!("/-/s/{token}")).collect()
}

/// The id at the end of a path.
pub fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}
