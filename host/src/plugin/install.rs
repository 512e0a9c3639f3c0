use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;
use veillee_engine::{Codec, CodecEngine, Engine, Offer, Refusal, Service};

use super::compiler::Compiler;
use super::duties::Duties;
use super::grants::capabilities;
use super::manifest::{Manifest, ManifestError};
use super::manifest_codec::check_kind;
use super::signature::{self, SignatureError};
use super::{media, shapes};
use crate::storage::shape::Shape;

/// Why a package cannot be installed: one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    #[error(transparent)]
    Signature(#[from] SignatureError),
    #[error("the package {0} is not on the shelf: install it again")]
    Absent(String),
    #[error("the asset `{0}` is neither a picture nor a font: a plugin ships no script and no style")]
    Asset(String),
    #[error("the component does not compile: {0}")]
    Compile(String),
    #[error("the compiler cannot be started ({0}): check that the host's own program is in its place and may be run")]
    NoCompiler(std::io::Error),
    #[error("the package cannot be read or kept: {0}")]
    Io(#[from] std::io::Error),
}

/// A package that was read and judged, and may be compiled.
pub struct Package {
    /// SHA-256 of the file, in hexadecimal: its name everywhere.
    pub digest: String,
    pub manifest: Manifest,
    pub kind: PackageKind,
    /// What the component exports, beside what makes its kind.
    pub offers: BTreeSet<Offer>,
    /// Capabilities the component really imports.
    pub capabilities: BTreeSet<String>,
    /// What it imports of WASI, interface by interface.
    pub wasi: Vec<String>,
    /// The key it is signed with, in hexadecimal.
    pub publisher: Option<String>,
    pub shapes: Vec<Shape>,
    pub duties: Duties,
    /// Pictures and fonts by name, with their media type.
    pub assets: BTreeMap<String, (&'static str, Vec<u8>)>,
}

/// What a package is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackageKind {
    /// Answers pages under its name.
    Service,
    /// Turns uploaded bytes into facts and other bytes, for all services.
    Codec,
}

/// Reads and judges a package; nothing of it is compiled or run.
pub fn inspect_package(bytes: &[u8]) -> Result<Package, InstallError> {
    let inspection = veillee_engine::inspect(bytes)?;
    let publisher = signature::publisher(bytes)?;
    let manifest = Manifest::parse(&inspection.manifest)?;
    let capabilities = capabilities(&inspection.imports);
    manifest.check_reasons(capabilities.iter().map(String::as_str))?;
    let duties = Duties::read(&manifest, &inspection.offers).map_err(ManifestError::from)?;
    let mut shapes = shapes::shapes(&manifest)?;
    for shape in &mut shapes {
        shape.events = duties.events.get(&shape.name).cloned().unwrap_or_default();
    }
    let mut assets = BTreeMap::new();
    for (name, bytes) in inspection.assets {
        let media_type = asset_type(&name, &bytes).ok_or_else(|| InstallError::Asset(name.clone()))?;
        assets.insert(name, (media_type, bytes));
    }
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let wasi = inspection.imports.into_iter().filter(|import| import.starts_with("wasi:")).collect();
    let offers = inspection.offers;
    let kind = if offers.contains(&Offer::Codec) { PackageKind::Codec } else { PackageKind::Service };
    check_kind(&manifest, kind)?;
    Ok(Package { digest, manifest, kind, offers, capabilities, wasi, publisher, shapes, duties, assets })
}

/// Pictures by their bytes, fonts too; the name decides nothing but must be plain.
fn asset_type(name: &str, bytes: &[u8]) -> Option<&'static str> {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_'));
    if !plain || name.starts_with('.') {
        return None;
    }
    if bytes.starts_with(b"wOF2") {
        return Some("font/woff2");
    }
    let found = media::sniff(bytes).0;
    media::MediaType::is_picture(found).then_some(found)
}

/// What loads compiled code, and names the code that it can load.
pub trait Loader {
    type Loaded;

