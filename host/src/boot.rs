//! From a configuration to a running host: the only place that names concrete stores.

mod import;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, TryLockError};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use tokio::task::JoinSet;
use veillee_ambient::{Clock, Random};
use veillee_engine::{Engine, EngineLimits};
use veillee_vault::{KeyFileError, MasterKey, Vault, VaultError, WrappingKey};

pub use import::ImportError;

use crate::identity::Passwords;
use crate::jobs::ProgressBoard;
use crate::limits;
use crate::mail::{MailServer, Sender, SenderParts};
use crate::observe::ledger::{Entry, Ledger};
use crate::operator::{Operator, OperatorError};
use crate::plugin::codecs::{Codecs, attend};
use crate::plugin::{Compiler, Heed, InstallError, Pace, Plugins, Runner, RunnerParts};
use crate::storage::hosts::{AssociationRecord, Hosts, NewAssociation};
use crate::storage::ids::new_id;
use crate::storage::layout::{self, Layout};
use crate::storage::rights::{AgainError, ErasedList};
use crate::storage::sql::{Ask as _, DatabaseError};
use crate::storage::{Association, Foundations};
use crate::tls::Certificates;
use crate::web::{App, AppParts, Site};

/// What an operator chooses.
#[derive(Clone, Debug)]
pub struct Config {
    pub data: PathBuf,
    /// Lies outside of the data folder: who takes the data has no key.
    pub master_key: PathBuf,
    /// A PostgreSQL address; SQLite files in the data folder without it.
    pub database: Option<String>,
    /// Packages in this folder are installed, and enabled where they never were, with what they ask for granted.
    pub plugins: Option<PathBuf>,
    /// Where packages and their compiled forms are kept, by digest.
    pub shelf: PathBuf,
    pub compiler: Compiler,
    /// Password hashes at a time.
    pub password_places: usize,
    /// Takes the mails; without it, administrators read them on their console.
    pub mail: Option<MailServer>,
}

