//! `host.db`: which associations there are, and under which names they answer.

use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;
use veillee_vault::{MasterKey, OpenError, WrappingKey};

use super::snapshot::Snapshot;
use super::sql::{Ask as _, Database, DatabaseError, Dialect, Record};

#[derive(Clone, Debug)]
pub struct AssociationRecord {
    pub id: String,
    pub name: String,
    key_sealed: Vec<u8>,
}

impl AssociationRecord {
    /// The association's key, unwrapped by the master key.
    pub fn key(&self, master: &MasterKey) -> Result<WrappingKey, OpenError> {
        master.unwrap(&self.key_sealed, self.id.as_bytes())
    }
}

pub struct NewAssociation<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub key_sealed: Vec<u8>,
    pub created_ms: i64,
    pub domains: &'a [String],
}

#[derive(Clone)]
pub struct Hosts {
    pub(super) database: Database,
}

impl Hosts {
    pub async fn open(database: Database, dialect: Dialect) -> Result<Self, DatabaseError> {
        let (text, bytes) = (dialect.text_type(), dialect.bytes_type());
        let mut transaction = database.begin().await?;
        let own = [
            format!(
                "association (id {text} PRIMARY KEY, name {text} NOT NULL, key_sealed {bytes} NOT NULL, created_ms bigint NOT NULL)"
            ),
            format!("domain (name {text} PRIMARY KEY, association {text} NOT NULL)"),
            // One row: when the last copy of everything was complete.
            "last_backup (id bigint PRIMARY KEY, ended_ms bigint NOT NULL)".to_owned(),
        ];
        for table in own.into_iter().chain(super::services::tables(dialect)) {
            transaction.execute(Fragment::new(format!("CREATE TABLE IF NOT EXISTS {table}"))).await?;
        }
        transaction.commit().await?;
        Ok(Self { database })
    }

    /// Makes an association; `Taken` when one of the names answers for another already.
    pub async fn create(&self, new: NewAssociation<'_>) -> Result<(), DatabaseError> {
        let mut transaction = self.database.begin().await?;
        let mut insert = Fragment::new("INSERT INTO association (id, name, key_sealed, created_ms) VALUES (");
        insert.text_arg(new.id).push(", ").text_arg(new.name).push(", ").bind(Arg::Bytes(new.key_sealed));
        insert.push(", ").int_arg(new.created_ms).push(")");
        transaction.execute(insert).await?;
        for domain in new.domains {
            transaction.execute(insert_domain(domain, new.id)).await?;
        }
        transaction.commit().await
    }

    pub async fn rename(&self, association: &str, name: &str) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE association SET name = ");
        update.text_arg(name).push(" WHERE id = ").text_arg(association);
        self.database.execute(update).await?;
        Ok(())
    }

    /// Lets an association answer under one more name; `Taken` when the name answers already.
    pub async fn add_domain(&self, association: &str, domain: &str) -> Result<(), DatabaseError> {
        self.database.execute(insert_domain(domain, association)).await?;
        Ok(())
    }

    pub async fn all(&self) -> Result<Vec<AssociationRecord>, DatabaseError> {
        let select = Fragment::new("SELECT id, name, key_sealed FROM association ORDER BY created_ms, id");
        let rows = self.database.clone().rows(select).await?;
        rows.iter().map(record).collect()
    }

    /// The names an association answers under.
    pub async fn domains(&self, association: &str) -> Result<Vec<String>, DatabaseError> {
        let mut select = Fragment::new("SELECT name FROM domain WHERE association = ");
        select.text_arg(association).push(" ORDER BY name");
        self.database.clone().rows(select).await?.iter().map(|row| row.text(0)).collect()
    }

    pub async fn association(&self, id: &str) -> Result<Option<AssociationRecord>, DatabaseError> {
        let mut select = Fragment::new("SELECT id, name, key_sealed FROM association WHERE id = ");
        select.text_arg(id);
        self.database.clone().row(select).await?.as_ref().map(record).transpose()
    }

    /// Whether some association answers under this name.
    pub async fn answers_under(&self, domain: &str) -> Result<bool, DatabaseError> {
        let mut select = Fragment::new("SELECT association FROM domain WHERE name = ");
        select.text_arg(&domain.to_lowercase());
        Ok(self.database.clone().row(select).await?.is_some())
    }

    /// Remembers that a copy of everything is complete.
    pub async fn note_backup(&self, ended_ms: Millis) -> Result<(), DatabaseError> {
        let mut upsert = Fragment::new("INSERT INTO last_backup (id, ended_ms) VALUES (1, ");
        upsert.int_arg(ended_ms).push(") ON CONFLICT (id) DO UPDATE SET ended_ms = excluded.ended_ms");
        self.database.execute(upsert).await?;
        Ok(())
    }

    /// When the last copy of everything was complete; none, when there was none since this is remembered.
    pub async fn last_backup_ms(&self) -> Result<Option<Millis>, DatabaseError> {
        let select = Fragment::new("SELECT ended_ms FROM last_backup WHERE id = 1");
        self.database.clone().row(select).await?.map(|row| row.int(0)).transpose()
    }

    /// `ok`, or what is broken.
    pub async fn quick_check(&self) -> Result<String, DatabaseError> {
        self.database.quick_check().await
    }

    /// Fails when the database does not answer.
    pub async fn answers(&self) -> Result<(), DatabaseError> {
        self.database.clone().row(Fragment::new("SELECT id FROM association LIMIT 1")).await.map(drop)
    }

    /// The state of now, for a copy.
    pub async fn snapshot(&self) -> Result<Snapshot, DatabaseError> {
        self.database.snapshot().await
    }

    pub async fn close(&self) {
        self.database.close().await;
    }
}

fn record(row: &Record) -> Result<AssociationRecord, DatabaseError> {
    Ok(AssociationRecord { id: row.text(0)?, name: row.text(1)?, key_sealed: row.bytes(2)? })
}

fn insert_domain(domain: &str, association: &str) -> Fragment {
    let mut insert = Fragment::new("INSERT INTO domain (name, association) VALUES (");
    insert.text_arg(&domain.to_lowercase()).push(", ").text_arg(association).push(")");
    insert
}
