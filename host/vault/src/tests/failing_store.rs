//! A store that fails when told to, and what is left after that.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, Result,
};
use veillee_ambient::SystemRandom;

use super::{Stored, listed, read, sample, write};
use crate::limits::BATCH_BYTES;
use crate::{ContentKey, SEGMENT_BYTES, Vault, VaultError};

pub(super) struct Call {
    /// For a read: how much it asks for.
    pub(super) asked_bytes: u64,
}

type Decide = dyn Fn(Call) -> Option<io::ErrorKind> + Send + Sync;

/// Asks `decide` before each call whether, and how, it fails. A `put` that fails has stored its object all the same: the
/// worst that a store may do.
pub(super) struct WatchedStore {
    inner: Arc<InMemory>,
    decide: Arc<Decide>,
}

impl WatchedStore {
    pub(super) fn new(decide: impl Fn(Call) -> Option<io::ErrorKind> + Send + Sync + 'static) -> Self {
        Self { inner: Arc::new(InMemory::new()), decide: Arc::new(decide) }
    }
}

fn decided(decide: &Decide, asked_bytes: u64) -> Result<()> {
    match decide(Call { asked_bytes }) {
        None => Ok(()),
        Some(kind) => Err(object_store::Error::Generic { store: "test", source: Box::new(io::Error::from(kind)) }),
    }
}

impl fmt::Debug for WatchedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WatchedStore")
    }
}

impl fmt::Display for WatchedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WatchedStore")
    }
}

#[async_trait]
impl ObjectStore for WatchedStore {
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        let put = self.inner.put_opts(location, payload, opts).await;
        decided(self.decide.as_ref(), 0)?;
        put
    }

    async fn put_multipart_opts(&self, at: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        decided(self.decide.as_ref(), 0)?;
        self.inner.put_multipart_opts(at, opts).await
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        decided(self.decide.as_ref(), 0)?;
        self.inner.get_opts(location, options).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        decided(self.decide.as_ref(), ranges.iter().map(|range| range.end - range.start).sum())?;
        self.inner.get_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        match decided(self.decide.as_ref(), 0) {
            Ok(()) => self.inner.delete_stream(locations),
            Err(error) => stream::iter([Err(error)]).boxed(),
        }
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}

/// Fails call number `from`, or also all that come after it.
fn failing(from: u64, and_after: bool, kind: io::ErrorKind) -> Arc<WatchedStore> {
    let calls = AtomicU64::new(0);
    Arc::new(WatchedStore::new(move |_| {
        let call = calls.fetch_add(1, Ordering::SeqCst) + 1;
        (call == from || (and_after && call > from)).then_some(kind)
    }))
}

#[tokio::test]
async fn a_write_whose_nth_call_fails_leaves_nothing() {
    let clear = sample(4 * SEGMENT_BYTES + 10);
    for nth in 1.. {
        let vault = Vault::new(failing(nth, false, io::ErrorKind::StorageFull));
        match write(&vault, &ContentKey::new(&SystemRandom), &clear).await {
            Err(error) => assert!(matches!(error, VaultError::Full), "{error}"),
            Ok(written) => {
                assert_eq!((written.segments.len(), nth), (5, 6));
                break;
            }
        }
        assert_eq!(listed(&vault).await, [], "failed call {nth}");
    }
}

#[tokio::test]
async fn a_store_that_stays_away_gives_an_error_and_no_content() {
    let clear = sample(2 * SEGMENT_BYTES + 10);
    for nth in 1..=3 {
        let vault = Vault::new(failing(nth, true, io::ErrorKind::ConnectionRefused));
        let failed = write(&vault, &ContentKey::new(&SystemRandom), &clear).await;
        assert!(matches!(failed, Err(VaultError::Io(_))), "{failed:?}");
    }
}

#[tokio::test]
async fn a_broken_writer_takes_no_more() {
    let vault = Vault::new(failing(1, false, io::ErrorKind::QuotaExceeded));
    let mut writer = vault.writer(&ContentKey::new(&SystemRandom), &super::CONTENT, super::random());
    let clear = sample(3 * SEGMENT_BYTES);
    let failed = writer.write(&clear).await;
    assert!(matches!(failed, Err(VaultError::Full)), "{failed:?}");
    assert!(matches!(writer.write(b"more").await, Err(VaultError::Broken)));
    assert!(matches!(writer.checkpoint().await, Err(VaultError::Broken)));
    assert!(matches!(writer.finish().await, Err(VaultError::Broken)));
    assert_eq!(listed(&vault).await, []);
}

#[tokio::test]
async fn a_read_whose_nth_call_fails_gives_an_error_and_never_less_than_asked() {
    let clear = sample(SEGMENT_BYTES + 10);
    let whole = 0..clear.len() as u64;
    let mut failures = 0;
    for nth in 3.. {
        let stored = Stored::put(failing(nth, false, io::ErrorKind::TimedOut), &clear).await;
        match read(&stored.vault, &stored.key, &stored.written.segments, whole.clone()).await {
            Err(error) => assert!(matches!(error, VaultError::Io(_)), "{error}"),
            Ok(got) => {
                assert!(got == clear);
                break;
            }
        }
        failures += 1;
    }
    assert_eq!(failures, SEGMENT_BYTES / BATCH_BYTES + 1, "the batches of the first segment, one of the second");
}
