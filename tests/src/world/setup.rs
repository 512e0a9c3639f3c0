use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use veillee::boot::{Config, Host, HostHandle};
use veillee::plugin::Compiler;
use veillee::storage::Association;
use veillee::web;
use veillee_ambient::{Random, SeededRandom, TestClock};

use super::Browser;
use crate::services;

/// Which database the world stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

pub struct World {
    pub host: HostHandle,
    pub clock: Arc<TestClock>,
    pub address: SocketAddr,
    pub folder: TempDir,
    pub alpha: Arc<Association>,
    pub beta: Arc<Association>,
    stop: Option<oneshot::Sender<()>>,
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
        let database = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(fresh_database(&services::postgres()?.url).await),
        };
        Some(Self::start(database).await)
    }

    async fn start(database: Option<String>) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let seed = seed();
        eprintln!("world seed: {seed}");
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(seed));
        let clock = Arc::new(TestClock::at(START_MS));
        let config = Config {
            data: folder.path().join("data"),
            master_key: folder.path().join("data.key"),
            database,
            plugins: Some(plugins()),
            shelf: shelf(),
            compiler: Compiler { program: program() },
            password_places: 2,
        };
        let host = Arc::new(Host::boot(config, clock.clone(), random).await.expect("the host boots"));
        let alpha = host.create_association("Les Amis d'Alpha", &["alpha.localhost".to_owned()]).await.expect("alpha");
        let beta = host.create_association("Bêta", &["beta.localhost".to_owned()]).await.expect("beta");
        host.enable_plugins().await.expect("the plugins are enabled");
        // Most tests count files and bytes, and pictures come when they like.
        host.app.codecs.remove("images");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let router = web::router(host.app.clone());
        tokio::spawn(web::serve(listener, router, async {
            stopped.await.ok();
        }));
        Self { host, clock, address, folder, alpha, beta, stop: Some(stop) }
    }

    /// Installs the codec for pictures: from now on renditions appear.
    pub async fn with_pictures(self) -> Self {
        self.host.app.codecs.install(&images()).await.expect("the codec is installed");
        self
    }

    /// A browser that knows nobody yet, at the first association.
    pub fn browser(&self) -> Browser {
        Browser::new(self.address, "alpha.localhost")
    }

    pub fn browser_at(&self, host: &str) -> Browser {
        Browser::new(self.address, host)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
    }
}

/// A database of its own for each world, so that tests run side by side.
async fn fresh_database(url: &str) -> String {
    use sqlx::{Connection as _, Executor as _};
    let mut connection = sqlx::PgConnection::connect(url).await.expect("PostgreSQL answers");
    let name = format!("veillee_{:032x}", u128::from_le_bytes(process_random()));
    connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a new database");
    let (server, _) = url.rsplit_once('/').expect("an address with a database");
    format!("{server}/{name}")
}

fn process_random() -> [u8; 16] {
    let random: &dyn Random = &veillee_ambient::SystemRandom;
    random.bytes()
}

/// From `VEILLEE_SEED`, to replay a failure; else drawn.
fn seed() -> u64 {
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
fn plugins() -> PathBuf {
    variable("VEILLEE_PLUGINS").map_or_else(|| target().join("plugins"), PathBuf::from)
}

fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target")
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

fn package(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask plugins`", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "`cargo xtask test` tells tests by variables where things are")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
