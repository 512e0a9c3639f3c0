use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use tokio::net::TcpListener;
use veillee::boot::{Config, Host, HostHandle};
use veillee::mail::MailServer;
use veillee::plugin::Compiler;
use veillee::storage::Association;
use veillee_ambient::{Random, SeededRandom, TestClock};

use super::Browser;
use super::line::Line;
use super::origin::Origin;
use crate::services;

/// Which database the world stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    /// For what is the same on both by construction: SQLite, or PostgreSQL where the run asks for it, as a soak does.
    pub fn chosen() -> Self {
        if variable("VEILLEE_TEST_BACKEND").as_deref() == Some("postgres") { Self::Postgres } else { Self::Sqlite }
    }
}

pub struct World {
    pub host: HostHandle,
    pub clock: Arc<TestClock>,
    pub address: SocketAddr,
    pub folder: TempDir,
    pub alpha: Arc<Association>,
    pub beta: Arc<Association>,
    config: Config,
    pub(super) line: Option<Line>,
    starts: u64,
}

/// 2026-11-23T12:00:00Z
pub const START_MS: i64 = 1_795_435_200_000;

impl World {
    /// A world on SQLite: always there.
    pub async fn new() -> Self {
        Self::on(Backend::Sqlite).await.expect("SQLite is built in")
    }

    /// None when the database is not there; the test is then counted as not run.
    pub async fn on(backend: Backend) -> Option<Self> {
        let (folder, database) = Origin::on(backend).await?.copy().await;
        Some(Self::serve_folder(folder, database).await)
    }

    /// An empty one; `None` inside is SQLite. None when the database is not there.
    pub async fn database(backend: Backend) -> Option<Option<String>> {
        Some(match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(fresh_database(&services::postgres()?.url, None).await),
        })
    }

    /// On the data that lies in the folder.
    pub(super) async fn serve_folder(folder: TempDir, database: Option<String>) -> Self {
        let seed = seed();
        eprintln!("world seed: {seed}");
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(seed));
        let config = config(folder.path(), database);
        Self::serve(folder, config, Arc::new(TestClock::at(START_MS)), random, 0).await
    }

    /// Ends this host and starts another on the same folder, database and clock. What was in memory is gone.
    pub async fn restart(mut self) -> Self {
        let folder = std::mem::replace(&mut self.folder, folder());
        let (config, clock, starts) = (self.config.clone(), self.clock.clone(), self.starts + 1);
        self.host.close().await;
        // The lock on the folder goes with the host.
        drop(self);
        // Another draw at each start: a host that begins anew does not repeat what it drew before.
        let random = Arc::new(SeededRandom::new(seed().wrapping_add(starts)));
        Self::serve(folder, config, clock, random, starts).await
    }

    async fn serve(
        folder: TempDir,
        config: Config,
        clock: Arc<TestClock>,
        random: Arc<dyn Random>,
        starts: u64,
    ) -> Self {
        let host = Arc::new(Host::boot(config.clone(), clock.clone(), random).await.expect("the host boots"));
        Self::found(&host).await;
        Self::answer(folder, config, clock, host, starts).await
    }

    /// A world of the first association alone, on SQLite; `beta` is the same one.
    pub async fn alone() -> Self {
        let (folder, clock) = (folder(), Arc::new(TestClock::at(START_MS)));
        let config = config(folder.path(), None);
        let random = Arc::new(SeededRandom::new(seed()));
        let host = Arc::new(Host::boot(config.clone(), clock.clone(), random).await.expect("the host boots"));
        let names = ["alpha.localhost".to_owned()];
        host.create_association("Les Amis d'Alpha", &names).await.expect("an association");
        host.enable_plugins().await.expect("the plugins are enabled");
        Self::answer(folder, config, clock, host, 0).await
    }

    async fn answer(folder: TempDir, config: Config, clock: Arc<TestClock>, host: HostHandle, starts: u64) -> Self {
        let association = |domain: &str| Some(host.app.site(domain)?.association.clone());
        let alpha = association("alpha.localhost").expect("it answers");
        let beta = association("beta.localhost").unwrap_or_else(|| alpha.clone());
        // Most tests count files and bytes, and pictures come when they like.
        host.app.operator.remove_codec("images").await.expect("the codec is removed");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let line = Some(Line::open(listener, &host));
        Self { host, clock, address, folder, alpha, beta, config, line, starts }
    }

    /// The associations of the tests, where they are missing, and their services.
    pub(super) async fn found(host: &Host) {
        for (name, domain) in [("Les Amis d'Alpha", "alpha.localhost"), ("Bêta", "beta.localhost")] {
            if host.app.site(domain).is_none() {
                host.create_association(name, &[domain.to_owned()]).await.expect("an association");
            }
        }
        host.enable_plugins().await.expect("the plugins are enabled");
    }

    /// Installs the codec for pictures: from now on renditions appear.
    pub async fn with_pictures(self) -> Self {
        self.host.app.codecs.install(&images()).await.expect("the codec is installed");
        self
    }

    /// The same data under a host that was started anew, with another plugins folder if one is given.
    pub async fn restarted(mut self, plugins: Option<PathBuf>) -> Self {
        self.config.plugins = plugins.or(self.config.plugins.take());
        self.restart().await
    }

    /// The same data under a host that was started anew with a server for mails. Nothing is sent by itself: see
    /// [`send_due`](veillee::mail::Sender::send_due).
    pub async fn with_mail_server(mut self, server: MailServer) -> Self {
        self.config.mail = Some(server);
        self.restart().await
    }

    /// Where packages and their compiled forms lie.
    pub fn shelf(&self) -> PathBuf {
        self.config.shelf.clone()
    }

    /// A browser that knows nobody yet, at the first association.
    pub fn browser(&self) -> Browser {
        Browser::new(self.address, "alpha.localhost")
    }

    pub fn browser_at(&self, host: &str) -> Browser {
        Browser::new(self.address, host)
    }
}

