use std::sync::Arc;

use tokio::time::Instant;
use veillee_ambient::Clock;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::capabilities::Capabilities;
use crate::cpu_time::CpuTime;
use crate::guest_log::GuestLog;
use crate::limits::{CallLimits, EngineLimits, MAX_HELD_BYTES, MAX_RESOURCES};
use crate::memory::MemoryLimiter;
use crate::wasi;

/// What lives as long as one call.
pub(crate) struct State {
    pub(crate) capabilities: Box<dyn Capabilities>,
    pub(crate) table: ResourceTable,
    pub(crate) memory: MemoryLimiter,
    pub(crate) cpu: CpuTime,
    pub(crate) log: GuestLog,
    pub(crate) host_calls: u32,
    max_host_calls: u32,
    held_bytes: usize,
    wasi: WasiCtx,
}

impl State {
    pub(crate) fn new(
        capabilities: Box<dyn Capabilities>,
        clock: Arc<dyn Clock>,
        started: Instant,
        limits: &CallLimits,
        engine_limits: &EngineLimits,
    ) -> Self {
        let log = GuestLog::new(limits.log_lines);
        let mut table = ResourceTable::new();
        table.set_max_capacity(MAX_RESOURCES);
        Self {
            capabilities,
            table,
            memory: MemoryLimiter::new(limits.memory_bytes, engine_limits.table_elements * 2),
            cpu: CpuTime::start(limits.cpu),
            wasi: wasi::context(clock, started, &log),
            log,
            host_calls: 0,
            max_host_calls: limits.host_calls,
            held_bytes: 0,
        }
    }

    /// At the start of every function of our own interfaces.
    pub(crate) fn count_host_call(&mut self) -> wasmtime::Result<()> {
        self.host_calls = self.host_calls.saturating_add(1);
        if self.spent_host_calls() {
            wasmtime::bail!("the guest made more than {} host calls", self.max_host_calls);
        }
        Ok(())
    }

    /// The same for a function that may wait: until [`Self::end_waiting`], time is not the guest's.
    pub(crate) fn begin_waiting(&mut self) -> wasmtime::Result<()> {
        self.count_host_call()?;
        self.cpu.pause();
        Ok(())
    }

    pub(crate) fn end_waiting(&mut self) {
        self.cpu.resume();
    }

    pub(crate) fn spent_host_calls(&self) -> bool {
        self.host_calls > self.max_host_calls
    }

    /// Asks to keep so many bytes of drafts in the host until the call ends. What was dropped meanwhile still counts: the
    /// limit is on what a call may make the host copy.
    pub(crate) fn may_hold(&mut self, bytes: usize) -> bool {
        self.held_bytes = self.held_bytes.saturating_add(bytes);
        self.held_bytes <= MAX_HELD_BYTES
    }

    pub(crate) fn deliver_log(&mut self) {
        for line in self.log.take_ready() {
            self.capabilities.log(line.level, &line.message);
        }
    }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}
