//! `host.db`: the packages that were installed, who published them, and the services of each association.
//!
//! A list of names (grants) is one text, its names parted by spaces: names of capabilities hold none.

use std::collections::BTreeSet;

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::hosts::Hosts;
use super::sql::{Ask as _, DatabaseError, Dialect, Record};

/// A package that lies on the shelf under its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageRecord {
    pub digest: String,
    pub name: String,
    pub version: String,
    /// The key it is signed with, in hexadecimal.
    pub publisher: Option<String>,
    pub installed_ms: Millis,
}

/// What an operator chose for a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceState {
    Enabled,
    Paused,
    Disabled,
}

impl ServiceState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }

    fn from_name(name: &str) -> Result<Self, DatabaseError> {
        [Self::Enabled, Self::Paused, Self::Disabled]
            .into_iter()
            .find(|state| state.name() == name)
            .ok_or_else(|| DatabaseError::Internal(format!("`{name}` is no state of a service")))
    }
}

/// A version of a plugin with what an association's operator allowed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantedVersion {
    pub digest: String,
    pub grants: BTreeSet<String>,
}

/// A plugin in an association, as it stands after a restart too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRecord {
    pub association: String,
    pub name: String,
    pub state: ServiceState,
    pub current: GrantedVersion,
    /// What a rollback goes back to.
    pub previous: Option<GrantedVersion>,
    /// A version that wants more than was granted, with what it wants more.
    pub waiting: Option<GrantedVersion>,
    pub paused_until_ms: Option<Millis>,
    /// The operator's words for a pause or an end.
    pub reason: String,
    /// What the host did by itself, in one sentence.
    pub note: String,
    /// Uninstalled: the data is kept for [`crate::limits::REMOVED_LIFE_MS`] from here.
    pub removed_ms: Option<Millis>,
    pub changed_ms: Millis,
}

const SERVICE_COLUMNS: &str = "association, name, state, digest, grants, previous, previous_grants, waiting, \
    waiting_extra, paused_until_ms, reason, note, removed_ms, changed_ms";

/// The statements that make these tables.
pub(super) fn tables(dialect: Dialect) -> [String; 5] {
    let text = dialect.text_type();
    [
        format!(
            "package (digest {text} PRIMARY KEY, name {text} NOT NULL, version {text} NOT NULL, \
             publisher {text} NOT NULL, installed_ms bigint NOT NULL, place bigint NOT NULL)"
        ),
        // The key of the first install of a name; empty: it was not signed.
        format!("publisher (name {text} PRIMARY KEY, publisher {text} NOT NULL, since_ms bigint NOT NULL)"),
        // What the plugins folder last held under a name, once that was carried out.
        format!("offer (name {text} PRIMARY KEY, digest {text} NOT NULL)"),
        // The codecs in use: they belong to no association.
        format!("codec (name {text} PRIMARY KEY, digest {text} NOT NULL)"),
        format!(
            "service (association {text} NOT NULL, name {text} NOT NULL, state {text} NOT NULL, \
             digest {text} NOT NULL, grants {text} NOT NULL, previous {text} NOT NULL, \
             previous_grants {text} NOT NULL, waiting {text} NOT NULL, waiting_extra {text} NOT NULL, \
             paused_until_ms bigint NOT NULL, reason {text} NOT NULL, note {text} NOT NULL, \
             removed_ms bigint NOT NULL, changed_ms bigint NOT NULL, PRIMARY KEY (association, name))"
        ),
    ]
}

impl Hosts {
    /// All packages, the newest of each name first.
    pub async fn packages(&self) -> Result<Vec<PackageRecord>, DatabaseError> {
        let select = "SELECT digest, name, version, publisher, installed_ms FROM package \
            ORDER BY name, place DESC";
        self.database.clone().rows(Fragment::new(select)).await?.iter().map(package).collect()
    }

    /// Keeps what is known of a package: it becomes the newest of its name, which depends on no clock. One that is known
    /// already stays where it is: the plugins folder brings the same at each start.
    pub async fn keep_package(&self, new: &PackageRecord) -> Result<(), DatabaseError> {
        let mut insert =
            Fragment::new("INSERT INTO package (digest, name, version, publisher, installed_ms, place) SELECT ");
        insert.text_arg(&new.digest).push(", ").text_arg(&new.name).push(", ").text_arg(&new.version).push(", ");
        insert.text_arg(new.publisher.as_deref().unwrap_or_default()).push(", ").int_arg(new.installed_ms);
        insert.push(", coalesce(max(place), 0) + 1 FROM package WHERE true ON CONFLICT (digest) DO NOTHING");
        self.database.execute(insert).await?;
        Ok(())
    }

    /// The key that a name was first installed with; the inner none: without a signature.
    pub async fn publisher(&self, name: &str) -> Result<Option<Option<String>>, DatabaseError> {
        let mut select = Fragment::new("SELECT publisher FROM publisher WHERE name = ");
        select.text_arg(name);
        let row = self.database.clone().row(select).await?;
        row.map(|row| Ok(present(row.text(0)?))).transpose()
    }

    pub async fn set_publisher(&self, name: &str, key: Option<&str>, now_ms: Millis) -> Result<(), DatabaseError> {
        let mut insert = Fragment::new("INSERT INTO publisher (name, publisher, since_ms) VALUES (");
        insert.text_arg(name).push(", ").text_arg(key.unwrap_or_default()).push(", ").int_arg(now_ms);
        insert.push(") ON CONFLICT (name) DO UPDATE SET publisher = excluded.publisher, since_ms = excluded.since_ms");
        self.database.execute(insert).await?;
        Ok(())
    }

