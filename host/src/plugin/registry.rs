use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use veillee_engine::{CallLimits, Engine, Offer, Service};

use super::answers::Answers;
use super::compiler::Compiler;
use super::consent::Consent;
use super::duties::Duties;
use super::generation::Enabled;
use super::grants::Grants;
use super::health::Health;
use super::install::{InstallError, Package, PackageKind, Shelf, inspect_package};
use super::manifest::{Manifest, ManifestError};
use super::rules::GuestRules;
use super::service_log::ServiceLog;
use super::standing::{Closed, Standing};
use crate::limits;
use crate::storage::Association;
use crate::storage::rules::FieldRules;
use crate::storage::schema::ShapeConflict;
use crate::storage::shape::Shape;
use crate::storage::sql::DatabaseError;

/// A plugin that is loaded and can be enabled.
pub struct Plugin {
    pub digest: String,
    pub manifest: Manifest,
    pub kind: PackageKind,
    /// What the component exports.
    pub offers: BTreeSet<Offer>,
    pub capabilities: Vec<String>,
    /// What it imports of WASI.
    pub wasi: Vec<String>,
    /// The key it is signed with, in hexadecimal.
    pub publisher: Option<String>,
    pub assets: BTreeMap<String, (&'static str, Vec<u8>)>,
    pub service: Service,
    /// What it does when nobody waits.
    pub duties: Arc<Duties>,
    pub(super) shapes: Vec<Shape>,
    /// For calls of all associations together.
    pub(super) places: Semaphore,
}

/// Why a service cannot be enabled.
#[derive(Debug, thiserror::Error)]
pub enum EnableError {
    #[error(transparent)]
    Shape(#[from] ShapeConflict),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// What is to stand in an association.
pub struct Version {
    pub plugin: Arc<Plugin>,
    pub grants: Grants,
    pub limits: CallLimits,
    /// What answers in place of the guest, with the guest's rights and no more: what the sandbox costs is measured
    /// against the same code outside of it.
    pub answers: Option<Arc<dyn Answers>>,
}

/// A service of an association.
struct Slot {
    standing: Standing,
    /// Versions before, as long as calls run on them: what is taken back is taken from them too.
    draining: Vec<Weak<Enabled>>,
    /// One number of places, whatever version runs.
    places: Arc<Semaphore>,
    /// One log, whatever version runs.
    log: Arc<ServiceLog>,
}

type Slots = HashMap<String, BTreeMap<String, Slot>>;

/// All plugins of the host, and the services of each association.
pub struct Plugins {
    engine: Engine,
    shelf: Shelf,
    /// By digest.
    loaded: RwLock<HashMap<String, Arc<Plugin>>>,
    /// By association, then by service.
    slots: RwLock<Slots>,
    /// By association and digest: how a version fared is remembered while others run.
    healths: Mutex<HashMap<(String, String), Arc<Health>>>,
}

impl Plugins {
    pub fn new(engine: Engine, folder: PathBuf, compiler: Compiler) -> Result<Self, std::io::Error> {
        let shelf = Shelf::new(folder, compiler)?;
        let (loaded, slots, healths) = Default::default();
        Ok(Self { engine, shelf, loaded, slots, healths })
    }

    /// Validates, compiles once and loads a package. The same bytes again cost a look-up.
    pub async fn install(&self, bytes: &[u8]) -> Result<Arc<Plugin>, InstallError> {
        self.install_package(inspect_package(bytes)?, bytes).await
    }

    /// As [`Self::install`], for a package that was judged already.
    pub async fn install_package(&self, package: Package, bytes: &[u8]) -> Result<Arc<Plugin>, InstallError> {
        if let Some(plugin) = self.loaded(&package.digest) {
            return Ok(plugin);
        }
        expect_service(&package)?;
        let service = self.shelf.load(&self.engine, &package, bytes).await?;
        Ok(self.keep(package, service))
    }

    /// What a package that was installed before asks for.
    pub async fn consent(&self, digest: &str) -> Result<Consent, InstallError> {
        match self.loaded(digest) {
            Some(plugin) => Ok(Consent::of_plugin(&plugin)),
            None => Ok(Consent::of_package(&self.read(digest).await?.0)),
        }
    }

    /// A package that was installed before, from the shelf: nothing of it is loaded.
    async fn read(&self, digest: &str) -> Result<(Package, Vec<u8>), InstallError> {
        let bytes = self.shelf.read(digest).await?;
        let package = inspect_package(&bytes)?;
        if package.digest != digest {
            return Err(InstallError::Absent(digest.to_owned()));
        }
        Ok((package, bytes))
    }

    /// A package that was installed before: from memory, or from the shelf.
    pub async fn load(&self, digest: &str) -> Result<Arc<Plugin>, InstallError> {
        if let Some(plugin) = self.loaded(digest) {
            return Ok(plugin);
        }
        let (package, bytes) = self.read(digest).await?;
        expect_service(&package)?;
        let service = self.shelf.load(&self.engine, &package, &bytes).await?;
        Ok(self.keep(package, service))
    }

    pub fn loaded(&self, digest: &str) -> Option<Arc<Plugin>> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).get(digest).cloned()
    }

