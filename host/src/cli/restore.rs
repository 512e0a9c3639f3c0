use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use veillee_ambient::SystemRandom;
use veillee_vault::MasterKey;

use super::ask::print;
use super::backup::problem;
use super::secret;
use crate::backup::{self, Progress, Report, Target, Unlock};
use crate::control::Problem;
use crate::storage::layout::Layout;
use crate::storage::rights::ErasedList;

/// Check a backup, or bring it back into an empty folder.
#[derive(Args)]
pub struct Restore {
    file: PathBuf,
    /// Read everything, compare every digest, open every segment; write nothing.
    #[arg(long, conflicts_with = "data")]
    check: bool,
    /// Folder that becomes the data folder: empty, or not there yet.
    #[arg(long, required_unless_present = "check")]
    data: Option<PathBuf>,
    /// File that gets the master key [default: the data folder's name with `.key`]. With `--check`: the key, when the
    /// backup holds none.
    #[arg(long)]
    master_key: Option<PathBuf>,
    /// Address of an empty PostgreSQL database; without it, SQLite files in the data folder.
    #[arg(long)]
    database: Option<String>,
    /// File with the age identity of the recipient that the backup was made for.
    #[arg(long, conflicts_with = "passphrase_stdin")]
    identity: Option<PathBuf>,
    /// File with those who were erased, from beside the old master key: whoever is in it and in the backup is erased again.
    #[arg(long, requires = "data")]
    erased: Option<PathBuf>,
    /// Read the passphrase from standard input, its first line.
    #[arg(long)]
    passphrase_stdin: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Restore {
    pub async fn run(self) -> Result<(), Problem> {
        let unlock = match &self.identity {
            Some(file) => Unlock::IdentityFile(file.clone()),
            None => Unlock::Passphrase(secret::read_known("Passphrase", self.passphrase_stdin)?.expose().to_owned()),
        };
        let key_file = self.master_key.clone().or_else(|| self.data.as_deref().map(super::key_beside));
        let key = match &key_file {
            Some(file) if file.exists() => Some(MasterKey::load(file).map_err(Problem::mistake)?),
            Some(file) if self.check => {
                return Err(Problem::mistake(format!("{} is not there", file.display())));
            }
            _ => None,
        };
        let target = self.data.clone().zip(key_file).map(|(data, key_file)| Target {
            layout: Layout { data, database: self.database.clone() },
            key_file,
            random: Arc::new(SystemRandom),
        });
        let mut tell = |read: &Progress| {
            eprintln!("{} rows, {} segments, {} MiB", read.rows, read.segments, read.bytes >> 20);
        };
        if let (Some(list), Some(target)) = (&self.erased, &target) {
            ErasedList::take_in(list, &target.key_file).map_err(Problem::mistake)?;
        }
        let report = backup::read(&self.file, &unlock, key, target.as_ref(), &mut tell).await.map_err(problem)?;
        print(self.json, &report, |report| text(report, target.as_ref()))?;
        verdict(&report)
    }
}

fn text(report: &Report, target: Option<&Target>) -> String {
    let read = &report.read;
    let opened = if report.authenticated { "each opened" } else { "not opened: the master key is missing" };
    let mut text = format!(
        "made by version {}: {} associations, {} rows, {} segments ({opened}), {} MiB",
        report.program,
        read.associations,
        read.rows,
        read.segments,
        read.bytes >> 20
    );
    for name in &report.damaged_names {
        write!(text, "\ndamaged: {name}").ok();
    }
    if let Some(target) = target {
        write!(text, "\nrestored: {}", target.layout.data.display()).ok();
        if !target.key_file.exists() {
            let key_file = target.key_file.display();
            write!(text, "\nthe backup holds no master key: put it at {key_file}").ok();
        }
    }
    text
}

fn verdict(report: &Report) -> Result<(), Problem> {
    match (report.damaged, report.absent) {
        (0, 0) => Ok(()),
        (damaged, absent) => Err(Problem::failure(format!(
            "{damaged} segments are damaged and {absent} are missing: they were so when the backup was made; the rest is whole"
        ))),
    }
}
