mod build;
mod check;
mod dev;
mod new;
mod package;
mod service;
mod show;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Place;
use crate::control::{Deed, Problem};

#[derive(Subcommand)]
pub enum Plugin {
    /// Make a new plugin to begin with: a page with a list, a form and a way to share, with its tests.
    New(new::New),
    /// Build a plugin and swap it in a host whenever you save, with that host if none runs. Ctrl+C ends it.
    Dev(dev::Dev),
    /// Say everything that is to be mended in a plugin.
    Check(check::Check),
    /// Show the services of all associations, or of one.
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        shown: Shown,
    },
    /// Show what a plugin asks for, where it runs, how it fares, and how it failed last.
    Show {
        #[command(flatten)]
        place: Place,
        name: String,
        #[command(flatten)]
        shown: Shown,
    },
    /// Take a package onto the shelf; no service changes.
    Install {
        #[command(flatten)]
        place: Place,
        file: PathBuf,
        /// Take it although it has another publisher than the first package of its name.
        #[arg(long)]
        adopt: bool,
        /// Say yes without being asked.
        #[arg(long)]
        yes: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Open a service; the first time, with all that it asks for.
    Enable(Aim),
    /// Close a service for a while: its pages say why and until when.
    Pause {
        #[command(flatten)]
        aim: Aim,
        /// One line, for everybody who comes.
        #[arg(long, default_value = "")]
        reason: String,
        /// When it opens by itself: a moment such as 2026-11-28T18:00:00Z, or a time from now such as 2h or 30m.
        #[arg(long)]
        until: Option<String>,
    },
    /// End a pause, also one that the host ordered after failures.
    Resume(Aim),
    /// Close a service without an end.
    Disable {
        #[command(flatten)]
        aim: Aim,
        /// One line, for everybody who comes.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Go to the newest package of a name. What it wants more needs a yes; until then it waits.
    Upgrade {
        #[command(flatten)]
        aim: Aim,
        /// Install this package first.
        #[arg(long)]
        package: Option<PathBuf>,
        /// Take it although it has another publisher than the first package of its name.
        #[arg(long)]
        adopt: bool,
    },
    /// Go back to the version before.
    Rollback(Aim),
    /// Uninstall a service. Its data is kept for 30 days: enabled before that, it finds everything again.
    Remove(Aim),
    /// Give a capability that the service asks for.
    Grant {
        #[command(flatten)]
        aim: Aim,
        capability: String,
    },
    /// Take a capability back, from the calls under way too.
    Revoke {
        #[command(flatten)]
        aim: Aim,
        capability: String,
    },
    /// Make a package of a component, its manifest and its pictures.
    Pack {
        #[arg(long)]
        component: PathBuf,
        #[arg(long)]
        manifest: PathBuf,
        /// Folder of pictures and fonts.
        #[arg(long)]
        assets: Option<PathBuf>,
        #[arg(long)]
        out: PathBuf,
    },
    /// Show what a package is, what it keeps, what it asks for and why, before it is installed.
    Inspect {
        file: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make a key to sign packages with: keep the file, and tell everybody the public half.
    Keygen {
        #[arg(long)]
        out: PathBuf,
    },
    /// Sign a package, in its place: hosts then take upgrades of it from this key only.
    Sign {
        #[arg(long)]
        key: PathBuf,
        package: PathBuf,
    },
    /// Compile a package for this machine. The host calls this in a process of its own.
    #[command(hide = true)]
    Compile { file: PathBuf, out: PathBuf },
}

/// What is shown, and how.
#[derive(Args)]
pub struct Shown {
    /// Id or domain of one association.
    #[arg(long)]
    association: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Which service, and where.
#[derive(Args)]
pub struct Aim {
    #[command(flatten)]
    place: Place,
    /// Name of the plugin.
    name: String,
    /// Id or domain of one association; without it, all of them.
    #[arg(long)]
    association: Option<String>,
    /// Say yes without being asked.
    #[arg(long)]
    yes: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Plugin {
    pub async fn run(self) -> Result<(), Problem> {
        match self {
            Self::New(command) => command.run(),
            Self::Dev(command) => Box::pin(command.run()).await,
            Self::Check(command) => command.run().await,
            Self::List { place, shown } => show::list(&place, shown).await,
            Self::Show { place, name, shown } => show::show(&place, &name, shown).await,
            Self::Install { place, file, adopt, yes, json } => service::install(&place, &file, adopt, yes, json).await,
            Self::Enable(aim) => service::enable(&aim).await,
            Self::Pause { aim, reason, until } => service::pause(&aim, reason, until.as_deref()).await,
            Self::Resume(aim) => service::deed(&aim, Deed::Resume).await,
            Self::Disable { aim, reason } => service::deed(&aim, Deed::Disable { reason }).await,
            Self::Upgrade { aim, package, adopt } => service::upgrade(&aim, package.as_deref(), adopt).await,
            Self::Rollback(aim) => service::deed(&aim, Deed::Rollback).await,
            Self::Remove(aim) => service::deed(&aim, Deed::Remove).await,
            Self::Grant { aim, capability } => service::deed(&aim, Deed::Grant { capability }).await,
            Self::Revoke { aim, capability } => service::deed(&aim, Deed::Revoke { capability }).await,
            Self::Pack { component, manifest, assets, out } => {
                package::pack(&component, &manifest, assets.as_deref(), &out).map_err(Problem::failure)
            }
            Self::Inspect { file, json } => package::inspect(&file, json).map_err(Problem::failure),
            Self::Keygen { out } => package::keygen(&out).map_err(Problem::failure),
            Self::Sign { key, package } => package::sign(&key, &package).map_err(Problem::failure),
            Self::Compile { file, out } => package::compile(&file, &out).map_err(Problem::failure),
        }
    }
}
