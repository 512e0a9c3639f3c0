use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Problem, Progress, Secret, value};
use crate::backup::{self, BackupError, Lock, Source};
use crate::boot::HostHandle;

/// Copies everything into the first file of the order, which is open and empty.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BackupCommand {
    pub lock: BackupLock,
    /// Leaves the master key out.
    pub without_key: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackupLock {
    Passphrase(Secret),
    Recipient(String),
}

/// What was copied.
#[derive(Debug, Serialize, Deserialize)]
pub struct BackupCard {
    pub associations: u64,
    pub rows: u64,
    pub segments: u64,
    pub bytes: u64,
    /// Segments that were named and not there, by association and name.
    pub absent: Vec<String>,
}

pub(super) async fn execute(
    host: &HostHandle,
    command: BackupCommand,
    files: Vec<std::fs::File>,
    progress: &Progress,
) -> Result<Value, Problem> {
    let file = files.into_iter().next().ok_or_else(|| Problem::failure("the order came without its file"))?;
    let lock = match command.lock {
        BackupLock::Passphrase(secret) => Lock::Passphrase(secret.expose().to_owned()),
        BackupLock::Recipient(recipient) => Lock::Recipient(recipient),
    };
    let associations = host.associations();
    let source = Source {
        hosts: &host.hosts,
        associations: &associations,
        key: (!command.without_key).then(|| host.master()),
        shelf: &host.config.shelf,
        now_ms: host.clock().now_ms(),
        random: host.random().clone(),
    };
    let written = backup::write(&source, &lock, file, &mut |copied| {
        progress.say(format!(
            "{} rows, {} segments, {} MiB, {} of {} associations",
            copied.rows,
            copied.segments,
            copied.bytes >> 20,
            copied.associations,
            associations.len()
        ));
        progress.is_wanted()
    })
    .await;
    let summary = written.map_err(|error| match error {
        BackupError::Recipient => Problem::mistake(error),
        other => Problem::failure(other),
    })?;
    // The copy is there; that nobody remembers it would be no reason to call it failed.
    if let Err(error) = host.hosts.note_backup(host.clock().now_ms()).await {
        tracing::warn!(%error, "the moment of a backup could not be written down");
    }
    value(BackupCard {
        associations: summary.copied.associations,
        rows: summary.copied.rows,
        segments: summary.copied.segments,
        bytes: summary.copied.bytes,
        absent: summary.absent,
    })
}
