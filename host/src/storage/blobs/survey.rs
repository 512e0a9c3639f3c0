//! Many blobs at once, each decided by the same rule as one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use veillee_access::{Action, Arg, Caller, Fragment, Permit, Question};
use veillee_vault::{ContentId, Segment};

use super::locate::{BlobFacts, Located, segment};
use crate::limits;
use crate::storage::association::{Association, Moment};
use crate::storage::objects::{ObjectError, verdict, write_decision};
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask as _, Database, DatabaseError, Record};

/// A blob that the caller may read, with the proof, as a list shows it.
pub struct Listed {
    pub permit: Permit,
    pub media_type: String,
    pub file_name: String,
    /// An opaque strong validator (RFC 9110, 8.8.1).
    pub validator: String,
    pub size_bytes: u64,
    /// CRC-32 of ISO 3309, counted while the bytes arrived.
    pub crc_32: u32,
    /// When the blob was attached.
    pub created_ms: i64,
    content: ContentId,
    key_sealed: Vec<u8>,
}

impl Listed {
    /// Names the bytes: changes whenever they do.
    pub fn content_id(&self) -> ContentId {
        self.content
    }
}

/// Decides about many blobs, each an object's id and a blob's name; nothing in the place of what the caller may not read
/// or what is not there. One query for each collection and [`limits::SURVEY_BATCH`] blobs.
pub async fn survey(
    association: &Association,
    moment: &Moment,
    caller: &Caller,
    wanted: &[(String, String)],
) -> Result<Vec<Option<Listed>>, ObjectError> {
    let mut places: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    let mut by_collection: BTreeMap<u16, Vec<(&str, &str)>> = BTreeMap::new();
    for (place, (object, name)) in wanted.iter().enumerate() {
        let Some(shape) = moment.shapes.of(object) else { continue };
        let known = places.entry((object, name)).or_default();
        if known.is_empty() {
            by_collection.entry(shape.number).or_default().push((object, name));
        }
        known.push(place);
    }
    let mut found: Vec<Option<Listed>> = wanted.iter().map(|_| None).collect();
    let mut database = association.database();
    for (number, pairs) in by_collection {
        let Some(shape) = moment.shapes.number(number) else { continue };
        for batch in pairs.chunks(limits::SURVEY_BATCH) {
            for row in rows(&mut database, (moment, caller), shape, batch).await? {
                let (object, name) = (row.text(0)?, row.text(5)?);
                for &place in places.get(&(object.as_str(), name.as_str())).into_iter().flatten() {
                    let question = Question::new(&object, Action::Read, moment.generation);
                    if let Ok(permit) = question.answer(Some(verdict(&row)?)) {
                        found[place] = Some(listed(&row, permit)?);
                    }
                }
            }
        }
    }
    Ok(found)
}

async fn rows(
    database: &mut Database,
    (moment, caller): (&Moment, &Caller),
    shape: &Shape,
    pairs: &[(&str, &str)],
) -> Result<Vec<Record>, DatabaseError> {
    let distinct = |all: BTreeSet<&str>| all.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let objects = distinct(pairs.iter().map(|(object, _)| *object).collect());
    let names = distinct(pairs.iter().map(|(_, name)| *name).collect());
    let mut statement = Fragment::default();
    write_decision(&mut statement, moment, caller, shape, Action::Read, None);
    statement.push(", b.name, b.content, b.media_type, b.file_name, b.validator, b.created_ms, k.size_bytes, k.crc_32");
    statement.push(&format!(", k.key_sealed FROM {} o JOIN blob b ON b.object = o.id", shape.table()));
    statement.push(" JOIN content k ON k.id = b.content WHERE o.id IN ").list_arg(&objects);
    statement.push(" AND b.name IN ").list_arg(&names);
    database.rows(statement).await
}

fn listed(row: &Record, permit: Permit) -> Result<Listed, DatabaseError> {
    let malformed = || DatabaseError::Internal("a content has a malformed id or sum".to_owned());
    Ok(Listed {
        permit,
        media_type: row.text(7)?,
        file_name: row.text(8)?,
        validator: row.text(9)?,
        size_bytes: row.count(11)?,
        crc_32: u32::try_from(row.int(12)?).map_err(|_| malformed())?,
        created_ms: row.int(10)?,
        content: row.bytes(6)?.try_into().map_err(|_| malformed())?,
        key_sealed: row.bytes(13)?,
    })
}

/// As [`survey`], and with what it takes to send each: for a few blobs at a time.
pub async fn locate_many(
    association: &Association,
    moment: &Moment,
    caller: &Caller,
    wanted: &[(String, String)],
) -> Result<Vec<Option<Located>>, ObjectError> {
    let listed = survey(association, moment, caller, wanted).await?;
    let contents: BTreeSet<ContentId> = listed.iter().flatten().map(|one| one.content).collect();
    let mut segments = segments(&mut association.database(), &contents).await?;
    let mut located = Vec::with_capacity(listed.len());
    for one in listed {
        located.push(match one {
            Some(one) => Some(open(association, one, &mut segments)?),
            None => None,
        });
    }
    Ok(located)
}

fn open(
    association: &Association,
    listed: Listed,
    segments: &mut BTreeMap<ContentId, Vec<Segment>>,
) -> Result<Located, DatabaseError> {
    let Listed { permit, media_type, file_name, validator, size_bytes, content, key_sealed, .. } = listed;
    let key = association
        .key
        .unwrap(&key_sealed, &content)
        .map_err(|error| DatabaseError::Internal(format!("a content key does not open: {error}")))?;
    let segments = segments.get(&content).cloned().unwrap_or_default();
    let facts = BlobFacts { media_type, file_name, validator, size_bytes, content, key, segments };
    Ok(Located { permit, facts: Arc::new(facts) })
}

async fn segments(
    database: &mut Database,
    contents: &BTreeSet<ContentId>,
) -> Result<BTreeMap<ContentId, Vec<Segment>>, DatabaseError> {
    let mut found: BTreeMap<ContentId, Vec<Segment>> = BTreeMap::new();
    let contents: Vec<ContentId> = contents.iter().copied().collect();
    for batch in contents.chunks(limits::SURVEY_BATCH) {
        let mut select = Fragment::new("SELECT content, id, clear_bytes FROM segment WHERE content IN (");
        for (index, content) in batch.iter().enumerate() {
            select.push(if index == 0 { "" } else { ", " }).bind(Arg::Bytes(content.to_vec()));
        }
        select.push(") ORDER BY content, position");
        for row in database.rows(select).await? {
            if let Ok(content) = row.bytes(0)?.try_into() {
                found.entry(content).or_default().push(segment(&row, 1)?);
            }
        }
    }
    Ok(found)
}
