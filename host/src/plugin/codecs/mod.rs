//! Codecs: installed like plugins, of no association, and asked by the host alone.
//!
//! [`attend`] is the loop of one association: it claims pictures, has them examined, and keeps what comes of it.
//! [`examine`] is the part that asks the codec and believes nothing of its answer. Codecs run on threads of their own
//! with a low priority, so that pages never wait for pictures.

mod attend;
mod clean;
mod examine;
mod jpeg_check;
mod threads;
mod turn;

pub use attend::attend;
pub use clean::NotClean;
pub use examine::{Examination, Trouble, examine};
pub use jpeg_check::{JpegProblem, check_jpeg};

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use veillee_engine::{CallLimits, Codec, CodecEngine, EngineError, EngineLimits};

use self::threads::Threads;
use super::compiler::Compiler;
use super::install::{InstallError, Package, PackageKind, Shelf, inspect_package};
use super::manifest::ManifestError;

/// A codec that is loaded and can be asked.
pub struct LoadedCodec {
    pub name: String,
    pub digest: String,
    pub codec: Codec,
}

/// All codecs of the host.
pub struct Codecs {
    engine: CodecEngine,
    shelf: Shelf,
    threads: Threads,
    /// Pictures at a time, in the order of asking: an association with many waits behind one with few.
    places: Arc<Semaphore>,
    by_media: RwLock<BTreeMap<String, Arc<LoadedCodec>>>,
    installed: watch::Sender<()>,
}

/// Why the room for codecs cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum CodecsError {
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Codecs {
    /// `places`: pictures at a time; each takes a core and, at its worst, 350 MiB.
    pub fn new(folder: PathBuf, compiler: Compiler, places: usize) -> Result<Self, CodecsError> {
        let places = places.clamp(1, crate::limits::PICTURE_PLACES_MAX);
        Ok(Self {
            engine: CodecEngine::new(EngineLimits::codec())?,
            shelf: Shelf::new(folder, compiler)?,
            threads: Threads::start(places)?,
            places: Arc::new(Semaphore::new(places)),
            by_media: RwLock::default(),
            installed: watch::Sender::new(()),
        })
    }

    /// Validates, compiles once and loads a package; from now on it is asked for the media types that it names, in place
    /// of any codec before it.
    pub async fn install(&self, bytes: &[u8]) -> Result<Arc<LoadedCodec>, InstallError> {
        self.install_package(inspect_package(bytes)?, bytes).await
    }

    /// As [`Self::install`], for a package that was judged already.
    pub async fn install_package(&self, package: Package, bytes: &[u8]) -> Result<Arc<LoadedCodec>, InstallError> {
        let no_codec =
            || ManifestError::Codec("the package is a service, not a codec: install it as a service".to_owned());
        let media =
            package.manifest.codec.clone().filter(|_| package.kind == PackageKind::Codec).ok_or_else(no_codec)?;
        let codec = self.shelf.load(&self.engine, &package, bytes).await?;
        let loaded = Arc::new(LoadedCodec { name: package.manifest.name, digest: package.digest, codec });
        let mut by_media = self.by_media.write().unwrap_or_else(PoisonError::into_inner);
        // A version before may have taken more.
        by_media.retain(|_, codec| codec.name != loaded.name);
        for media in media.media {
            by_media.insert(media, loaded.clone());
        }
        drop(by_media);
        self.installed.send_replace(());
        Ok(loaded)
    }

    /// A codec that was installed before, from the shelf.
    pub async fn load(&self, digest: &str) -> Result<Arc<LoadedCodec>, InstallError> {
        self.install(&self.shelf.read(digest).await?).await
    }

    /// Takes a codec away, and says whether it was there; its pictures wait for another.
    pub fn remove(&self, name: &str) -> bool {
        let mut by_media = self.by_media.write().unwrap_or_else(PoisonError::into_inner);
        let before = by_media.len();
        by_media.retain(|_, codec| codec.name != name);
        by_media.len() < before
    }

    pub fn has(&self, digest: &str) -> bool {
        let by_media = self.by_media.read().unwrap_or_else(PoisonError::into_inner);
        by_media.values().any(|codec| codec.digest == digest)
    }

    /// The media types that some codec takes, sorted.
    pub fn media(&self) -> Vec<String> {
        self.by_media.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    pub fn takes(&self, media_type: &str) -> bool {
        self.codec(media_type).is_some()
    }

    pub fn codec(&self, media_type: &str) -> Option<Arc<LoadedCodec>> {
        self.by_media.read().unwrap_or_else(PoisonError::into_inner).get(media_type).cloned()
    }

    /// Waits for a place; none when the host stops.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().acquire_owned().await.ok()
    }

    /// Asks a codec about a picture, on the codecs' own threads. None when the host stops.
    pub async fn examine(
        &self,
        codec: Arc<LoadedCodec>,
        bytes: Vec<u8>,
        media_type: String,
        wanted: Vec<(String, u32)>,
    ) -> Option<Examination> {
        self.threads
            .run(async move { examine(&codec.codec, &CallLimits::codec(), &bytes, &media_type, wanted).await })
            .await
    }
}
