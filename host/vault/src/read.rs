use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, BoxStream, StreamExt};
use object_store::ObjectStoreExt;
use tokio::task::spawn_blocking;

use crate::limits::{BATCHES_AHEAD, CHUNK_BYTES, SMALL_CONTENT_BYTES};
use crate::plan::{self, Batch, Plan};
use crate::sealed::{ChunkPosition, HEADER_BYTES, SEALED_CHUNK_BYTES, SegmentCipher, TAG_BYTES, sealed_bytes};
use crate::store::{Store, read_file};
use crate::{ContentId, ContentKey, Segment, VaultError};

/// Clear pieces in order; ends after the first error.
pub type Reading = BoxStream<'static, Result<Bytes, VaultError>>;

pub(crate) fn stream(
    store: &Store,
    key: &ContentKey,
    content: &ContentId,
    segments: &[Segment],
    range: Range<u64>,
) -> Result<Reading, VaultError> {
    let plan = Plan::new(content, segments, range)?;
    let (store, key) = (store.clone(), key.clone());
    let batches = stream::iter(plan).map(move |batch| {
        // A task, so that the next batch comes while the pieces of this one are sent.
        let task = tokio::spawn(fetch(store.clone(), key.clone(), batch));
        async move { task.await? }
    });
    let pieces = batches.buffered(BATCHES_AHEAD).flat_map(|opened| match opened {
        Ok(pieces) => stream::iter(pieces.into_iter().map(Ok).collect::<Vec<_>>()),
        Err(error) => stream::iter(vec![Err(error)]),
    });
    let until_error = pieces.scan(false, |failed, piece| {
        let given = (!*failed).then_some(piece);
        *failed |= matches!(given, Some(Err(_)));
        std::future::ready(given)
    });
    Ok(until_error.boxed())
}

pub(crate) async fn small(
    store: &Store,
    key: &ContentKey,
    content: &ContentId,
    segments: &[Segment],
) -> Result<Bytes, VaultError> {
    let size_bytes = plan::size_bytes(segments)?;
    if size_bytes > SMALL_CONTENT_BYTES {
        return Err(VaultError::TooBig { size_bytes });
    }
    let mut pieces = Vec::new();
    for batch in Plan::new(content, segments, 0..size_bytes)? {
        pieces.append(&mut fetch(store.clone(), key.clone(), batch).await?);
    }
    match pieces.len() {
        1 => Ok(pieces.swap_remove(0)),
        _ => Ok(pieces.concat().into()),
    }
}

async fn fetch(store: Store, key: ContentKey, batch: Batch) -> Result<Vec<Bytes>, VaultError> {
    if let Some(path) = store.file(batch.segment.id) {
        let fetched = spawn_blocking(move || {
            let sealed = take_header(&batch, read_file(&path, batch.segment, &ranges(&batch))?);
            open(&key, &batch, sealed)
        });
        return fetched.await?;
    }
    let sealed = match store.objects.get_ranges(&batch.segment.id.path(), &ranges(&batch)).await {
        Ok(parts) => take_header(&batch, parts),
        Err(error) => return Err(explain(&store, &batch, error).await),
    };
    // A hop to another thread costs more than opening one chunk.
    if batch.wanted.len() <= CHUNK_BYTES {
        open(&key, &batch, sealed)
    } else {
        spawn_blocking(move || open(&key, &batch, sealed)).await?
    }
}

/// What to fetch: the chunks of the batch, behind the header of the segment unless it is known.
fn ranges(batch: &Batch) -> Vec<Range<u64>> {
    let chunks = batch.sealed_range();
    let mut ranges = Vec::with_capacity(2);
    match (batch.header.get().is_some(), batch.first_chunk()) {
        (true, _) => ranges.push(chunks),
        (false, 0) => ranges.push(0..chunks.end),
        (false, _) => ranges.extend([0..HEADER_BYTES as u64, chunks]),
    }
    ranges
}

/// The chunks of what was fetched; sees to it that the header is known.
fn take_header(batch: &Batch, mut parts: Vec<Bytes>) -> Bytes {
    let mut last = parts.pop().unwrap_or_default();
    let range = batch.sealed_range();
    let header = match parts.pop() {
        Some(header) => header,
        // Another batch of the segment may have found the header since this one asked.
        None if last.len() as u64 == range.end => last.split_to(last.len().min(HEADER_BYTES)),
        None => return last,
    };
    if let Ok(header) = header.as_ref().try_into() {
        let _ = batch.header.set(header);
    }
    last
}

/// A segment of another size than the list says is damage, whatever the store calls it.
async fn explain(store: &Store, batch: &Batch, error: object_store::Error) -> VaultError {
    match store.objects.head(&batch.segment.id.path()).await {
        Ok(found) if found.size != sealed_bytes(batch.segment.clear_bytes) => VaultError::Damaged,
        _ => error.into(),
    }
}

fn open(key: &ContentKey, batch: &Batch, sealed: Bytes) -> Result<Vec<Bytes>, VaultError> {
    let header = batch.header.get().ok_or(VaultError::Damaged)?;
    let cipher = SegmentCipher::of_header(key, batch.place, header)?;
    let range = batch.sealed_range();
    if sealed.len() as u64 != range.end - range.start {
        return Err(VaultError::Damaged);
    }
    let mut rest = sealed.try_into_mut().unwrap_or_else(|shared| BytesMut::from(&shared[..]));
    let mut pieces = Vec::with_capacity(rest.len().div_ceil(SEALED_CHUNK_BYTES));
    for number in batch.first_chunk().. {
        if rest.is_empty() {
            break;
        }
        let mut chunk = rest.split_to(rest.len().min(SEALED_CHUNK_BYTES));
        let position = ChunkPosition {
            number: u32::try_from(number).map_err(|_| VaultError::Damaged)?,
            last: number + 1 == batch.chunk_count(),
        };
        cipher.open(position, &mut chunk)?;
        chunk.truncate(chunk.len() - TAG_BYTES);
        pieces.push(cut(&chunk.freeze(), number * CHUNK_BYTES, &batch.wanted));
    }
    Ok(pieces)
}

/// The wanted part of a chunk that starts at `start` in its segment.
fn cut(chunk: &Bytes, start: usize, wanted: &Range<usize>) -> Bytes {
    let from = wanted.start.saturating_sub(start);
    let to = chunk.len().min(wanted.end - start);
    chunk.slice(from..to)
}
