use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use veillee_engine::{CallLimits, Engine, Service};

use super::answers::Answers;
use super::compiler::Compiler;
use super::duties::Duties;
use super::grants::Grants;
use super::install::{InstallError, PackageKind, Shelf, inspect_package};
use super::manifest::{Manifest, ManifestError};
use crate::limits;
use crate::storage::Association;
use crate::storage::schema::ShapeConflict;
use crate::storage::shape::Shape;
use crate::storage::sql::DatabaseError;

/// A plugin that is loaded and can be enabled.
pub struct Plugin {
    pub digest: String,
    pub manifest: Manifest,
    pub capabilities: Vec<String>,
    pub assets: BTreeMap<String, (&'static str, Vec<u8>)>,
    pub service: Service,
    /// What it does when nobody waits.
    pub duties: Arc<Duties>,
    shapes: Vec<Shape>,
}

/// A service: a plugin enabled for an association, with what the operator granted.
pub struct Enabled {
    pub plugin: Arc<Plugin>,
    pub answers: Arc<dyn Answers>,
    pub grants: Grants,
    pub limits: CallLimits,
    places: Semaphore,
}

impl Enabled {
    /// A place to run in, so that a service whose calls never end keeps its neighbours waiting for a few of them only.
    /// None when none was free for [`limits::CALL_WAIT_MS`].
    pub async fn place(&self) -> Option<SemaphorePermit<'_>> {
        let wait = Duration::from_millis(limits::CALL_WAIT_MS);
        tokio::time::timeout(wait, self.places.acquire()).await.ok()?.ok()
    }
}

/// Why a service cannot be enabled.
#[derive(Debug, thiserror::Error)]
pub enum EnableError {
    #[error(transparent)]
    Shape(#[from] ShapeConflict),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// All plugins of the host, and the services of each association.
pub struct Plugins {
    engine: Engine,
    shelf: Shelf,
    /// By digest.
    loaded: RwLock<HashMap<String, Arc<Plugin>>>,
    /// By association and service.
    enabled: RwLock<BTreeMap<(String, String), Arc<Enabled>>>,
}

impl Plugins {
    pub fn new(engine: Engine, folder: PathBuf, compiler: Compiler) -> Result<Self, std::io::Error> {
        let shelf = Shelf::new(folder, compiler)?;
        Ok(Self { engine, shelf, loaded: RwLock::default(), enabled: RwLock::default() })
    }

    /// Validates, compiles once and loads a package. The same bytes again cost a look-up.
    pub async fn install(&self, bytes: &[u8]) -> Result<Arc<Plugin>, InstallError> {
        let package = inspect_package(bytes)?;
        let known = self.loaded.read().unwrap_or_else(PoisonError::into_inner).get(&package.digest).cloned();
        if let Some(plugin) = known {
            return Ok(plugin);
        }
        if package.kind == PackageKind::Codec {
            return Err(ManifestError::Codec(
                "the package is a codec, not a service: install it as a codec".to_owned(),
            )
            .into());
        }
        let service = self.shelf.load(&self.engine, &package, bytes).await?;
        let plugin = Arc::new(Plugin {
            digest: package.digest.clone(),
            manifest: package.manifest,
            capabilities: package.capabilities.into_iter().collect(),
            assets: package.assets,
            service,
            duties: Arc::new(package.duties),
            shapes: package.shapes,
        });
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        loaded.insert(package.digest, plugin.clone());
        Ok(plugin)
    }

    /// Makes the plugin a service of the association: its tables are made or extended, then calls reach it.
    pub async fn enable(
        &self,
        association: &Association,
        plugin: Arc<Plugin>,
        grants: Grants,
        limits: CallLimits,
    ) -> Result<(), EnableError> {
        let answers = Arc::new(plugin.service.clone());
        self.enable_answered_by(association, plugin, grants, limits, answers).await
    }

    /// As [`Self::enable`], but `answers` takes the place of the guest, with the guest's rights and no more: what the
    /// sandbox costs is measured against the same code outside of it.
    pub async fn enable_answered_by(
        &self,
        association: &Association,
        plugin: Arc<Plugin>,
        grants: Grants,
        call_limits: CallLimits,
        answers: Arc<dyn Answers>,
    ) -> Result<(), EnableError> {
        let service = plugin.manifest.name.clone();
        let mut shapes = plugin.shapes.clone();
        for shape in &mut shapes {
            shape.number = association.collection_number(&service, &shape.name).await?;
        }
        association.adopt(shapes).await?;
        let places = Semaphore::new(limits::CALLS_PER_SERVICE_MAX);
        let enabled_now = Enabled { plugin, answers, grants, limits: call_limits, places };
        let mut enabled = self.enabled.write().unwrap_or_else(PoisonError::into_inner);
        enabled.insert((association.id.clone(), service), Arc::new(enabled_now));
        Ok(())
    }

    pub fn service(&self, association: &str, service: &str) -> Option<Arc<Enabled>> {
        let enabled = self.enabled.read().unwrap_or_else(PoisonError::into_inner);
        enabled.get(&(association.to_owned(), service.to_owned())).cloned()
    }

    /// The services of an association by name.
    pub fn services(&self, association: &str) -> Vec<Arc<Enabled>> {
        let enabled = self.enabled.read().unwrap_or_else(PoisonError::into_inner);
        let mine = enabled.iter().filter(|((of, _), _)| of == association);
        mine.map(|(_, service)| service.clone()).collect()
    }
}