    /// The codecs in use: name and digest.
    pub async fn codecs(&self) -> Result<Vec<(String, String)>, DatabaseError> {
        let select = Fragment::new("SELECT name, digest FROM codec ORDER BY name");
        let rows = self.database.clone().rows(select).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    }

    pub async fn set_codec(&self, name: &str, digest: &str) -> Result<(), DatabaseError> {
        let mut insert = Fragment::new("INSERT INTO codec (name, digest) VALUES (");
        insert.text_arg(name).push(", ").text_arg(digest);
        insert.push(") ON CONFLICT (name) DO UPDATE SET digest = excluded.digest");
        self.database.execute(insert).await?;
        Ok(())
    }

    pub async fn forget_codec(&self, name: &str) -> Result<(), DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM codec WHERE name = ");
        delete.text_arg(name);
        self.database.execute(delete).await?;
        Ok(())
    }

    /// The digest that the plugins folder last offered under a name.
    pub async fn offered(&self, name: &str) -> Result<Option<String>, DatabaseError> {
        let mut select = Fragment::new("SELECT digest FROM offer WHERE name = ");
        select.text_arg(name);
        self.database.clone().row(select).await?.map(|row| row.text(0)).transpose()
    }

    pub async fn set_offered(&self, name: &str, digest: &str) -> Result<(), DatabaseError> {
        let mut insert = Fragment::new("INSERT INTO offer (name, digest) VALUES (");
        insert.text_arg(name).push(", ").text_arg(digest);
        insert.push(") ON CONFLICT (name) DO UPDATE SET digest = excluded.digest");
        self.database.execute(insert).await?;
        Ok(())
    }

    /// Every service of every association, the removed ones too.
    pub async fn services(&self) -> Result<Vec<ServiceRecord>, DatabaseError> {
        let select = Fragment::new(format!("SELECT {SERVICE_COLUMNS} FROM service ORDER BY association, name"));
        self.database.clone().rows(select).await?.iter().map(service).collect()
    }

    pub async fn service(&self, association: &str, name: &str) -> Result<Option<ServiceRecord>, DatabaseError> {
        let mut select = Fragment::new(format!("SELECT {SERVICE_COLUMNS} FROM service WHERE association = "));
        select.text_arg(association).push(" AND name = ").text_arg(name);
        self.database.clone().row(select).await?.as_ref().map(service).transpose()
    }

    /// Writes the whole record, in place of the one before.
    pub async fn keep_service(&self, record: &ServiceRecord) -> Result<(), DatabaseError> {
        let version = |version: &Option<GrantedVersion>| {
            version.as_ref().map_or_else(Default::default, |found| (found.digest.clone(), joined(&found.grants)))
        };
        let ((previous, previous_grants), (waiting, waiting_extra)) =
            (version(&record.previous), version(&record.waiting));
        let grants = joined(&record.current.grants);
        let mut insert = Fragment::new(format!("INSERT INTO service ({SERVICE_COLUMNS}) VALUES ("));
        for text in [
            record.association.as_str(),
            &record.name,
            record.state.name(),
            &record.current.digest,
            &grants,
            &previous,
            &previous_grants,
            &waiting,
            &waiting_extra,
        ] {
            insert.text_arg(text).push(", ");
        }
        insert.int_arg(record.paused_until_ms.unwrap_or(0)).push(", ").text_arg(&record.reason).push(", ");
        insert.text_arg(&record.note).push(", ").int_arg(record.removed_ms.unwrap_or(0)).push(", ");
        insert.int_arg(record.changed_ms).push(") ON CONFLICT (association, name) DO UPDATE SET ");
        let replaced: Vec<String> =
            SERVICE_COLUMNS.split(", ").skip(2).map(|column| format!("{column} = excluded.{column}")).collect();
        insert.push(&replaced.join(", "));
        self.database.execute(insert).await?;
        Ok(())
    }

    /// Forgets a service whose data is gone.
    pub async fn forget_service(&self, association: &str, name: &str) -> Result<(), DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM service WHERE association = ");
        delete.text_arg(association).push(" AND name = ").text_arg(name);
        self.database.execute(delete).await?;
        Ok(())
    }
}

fn package(row: &Record) -> Result<PackageRecord, DatabaseError> {
    Ok(PackageRecord {
        digest: row.text(0)?,
        name: row.text(1)?,
        version: row.text(2)?,
        publisher: present(row.text(3)?),
        installed_ms: row.int(4)?,
    })
}

fn service(row: &Record) -> Result<ServiceRecord, DatabaseError> {
    let version = |digest: usize| {
        let grants = parted(&row.text(digest + 1)?);
        Ok::<_, DatabaseError>(present(row.text(digest)?).map(|digest| GrantedVersion { digest, grants }))
    };
    Ok(ServiceRecord {
        association: row.text(0)?,
        name: row.text(1)?,
        state: ServiceState::from_name(&row.text(2)?)?,
        current: version(3)?.unwrap_or_default(),
        previous: version(5)?,
        waiting: version(7)?,
        paused_until_ms: moment(row.int(9)?),
        reason: row.text(10)?,
        note: row.text(11)?,
        removed_ms: moment(row.int(12)?),
        changed_ms: row.int(13)?,
    })
}

fn present(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn moment(ms: i64) -> Option<Millis> {
    (ms != 0).then_some(ms)
}

fn joined(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn parted(text: &str) -> BTreeSet<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}
