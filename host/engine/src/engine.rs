use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use veillee_ambient::{Clock, SystemClock};
use wasmtime::component::{Component, Linker};

use crate::config;
use crate::limits::EngineLimits;
use crate::link;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::state::State;
use crate::ticker::Ticker;

#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The limits contradict each other, or the machine does not give the address space for the pool.
    #[error("the engine for plugins cannot start: {0}")]
    Setup(String),
    #[error("the thread that measures the time of plugins cannot start: {0}")]
    Ticker(#[from] std::io::Error),
}

/// Compiles and loads plugins. Cheap to clone; one per process is enough. Reserves address space for the whole pool, but
/// no memory, and holds one thread, which rests while no guest runs, until the last clone and the last [`Service`] are gone.
#[derive(Clone)]
pub struct Engine(Arc<Running>);

pub(crate) struct Running {
    // Before the engine it ticks, so that it is stopped first.
    pub(crate) ticker: Ticker,
    pub(crate) wasmtime: wasmtime::Engine,
    pub(crate) limits: EngineLimits,
    pub(crate) clock: Arc<dyn Clock>,
    linker: Linker<State>,
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Engine").field("limits", &self.0.limits).finish_non_exhaustive()
    }
}

impl Engine {
    /// Guests see the machine's wall clock.
    pub fn new(limits: EngineLimits) -> Result<Self, EngineError> {
        Self::with_clock(limits, Arc::new(SystemClock))
    }

    /// Guests see `clock` as wall clock. Deadlines are measured on the monotonic clock in any case.
    pub fn with_clock(limits: EngineLimits, clock: Arc<dyn Clock>) -> Result<Self, EngineError> {
        let setup = |error: wasmtime::Error| EngineError::Setup(format!("{error:#}"));
        let wasmtime = wasmtime::Engine::new(&config::of(&limits)).map_err(setup)?;
        let linker = link::linker(&wasmtime).map_err(setup)?;
        let ticker = Ticker::start(wasmtime.clone(), limits.tick)?;
        Ok(Self(Arc::new(Running { ticker, wasmtime, limits, clock, linker })))
    }

    /// Machine code for exactly this build, machine and limits. Takes seconds and 100 MB for a plugin of 3 MB: call it in
    /// a child process, on bytes that [`inspect`](crate::inspect) accepted.
    pub fn compile(&self, component: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.0.wasmtime.precompile_component(component).map_err(|error| Refusal::Compile(format!("{error:#}")))
    }

    /// A name for what compiled code depends on (version, target, settings): 16 hexadecimal digits, part of the name of a
    /// cache file.
    pub fn compatibility(&self) -> String {
        compatibility_of(&self.0.wasmtime)
    }

    /// Maps compiled code and links it; nothing of the guest runs. Costs under a millisecond. The file must come from
    /// [`Self::compile`] and stay unchanged and untruncated while the service lives: replace it by a new name, never in
    /// place.
    pub fn load(&self, compiled_file: &Path) -> Result<Service, Refusal> {
        let component = deserialize(&self.0.wasmtime, compiled_file)?;
        let linked = self.0.linker.instantiate_pre(&component);
        let linked = linked.map_err(|error| Refusal::Link(reason(&error)))?;
        Service::new(Arc::clone(&self.0), linked).map_err(|error| Refusal::Link(reason(&error)))
    }
}

pub(crate) fn compatibility_of(engine: &wasmtime::Engine) -> String {
    let mut digest = DigestHasher(Sha256::new());
    engine.precompile_compatibility_hash().hash(&mut digest);
    hex(&digest.0.finalize()[..8])
}

pub(crate) fn deserialize(engine: &wasmtime::Engine, compiled_file: &Path) -> Result<Component, Refusal> {
    #[expect(
        unsafe_code,
        reason = "machine code cannot be checked: the host writes the file itself, into a folder that is its own"
    )]
    let component = unsafe { Component::deserialize_file(engine, compiled_file) };
    component.map_err(|error| Refusal::Stale(reason(&error)))
}

/// The root of the matter, in a few words without paths.
pub(crate) fn reason(error: &wasmtime::Error) -> String {
    error.root_cause().to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

/// The standard hashers may change between builds of the compiler; a cache outlives them.
struct DigestHasher(Sha256);

impl Hasher for DigestHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
