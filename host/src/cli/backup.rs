use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::ask::{ask, print};
use super::{Place, secret};
use crate::backup::{BackupError, Draft};
use crate::control::{BackupCard, BackupCommand, BackupLock, Command, Order, Problem};

/// Copy everything into one encrypted file, while the host runs or not.
#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// The file to make. It appears under this name when it is whole.
    file: PathBuf,
    /// Lock the file for this age recipient (age1…), instead of a passphrase.
    #[arg(long, conflicts_with = "passphrase_stdin")]
    recipient: Option<String>,
    /// Read the passphrase from standard input, its first line.
    #[arg(long)]
    passphrase_stdin: bool,
    /// Leave the master key out: without it nobody can use the copy.
    #[arg(long)]
    without_key: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub async fn run(self) -> Result<(), Problem> {
        let lock = match self.recipient {
            Some(recipient) => BackupLock::Recipient(recipient),
            None => BackupLock::Passphrase(secret::read("Passphrase", self.passphrase_stdin)?),
        };
        let (draft, file) = Draft::create(&self.file).map_err(problem)?;
        let command = Command::Backup(BackupCommand { lock, without_key: self.without_key });
        let card: BackupCard = ask(&self.place, Order { command, files: vec![file] }).await?;
        draft.publish().map_err(problem)?;
        print(self.json, &card, |card| {
            let BackupCard { associations, rows, segments, bytes, absent } = card;
            let mut text = format!(
                "{}: {associations} associations, {rows} rows, {segments} segments, {} MiB",
                self.file.display(),
                bytes >> 20
            );
            for lost in absent {
                write!(text, "\nmissing, and not in the copy: {lost}").ok();
            }
            text
        })?;
        match card.absent.len() {
            0 => Ok(()),
            count => Err(Problem::failure(format!("{count} segments are missing on the disk: see `veillee scrub`"))),
        }
    }
}

/// What a person can change is their mistake.
pub(super) fn problem(error: BackupError) -> Problem {
    match error {
        BackupError::Exists(_)
        | BackupError::Recipient
        | BackupError::Identity(_)
        | BackupError::Locked(_)
        | BackupError::WrongLock
        | BackupError::NotEmpty(_)
        | BackupError::DatabaseNotEmpty
        | BackupError::OtherKey(_)
        | BackupError::WrongKey => Problem::mistake(error),
        other => Problem::failure(other),
    }
}
