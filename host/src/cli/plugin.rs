use std::path::{Path, PathBuf};

use clap::Subcommand;
use veillee_engine::{CodecEngine, Engine, EngineLimits, Offer};

use crate::plugin::inspect_package;

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
    /// Show what a package is and what it asks for, before it is installed.
    Inspect { file: PathBuf },
    /// Compile a package for this machine. The host calls this in a process of its own.
    #[command(hide = true)]
    Compile { file: PathBuf, out: PathBuf },
}

impl Plugin {
    pub fn run(self) -> Result<(), String> {
        match self {
            Self::Pack { component, manifest, assets, out } => pack(&component, &manifest, assets.as_deref(), &out),
            Self::Inspect { file } => inspect(&file),
            Self::Compile { file, out } => compile(&file, &out),
        }
    }
}

fn pack(component: &Path, manifest: &Path, assets: Option<&Path>, out: &Path) -> Result<(), String> {
    let component = read(component)?;
    let text = String::from_utf8(read(manifest)?)
        .map_err(|_| format!("{} is not UTF-8 text: save it as UTF-8", manifest.display()))?;
    let mut found = Vec::new();
    if let Some(folder) = assets {
        let failed = |error| format!("{}: {error}", folder.display());
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            found.push((name, read(&path)?));
        }
    }
    found.sort();
    let package = veillee_engine::pack(&component, &text, &found);
    // A package that no host would take is not made.
    inspect_package(&package).map_err(|error| error.to_string())?;
    std::fs::write(out, package).map_err(|error| format!("{}: {error}", out.display()))
}

fn inspect(file: &Path) -> Result<(), String> {
    let package = inspect_package(&read(file)?).map_err(|error| format!("{}: {error}", file.display()))?;
    let manifest = &package.manifest;
    println!("{} {} · {} / {}", manifest.name, manifest.version, manifest.title.fr, manifest.title.en);
    println!("{}", package.digest);
    for (capability, reason) in &manifest.reasons {
        println!("  {capability}: {} / {}", reason.fr, reason.en);
    }
    for media in manifest.codec.iter().flat_map(|codec| &codec.media) {
        println!("  takes: {media}");
    }
    for name in manifest.collections.keys() {
        println!("  keeps: {name}");
    }
    Ok(())
}

fn compile(file: &Path, out: &Path) -> Result<(), String> {
    let component = read(file)?;
    let offers = veillee_engine::inspect(&component).map_err(|error| error.to_string())?.offers;
    // Machine code of one engine is none of the other.
    let compiled = if offers.contains(&Offer::Codec) {
        let engine = CodecEngine::new(EngineLimits::codec()).map_err(|error| error.to_string())?;
        engine.compile(&component)
    } else {
        let engine = Engine::new(EngineLimits::default()).map_err(|error| error.to_string())?;
        engine.compile(&component)
    };
    let compiled = compiled.map_err(|error| error.to_string())?;
    std::fs::write(out, compiled).map_err(|error| format!("{}: {error}", out.display()))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}
