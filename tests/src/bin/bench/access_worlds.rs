//! A host with a large and a small association, and in each of them everybody who may ask for a photo.

use std::sync::Arc;

use veillee::identity::Device;
use veillee::storage::guests::NewGuest;
use veillee::storage::objects;
use veillee::storage::people::{AccountRole, NewAccount};
use veillee::storage::shares::{LinkGuard, NEVER_MS, NewShare};
use veillee::storage::sql::{Ask as _, Dialect};
use veillee::storage::{Association, ids};
use veillee::web::Site;
use veillee_access::{Action, Caller, Fragment, Permit, Role, Subject};
use veillee_ambient::SystemRandom;
use veillee_tests::world::{Browser, PASSWORD, jpeg};

use crate::list_worlds::{SERVICE, Size, fill};
use crate::own_host::OwnHost;

pub(crate) const BLOB: &str = "thumbnail";
/// Different photos that one caller asks for, where so many are to be seen.
const PHOTOS_ASKED: u32 = 1_000;
const PHOTO_BYTES: usize = 20_000;
const NAMES: [&str; 6] = [
    "owner",
    "member, by a group",
    "guest, by a personal link",
    "visitor, by a link with a password",
    "stranger, of a photo there is",
    "stranger, of a photo there is not",
];

/// Somebody, in a session, and the photos they ask for.
pub(crate) struct Asker {
    pub(crate) name: &'static str,
    pub(crate) sees: bool,
    pub(crate) token: String,
    pub(crate) photos: Vec<String>,
}

pub(crate) struct AccessWorld {
    pub(crate) site: Arc<Site>,
    pub(crate) domain: String,
    pub(crate) table: String,
    pub(crate) askers: Vec<Asker>,
}

/// In an association that nobody filled yet. All photos have the same picture, as copies of one have.
pub(crate) async fn world(own: &OwnHost, domain: &str, size: Size) -> AccessWorld {
    let site = own.host.app.site(domain).expect("it answers");
    let association = site.association.clone();
    let hash = own.host.app.passwords.hash(PASSWORD).await.expect("a hash");
    let [anne, bruno, stranger] = accounts(&association, &hash).await;
    let album = fill(&association, association.database().dialect(), size, &anne).await;
    let table = association.moment().shapes.named(SERVICE, "photo").expect("a collection").table().to_owned();
    own.host.app.codecs.remove("images");
    let browser = Browser::new(own.address, domain);
    browser.sign_in("anne@example.org").await;
    let real = browser.album("Vraie photo").await;
    browser.add_photos(&real, &[("photo.jpg", &jpeg(1, PHOTO_BYTES))]).await;
    give_pictures(&association, &table).await;

    let shared = Shared { site: &site, album: &album, anne: &anne, hash: &hash };
    let group = association.create_group("Chorale", veillee::storage::audit::Doer::OPERATOR).await.expect("a group");
    association.join_group(&group, &bruno, veillee::storage::audit::Doer::OPERATOR).await.expect("a member");
    let permit = shared.permit().await;
    association.share_with(&permit, &anne, &Subject::Group(group), viewer()).await.expect("shared");
    let (guest, visitor) = (shared.guest().await, shared.visitor().await);
    let account = async |id: &str| start(&site, Some(id)).await;
    let tokens = [account(&anne).await, account(&bruno).await, guest, visitor];
    let strangers = [account(&stranger).await, account(&stranger).await];

    let everywhere = scattered(&association, &table, size).await;
    let in_album = photos_of(&association, &table, &album).await;
    let nowhere = unknown(&everywhere);
    let photos = [&everywhere, &in_album, &in_album, &in_album, &everywhere, &nowhere];
    let askers = NAMES.into_iter().zip(tokens.into_iter().chain(strangers)).zip(photos).enumerate();
    let askers = askers
        .map(|(place, ((name, token), photos))| Asker { name, sees: place < 4, token, photos: photos.clone() })
        .collect();
    AccessWorld { site, domain: domain.to_owned(), table, askers }
}

fn viewer() -> NewShare {
    NewShare { role: Role::Viewer, ends_ms: NEVER_MS, label: String::new() }
}

