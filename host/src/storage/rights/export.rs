//! What one person made or owns, for a copy of their own.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use veillee_access::{Collection, Fragment};
use veillee_ambient::Millis;
use veillee_engine::types::Value;

use super::own::database;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::objects::from_record;
use crate::storage::people::AccountRole;
use crate::storage::shape::{Shape, Shapes};
use crate::storage::sql::{Ask as _, Database, DatabaseError, Record};

/// An object that a person made or owns.
#[derive(Clone, Debug)]
pub struct ExportedObject {
    pub id: String,
    pub shape: Arc<Shape>,
    /// Empty at the top.
    pub parent: String,
    /// They made it; if not, it lies in what is theirs.
    pub is_author: bool,
    /// It lies in a tree of theirs.
    pub is_owner: bool,
    pub created_ms: Millis,
    pub updated_ms: Millis,
    pub is_in_trash: bool,
    /// As the manifest names them.
    pub fields: Vec<(String, Value)>,
    pub blobs: Vec<ExportedBlob>,
}

/// A file of an object: one that somebody brought, and not what was made of it.
#[derive(Clone, Debug)]
pub struct ExportedBlob {
    pub name: String,
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: u64,
}

/// Of whom a copy is.
#[derive(Clone, Debug)]
pub struct Copied {
    pub id: String,
    pub name: String,
    /// Empty: none is known.
    pub address: String,
    /// Role and language of an account; none: a guest.
    pub account: Option<(AccountRole, String)>,
}

/// A share that a person made.
#[derive(Clone, Debug)]
pub struct MadeShare {
    pub container: String,
    pub label: String,
    pub role: i64,
    pub created_ms: Millis,
}

impl ExportedObject {
    /// What people call it; empty for what has no name.
    pub fn title(&self) -> &str {
        let title = self.shape.title_field();
        let value = self.fields.iter().find(|(name, _)| Some(name.as_str()) == title);
        match value {
            Some((_, Value::Text(text))) => text,
            _ => "",
        }
    }
}

