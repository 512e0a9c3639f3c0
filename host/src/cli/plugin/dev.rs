//! `veillee plugin dev`: built, packed and swapped in a running host whenever something is saved.

mod host;
mod round;
mod watch;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;

use self::host::DevHost;
use self::round::Rounds;
use super::{Aim, build};
use crate::boot::is_locked;
use crate::cli::Place;
use crate::cli::serve::stopped;
use crate::control::Problem;
use crate::plugin::is_name;

/// What is kept while one develops, beside the sources: the packages, and the data of the host.
const FOLDER: &str = ".veillee";

#[derive(Args)]
pub struct Dev {
    /// Folder of the plugin.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Data of the host. Where a host runs on it, that one is used; else one is started, and stopped at the end [default:
    /// `.veillee/data` in the folder of the plugin]
    #[arg(long)]
    data: Option<PathBuf>,
    /// File of the master key, outside of the data folder [default: the data folder's name with `.key`].
    #[arg(long)]
    master_key: Option<PathBuf>,
    /// Where a host that is started listens.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder of packages for a host that is started, such as codecs.
    #[arg(long)]
    plugins: Option<PathBuf>,
    /// Id or domain of one association; without it, all of them.
    #[arg(long)]
    association: Option<String>,
    /// Say yes to what the plugin asks for, without being asked.
    #[arg(long)]
    yes: bool,
}

impl Dev {
    pub async fn run(self) -> Result<(), Problem> {
        let folder = self.folder.canonicalize().map_err(|error| Problem::mistake(self.said(&error)))?;
        let name = plugin_name(&folder)?;
        let own = folder.join(FOLDER);
        std::fs::create_dir_all(&own).map_err(Problem::failure)?;
        let data = self.data.clone().unwrap_or_else(|| own.join("data"));
        let place = Place { data, master_key: self.master_key.clone(), database: None };
        let is_running = is_locked(&place.data).map_err(|error| Problem::failure(self.said(&error)))?;
        let mut host =
            if is_running { None } else { Some(DevHost::start(&place, self.listen, self.plugins.as_deref())?) };
        let aim = Aim { place, name, association: self.association.clone(), yes: self.yes, json: false };
        let outcome = tokio::select! {
            problem = work(host.as_mut(), &folder, own.join("package.wasm"), aim) => Err(problem),
            () = stopped() => Ok(()),
        };
        if let Some(host) = host {
            host.stop().await;
        }
        outcome
    }

    fn said(&self, error: &std::io::Error) -> String {
        format!("{}: {error}", self.folder.display())
    }
}

/// Waits for the host, then goes round until something happens that saving does not mend.
async fn work(mut host: Option<&mut DevHost>, folder: &Path, package: PathBuf, aim: Aim) -> Problem {
    let address = match &mut host {
        None => Ok(String::new()),
        Some(host) => host.address().await,
    };
    let rounds = match address {
        Ok(address) => Rounds::new(folder, package, aim, address),
        Err(problem) => return problem,
    };
    tokio::select! {
        problem = go_round(rounds, folder) => problem,
        problem = DevHost::ended(host) => problem,
    }
}

/// Once, and again after each change; ends with what cannot be mended by saving.
async fn go_round(mut rounds: Rounds, folder: &Path) -> Problem {
    loop {
        let before = watch::glance(folder);
        if let Err(problem) = Box::pin(rounds.round()).await {
            return problem;
        }
        println!("Watching {}. Ctrl+C ends it.", folder.display());
        watch::changed(folder, before).await;
    }
}

/// As the manifest says now; a name that changes later is another plugin.
fn plugin_name(folder: &Path) -> Result<String, Problem> {
    let path = folder.join(build::MANIFEST);
    let text =
        std::fs::read_to_string(&path).map_err(|_| Problem::mistake(build::BuildError::NoPlugin(folder.to_owned())))?;
    let manifest: Option<toml::Table> = text.parse().ok();
    let name = manifest.as_ref().and_then(|manifest| manifest.get("name")?.as_str()).filter(|name| is_name(name));
    let nameless =
        || Problem::mistake(format!("{} gives the plugin no name: write `name = \"…\"` in it", path.display()));
    name.map(str::to_owned).ok_or_else(nameless)
}
