//! The command line: one file for each command.

mod association;
mod plugin;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// An association's own online services, on one machine.
#[derive(Parser)]
#[command(name = "veillee", version, about)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the host.
    Serve(serve::Serve),
    /// Make and look into plugins.
    #[command(subcommand)]
    Plugin(plugin::Plugin),
    /// Make an association (while the host is stopped).
    #[command(subcommand)]
    Association(association::AssociationCommand),
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
    pub async fn run(self) -> ExitCode {
        let outcome = match self.command {
            Command::Serve(command) => command.run().await,
            Command::Plugin(command) => command.run(),
            Command::Association(command) => command.run().await,
        };
        match outcome {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                eprintln!("veillee: {sentence}");
                ExitCode::FAILURE
            }
        }
    }
}

impl Place {
    fn master_key(&self) -> PathBuf {
        self.master_key.clone().unwrap_or_else(|| {
            // Without a slash at its end, or the key would lie inside.
            let mut name = self.data.components().as_path().as_os_str().to_owned();
            name.push(".key");
            PathBuf::from(name)
        })
    }
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
