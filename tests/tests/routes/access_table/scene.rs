//! Who there is, and what there is to ask for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use veillee::identity::{FORM_COOKIE, SESSION_COOKIE};
use veillee::plugin::Closed;
use veillee::storage::Association;
use veillee::storage::guests::NewGuest;
use veillee::storage::ids::{new_object_id, token_digest};
use veillee::storage::objects::{Writer, decide};
use veillee::storage::shares::{NEVER_MS, NewShare};
use veillee_access::{Action, Caller, Identity, Permit, PrincipalId, Role, Subject};
use veillee_engine::types::{Change, Value};
use veillee_engine::{CallLimits, pack};
use veillee_tests::world::{Backend, Browser, World, bare, hostile, id_of, jpeg};

/// Each kind of caller, as the table calls it and in one word.
pub const COLUMNS: [(&str, &str); 14] = [
    ("vis", "visitor"),
    ("gue", "guest"),
    ("str", "stranger"),
    ("dep", "depositor"),
    ("vie", "viewer"),
    ("con", "contributor"),
    ("edi", "editor"),
    ("own", "owner"),
    ("aut", "author"),
    ("rol", "role"),
    ("adm", "administrator"),
    ("ope", "operator"),
    ("oth", "other"),
    ("pau", "paused"),
];

pub const ROLE: &str = "reviewer";

/// Somebody who asks.
pub struct Who {
    pub host: &'static str,
    cookies: Vec<(String, String)>,
    pub is_paused: bool,
    /// Of the API, to read and to write, when they have an account.
    pub tokens: Option<[String; 2]>,
}

pub struct Scene {
    pub world: World,
    pub people: Vec<Who>,
    pub owner: String,
    author: String,
    shared_with: Vec<(Subject, Role)>,
    pub album: String,
    pub photo: String,
    pub note: String,
    /// The shares of the album that have a page: by link, and with a guest.
    pub link_share: String,
    pub guest_share: String,
    /// Of a link to another album, and its share.
    pub token: String,
    pub token_share: String,
    pub welcome: String,
    pub group: String,
    /// An album in the trash.
    pub trashed: String,
}

impl Who {
    pub fn of(browser: &Browser, host: &'static str) -> Self {
        let pairs = browser.cookie_header();
        let cookies = pairs.split("; ").filter_map(|pair| pair.split_once('='));
        let kept = cookies.filter(|(name, _)| *name == SESSION_COOKIE);
        let form = (FORM_COOKIE.to_owned(), "a browser".to_owned());
        let session = kept.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { host, cookies: session.chain([form]).collect(), is_paused: false, tokens: None }
    }

    /// A browser that has what they had at the start, whatever was asked since.
    pub fn browser(&self, world: &World) -> Browser {
        let browser = world.browser_at(self.host);
        for (name, value) in &self.cookies {
            browser.set_cookie(name, value);
        }
        browser
    }

    pub fn token(&self) -> Option<&str> {
        self.cookies.iter().find(|(name, _)| name == SESSION_COOKIE).map(|(_, token)| token.as_str())
    }

    /// What the host binds forms to.
    pub fn binding(&self) -> String {
        match self.token() {
            Some(token) => data_encoding::HEXLOWER.encode(&token_digest(token)),
            None => "a browser".to_owned(),
        }
    }

    pub fn association<'s>(&self, scene: &'s Scene) -> &'s Arc<Association> {
        if self.host.starts_with("beta") { &scene.world.beta } else { &scene.world.alpha }
    }
}

