//! One association's data: its database, its bytes, its keys, its sharing generation.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Notify;
use veillee_access::{Fragment, Generation};
use veillee_ambient::{Clock, Millis, Random};
use veillee_vault::{MasterKey, Vault, WrappingKey};

use super::audit;
use super::jobs::Bell;
use super::quota;
use super::rules::FieldRules;
use super::schema::apply_core;
use super::shape::Shapes;
use super::sql::{Ask as _, Database, DatabaseError, Transaction};
use crate::limits;

/// What storage needs to open an association.
pub struct Foundations {
    pub database: Database,
    pub vault: Vault,
    pub key: WrappingKey,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
}

pub struct Association {
    pub id: String,
    pub(super) database: Database,
    pub(super) vault: Vault,
    pub(super) key: WrappingKey,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Rings when a blob arrived of which pictures may be wanted.
    pub pictures_bell: Notify,
    pub(super) shapes: RwLock<Arc<Shapes>>,
    generation: AtomicU64,
    /// Read by whoever copies segments, written by whoever removes them.
    pub(super) copying: Arc<tokio::sync::RwLock<()>>,
    pub(super) bell: Bell,
    pub(super) mail_bell: Bell,
    /// The checks that services have of their own.
    pub(super) field_rules: RwLock<HashMap<String, Arc<dyn FieldRules>>>,
}

/// The facts one call stands on. The generation is read before anything else, so that what is decided is never
/// remembered under a generation younger than the facts.
#[derive(Clone)]
pub struct Moment {
    pub generation: Generation,
    pub shapes: Arc<Shapes>,
    pub now_ms: Millis,
}

impl Association {
    pub async fn open(id: &str, foundations: Foundations) -> Result<Self, DatabaseError> {
        let Foundations { database, vault, key, clock, random } = foundations;
        let mut transaction = database.begin().await?;
        apply_core(&mut transaction).await?;
        quota::fill(&mut transaction).await?;
        let row = transaction.row(Fragment::new("SELECT value FROM generation WHERE id = 1")).await?;
        let generation = row.ok_or_else(|| DatabaseError::Internal("no generation".to_owned()))?.count(0)?;
        transaction.commit().await?;
        let association = Self {
            id: id.to_owned(),
            database,
            vault,
            key,
            clock,
            random,
            pictures_bell: Notify::new(),
            shapes: RwLock::default(),
            generation: AtomicU64::new(generation),
            copying: Arc::default(),
            bell: Bell::default(),
            mail_bell: Bell::default(),
            field_rules: RwLock::default(),
        };
        audit::begin(&association).await?;
        Ok(association)
    }

    pub fn moment(&self) -> Moment {
        let generation = self.generation();
        let shapes = self.shapes.read().unwrap_or_else(PoisonError::into_inner).clone();
        Moment { generation, shapes, now_ms: self.clock.now_ms() }
    }

    /// The facts as they stand now, for a caller who was found under an earlier generation.
    pub fn moment_under(&self, generation: Generation) -> Moment {
        let moment = self.moment();
        Moment { generation: generation.min(moment.generation), ..moment }
    }

    pub fn generation(&self) -> Generation {
        Generation(self.generation.load(Ordering::SeqCst))
    }

    /// A handle for reading outside a transaction.
    pub fn database(&self) -> Database {
        self.database.clone()
    }

    /// Its own key, for a host with another master key.
    pub fn wrap_key(&self, master: &MasterKey) -> Vec<u8> {
        master.wrap(&self.key, self.id.as_bytes(), &*self.random)
    }

    /// Fails when the database does not answer.
    pub async fn answers(&self) -> Result<(), DatabaseError> {
        self.database().row(Fragment::new("SELECT value FROM generation WHERE id = 1")).await.map(drop)
    }

    pub async fn close(&self) {
        self.database.close().await;
    }

    /// The number of a collection, given at first use and never reused.
    pub async fn collection_number(&self, service: &str, name: &str) -> Result<u16, DatabaseError> {
        let mut transaction = self.begin().await?;
        let mut find = Fragment::new("SELECT number FROM collection WHERE service = ");
        find.text_arg(service).push(" AND name = ").text_arg(name);
        let number = match transaction.row(find).await? {
            Some(row) => row.int(0)?,
            None => self.new_collection_number(&mut transaction, service, name).await?,
        };
        transaction.commit().await?;
        u16::try_from(number).map_err(|_| DatabaseError::Full)
    }

    async fn new_collection_number(
        &self,
        transaction: &mut Transaction,
        service: &str,
        name: &str,
    ) -> Result<i64, DatabaseError> {
        let mut insert =
            Fragment::new("INSERT INTO collection (number, service, name) SELECT coalesce(max(number), 0) + 1, ");
        insert.text_arg(service).push(", ").text_arg(name).push(" FROM collection HAVING coalesce(max(number), 0) < ");
        insert.int_arg(i64::try_from(limits::COLLECTIONS_MAX).unwrap_or(i64::MAX)).push(" RETURNING number");
        transaction.row(insert).await?.ok_or(DatabaseError::Full)?.int(0)
    }

    /// A writing transaction that a change of sharing waits for.
    pub(super) async fn begin(&self) -> Result<Transaction, DatabaseError> {
        let mut transaction = self.database.begin().await?;
        if let Some(lock) = transaction.dialect().hold_generation() {
            transaction.rows(Fragment::new(lock)).await?;
        }
        Ok(transaction)
    }

    /// A writing transaction that turns a yes into a no: it waits for the writes under way and moves the generation.
    pub(super) async fn begin_taking(&self) -> Result<Taking, DatabaseError> {
        let mut transaction = self.database.begin().await?;
        let bump = "UPDATE generation SET value = value + 1 WHERE id = 1 RETURNING value";
        let row = transaction.row(Fragment::new(bump)).await?;
        let generation = row.ok_or_else(|| DatabaseError::Internal("no generation".to_owned()))?.count(0)?;
        Ok(Taking { transaction, generation })
    }

    /// Makes it durable; from the moment this returns no decision of an older generation is used. A commit whose outcome
    /// is unknown counts as done: forgetting a yes too early costs one query.
    pub(super) async fn commit_taking(&self, taking: Taking) -> Result<(), DatabaseError> {
        let outcome = taking.transaction.commit().await;
        self.generation.fetch_max(taking.generation, Ordering::SeqCst);
        outcome
    }
}

/// A transaction that moves the sharing generation.
pub(super) struct Taking {
    pub(super) transaction: Transaction,
    generation: u64,
}

impl Association {
    /// Seals a few bytes that travel through a browser; `purpose` tells them from all others.
    pub fn seal(&self, purpose: &str, clear: &[u8]) -> String {
        self.key.seal_small(purpose, clear, &*self.random)
    }

    /// A stable name for facts, which only this association can make; `purpose` tells it from all others.
    pub fn mark(&self, purpose: &str, facts: &[u8]) -> [u8; 16] {
        self.key.mark(purpose, facts)
    }

    /// Opens what [`Self::seal`] made for the same purpose; none, when it was made or changed by anybody else.
    pub fn unseal(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        self.key.open_small(purpose, sealed).ok()
    }
}
