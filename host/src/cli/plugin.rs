mod package;

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Subcommand)]
pub enum Plugin {
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

impl Plugin {
    pub fn run(self) -> Result<(), String> {
        match self {
            Self::Pack { component, manifest, assets, out } => {
                package::pack(&component, &manifest, assets.as_deref(), &out)
            }
            Self::Inspect { file, json } => package::inspect(&file, json),
            Self::Keygen { out } => package::keygen(&out),
            Self::Sign { key, package } => package::sign(&key, &package),
            Self::Compile { file, out } => package::compile(&file, &out),
        }
    }
}