impl Scene {
    pub async fn new() -> Self {
        let world = World::on(Backend::Sqlite).await.expect("SQLite is built in");
        enable_a_service_with_a_role(&world).await;
        let anne = world.administrator().await;
        let mut members = Vec::new();
        for name in ["Stranger", "Depositor", "Viewer", "Contributor", "Editor", "Owner", "Reviewer"] {
            members.push((name, world.member(name).await));
        }
        let member = |name: &str| &members.iter().find(|(known, _)| *known == name).expect("a member").1;
        let owner = world.account("owner@example.org").await;
        let mut shared_with = Vec::new();
        for role in [Role::Depositor, Role::Viewer, Role::Contributor, Role::Editor] {
            let account = world.account(&format!("{role}@example.org")).await;
            shared_with.push((Subject::Account(PrincipalId(account)), role));
        }
        world
            .alpha
            .give_role(&world.account("reviewer@example.org").await, ROLE, veillee::storage::audit::Doer::OPERATOR)
            .await
            .expect("given");
        let album = id_of(&member("Owner").album("Vacances").await).to_owned();
        let elsewhere = member("Owner").album("Ailleurs").await;
        let token = member("Owner").share_by_link(&elsewhere, "viewer", "none").await;
        let link = member("Owner").share_by_link(&format!("/album/{album}"), "contributor", "none").await;
        let (author, other) = (world.browser(), world.member_at("beta.localhost", "Other").await);
        author.visit(&link).await.expect(200);
        let photo = author.add_photos(&format!("/album/{album}"), &[("a.jpg", &jpeg(1, 3_000))]).await.remove(0);
        let photo = id_of(photo.trim_end_matches("/original")).to_owned();
        other.album("Loin").await;
        let mut scene = Self {
            people: Vec::new(),
            author: principal(&world, &author).await,
            owner,
            shared_with,
            album: album.clone(),
            photo,
            note: String::new(),
            link_share: String::new(),
            trashed: String::new(),
            guest_share: String::new(),
            token_share: world.alpha.link(id_of(&token)).await.expect("a link").share,
            token: id_of(&token).to_owned(),
            welcome: world.alpha.create_setup_link(i64::from(u32::MAX)).await.expect("a link"),
            group: world.alpha.create_group("Chorale", veillee::storage::audit::Doer::OPERATOR).await.expect("a group"),
            world,
        };
        let guest = scene.shares(&album).await;
        scene.note = scene.new_note().await;
        scene.trashed = scene.new_trashed().await;
        for (short, _) in COLUMNS {
            let (browser, host) = match short {
                "gue" => (&guest, "alpha.localhost"),
                "str" => (member("Stranger"), "alpha.localhost"),
                "dep" => (member("Depositor"), "alpha.localhost"),
                "vie" => (member("Viewer"), "alpha.localhost"),
                "con" => (member("Contributor"), "alpha.localhost"),
                "edi" => (member("Editor"), "alpha.localhost"),
                "own" | "pau" => (member("Owner"), "alpha.localhost"),
                "aut" => (&author, "alpha.localhost"),
                "rol" => (member("Reviewer"), "alpha.localhost"),
                "adm" => (&anne, "alpha.localhost"),
                "oth" => (&other, "beta.localhost"),
                _ => (&scene.world.browser(), "alpha.localhost"),
            };
            let who = Who { is_paused: short == "pau", ..Who::of(browser, host) };
            let tokens = scene.tokens_of(short, &who).await;
            scene.people.push(Who { tokens, ..who });
        }
        scene
    }

    /// Shares the album with everybody who is to have a role; returns the browser of the guest.
    async fn shares(&mut self, album: &str) -> Browser {
        self.share_all(album).await;
        let permit = self.permit(album).await;
        let made = self.world.alpha.share_with_guest(
            &permit,
            &self.owner,
            NewGuest { name: "Mamie Jeanne", address: "jeanne@example.org" },
            NewShare { role: Role::Viewer, ends_ms: NEVER_MS, label: "Mamie Jeanne".to_owned() },
        );
        let made = made.await.expect("invited");
        self.guest_share = made.share;
        let shares = self.world.alpha.shares(&permit).await.expect("the shares");
        let is_link = |share: &&veillee::storage::shares::Share| {
            share.subject.starts_with("link:") && share.id != self.guest_share
        };
        self.link_share.clone_from(&shares.iter().find(is_link).expect("the link of the author").id);
        let guest = self.world.browser();
        guest.visit(&format!("/-/s/{}", made.token)).await.expect(200);
        guest
    }

    pub async fn permit(&self, object: &str) -> Permit {
        let moment = self.world.alpha.moment();
        let owner = Caller::member(&self.owner);
        decide(&mut self.world.alpha.database(), &moment, &owner, Action::Share, object, None).await.expect("a permit")
    }

    pub async fn share_all(&self, object: &str) {
        let permit = self.permit(object).await;
        for (subject, role) in &self.shared_with {
            let new = NewShare { role: *role, ends_ms: NEVER_MS, label: String::new() };
            self.world.alpha.share_with(&permit, &self.owner, subject, new).await.expect("shared");
        }
    }

    /// A link to the album that nobody opened.
    pub async fn new_share(&self) -> String {
        let permit = self.permit(&self.album).await;
        let new = NewShare { role: Role::Viewer, ends_ms: NEVER_MS, label: String::new() };
        self.world.alpha.share_by_link(&permit, &self.owner, new).await.expect("a link").share
    }

    /// An album in the trash, shared as the other one was.
    pub async fn new_trashed(&self) -> String {
        let id = self.new_id("album", "album");
        let fields = vec![("title".to_owned(), Value::Text("Vieux".to_owned()))];
        self.make("album", &id, "album", None, fields, self.owner()).await;
        self.share_all(&id).await;
        self.commit("album", Change::Trash { id: id.clone() }, self.owner()).await;
        id
    }