    fn compatibility(&self) -> String;

    fn load(&self, compiled_file: &Path) -> Result<Self::Loaded, Refusal>;
}

impl Loader for Engine {
    type Loaded = Service;

    fn compatibility(&self) -> String {
        Self::compatibility(self)
    }

    fn load(&self, compiled_file: &Path) -> Result<Service, Refusal> {
        Self::load(self, compiled_file)
    }
}

impl Loader for CodecEngine {
    type Loaded = Codec;

    fn compatibility(&self) -> String {
        Self::compatibility(self)
    }

    fn load(&self, compiled_file: &Path) -> Result<Codec, Refusal> {
        Self::load(self, compiled_file)
    }
}

/// Where packages and their compiled forms lie.
pub struct Shelf {
    folder: PathBuf,
    compiler: Compiler,
    /// One package at a time: two installs of the same bytes meet in the same files, and a compiler takes 100 MB.
    turn: Mutex<()>,
}

impl Shelf {
    pub fn new(folder: PathBuf, compiler: Compiler) -> Result<Self, std::io::Error> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, compiler, turn: Mutex::default() })
    }

    /// A package that was kept before. Its digest is checked anew when it is read.
    pub async fn read(&self, digest: &str) -> Result<Vec<u8>, InstallError> {
        let absent = || InstallError::Absent(digest.to_owned());
        let named = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let path = named.then(|| self.folder.join(format!("{digest}.wasm"))).ok_or_else(absent)?;
        match tokio::fs::read(path).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(absent()),
            read => Ok(read?),
        }
    }

    /// Keeps the package, compiles it once per engine, and loads it. What cannot be loaded is not kept: the next try
    /// starts afresh.
    pub async fn load<L: Loader>(
        &self,
        engine: &L,
        package: &Package,
        bytes: &[u8],
    ) -> Result<L::Loaded, InstallError> {
        let _turn = self.turn.lock().await;
        let component = self.folder.join(format!("{}.wasm", package.digest));
        let compiled = self.folder.join(format!("{}.{}.cwasm", package.digest, engine.compatibility()));
        let (was_kept, was_compiled) = (component.exists(), compiled.exists());
        let mut loaded = self.compile_and_load(engine, &component, &compiled, bytes).await;
        if was_compiled && matches!(loaded, Err(InstallError::Refused(Refusal::Stale(_)))) {
            tokio::fs::remove_file(&compiled).await.ok();
            loaded = self.compile_and_load(engine, &component, &compiled, bytes).await;
        }
        if loaded.is_err() {
            tokio::fs::remove_file(&compiled).await.ok();
            if !was_kept {
                tokio::fs::remove_file(&component).await.ok();
            }
        }
        loaded
    }

    async fn compile_and_load<L: Loader>(
        &self,
        engine: &L,
        component: &Path,
        compiled: &Path,
        bytes: &[u8],
    ) -> Result<L::Loaded, InstallError> {
        if !component.exists() {
            keep(component, bytes).await?;
        }
        if !compiled.exists() {
            let half = half(compiled);
            if let Err(error) = self.compiler.compile(component, &half).await {
                tokio::fs::remove_file(&half).await.ok();
                return Err(error);
            }
            sync_and_rename(&half, compiled).await?;
        }
        Ok(engine.load(compiled)?)
    }
}

/// A name that nobody else writes to: another host may use the same shelf.
fn half(path: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    path.with_extension(format!("{}-{number}.half", std::process::id()))
}

/// Writes beside and renames, so that a half-written package never has a digest for a name.
async fn keep(path: &Path, bytes: &[u8]) -> Result<(), std::io::Error> {
    let half = half(path);
    tokio::fs::write(&half, bytes).await?;
    sync_and_rename(&half, path).await
}

async fn sync_and_rename(half: &Path, path: &Path) -> Result<(), std::io::Error> {
    tokio::fs::File::open(half).await?.sync_all().await?;
    tokio::fs::rename(half, path).await
}
