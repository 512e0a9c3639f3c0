//! One association on one database, and the few words tests need to act in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tempfile::TempDir;
use veillee::storage::objects::{self, ArrivedFile, Committed, ObjectError, Reader, Writer};
use veillee::storage::shares::{NEVER_MS, NewShare};
use veillee::storage::sql::Database;
use veillee::storage::{Association, Foundations, Moment, blobs, ids};
use veillee_access::{Action, Caller, Identity, Permit, PrincipalId, Role, Subject};
use veillee_ambient::{SeededRandom, TestClock};
use veillee_engine::types::{Change, Fields, Page, Query, Row, Value};
use veillee_tests::model::{Sketch, adopt};
use veillee_tests::services::postgres;
use veillee_vault::{Vault, WrappingKey};

pub(crate) const NOW_MS: i64 = 1_800_000_000_000;
pub(crate) const SERVICE: &str = "album";

static NONE_TAKEN: BTreeSet<(usize, u32)> = BTreeSet::new();

pub(crate) type Outcome<T> = Result<T, ObjectError>;

pub(crate) struct Bench {
    pub(crate) association: Association,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) folder: TempDir,
}

/// Memory where there is some: these tests are about meaning, not about the disk.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

impl Bench {
    pub(crate) async fn sqlite() -> Self {
        let folder = folder();
        let database = Database::sqlite(&folder.path().join("association.db")).await.expect("SQLite opens");
        Self::open(database, folder).await
    }

    pub(crate) async fn postgres() -> Option<Self> {
        let server = postgres()?;
        let database = Database::postgres(&server.url, &server.unused_schema()).await.expect("PostgreSQL answers");
        Some(Self::open(database, folder()).await)
    }

    async fn open(database: Database, folder: TempDir) -> Self {
        let random = Arc::new(SeededRandom::new(7));
        let clock = Arc::new(TestClock::at(NOW_MS));
        let vault = Vault::local(&folder.path().join("vault")).expect("a vault");
        let key = WrappingKey::new(&*random);
        let foundations = Foundations { database, vault, key, clock: clock.clone(), random };
        let association = Association::open("test", foundations).await.expect("the association opens");
        Self { association, clock, folder }
    }

    pub(crate) async fn adopt(&self, service: &str, sketches: &[Sketch]) {
        adopt(&self.association, service, &["reviewer", "helper"], sketches).await;
    }

    pub(crate) fn moment(&self) -> Moment {
        self.association.moment()
    }

    pub(crate) fn new_id(&self, collection: &str) -> String {
        let number = self.moment().shapes.named(SERVICE, collection).expect("the collection is known").number;
        ids::new_object_id(number, &*self.association.random)
    }

    pub(crate) async fn write(&self, caller: &Caller, changes: Vec<Change>) -> Outcome<Committed> {
        self.write_files(caller, changes, &BTreeMap::new()).await
    }

    pub(crate) async fn write_files(
        &self,
        caller: &Caller,
        changes: Vec<Change>,
        files: &BTreeMap<(usize, u32), ArrivedFile>,
    ) -> Outcome<Committed> {
        self.writer(caller, None, files).commit(changes).await
    }