    /// A photo of the author in the album.
    pub async fn new_photo(&self) -> String {
        self.new_photo_in(&self.album).await
    }

    /// An album in the album, where everybody has the role that they have there.
    pub async fn new_album(&self) -> String {
        let id = self.new_id("album", "album");
        let fields = vec![("title".to_owned(), Value::Text("Dedans".to_owned()))];
        self.make("album", &id, "album", Some(self.album.clone()), fields, self.owner()).await;
        id
    }

    pub async fn new_photo_in(&self, album: &str) -> String {
        let id = self.new_id("album", "photo");
        let author = Caller {
            identity: Identity::Guest(PrincipalId(self.author.clone())),
            opened: vec![Subject::Link(self.link_share.clone())],
            ..Caller::visitor()
        };
        self.make("album", &id, "photo", Some(album.to_owned()), Vec::new(), author).await;
        id
    }

    pub async fn new_note(&self) -> String {
        let id = self.new_id("hostile", "note");
        let fields = vec![("text".to_owned(), Value::Text("Une note".to_owned()))];
        self.make("hostile", &id, "note", None, fields, self.owner()).await;
        self.share_all(&id).await;
        id
    }

    /// The browser of the member who made the album.
    pub fn owner_browser(&self) -> Browser {
        let nth = COLUMNS.iter().position(|(short, _)| *short == "own").expect("a column");
        self.people[nth].browser(&self.world)
    }

    pub fn owner(&self) -> Caller {
        Caller::member(&self.owner)
    }

    pub fn new_id(&self, service: &str, collection: &str) -> String {
        let moment = self.world.alpha.moment();
        let number = moment.shapes.named(service, collection).expect("a collection").number;
        new_object_id(number, &*self.world.alpha.random)
    }

    /// The tokens of whoever has an account.
    async fn tokens_of(&self, short: &str, who: &Who) -> Option<[String; 2]> {
        let name = match short {
            "str" => "stranger",
            "dep" => "depositor",
            "vie" => "viewer",
            "con" => "contributor",
            "edi" => "editor",
            "own" | "pau" => "owner",
            "rol" => "reviewer",
            "adm" => "anne",
            "oth" => "other",
            _ => return None,
        };
        let (association, address) = (who.association(self), format!("{name}@example.org"));
        let reading = crate::api::token(association, &address, crate::api::READING).await.0;
        Some([reading, crate::api::token(association, &address, crate::api::EVERYTHING).await.0])
    }

    pub async fn make(
        &self,
        service: &str,
        id: &str,
        collection: &str,
        parent: Option<String>,
        fields: Vec<(String, Value)>,
        caller: Caller,
    ) {
        let change = Change::Create { id: id.to_owned(), collection: collection.to_owned(), parent, fields };
        self.commit(service, change, caller).await;
    }

    pub async fn commit(&self, service: &str, change: Change, caller: Caller) {
        let (files, taken) = (BTreeMap::new(), BTreeSet::new());
        let association = &self.world.alpha;
        let writer = Writer {
            association,
            moment: association.moment(),
            caller,
            service,
            session: None,
            guest_name: "",
            files: &files,
            taken: &taken,
        };
        writer.commit(vec![change]).await.expect("changed");
    }

    /// Closes or opens the services of the first association.
    pub fn pause(&self, is_paused: bool) {
        for service in ["album", "envoi", "hello", "hostile"] {
            let closed = is_paused.then(|| Closed::Paused { reason: String::new(), until_ms: None });
            self.world.host.app.plugins.close(&self.world.alpha.id, service, closed);
        }
    }
}

async fn principal(world: &World, browser: &Browser) -> String {
    let site = world.host.app.site("alpha.localhost").expect("it answers");
    let cookies = browser.cookie_header();
    let token = cookies.split("; ").find_map(|pair| pair.strip_prefix("__Host-veillee-session="));
    let visit = site.sessions.visit(token).await.expect("a visit");
    visit.caller.principal().expect("somebody").0.clone()
}

/// The attacking plugin, with a role of the association in its rules.
async fn enable_a_service_with_a_role(world: &World) {
    const MANIFEST: &str = include_str!("../../../hostile/plugin.toml");
    let manifest = MANIFEST.replacen("[reasons]", &format!("roles = [\"{ROLE}\"]\n\n[reasons]"), 1).replacen(
        "read = \"viewer\"",
        &format!("read = \"viewer | {ROLE}\""),
        1,
    );
    assert_eq!(manifest.matches(ROLE).count(), 2, "the manifest is written as it was");
    let package = pack(&bare(&hostile()), &manifest, &[]);
    let plugin = world.host.app.plugins.install(&package).await.expect("installed");
    let all = plugin.capabilities.clone();
    world.enable(&plugin, &all, CallLimits::web()).await;
}
