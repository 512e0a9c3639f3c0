use std::fmt;
use std::fs::File;

use serde::{Deserialize, Serialize};

use super::{
    AccountCommand, AssociationCommand, AuditCommand, BackupCommand, JobsCommand, MailCommand, PluginCommand,
    QuotaCommand,
};

/// A command with the files that go along.
pub struct Order {
    pub command: Command,
    /// Opened by the person who asks, with their rights, in the order that the command says.
    pub files: Vec<File>,
}

impl From<Command> for Order {
    fn from(command: Command) -> Self {
        Self { command, files: Vec::new() }
    }
}

/// Everything that can be ordered, by area.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    Account(AccountCommand),
    Association(AssociationCommand),
    Audit(AuditCommand),
    Backup(BackupCommand),
    Doctor,
    Plugin(PluginCommand),
    Jobs(JobsCommand),
    Mail(MailCommand),
    Quota(QuotaCommand),
    /// Reads and authenticates all stored bytes.
    Scrub,
}

impl Command {
    /// Whether it makes sense where no data is yet. Of any other command a missing data folder is a mistyped one.
    pub fn starts_afresh(&self) -> bool {
        match self {
            Self::Account(AccountCommand::Create(_))
            | Self::Association(AssociationCommand::Create { .. } | AssociationCommand::Import { .. }) => true,
            Self::Association(_)
            | Self::Account(AccountCommand::Rights(_) | AccountCommand::ResetFactors { .. })
            | Self::Audit(_)
            | Self::Backup(_)
            | Self::Scrub
            | Self::Jobs(_)
            | Self::Mail(_)
            | Self::Quota(_)
            | Self::Doctor
            | Self::Plugin(_) => false,
        }
    }
}

/// A password or passphrase on its way. It shows itself to nobody by accident.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("…")
    }
}
