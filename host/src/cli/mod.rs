//! The command line: one file for each command.

mod account;
mod ask;
mod association;
mod audit;
mod backup;
mod bounce;
mod doctor;
mod jobs;
mod mail;
mod metrics;
mod plugin;
mod quota;
mod restore;
mod rights;
mod scrub;
mod secret;
mod serve;
mod tls;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use futures_util::future::BoxFuture;
use tracing_subscriber::EnvFilter;

use crate::boot::Config;
use crate::control::{Kind, Problem};
use crate::plugin::Compiler;

/// An association's own online services, on one machine.
#[derive(Parser)]
#[command(name = "veillee", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[expect(clippy::large_enum_variant, reason = "there is one, from the start of the program to its end")]
#[derive(Subcommand)]
enum Command {
    /// Run the host.
    Serve(serve::Serve),
    /// Make and look into plugins.
    #[command(subcommand)]
    Plugin(plugin::Plugin),
    /// Make associations and look after them.
    #[command(subcommand)]
    Association(association::Association),
    /// Copy everything into one encrypted file.
    Backup(backup::Backup),
    /// Check a backup, or bring it back.
    Restore(restore::Restore),
    /// Read and authenticate all stored bytes now.
    Scrub(scrub::Scrub),
    /// Look whether everything is as it should be.
    Doctor(doctor::Doctor),
    /// Look after the work that nobody waits for.
    #[command(subcommand)]
    Jobs(jobs::Jobs),
    /// See who holds how much, and say how much each may.
    #[command(subcommand)]
    Quota(quota::Quota),
    /// Make accounts, help people who lost what they sign in with, and do what they may ask for.
    #[command(subcommand)]
    Account(account::Account),
    /// Take in mails that came back.
    #[command(subcommand)]
    Mail(bounce::Mail),
    /// Check the logs of what happened to accounts and rights.
    #[command(subcommand)]
    Audit(audit::Audit),
}

/// Where the data lies.
#[derive(Args, Clone)]
struct Place {
    /// Folder of the data; made when missing.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// File of the master key, outside of the data folder [default: the data folder's name with `.key`].
    #[arg(long)]
    master_key: Option<PathBuf>,
    /// PostgreSQL address; without it, SQLite files in the data folder.
    #[arg(long)]
    database: Option<String>,
}

impl Cli {
    /// Runs the command. A mistake of the person exits with 2, everything else that fails with 1.
    /// Boxed, so that all it awaits is compiled in this crate and not once more in the program.
    pub fn run(self) -> BoxFuture<'static, ExitCode> {
        Box::pin(self.execute())
    }

    async fn execute(self) -> ExitCode {
        if !matches!(self.command, Command::Serve(_)) {
            // What libraries find slow or odd is for the log of a host, not for somebody at a terminal.
            log(EnvFilter::new("veillee=warn"), LogFormat::Text);
        }
        let outcome = match self.command {
            Command::Serve(command) => command.run().await.map_err(Problem::failure),
            Command::Plugin(command) => command.run().await,
            Command::Association(command) => command.run().await,
            Command::Jobs(command) => command.run().await,
            Command::Quota(command) => command.run().await,
            Command::Account(command) => command.run().await,
            Command::Audit(command) => command.run().await,
            // Whoever asks is a mail server: it knows the codes of sysexits(3).
            Command::Mail(command) => return command.run().await,
            Command::Doctor(command) => command.run().await,
            Command::Backup(command) => command.run().await,
            Command::Restore(command) => command.run().await,
            Command::Scrub(command) => command.run().await,
        };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(problem) => {
                eprintln!("veillee: {problem}");
                ExitCode::from(if problem.kind == Kind::Mistake { 2 } else { 1 })
            }
        }
    }
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

fn log(filter: EnvFilter, format: LogFormat) {
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
}

impl Place {
    /// Without plugins, unless a folder of them is given.
    fn config(&self, plugins: Option<PathBuf>) -> Result<Config, Problem> {
        let program = std::env::current_exe()
            .map_err(|error| Problem::failure(format!("the program does not know itself: {error}")))?;
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(Config {
            data: self.data.clone(),
            master_key: self.master_key(),
            database: self.database.clone(),
            plugins,
            shelf: self.data.join("plugins"),
            compiler: Compiler { program },
            password_places: cores / 2,
            mail: None,
        })
    }

    fn master_key(&self) -> PathBuf {
        self.master_key.clone().unwrap_or_else(|| key_beside(&self.data))
    }
}

/// Where the key of a data folder lies unless somebody says otherwise.
fn key_beside(data: &Path) -> PathBuf {
    // Without a slash at its end, or the key would lie inside.
    let mut name = data.components().as_path().as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_lies_beside_the_data_folder_however_that_is_written() {
        for (data, key) in
            [("data", "data.key"), ("./data/", "./data.key"), ("/var/lib/veillee//", "/var/lib/veillee.key")]
        {
            let place = Place { data: data.into(), master_key: None, database: None };
            assert_eq!(place.master_key().as_os_str(), key);
        }
    }
}