async fn accounts(association: &Association, hash: &str) -> [String; 3] {
    let mut made = Vec::new();
    for name in ["Anne", "Bruno", "Odile"] {
        let address = format!("{}@example.org", name.to_lowercase());
        let new = NewAccount { address: &address, name, password: hash, role: AccountRole::Member, locale: "fr" };
        made.push(association.create_account(new).await.expect("an account"));
    }
    made.try_into().expect("three")
}

async fn start(site: &Site, account: Option<&str>) -> String {
    let nobody = site.sessions.visit(None).await.expect("a visit");
    site.sessions.start(&nobody, account, &Device::default()).await.expect("a session")
}

/// The album that others see too.
struct Shared<'a> {
    site: &'a Site,
    album: &'a str,
    anne: &'a str,
    hash: &'a str,
}

impl Shared<'_> {
    async fn permit(&self) -> Permit {
        let association = &self.site.association;
        let anne = Caller::member(self.anne);
        let (mut database, moment) = (association.database(), association.moment());
        objects::decide(&mut database, &moment, &anne, Action::Share, self.album, None).await.expect("it is hers")
    }

    async fn guest(&self) -> String {
        let jeanne = NewGuest { name: "Mamie Jeanne", address: "" };
        let permit = self.permit().await;
        let link = self.site.association.share_with_guest(&permit, self.anne, jeanne, viewer()).await;
        self.opened(&link.expect("a link").token).await
    }

    async fn visitor(&self) -> String {
        let guard = LinkGuard { password: self.hash, downloads_max: 0 };
        let permit = self.permit().await;
        let link = self.site.association.share_by_guarded_link(&permit, self.anne, viewer(), guard).await;
        self.opened(&link.expect("a link").token).await
    }

    /// A session that opened the link, its password given where it has one.
    async fn opened(&self, link: &str) -> String {
        let token = start(self.site, None).await;
        let link = self.site.association.link(link).await.expect("it leads somewhere");
        assert!(self.site.sessions.open_share(&token, &link).await.expect("an answer"), "it opens");
        token
    }
}

/// A second reference to the bytes of the one real photo, for each of the others.
async fn give_pictures(association: &Association, table: &str) {
    let database = association.database();
    let give = format!(
        "INSERT INTO blob (object, name, content, media_type, file_name, validator, created_ms) \
         SELECT o.id, '{BLOB}', b.content, b.media_type, b.file_name, b.validator, b.created_ms \
         FROM {table} o CROSS JOIN blob b WHERE b.name = 'original'"
    );
    database.execute(Fragment::new(give)).await.expect("pictures");
    if database.dialect() == Dialect::Postgres {
        database.execute(Fragment::new("ANALYZE")).await.expect("analysed");
    }
}

/// In equal steps from the oldest to the newest.
async fn scattered(association: &Association, table: &str, size: Size) -> Vec<String> {
    let step = (size.photos / PHOTOS_ASKED).max(1);
    ids_of(association, format!("SELECT o.id FROM {table} o WHERE o.created_ms % {step} = 0 ORDER BY o.created_ms"))
        .await
}

async fn photos_of(association: &Association, table: &str, album: &str) -> Vec<String> {
    ids_of(association, format!("SELECT o.id FROM {table} o WHERE o.parent = '{album}'")).await
}

async fn ids_of(association: &Association, select: String) -> Vec<String> {
    let rows = association.database().rows(Fragment::new(select)).await.expect("photos");
    let mut found: Vec<String> = rows.iter().map(|row| row.text(0).expect("an id")).collect();
    found.truncate(PHOTOS_ASKED as usize);
    assert!(!found.is_empty(), "there are photos");
    found
}

/// Ids as the host draws them, which it drew for nobody.
fn unknown(known: &[String]) -> Vec<String> {
    let random: &dyn veillee_ambient::Random = &SystemRandom;
    let prefix: String = known[0].chars().take(5).collect();
    let draw = || {
        let drawn: String = ids::new_object_id(1, random).chars().skip(5).collect();
        format!("{prefix}{drawn}")
    };
    known.iter().map(|_| draw()).collect()
}
