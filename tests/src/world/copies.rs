//! Backups of a world, and worlds made from them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use veillee::backup::{self, BackupError, Draft, Lock, Report, Source, Summary, Target, Unlock};
use veillee::boot::Host;
use veillee::limits;
use veillee::storage::layout::Layout;
use veillee_ambient::{Clock as _, SystemClock, SystemRandom, TestClock};

use super::{Backend, World};

/// A pair of an age identity and its recipient, for tests only.
pub const AGE_RECIPIENT: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
pub const AGE_IDENTITY: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

impl World {
    /// Copies the whole host into a file.
    pub async fn back_up(&self, path: &Path, lock: &Lock, with_key: bool) -> Result<Summary, BackupError> {
        let source = Source {
            hosts: &self.host.hosts,
            associations: &self.host.associations(),
            key: with_key.then(|| self.host.master()),
            shelf: &self.shelf(),
            now_ms: self.clock.now_ms(),
            random: Arc::new(SystemRandom),
        };
        let (draft, file) = Draft::create(path)?;
        let summary = backup::write(&source, lock, file, &mut |_| true).await?;
        draft.publish()?;
        Ok(summary)
    }

    /// A world of what is in the file, on the other database if so wished. None when the database is not there.
    pub async fn restored(path: &Path, unlock: &Unlock, backend: Backend) -> Option<(Self, Report)> {
        let database = Self::database(backend).await?;
        let folder = super::setup::folder();
        let target = Target {
            layout: Layout { data: folder.path().join("data"), database: database.clone() },
            key_file: folder.path().join("data.key"),
            random: Arc::new(SystemRandom),
        };
        let report = backup::read(path, unlock, None, Some(&target), &mut |_| ()).await.expect("restored");
        Some((Self::serve_folder(folder, database).await, report))
    }
}

/// Checks a backup that is locked for [`AGE_RECIPIENT`]; writes nothing.
pub async fn check_backup(path: &Path) -> Result<Report, BackupError> {
    backup::read(path, &Unlock::IdentityFile(identity_file(path)), None, None, &mut |_| ()).await
}

/// The identity in a file beside `path`.
pub fn identity_file(path: &Path) -> PathBuf {
    let file = path.with_extension("identity");
    std::fs::write(&file, format!("# for tests only\n{AGE_IDENTITY}\n")).expect("written");
    file
}

/// The names of all segments that have a file, of every association there, after everything was collected that may be
/// collected: uploads that were cut count as old.
pub async fn named_segments(layout: &Layout) -> BTreeSet<String> {
    let folder = layout.data.parent().expect("a folder around it").to_owned();
    let config = super::setup::config(&folder, layout.database.clone());
    let now_ms = SystemClock.now_ms() + 2 * limits::ORPHAN_AGE_MS;
    let host = Host::boot(config, Arc::new(TestClock::at(now_ms)), Arc::new(SystemRandom)).await.expect("it boots");
    let mut named = BTreeSet::new();
    for association in &host.associations() {
        association.collect_doomed().await.expect("collected");
        association.sweep_orphans().await.expect("swept");
        let mut snapshot = association.database().snapshot().await.expect("a moment");
        let mut segments = snapshot.segments();
        while let Some(segment) = segments.try_next().await.expect("read") {
            if segment.inline.is_none() {
                named.insert(segment.segment.id.to_string());
            }
        }
    }
    host.close().await;
    named
}
