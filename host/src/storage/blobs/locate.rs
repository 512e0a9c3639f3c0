use std::sync::Arc;

use futures_util::TryStreamExt as _;
use veillee_access::{Action, Arg, Caller, Fragment, Permit, Question};
use veillee_vault::{ContentId, ContentKey, Reading, SMALL_CONTENT_BYTES, Segment, SegmentId, VaultError};

use crate::storage::association::{Association, Moment};
use crate::storage::objects::{ObjectError, verdict, write_decision};
use crate::storage::sql::{Ask, DatabaseError, Record};

/// A blob that the caller may read, with the proof.
pub struct Located {
    pub permit: Permit,
    pub facts: Arc<BlobFacts>,
}

/// What it takes to send a blob.
pub struct BlobFacts {
    pub media_type: String,
    /// As the person's device gave it, cleaned; for the download's name only.
    pub file_name: String,
    /// An opaque strong validator (RFC 9110, 8.8.1).
    pub validator: String,
    pub size_bytes: u64,
    content: ContentId,
    key: ContentKey,
    segments: Vec<Segment>,
}

/// Decides whether the caller may read the object, and finds its blob: two indexed queries.
pub async fn locate(
    association: &Association,
    moment: &Moment,
    caller: &Caller,
    object: &str,
    name: &str,
) -> Result<Located, ObjectError> {
    let question = Question::new(object, Action::Read, moment.generation);
    let Some(shape) = moment.shapes.of(object) else { return Err(ObjectError::NotFound) };
    let mut ask = association.database();
    let mut statement = Fragment::default();
    write_decision(&mut statement, moment, caller, shape, Action::Read, None);
    statement.push(", b.content, b.media_type, b.file_name, b.validator, k.size_bytes, k.key_sealed");
    statement.push(&format!(" FROM {} o LEFT JOIN blob b ON b.object = o.id AND b.name = ", shape.table()));
    statement.text_arg(name).push(" LEFT JOIN content k ON k.id = b.content WHERE o.id = ").text_arg(object);
    let record = ask.row(statement).await?;
    let permit = question.answer(record.as_ref().map(verdict).transpose()?)?;
    let record = record.ok_or(ObjectError::NotFound)?;
    if record.maybe_bytes(5)?.is_none() {
        return Err(ObjectError::NotFound);
    }
    let content = content_of(&record, 5)?;
    let segments = segments(&mut ask, &content).await?;
    let facts = facts_from(association, &record, 5, segments)?;
    Ok(Located { permit, facts: Arc::new(facts) })
}

/// The facts of a blob that nobody asked for: for the host's own work on it, which shows them to nobody.
pub(in crate::storage) async fn facts_of(
    association: &Association,
    object: &str,
    name: &str,
) -> Result<Option<BlobFacts>, ObjectError> {
    let mut ask = association.database();
    let mut select =
        Fragment::new("SELECT b.content, b.media_type, b.file_name, b.validator, k.size_bytes, k.key_sealed");
    select.push(" FROM blob b JOIN content k ON k.id = b.content WHERE b.object = ").text_arg(object);
    select.push(" AND b.name = ").text_arg(name);
    let Some(record) = ask.row(select).await? else { return Ok(None) };
    let content = content_of(&record, 0)?;
    let segments = segments(&mut ask, &content).await?;
    facts_from(association, &record, 0, segments).map(Some)
}

fn content_of(record: &Record, column: usize) -> Result<ContentId, DatabaseError> {
    let id: Result<ContentId, _> = record.bytes(column)?.try_into();
    id.map_err(|_| DatabaseError::Internal("a content has a malformed id".to_owned()))
}

/// From the columns content, media type, file name, validator, size and sealed key, which start at `first`.
fn facts_from(
    association: &Association,
    record: &Record,
    first: usize,
    segments: Vec<Segment>,
) -> Result<BlobFacts, ObjectError> {
    let content = content_of(record, first)?;
    let key = association
        .key
        .unwrap(&record.bytes(first + 5)?, &content)
        .map_err(|error| DatabaseError::Internal(format!("a content key does not open: {error}")))?;
    Ok(BlobFacts {
        media_type: record.text(first + 1)?,
        file_name: record.text(first + 2)?,
        validator: record.text(first + 3)?,
        size_bytes: record.count(first + 4)?,
        content,
        key,
        segments,
    })
}

async fn segments(ask: &mut impl Ask, content: &ContentId) -> Result<Vec<Segment>, ObjectError> {
    let mut select = Fragment::new("SELECT id, clear_bytes FROM segment WHERE content = ");
    select.bind(Arg::Bytes(content.to_vec())).push(" ORDER BY position");
    let rows = ask.rows(select).await?;
    rows.iter()
        .map(|row| {
            let id: [u8; 16] = row
                .bytes(0)?
                .try_into()
                .map_err(|_| DatabaseError::Internal("a segment has a malformed id".to_owned()))?;
            Ok(Segment { id: SegmentId::from_bytes(id), clear_bytes: row.count(1)? })
        })
        .collect()
}

impl BlobFacts {
    /// Whether [`Self::read_whole`] can be used.
    pub fn is_small(&self) -> bool {
        self.size_bytes <= SMALL_CONTENT_BYTES
    }

    /// Names the bytes for a cache in memory: changes whenever they do.
    pub fn content_id(&self) -> ContentId {
        self.content
    }

    pub async fn read_whole(&self, association: &Association) -> Result<bytes::Bytes, VaultError> {
        association.vault.read_small(&self.key, &self.content, &self.segments).await
    }

    /// The clear bytes of a half-open range, in constant memory.
    pub fn read(&self, association: &Association, range: std::ops::Range<u64>) -> Result<Reading, VaultError> {
        association.vault.read(&self.key, &self.content, &self.segments, range)
    }

    /// All bytes of a range, for tests and small contents.
    pub async fn read_to_end(&self, association: &Association) -> Result<Vec<u8>, VaultError> {
        let pieces: Vec<bytes::Bytes> = self.read(association, 0..self.size_bytes)?.try_collect().await?;
        Ok(pieces.concat())
    }
}
