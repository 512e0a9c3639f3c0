use std::fmt;
use std::path::Path;
use std::sync::Arc;

use wasmtime::component::Linker;

use super::bindings::ImageCodecPre;
use super::call::Codec;
use super::state::CodecState;
use crate::engine::{EngineError, compatibility_of, deserialize, reason};
use crate::limits::EngineLimits;
use crate::refusal::Refusal;
use crate::ticker::Ticker;
use crate::{config, link};

/// Compiles and loads codecs. Cheap to clone; one per process is enough. Reserves address space for its pool, but no
/// memory, and holds one thread until the last clone and the last [`Codec`] are gone.
#[derive(Clone)]
pub struct CodecEngine(Arc<CodecPool>);

pub(super) struct CodecPool {
    // Before the engine it ticks, so that it is stopped first.
    pub(super) ticker: Ticker,
    pub(super) wasmtime: wasmtime::Engine,
    pub(super) limits: EngineLimits,
    linker: Linker<CodecState>,
}

impl fmt::Debug for CodecEngine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CodecEngine").field("limits", &self.0.limits).finish_non_exhaustive()
    }
}

impl CodecEngine {
    /// With [`EngineLimits::codec`], or other limits in tests.
    pub fn new(limits: EngineLimits) -> Result<Self, EngineError> {
        let setup = |error: wasmtime::Error| EngineError::Setup(format!("{error:#}"));
        let wasmtime = wasmtime::Engine::new(&config::of(&limits)).map_err(setup)?;
        let mut linker = Linker::new(&wasmtime);
        link::wasi(&mut linker).map_err(setup)?;
        let ticker = Ticker::start(wasmtime.clone(), limits.tick)?;
        Ok(Self(Arc::new(CodecPool { ticker, wasmtime, limits, linker })))
    }

    /// As [`Engine::compile`](crate::Engine::compile), for codecs: machine code of one engine is none of the other.
    pub fn compile(&self, component: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.0.wasmtime.precompile_component(component).map_err(|error| Refusal::Compile(format!("{error:#}")))
    }

    /// As [`Engine::compatibility`](crate::Engine::compatibility), and never equal to it.
    pub fn compatibility(&self) -> String {
        compatibility_of(&self.0.wasmtime)
    }

    /// As [`Engine::load`](crate::Engine::load).
    pub fn load(&self, compiled_file: &Path) -> Result<Codec, Refusal> {
        let component = deserialize(&self.0.wasmtime, compiled_file)?;
        let linked = self.0.linker.instantiate_pre(&component);
        let linked = linked.and_then(ImageCodecPre::new).map_err(|error| Refusal::Link(reason(&error)))?;
        Ok(Codec::new(Arc::clone(&self.0), linked))
    }
}
