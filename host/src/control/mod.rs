//! What an operator orders: the same code whether the host runs or not.
//!
//! A running host listens on `<data>/control.sock`, which only its own user and root can open. One connection carries one
//! [`Order`]: a line of JSON, with files that the person opened passed along as descriptors; lines of JSON come back, any
//! number that tell of progress and one that ends it. Without a running host, [`ask`] takes the lock of the data folder,
//! boots, and executes the very same code.
//!
//! To add a command: a file here with its enum, whose variants hold what the person gave, and an `execute`; one variant in
//! [`Command`] and one arm in [`execute`]; a file in `cli/` that turns arguments into the command, calls
//! `cli::ask` and prints the answer. Names of files stay with the person: the command line opens them, so that the host's
//! user needs no right to their folder, and the host finds them in [`Order::files`].

mod account;
mod ask;
mod association;
mod audit;
mod backup;
mod doctor;
mod jobs;
mod lines;
mod mail;
mod order;
mod plugin;
mod problem;
mod progress;
mod quota;
mod rights;
mod scrub;
mod server;
mod socket;
mod transfer;

use serde_json::Value;

pub use account::{AccountCommand, NewAccountOrder, Role};
pub use ask::{ask, lock_finding};
pub use association::{AssociationCard, AssociationCommand};
pub use audit::{AuditCard, AuditCommand, FaultCard};
pub use backup::{BackupCard, BackupCommand, BackupLock};
pub use doctor::{Finding, State, examine_place};
pub use jobs::{JobCard, JobsCommand, Shown};
pub use mail::{BounceCard, MailCommand};
pub use order::{Command, Order, Secret};
pub use plugin::{Deed, DeedReport, PluginCommand, ServiceOrder};
pub use problem::{Kind, Problem};
pub use progress::Progress;
pub use quota::{DriftCard, Limit, QuotaCard, QuotaChange, QuotaCommand};
pub use rights::{CopyCard, RightsCard, RightsCommand};
pub use scrub::{DamageCard, ScrubCard};
pub use server::serve;
pub use socket::Listener;
pub use transfer::{Exported, Imported};

use crate::boot::HostHandle;

/// Does what the person ordered. What it answers is printed as it is with `--json`.
///
/// It runs to its end also when the person went away: long work asks [`Progress::is_wanted`] between its steps.
pub async fn execute(host: &HostHandle, order: Order, progress: &Progress) -> Result<Value, Problem> {
    let Order { command, files } = order;
    match command {
        Command::Account(command) => account::execute(host, command, files).await,
        Command::Association(command) => association::execute(host, command, files, progress).await,
        Command::Audit(command) => audit::execute(host, command).await,
        Command::Backup(command) => backup::execute(host, command, files, progress).await,
        Command::Doctor => doctor::execute(host, progress).await,
        Command::Plugin(command) => plugin::execute(host, command, files).await,
        Command::Jobs(command) => jobs::execute(host, command).await,
        Command::Mail(command) => mail::execute(host, command).await,
        Command::Quota(command) => quota::execute(host, command).await,
        Command::Scrub => scrub::execute(host, progress).await,
    }
}

/// The answer of a command, as JSON.
fn value(answer: impl serde::Serialize) -> Result<Value, Problem> {
    serde_json::to_value(answer).map_err(Problem::failure)
}