/// Of a host whose data lies in the folder, with the key beside it.
pub(super) fn config(folder: &Path, database: Option<String>) -> Config {
    Config {
        data: folder.join("data"),
        master_key: folder.join("data.key"),
        database,
        plugins: Some(plugins()),
        shelf: shelf(),
        compiler: Compiler { program: program() },
        password_places: 2,
        mail: None,
    }
}

pub(super) fn folder() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

/// A database of its own for each world, so that tests run side by side: empty, or a copy of one that nobody uses. A copy of
/// files takes a tenth of the time of one through the log (PostgreSQL 15, `CREATE DATABASE`).
pub(super) async fn fresh_database(url: &str, origin: Option<&str>) -> String {
    use sqlx::{Connection as _, Executor as _};
    let (server, _) = url.rsplit_once('/').expect("an address with a database");
    let mut connection = sqlx::PgConnection::connect(&format!("{server}/postgres")).await.expect("PostgreSQL answers");
    let name = format!("veillee_{:032x}", u128::from_le_bytes(process_random()));
    let template = origin.map_or_else(String::new, |origin| format!(" TEMPLATE {origin} STRATEGY FILE_COPY"));
    let create = format!("CREATE DATABASE {name}{template}");
    connection.execute(sqlx::AssertSqlSafe(create)).await.expect("a new database");
    format!("{server}/{name}")
}

fn process_random() -> [u8; 16] {
    let random: &dyn Random = &veillee_ambient::SystemRandom;
    random.bytes()
}

/// From `VEILLEE_SEED`, to replay a failure; else drawn.
pub fn seed() -> u64 {
    let given = variable("VEILLEE_SEED").and_then(|text| text.parse().ok());
    given.unwrap_or_else(|| u64::from_le_bytes(process_random()[..8].try_into().expect("eight bytes")))
}

/// Whether the long runs are asked for.
pub fn soak() -> bool {
    variable("VEILLEE_SOAK").is_some()
}

/// The host's program, built before the tests: it compiles plugins.
pub fn program() -> PathBuf {
    variable("VEILLEE_BIN").map_or_else(|| target().join("debug/veillee"), PathBuf::from)
}

/// The packages that `cargo xtask plugins` made.
pub fn plugins() -> PathBuf {
    variable("VEILLEE_PLUGINS").map_or_else(|| target().join("plugins"), PathBuf::from)
}

/// Cargo's target folder: `CARGO_TARGET_DIR`, else `target`.
pub fn target() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    root.join(variable("CARGO_TARGET_DIR").as_deref().unwrap_or("target"))
}

/// Where a test that builds a plugin lets cargo work: what was built before is there the next time.
pub fn build_folder(name: &str) -> PathBuf {
    let folder = target().join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder.canonicalize().expect("it is there")
}

/// Compiled once for all worlds.
pub fn shelf() -> PathBuf {
    target().join("test-shelf")
}

/// The package that attacks.
pub fn hostile() -> Vec<u8> {
    let path = variable("VEILLEE_HOSTILE").map_or_else(|| target().join("hostile/hostile.wasm"), PathBuf::from);
    package(&path)
}

/// The package that does in its jobs what a test tells it.
pub fn worker() -> Vec<u8> {
    let path = variable("VEILLEE_HOSTILE").map_or_else(|| target().join("hostile/hostile.wasm"), PathBuf::from);
    package(&path.with_file_name("worker.wasm"))
}

/// The package of the codec for pictures.
pub fn images() -> Vec<u8> {
    package(&plugins().join("images.wasm"))
}

/// The package of a codec that does wrong.
pub fn bad_codec() -> Vec<u8> {
    let path = variable("VEILLEE_BAD_CODEC").map_or_else(|| target().join("hostile/bad-codec.wasm"), PathBuf::from);
    package(&path)
}

/// The package of the album.
pub fn album() -> Vec<u8> {
    package(&plugins().join("album.wasm"))
}

/// A package's component without manifest, assets and signature.
pub fn bare(package: &[u8]) -> Vec<u8> {
    let name = b"veillee:api";
    let at = package.windows(name.len()).rposition(|window| window == name).expect("a packed component");
    // Before the name: the section's id, its size and the length of the name, one byte each.
    package[..at - 3].to_vec()
}

fn package(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask plugins`", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "`cargo xtask test` tells tests by variables where things are")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