    fn keep(&self, package: Package, service: Service) -> Arc<Plugin> {
        let plugin = Arc::new(Plugin {
            digest: package.digest.clone(),
            manifest: package.manifest,
            kind: package.kind,
            offers: package.offers,
            capabilities: package.capabilities.into_iter().collect(),
            wasi: package.wasi,
            publisher: package.publisher,
            assets: package.assets,
            service,
            duties: Arc::new(package.duties),
            shapes: package.shapes,
            places: Semaphore::new(limits::CALLS_PER_PLUGIN_MAX),
        });
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        let idle = |plugin: &Arc<Plugin>| Arc::strong_count(plugin) == 1;
        if loaded.values().filter(|plugin| idle(plugin)).count() > limits::PLUGINS_LOADED_SPARE {
            loaded.retain(|_, plugin| !idle(plugin));
        }
        // Somebody else may have been faster: one digest is one plugin.
        loaded.entry(package.digest).or_insert(plugin).clone()
    }

    /// Makes the plugin a service of the association: its tables are made or extended, then calls reach it. The version
    /// before finishes the calls it has.
    pub async fn enable(
        &self,
        association: &Association,
        plugin: Arc<Plugin>,
        grants: Grants,
        limits: CallLimits,
    ) -> Result<(), EnableError> {
        let version = Version { plugin, grants, limits, answers: None };
        let shapes = self.prepare(association, &version.plugin).await?;
        self.stand(association, version, shapes, None).await
    }

    /// As [`Self::enable`], but `answers` takes the place of the guest.
    pub async fn enable_answered_by(
        &self,
        association: &Association,
        plugin: Arc<Plugin>,
        grants: Grants,
        limits: CallLimits,
        answers: Arc<dyn Answers>,
    ) -> Result<(), EnableError> {
        let version = Version { plugin, grants, limits, answers: Some(answers) };
        let shapes = self.prepare(association, &version.plugin).await?;
        self.stand(association, version, shapes, None).await
    }

    /// Makes or extends the version's tables; nothing else changes yet.
    pub async fn prepare(
        &self,
        association: &Association,
        plugin: &Plugin,
    ) -> Result<Arc<[Arc<Shape>]>, ShapeConflict> {
        association.prepare(&plugin.manifest.name, &plugin.digest, plugin.shapes.clone()).await
    }

    /// Puts a version in the place of the one before, in one step, open or closed.
    pub async fn stand(
        &self,
        association: &Association,
        version: Version,
        shapes: Arc<[Arc<Shape>]>,
        closed: Option<Closed>,
    ) -> Result<(), EnableError> {
        let Version { plugin, grants, limits, answers } = version;
        let name = plugin.manifest.name.clone();
        association.show(&name, &shapes).await?;
        let rules = plugin.service.checks().then(|| -> Arc<dyn FieldRules> {
            let (service, digest) = (plugin.service.clone(), plugin.digest.clone());
            Arc::new(GuestRules { service, name: name.clone(), digest })
        });
        association.set_field_rules(&name, rules);
        let answers = answers.unwrap_or_else(|| Arc::new(plugin.service.clone()));
        let health = self.health(&association.id, &plugin.digest);
        let cut = watch::Sender::new(false);
        let old = self.change(&association.id, &name, |slot| {
            let (places, log) = (slot.places.clone(), slot.log.clone());
            let new = Enabled { plugin, answers, grants, limits, shapes, health, log, places, cut };
            let old = slot.standing.enabled.take();
            slot.draining.retain(|old| old.strong_count() > 0);
            slot.draining.extend(old.as_ref().map(Arc::downgrade));
            slot.standing = Standing { enabled: Some(Arc::new(new)), closed: closed.map(Arc::new) };
            old
        });
        retire(old);
        // What waited for this service may go on.
        association.ring();
        Ok(())
    }