    pub(crate) fn writer<'a>(
        &'a self,
        caller: &Caller,
        session: Option<Vec<u8>>,
        files: &'a BTreeMap<(usize, u32), ArrivedFile>,
    ) -> Writer<'a> {
        let (moment, caller) = (self.moment(), caller.clone());
        let association = &self.association;
        Writer { association, moment, caller, service: SERVICE, session, guest_name: "Ada", files, taken: &NONE_TAKEN }
    }

    pub(crate) async fn create(
        &self,
        caller: &Caller,
        collection: &str,
        parent: Option<&str>,
        fields: Fields,
    ) -> Outcome<String> {
        let id = self.new_id(collection);
        let (collection, parent) = (collection.to_owned(), parent.map(str::to_owned));
        self.write(caller, vec![Change::Create { id: id.clone(), collection, parent, fields }]).await?;
        Ok(id)
    }

    pub(crate) async fn update(&self, caller: &Caller, id: &str, fields: Fields) -> Outcome<u64> {
        let done = self.write(caller, vec![Change::Update { id: id.to_owned(), if_version: None, fields }]).await?;
        Ok(done.versions[0].1)
    }

    pub(crate) async fn trash(&self, caller: &Caller, id: &str) -> Outcome<()> {
        self.write(caller, vec![Change::Trash { id: id.to_owned() }]).await.map(drop)
    }

    pub(crate) async fn restore(&self, caller: &Caller, id: &str) -> Outcome<()> {
        self.write(caller, vec![Change::Restore { id: id.to_owned() }]).await.map(drop)
    }

    pub(crate) async fn place(&self, caller: &Caller, id: &str, parent: &str) -> Outcome<()> {
        let (id, parent) = (id.to_owned(), parent.to_owned());
        self.write(caller, vec![Change::Move { id, parent }]).await.map(drop)
    }

    pub(crate) async fn permit(&self, caller: &Caller, action: Action, id: &str) -> Outcome<Permit> {
        objects::decide(&mut self.association.database(), &self.moment(), caller, action, id, None).await
    }

    pub(crate) async fn may(&self, caller: &Caller, action: Action, id: &str) -> bool {
        self.permit(caller, action, id).await.is_ok()
    }

    pub(crate) async fn sees(&self, caller: &Caller, id: &str) -> bool {
        let read = self.may(caller, Action::Read, id).await;
        assert_eq!(self.get(caller, id, &[]).await.is_ok(), read, "one object and its decision agree");
        read
    }

    pub(crate) async fn get(&self, caller: &Caller, id: &str, select: &[&str]) -> Outcome<Row> {
        let select: Vec<String> = select.iter().map(|&name| name.to_owned()).collect();
        let moment = self.moment();
        let reader = Reader::new(&self.association, &moment, caller, SERVICE, "session");
        objects::get(&mut self.association.database(), &reader, id, &select).await
    }

    pub(crate) async fn page(&self, caller: &Caller, query: &Query, after: Option<&str>, limit: u32) -> Outcome<Page> {
        self.page_of("session", caller, query, (after, limit)).await
    }

    pub(crate) async fn page_of(
        &self,
        session: &str,
        caller: &Caller,
        query: &Query,
        (after, limit): (Option<&str>, u32),
    ) -> Outcome<Page> {
        let moment = self.moment();
        let reader = Reader::new(&self.association, &moment, caller, SERVICE, session);
        objects::run(&mut self.association.database(), &reader, query, after, limit).await
    }

    /// The ids of all pages.
    pub(crate) async fn list(&self, caller: &Caller, query: &Query, limit: u32) -> Outcome<Vec<String>> {
        let mut found = Vec::new();
        let mut after = None;
        loop {
            let page = self.page(caller, query, after.as_deref(), limit).await?;
            found.extend(page.rows.into_iter().map(|row| row.id));
            after = page.next;
            if after.is_none() {
                return Ok(found);
            }
        }
    }

    pub(crate) async fn count(&self, caller: &Caller, query: &Query) -> Outcome<u32> {
        let moment = self.moment();
        let reader = Reader::new(&self.association, &moment, caller, SERVICE, "session");
        objects::count(&mut self.association.database(), &reader, query, 10_000).await
    }

    pub(crate) async fn share(&self, by: &Caller, id: &str, subject: &Subject, role: Role) {
        self.share_until(by, id, subject, role, NEVER_MS).await;
    }

    pub(crate) async fn share_until(&self, by: &Caller, id: &str, subject: &Subject, role: Role, ends_ms: i64) {
        let permit = self.permit(by, Action::Share, id).await.expect("may share");
        let new = NewShare { role, ends_ms, label: String::new() };
        self.association.share_with(&permit, "somebody", subject, new).await.expect("shared");
    }

    /// A link, opened: whoever speaks with the subject has the role.
    pub(crate) async fn link(&self, by: &Caller, id: &str, role: Role) -> Subject {
        let permit = self.permit(by, Action::Share, id).await.expect("may share");
        let new = NewShare { role, ends_ms: NEVER_MS, label: String::new() };
        let link = self.association.share_by_link(&permit, "somebody", new).await.expect("a link");
        Subject::Link(self.association.link(&link.token).await.expect("the link leads somewhere").share)
    }

    /// Ends all shares of a container.
    pub(crate) async fn unshare(&self, by: &Caller, id: &str) {
        let permit = self.permit(by, Action::Share, id).await.expect("may share");
        for share in self.association.shares(&permit).await.expect("the shares") {
            self.association.end_share(&permit, "somebody", &share.id).await.expect("taken back");
        }
    }

    pub(crate) async fn arrive(&self, bytes: &[u8]) -> ArrivedFile {
        let mut arriving = self.association.arrive();
        arriving.write(bytes).await.expect("bytes are stored");
        let content = arriving.finish().await.expect("bytes are durable");
        ArrivedFile { name: "a.jpg".to_owned(), media_type: "image/jpeg".to_owned(), content }
    }

    pub(crate) async fn bytes(&self, caller: &Caller, id: &str, name: &str) -> Outcome<Vec<u8>> {
        let located = blobs::locate(&self.association, &self.moment(), caller, id, name).await?;
        Ok(located.facts.read_to_end(&self.association).await.expect("bytes come back"))
    }
}

pub(crate) fn member(id: &str) -> Caller {
    Caller::member(id)
}

pub(crate) fn guest(id: &str) -> Caller {
    Caller { identity: Identity::Guest(PrincipalId(id.to_owned())), ..Caller::visitor() }
}

pub(crate) fn account(id: &str) -> Subject {
    Subject::Account(PrincipalId(id.to_owned()))
}

pub(crate) fn with_link(caller: Caller, link: &Subject) -> Caller {
    Caller { opened: vec![link.clone()], ..caller }
}

pub(crate) fn text(name: &str, value: &str) -> (String, Value) {
    (name.to_owned(), Value::Text(value.to_owned()))
}

pub(crate) fn integer(name: &str, value: i64) -> (String, Value) {
    (name.to_owned(), Value::Integer(value))
}

pub(crate) fn truth(name: &str, value: bool) -> (String, Value) {
    (name.to_owned(), Value::Boolean(value))
}

pub(crate) fn all(collection: &str) -> Query {
    Query { collection: collection.to_owned(), ..Query::default() }
}

pub(crate) fn under(collection: &str, parent: &str) -> Query {
    Query { under: Some(parent.to_owned()), ..all(collection) }
}
