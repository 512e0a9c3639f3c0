//! Associations full of albums and photos, filled by statements of their own: creating a million objects one after the
//! other would take hours.

use std::path::Path;
use std::sync::Arc;

use veillee::plugin::inspect_package;
use veillee::storage::sql::{Database, Dialect};
use veillee::storage::{Association, Foundations, ids};
use veillee_access::{Collection, Fragment, PrincipalId, Role, Subject};
use veillee_ambient::{SystemClock, SystemRandom};
use veillee_vault::{Vault, WrappingKey};

use crate::host;

pub(crate) const SERVICE: &str = "album";
/// Owns and made everything, but for what `SCATTERED` made.
pub(crate) const OWNER: &str = "owner";
/// Made `SCATTERED_PHOTOS` photos, in equal steps from the oldest to the newest.
pub(crate) const SCATTERED: &str = "scattered";
pub(crate) const SCATTERED_PHOTOS: u32 = 50;
/// May see `SHARED_ALBUMS` albums, in equal steps.
pub(crate) const FRIEND: &str = "friend";
pub(crate) const SHARED_ALBUMS: u32 = 100;

const FIRST_MS: i64 = 1_700_000_000_000;

#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) photos: u32,
    pub(crate) albums: u32,
}

pub(crate) struct World {
    pub(crate) association: Association,
    pub(crate) an_album: String,
}

pub(crate) async fn world(folder: &Path, name: &str, postgres: Option<&str>, size: Size) -> World {
    let database = match postgres {
        None => Database::sqlite(&folder.join(format!("{name}.db"))).await.expect("SQLite opens"),
        Some(url) => Database::postgres(url, name).await.expect("PostgreSQL answers"),
    };
    let dialect = if postgres.is_some() { Dialect::Postgres } else { Dialect::Sqlite };
    let random = Arc::new(SystemRandom);
    let vault = Vault::local(&folder.join(name)).expect("a vault");
    let key = WrappingKey::new(&*random);
    let foundations = Foundations { database, vault, key, clock: Arc::new(SystemClock), random };
    let association = Association::open("bench", foundations).await.expect("it opens");
    let package = std::fs::read(host::plugins().join("album.wasm")).expect("album is packed");
    let mut shapes = inspect_package(&package).expect("a package").shapes;
    for shape in &mut shapes {
        shape.number = association.collection_number(SERVICE, &shape.name).await.expect("a number");
    }
    association.adopt(shapes).await.expect("tables");
    let an_album = fill(&association, dialect, size, OWNER).await;
    World { association, an_album }
}

/// Albums and photos of one owner; the album in the middle.
pub(crate) async fn fill(association: &Association, dialect: Dialect, size: Size, owner: &str) -> String {
    let execute = async |text: String| association.database().execute(Fragment::new(text)).await.expect("filled");
    if dialect == Dialect::Sqlite {
        execute("PRAGMA cache_size = -400000".to_owned()).await;
    }
    let albums = albums(association, size);
    let shapes = association.moment().shapes;
    let table = |name: &str| shapes.named(SERVICE, name).expect("a collection").table().to_owned();
    for statement in
        albums.chunks(500).enumerate().map(|(batch, ids)| insert_albums((&table("album"), owner), batch * 500, ids))
    {
        execute(statement).await;
    }
    let album = table("album");
    execute(format!(
        "INSERT INTO container (id, service, parent, owner, private, trashed_ms, trashed_root) \
         SELECT id, '{SERVICE}', '', owner, false, 0, '' FROM {album}"
    ))
    .await;
    execute(format!("INSERT INTO container_path (container, ancestor) SELECT id, id FROM {album}")).await;
    let friend = Subject::Account(PrincipalId(FRIEND.to_owned())).key();
    execute(format!(
        "INSERT INTO share (id, container, service, subject, role, ends_ms, label, created_ms, created_by, opened_times) \
         SELECT 's' || id, id, '{SERVICE}', '{friend}', {}, {}, '', {FIRST_MS}, '{owner}', 0 FROM {album} \
         WHERE (created_ms - {FIRST_MS}) % {} = 0",
        Role::Viewer.rank(),
        i64::MAX,
        size.albums / SHARED_ALBUMS
    ))
    .await;
    let photo_number = shapes.named(SERVICE, "photo").expect("a collection").number;
    execute(insert_photos((&table("photo"), photo_number), (&album, owner), dialect, size)).await;
    if dialect == Dialect::Postgres {
        // As autovacuum does soon after rows arrive. SQLite is left as the host leaves it.
        execute("ANALYZE".to_owned()).await;
    }
    albums[albums.len() / 2].clone()
}

fn albums(association: &Association, size: Size) -> Vec<String> {
    let number = association.moment().shapes.named(SERVICE, "album").expect("a collection").number;
    (0..size.albums).map(|_| ids::new_object_id(number, &*association.random)).collect()
}

fn insert_albums((table, owner): (&str, &str), first: usize, ids: &[String]) -> String {
    let [title, approval] = ["title", "approval"].map(Collection::column);
    let rows: Vec<String> = ids
        .iter()
        .enumerate()
        .map(|(place, id)| {
            let at_ms = FIRST_MS + i64::try_from(first + place).expect("small");
            format!("('{id}', '', '{id}', '{owner}', '{owner}', 1, {at_ms}, {at_ms}, 0, '', 'Album', false)")
        })
        .collect();
    format!(
        "INSERT INTO {table} (id, parent, container, author, owner, version, created_ms, updated_ms, trashed_ms, \
         trashed_root, {title}, {approval}) VALUES {}",
        rows.join(", ")
    )
}

/// The newest photos lie in all albums in turns, as if everybody added one photo a day.
fn insert_photos((table, number): (&str, u16), (album, owner): (&str, &str), dialect: Dialect, size: Size) -> String {
    let [title, position, state] = ["title", "position", "state"].map(Collection::column);
    let prefix: String = ids::new_object_id(number, &SystemRandom).chars().take(5).collect();
    let random = match dialect {
        Dialect::Sqlite => "substr(lower(hex(randomblob(12))), 1, 23)",
        Dialect::Postgres => "substr(md5(random()::text || n.i::text), 1, 23)",
    };
    // Ids are base32, which has no 0, 1, 8 and 9; the last character holds four bits alone.
    let random = [("0", "g"), ("1", "h"), ("8", "i"), ("9", "j")]
        .into_iter()
        .fold(random.to_owned(), |text, (digit, letter)| format!("replace({text}, '{digit}', '{letter}')"));
    let Size { photos, albums } = size;
    let step = photos / SCATTERED_PHOTOS;
    format!(
        "INSERT INTO {table} (id, parent, container, author, owner, version, created_ms, updated_ms, trashed_ms, \
         trashed_root, {title}, {position}, {state}) \
         WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {photos} - 1) \
         SELECT '{prefix}' || {random} || 'a', a.id, a.id, CASE WHEN n.i % {step} = {step} / 2 THEN '{SCATTERED}' ELSE '{owner}' END, \
         '{owner}', 1, {FIRST_MS} + n.i, {FIRST_MS} + n.i, 0, '', 'Photo', n.i / {albums}, 'shown' \
         FROM n CROSS JOIN {album} a WHERE a.created_ms = {FIRST_MS} + n.i % {albums} AND a.trashed_ms = 0"
    )
}