    /// Opens or closes a service; calls under way finish.
    pub fn close(&self, association: &str, service: &str, closed: Option<Closed>) {
        self.change(association, service, |slot| slot.standing.closed = closed.map(Arc::new));
    }

    /// Takes a service away: its addresses are not there any more. Calls under way finish.
    pub fn remove(&self, association: &str, service: &str) {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        let removed = slots.get_mut(association).and_then(|services| services.remove(service));
        drop(slots);
        retire(removed.and_then(|slot| slot.standing.enabled));
    }

    /// Gives or takes back a capability, from the calls under way too.
    pub fn grant(&self, association: &str, service: &str, capability: &str, given: bool) {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        let Some(slot) = slots.get(association).and_then(|services| services.get(service)) else { return };
        let draining = slot.draining.iter().filter_map(Weak::upgrade);
        for version in slot.standing.enabled.iter().cloned().chain(draining) {
            if given {
                version.grants.give(capability);
            } else {
                version.grants.take_back(capability);
            }
        }
    }

    /// How this version fares in this association.
    pub fn health(&self, association: &str, digest: &str) -> Arc<Health> {
        let mut healths = self.healths.lock().unwrap_or_else(PoisonError::into_inner);
        if healths.len() > limits::HEALTHS_REMEMBERED {
            healths.retain(|_, health| Arc::strong_count(health) > 1);
        }
        healths.entry((association.to_owned(), digest.to_owned())).or_default().clone()
    }

    /// How a service stands; none when there is none of this name.
    pub fn standing(&self, association: &str, service: &str) -> Option<Standing> {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        Some(slots.get(association)?.get(service)?.standing.clone())
    }

    /// The version that answers for a service, or would if it were open.
    pub fn service(&self, association: &str, service: &str) -> Option<Arc<Enabled>> {
        self.standing(association, service)?.enabled
    }

    /// How the services of an association stand, by name.
    pub fn standings(&self, association: &str) -> Vec<(String, Standing)> {
        let slots = self.slots.read().unwrap_or_else(PoisonError::into_inner);
        let mine = slots.get(association).into_iter().flatten();
        mine.map(|(name, slot)| (name.clone(), slot.standing.clone())).collect()
    }

    /// The services of an association by name, closed ones too.
    pub fn services(&self, association: &str) -> Vec<Arc<Enabled>> {
        self.standings(association).into_iter().filter_map(|(_, standing)| standing.enabled).collect()
    }

    fn change<T>(&self, association: &str, service: &str, change: impl FnOnce(&mut Slot) -> T) -> T {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        let services = slots.entry(association.to_owned()).or_default();
        change(services.entry(service.to_owned()).or_insert_with(|| Slot {
            standing: Standing::default(),
            draining: Vec::new(),
            places: Arc::new(Semaphore::new(limits::CALLS_PER_SERVICE_MAX)),
            log: Arc::default(),
        }))
    }
}

fn retire(old: Option<Arc<Enabled>>) {
    if let Some(old) = old {
        old.retire(Duration::from_millis(limits::DRAIN_MS));
    }
}

/// A codec has an engine of its own.
fn expect_service(package: &Package) -> Result<(), ManifestError> {
    if package.kind == PackageKind::Service {
        return Ok(());
    }
    let name = &package.manifest.name;
    Err(ManifestError::Codec(format!(
        "`{name}` is a codec, which works for all services as soon as it is installed: there is nothing to enable"
    )))
}