impl Config {
    pub fn layout(&self) -> Layout {
        Layout { data: self.data.clone(), database: self.database.clone() }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum BootError {
    #[error("an import that was cut cannot be cleared away: {0}")]
    Import(#[source] Box<ImportError>),
    #[error("another host uses {0}: stop it first")]
    Locked(PathBuf),
    #[error("{path}: {source}")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("the master key must lie outside of the data folder: choose another place than {0}")]
    KeyInside(PathBuf),
    #[error("the data cannot be opened by this master key: give the one it was made with (--master-key)")]
    WrongKey,
    #[error("the data was made with a master key, but {0} is missing: give its place (--master-key)")]
    KeyMissing(PathBuf),
    #[error(transparent)]
    Key(#[from] KeyFileError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("{0}")]
    ErasedAgain(#[from] AgainError),
    #[error("the engine does not start: {0}")]
    Engine(String),
    #[error("{file}: {source}")]
    Plugin { file: PathBuf, source: Box<InstallError> },
}

/// What stands after the start.
pub struct Started {
    /// Names of services, in any association.
    pub services: Vec<String>,
    /// Sentences on packages of the plugins folder that wait or were refused.
    pub notes: Vec<String>,
}

/// A host as those share it who work on it at the same time.
pub type HostHandle = Arc<Host>;

/// A host that is ready to serve.
pub struct Host {
    pub app: Arc<App>,
    pub hosts: Hosts,
    /// Does what nobody waits for, once it is started.
    pub runner: Arc<Runner>,
    /// Sends the mails, once it is started.
    pub sender: Arc<Sender>,
    pub config: Config,
    /// Empty where a proxy speaks TLS.
    pub certificates: Arc<Certificates>,
    /// Who was erased, beside what a backup brings back.
    pub erased: ErasedList,
    /// One import at a time.
    importing: tokio::sync::Mutex<()>,
    master: MasterKey,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    /// Makers of pictures, one for each association; they end with the host.
    attendants: Mutex<JoinSet<()>>,
    /// Held while the host lives.
    _lock: File,
}

impl Host {
    /// Boxed, so that all it awaits is compiled here and not once more in each program that boots a host.
    pub fn boot(
        config: Config,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> BoxFuture<'static, Result<Self, BootError>> {
        Box::pin(Self::raise(config, clock, random))
    }

    async fn raise(config: Config, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Result<Self, BootError> {
        let lock = lock(&config.data)?;
        let master = master_key(&config, &*random)?;
        let database = config.layout().host_database().await?;
        let dialect = database.dialect();
        let hosts = Hosts::open(database, dialect).await?;
        let cleared = import::recover(&config.layout(), &hosts).await;
        cleared.map_err(|error| BootError::Import(Box::new(error)))?;
        let engine = Engine::with_clock(EngineLimits::default(), clock.clone())
            .map_err(|error| BootError::Engine(error.to_string()))?;
        let shelf = config.shelf.clone();
        let plugins = Plugins::new(engine, shelf.clone(), config.compiler.clone())
            .map_err(|source| BootError::Folder { path: shelf, source })?;
        let (plugins, board) = (Arc::new(plugins), Arc::new(ProgressBoard::default()));
        let ledger = Arc::new(Ledger::new(clock.clone()));
        let codecs = codecs(&config)?;
        let operator = Arc::new(Operator::new(plugins.clone(), codecs.clone(), hosts.clone(), clock.clone()));
        let work = RunnerParts {
            plugins: plugins.clone(),
            board: board.clone(),
            clock: clock.clone(),
            random: random.clone(),
            ledger: ledger.clone(),
            heed: heed(&operator),
            pace: Pace::default(),
        };
        let runner = Runner::new(work);
        let mail = SenderParts { server: config.mail.clone(), clock: clock.clone(), random: random.clone() };
        let sender = Sender::new(mail);
        let passwords = Passwords::new(config.password_places, random.clone());
        let parts = AppParts {
            hosts: hosts.clone(),
            plugins,
            operator,
            board,
            codecs,
            passwords,
            sends_mail: config.mail.is_some(),
            clock: clock.clone(),
            random: random.clone(),
            ledger,
        };
        let app = Arc::new(App::new(parts));
        let (attendants, importing) = (Mutex::default(), tokio::sync::Mutex::default());
        let certificates = Arc::default();
        let erased = ErasedList::new(&config.data, &config.master_key);
        let host = Self {
            app,
            hosts,
            config,
            certificates,
            erased,
            importing,
            runner,
            sender,
            master,
            clock,
            random,
            attendants,
            _lock: lock,
        };
        for record in host.hosts.all().await? {
            host.open(&record).await?;
        }
        Ok(host)
    }

    /// The open associations, the oldest first.
    pub fn associations(&self) -> Vec<Arc<Association>> {
        self.sites().iter().map(|site| site.association.clone()).collect()
    }

    /// Some come while the host runs, and each is replaced when its settings change.
    pub fn sites(&self) -> Vec<Arc<Site>> {
        self.app.sites.all()
    }

    /// The key at the top of the chain, for a backup.
    pub fn master(&self) -> &MasterKey {
        &self.master
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    pub fn random(&self) -> &Arc<dyn Random> {
        &self.random
    }

    /// What the first start makes, so that there is something to look at: it answers on this machine only.
    pub async fn create_first_association(&self, listen: Option<IpAddr>) -> Result<Arc<Association>, BootError> {
        let mut domains = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        let own = listen.filter(|address| !address.is_unspecified()).map(|address| address.to_string());
        domains.extend(own.filter(|own| !domains.contains(own)));
        self.create_association("Mon association", &domains).await
    }

    /// Makes an association that answers under these names, and opens it.
    pub async fn create_association(&self, name: &str, domains: &[String]) -> Result<Arc<Association>, BootError> {
        let id = new_id(&*self.random);
        let key = WrappingKey::new(&*self.random);
        let key_sealed = self.master.wrap(&key, id.as_bytes(), &*self.random);
        let created_ms = self.clock.now_ms();
        self.hosts.create(NewAssociation { id: &id, name, key_sealed, created_ms, domains }).await?;
        let record = self.hosts.association(&id).await?.ok_or(BootError::WrongKey)?;
        self.open(&record).await
    }

    /// Lets an association answer under one more name, at once; `Taken` when the name answers already.
    pub async fn add_domain(&self, association: &str, domain: &str) -> Result<(), BootError> {
        self.hosts.add_domain(association, domain).await?;
        self.app.sites.answer_under(domain, association);
        Ok(())
    }

    async fn open(&self, record: &AssociationRecord) -> Result<Arc<Association>, BootError> {
        let key = record.key(&self.master).map_err(|_| BootError::WrongKey)?;
        let association = Arc::new(self.open_data(&record.id, key).await?);
        let again = association.erase_again(&self.erased).await?;
        if again > 0 {
            tracing::warn!(association = record.id, again, "accounts that were erased came back and are erased again");
        }
        let settings = association.settings().await?;
        self.app.sites.add(Arc::new(Site::new(association.clone(), record.name.clone(), settings)));
        for domain in self.hosts.domains(&record.id).await? {
            self.app.sites.answer_under(&domain, &record.id);
        }
        // The lock of the data folder says that nobody else runs anything.
        association.end_job_leases().await?;
        association.end_mail_leases().await?;
        self.runner.add(association.clone());
        self.sender.add(association.clone());
        let mut attendants = self.attendants.lock().unwrap_or_else(PoisonError::into_inner);
        attendants.spawn(attend(self.app.codecs.clone(), association.clone()));
        self.app.operator.know(association.clone());
        Ok(association)
    }

    async fn open_data(&self, id: &str, key: WrappingKey) -> Result<Association, BootError> {
        let place = self.config.layout();
        make_folder(&place.association(id))?;
        let segments = place.segments(id);
        let vault = Vault::local(&segments)?;
        Vault::remove_unfinished(&segments)?;
        let database = place.association_database(id).await?;
        let (clock, random) = (self.clock.clone(), self.random.clone());
        let foundations = Foundations { database, vault, key, clock, random };
        Ok(Association::open(id, foundations).await?)
    }

    /// Starts the services as they were left, then installs every package of the plugins folder: see
    /// [`Operator::offer`]. Once more, it does what is new.
    pub fn enable_plugins(&self) -> BoxFuture<'_, Result<Started, BootError>> {
        // Boxed for the reason of `boot`.
        Box::pin(self.start_services())
    }

    async fn start_services(&self) -> Result<Started, BootError> {
        let operator = &self.app.operator;
        operator.start().await?;
        let mut notes = Vec::new();
        for (file, bytes) in self.packages()? {
            match operator.offer(&bytes).await {
                Ok((_, said)) => notes.extend(said),
                Err(OperatorError::Install(source)) => return Err(BootError::Plugin { file, source: source.into() }),
                // The version before goes on.
                Err(error) => notes.push(format!("{}: {error}", file.display())),
            }
        }
        let associations = self.associations();
        let services = associations.iter().flat_map(|association| self.app.plugins.standings(&association.id));
        let names: BTreeSet<String> = services.map(|(name, _)| name).collect();
        Ok(Started { services: names.into_iter().collect(), notes })
    }

    /// The same in an association that came while the host runs; the others are left alone, however many they are.
    pub async fn enable_plugins_in(&self, association: &Association) -> Result<(), BootError> {
        for (file, bytes) in self.packages()? {
            match self.app.operator.offer_in(association, &bytes).await {
                Err(OperatorError::Install(source)) => return Err(BootError::Plugin { file, source: source.into() }),
                Err(error) => tracing::error!(file = %file.display(), %error, "a service cannot be enabled"),
                Ok(()) => {}
            }
        }
        Ok(())
    }

    /// What the plugins folder holds.
    fn packages(&self) -> Result<Vec<(PathBuf, Vec<u8>)>, BootError> {
        let files = self.config.plugins.as_deref().map(packages).transpose()?.unwrap_or_default();
        let read = |file: PathBuf| match std::fs::read(&file) {
            Ok(bytes) => Ok((file, bytes)),
            Err(error) => Err(BootError::Plugin { file, source: Box::new(InstallError::Io(error)) }),
        };
        files.into_iter().map(read).collect()
    }

    /// A fresh one-time link for each association without administrator: its first name, and the path.
    pub async fn setup_links(&self) -> Result<Vec<(String, String)>, BootError> {
        let mut links = Vec::new();
        for association in &self.associations() {
            if association.has_administrator().await? {
                continue;
            }
            let token = association.create_setup_link(limits::SETUP_LINK_LIFE_MS).await?;
            let domains = self.hosts.domains(&association.id).await?;
            let first = domains.iter().find(|name| *name == "localhost").or(domains.first()).cloned();
            links.push((first.unwrap_or_default(), format!("/-/welcome/{token}")));
        }
        Ok(links)
    }

    /// Closes the databases, after the last request.
    pub async fn close(&self) {
        let mut attendants = std::mem::take(&mut *self.attendants.lock().unwrap_or_else(PoisonError::into_inner));
        attendants.shutdown().await;
        write_ledger(&self.app.ledger, &self.associations()).await;
        for association in &self.associations() {
            association.close().await;
        }
        self.hosts.close().await;
    }
}

/// The runner is below the operator, who acts on what it finds.
fn heed(operator: &Arc<Operator>) -> Heed {
    let operator = operator.clone();
    Box::new(move |association, plugin, advice| operator.heed(association, plugin, advice))
}

/// One core is left for pages.
fn codecs(config: &Config) -> Result<Arc<Codecs>, BootError> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let codecs = Codecs::new(config.shelf.clone(), config.compiler.clone(), cores.saturating_sub(1));
    codecs.map(Arc::new).map_err(|error| BootError::Engine(error.to_string()))
}

/// Writes down what services used. What cannot be written now is kept for the next time.
pub async fn write_ledger(ledger: &Ledger, associations: &[Arc<Association>]) {
    let mut by_association: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for entry in ledger.take() {
        by_association.entry(entry.association.clone()).or_default().push(entry);
    }
    for (id, entries) in by_association {
        let Some(association) = associations.iter().find(|association| association.id == id) else { continue };
        if let Err(error) = association.write_ledger(&entries).await {
            tracing::warn!(association = id, %error, "what services used is written down later");
            ledger.put_back(entries);
        }
    }
}

fn lock(data: &Path) -> Result<File, BootError> {
    make_folder(data)?;
    let path = data.join("lock");
    let file = File::create(&path).map_err(|source| BootError::Folder { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BootError::Locked(data.to_owned())),
        Err(TryLockError::Error(source)) => Err(BootError::Folder { path, source }),
    }
}

/// Whether some process holds the lock of a data folder at this moment.
pub fn is_locked(data: &Path) -> std::io::Result<bool> {
    let file = match File::open(data.join("lock")) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        opened => opened?,
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn make_folder(path: &Path) -> Result<(), BootError> {
    layout::make_folder(path).map_err(|source| BootError::Folder { path: path.to_owned(), source })
}

/// A key made anew opens no data that is there already: it is made for an empty folder only.
fn master_key(config: &Config, random: &dyn Random) -> Result<MasterKey, BootError> {
    let place = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if place(&config.master_key).starts_with(place(&config.data)) {
        return Err(BootError::KeyInside(config.master_key.clone()));
    }
    let has_data = config.data.join("associations").exists();
    if has_data && !config.master_key.exists() {
        return Err(BootError::KeyMissing(config.master_key.clone()));
    }
    Ok(MasterKey::load_or_create(&config.master_key, random)?)
}

fn packages(folder: &Path) -> Result<Vec<PathBuf>, BootError> {
    let failed = |source| BootError::Folder { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
