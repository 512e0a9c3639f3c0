//! Rows of `upload` on their way into and out of the database.

use veillee_access::{Arg, Fragment};
use veillee_vault::{ContentId, Segment, SegmentId};

use super::target::Target;
use super::upload::{Finish, State, Upload};
use crate::storage::association::Association;
use crate::storage::sql::{Ask, DatabaseError, Record, Transaction};

const COLUMNS: &str = "digest, holder, service, collection, into_object, blob, finish, file_name, metadata_sealed, \
                       length_bytes, offset_bytes, content, key_sealed, progress, media_type, sha_256, crc_32, state, \
                       object, created_ms, expires_ms";

pub(super) fn select() -> Fragment {
    Fragment::new(format!("SELECT {COLUMNS} FROM upload"))
}

pub(super) fn read(association: &Association, row: &Record) -> Result<Upload, DatabaseError> {
    let damaged = |what: &str| DatabaseError::Internal(format!("an upload has {what}"));
    let content: ContentId = row.bytes(11)?.try_into().map_err(|_| damaged("a malformed content id"))?;
    let sealed = row.bytes(12)?;
    let key = (!sealed.is_empty()).then(|| association.key.unwrap(&sealed, &content)).transpose();
    let state = match row.text(17)?.as_str() {
        "open" => State::Open,
        "whole" => State::Whole,
        _ => State::Attached(row.text(18)?),
    };
    let filled = |text: String| (!text.is_empty()).then_some(text);
    let sha_256 = row.bytes(15)?;
    Ok(Upload {
        digest: row.bytes(0)?,
        holder: row.text(1)?,
        target: Target { service: row.text(2)?, collection: row.text(3)?, into: row.text(4)?, blob: row.text(5)? },
        finish: Finish::from_name(&row.text(6)?).ok_or_else(|| damaged("an unknown finish"))?,
        file_name: row.text(7)?,
        metadata_sealed: row.text(8)?,
        length_bytes: row.maybe_int(9)?.and_then(|length| u64::try_from(length).ok()),
        offset_bytes: row.count(10)?,
        content,
        key: key.map_err(|_| damaged("a key that does not open"))?,
        progress: row.bytes(13)?,
        media_type: filled(row.text(14)?),
        sha_256: (!sha_256.is_empty()).then_some(sha_256),
        crc_32: u32::try_from(row.int(16)?).map_err(|_| damaged("a malformed checksum"))?,
        state,
        created_ms: row.int(19)?,
        expires_ms: row.int(20)?,
        stored: true,
    })
}

pub(super) async fn insert(
    association: &Association,
    transaction: &mut Transaction,
    upload: &Upload,
) -> Result<(), DatabaseError> {
    let sealed = upload.key.as_ref().map(|key| association.key.wrap(key, &upload.content, &*association.random));
    let object = if let State::Attached(object) = &upload.state { object.as_str() } else { "" };
    let mut insert = Fragment::new(format!("INSERT INTO upload ({COLUMNS}) VALUES ("));
    insert.bind(Arg::Bytes(upload.digest.clone()));
    let target = &upload.target;
    for text in [
        upload.holder.as_str(),
        &target.service,
        &target.collection,
        &target.into,
        &target.blob,
        upload.finish.name(),
        &upload.file_name,
        &upload.metadata_sealed,
    ] {
        insert.push(", ").text_arg(text);
    }
    insert.push(", ").bind(upload.length_bytes.map_or(Arg::NullInt, |length| Arg::Int(number(length))));
    insert.push(", ").int_arg(number(upload.offset_bytes)).push(", ").bind(Arg::Bytes(upload.content.to_vec()));
    insert.push(", ").bind(Arg::Bytes(sealed.unwrap_or_default()));
    insert.push(", ").bind(Arg::Bytes(upload.progress.clone()));
    insert.push(", ").text_arg(upload.media_type.as_deref().unwrap_or_default());
    insert.push(", ").bind(Arg::Bytes(upload.sha_256.clone().unwrap_or_default()));
    insert.push(", ").int_arg(i64::from(upload.crc_32)).push(", ").text_arg(upload.state.name());
    insert.push(", ").text_arg(object).push(", ").int_arg(upload.created_ms);
    insert.push(", ").int_arg(upload.expires_ms).push(")");
    transaction.execute(insert).await.map(drop)
}

/// Writes down segments that are durable, the first of them at this position.
pub(super) async fn insert_segments(
    transaction: &mut Transaction,
    digest: &[u8],
    first: usize,
    segments: &[Segment],
) -> Result<(), DatabaseError> {
    for (batch, segments) in segments.chunks(200).enumerate() {
        let mut insert = Fragment::new("INSERT INTO upload_segment (upload, position, id, clear_bytes) VALUES ");
        for (index, segment) in segments.iter().enumerate() {
            let position = i64::try_from(first + batch * 200 + index).unwrap_or(i64::MAX);
            insert.push(if index == 0 { "(" } else { ", (" }).bind(Arg::Bytes(digest.to_vec())).push(", ");
            insert.int_arg(position).push(", ").bind(Arg::Bytes(segment.id.as_bytes().to_vec())).push(", ");
            insert.int_arg(number(segment.clear_bytes)).push(")");
        }
        transaction.execute(insert).await?;
    }
    Ok(())
}

pub(super) async fn segments(ask: &mut impl Ask, digest: &[u8]) -> Result<Vec<Segment>, DatabaseError> {
    let mut select = Fragment::new("SELECT id, clear_bytes FROM upload_segment WHERE upload = ");
    select.bind(Arg::Bytes(digest.to_vec())).push(" ORDER BY position");
    let rows = ask.rows(select).await?;
    let malformed = || DatabaseError::Internal("a segment of an upload has a malformed id".to_owned());
    rows.iter()
        .map(|row| {
            let id: [u8; 16] = row.bytes(0)?.try_into().map_err(|_| malformed())?;
            Ok(Segment { id: SegmentId::from_bytes(id), clear_bytes: row.count(1)? })
        })
        .collect()
}

pub(super) fn number(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