impl Association {
    /// An account or a guest, for a copy; none when nobody of this id is there.
    pub async fn copied(&self, person: &str) -> Result<Option<Copied>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT p.id, p.name, coalesce(a.address, g.address, ''), a.role, a.locale FROM principal p \
             LEFT JOIN account a ON a.id = p.id LEFT JOIN invited_guest g ON g.id = p.id WHERE p.id = ",
        );
        select.text_arg(person);
        let Some(row) = self.database().row(select).await? else { return Ok(None) };
        let role = row.maybe_text(3)?.as_deref().and_then(AccountRole::from_name);
        let (id, name, address) = (row.text(0)?, row.text(1)?, row.text(2)?);
        Ok(Some(Copied { id, name, address, account: role.zip(row.maybe_text(4)?) }))
    }

    /// The ids of everything that a person made or owns, by collection and age, the trash included. Cost: two scans of each
    /// collection's rows of that person, and their trash.
    pub async fn own_objects(&self, account: &str) -> Result<Vec<String>, DatabaseError> {
        let mut all = Vec::new();
        for shape in self.ordered_shapes() {
            let mut select = Fragment::new(format!("SELECT id FROM {} WHERE author = ", shape.table()));
            select.text_arg(account).push(" OR owner = ").text_arg(account).push(" ORDER BY created_ms, id");
            for row in self.database().rows(select).await? {
                all.push(row.text(0)?);
            }
        }
        Ok(all)
    }

    /// How many objects of each collection a person made or owns, those without any left out.
    pub async fn own_counts(&self, account: &str) -> Result<Vec<(Arc<Shape>, u64)>, DatabaseError> {
        let mut counts = Vec::new();
        for shape in self.ordered_shapes() {
            let mut select = Fragment::new(format!("SELECT count(*) FROM {} WHERE author = ", shape.table()));
            select.text_arg(account).push(" OR owner = ").text_arg(account);
            match self.database().row(select).await?.map_or(Ok(0), |row| row.count(0))? {
                0 => {}
                count => counts.push((shape, count)),
            }
        }
        Ok(counts)
    }

    /// Containers before what lies in them.
    fn ordered_shapes(&self) -> Vec<Arc<Shape>> {
        let mut shapes: Vec<Arc<Shape>> = self.moment().shapes.all().collect();
        let key = |shape: &Shape| (shape.service().to_owned(), !shape.is_container(), shape.name.clone());
        shapes.sort_by_key(|shape| key(shape));
        shapes
    }

    /// Those of the given objects that are the person's, in the given order.
    pub async fn exported(&self, account: &str, ids: &[String]) -> Result<Vec<ExportedObject>, DatabaseError> {
        let shapes = self.moment().shapes;
        let mut database = self.database();
        let mut found = HashMap::new();
        for batch in ids.chunks(limits::SURVEY_BATCH) {
            read(&mut database, (&shapes, account), batch, &mut found).await?;
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// The shares that a person made and that are still there, the oldest first.
    pub async fn shares_made_by(&self, account: &str) -> Result<Vec<MadeShare>, DatabaseError> {
        let mut select = Fragment::new("SELECT container, label, role, created_ms FROM share WHERE created_by = ");
        select.text_arg(account).push(" ORDER BY created_ms, id LIMIT ").int_arg(limits::EXPORTED_SHARES_MAX);
        let made = |row: &Record| {
            Ok(MadeShare { container: row.text(0)?, label: row.text(1)?, role: row.int(2)?, created_ms: row.int(3)? })
        };
        self.database().rows(select).await?.iter().map(made).collect()
    }
}

async fn read(
    ask: &mut Database,
    (shapes, account): (&Shapes, &str),
    ids: &[String],
    found: &mut HashMap<String, ExportedObject>,
) -> Result<(), DatabaseError> {
    let mut by_collection: BTreeMap<u16, Vec<String>> = BTreeMap::new();
    for id in ids {
        if let Some(shape) = shapes.of(id) {
            by_collection.entry(shape.number).or_default().push(id.clone());
        }
    }
    for (number, ids) in by_collection {
        let Some(shape) = shapes.number(number) else { continue };
        let columns = shape.fields.keys().flat_map(|name| [", ".to_owned(), Collection::column(name)]);
        let columns: String = columns.collect();
        let mut select = Fragment::new(format!(
            "SELECT id, parent, author, owner, created_ms, updated_ms, trashed_ms{columns} FROM {} WHERE (author = ",
            shape.table()
        ));
        select.text_arg(account).push(" OR owner = ").text_arg(account).push(") AND id IN ").list_arg(&ids);
        for row in ask.rows(select).await? {
            let object = object(shape, account, &row)?;
            found.insert(object.id.clone(), object);
        }
    }
    blobs(ask, ids, found).await
}

fn object(shape: &Arc<Shape>, account: &str, row: &Record) -> Result<ExportedObject, DatabaseError> {
    const FIRST_FIELD: usize = 7;
    let mut fields = Vec::with_capacity(shape.fields.len());
    for (place, (name, field)) in shape.fields.iter().enumerate() {
        fields.push((name.clone(), from_record(row, FIRST_FIELD + place, field.kind).map_err(database)?));
    }
    Ok(ExportedObject {
        id: row.text(0)?,
        shape: shape.clone(),
        parent: row.text(1)?,
        is_author: row.text(2)? == account,
        is_owner: row.text(3)? == account,
        created_ms: row.int(4)?,
        updated_ms: row.int(5)?,
        is_in_trash: row.int(6)? != 0,
        fields,
        blobs: Vec::new(),
    })
}

async fn blobs(
    ask: &mut Database,
    ids: &[String],
    found: &mut HashMap<String, ExportedObject>,
) -> Result<(), DatabaseError> {
    let mut select = Fragment::new(
        "SELECT b.object, b.name, b.file_name, b.media_type, k.size_bytes FROM blob b JOIN content k ON k.id = b.content \
         WHERE NOT EXISTS (SELECT 1 FROM rendition r WHERE r.object = b.object AND r.name = b.name) AND b.object IN ",
    );
    select.list_arg(ids).push(" ORDER BY b.object, b.name");
    for row in ask.rows(select).await? {
        if let Some(object) = found.get_mut(&row.text(0)?) {
            object.blobs.push(ExportedBlob {
                name: row.text(1)?,
                file_name: row.text(2)?,
                media_type: row.text(3)?,
                size_bytes: row.count(4)?,
            });
        }
    }
    Ok(())
}
