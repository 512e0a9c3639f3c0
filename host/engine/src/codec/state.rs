use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use super::still;
use crate::cpu_time::CpuTime;
use crate::guest_log::GuestLog;
use crate::limits::{CallLimits, EngineLimits, MAX_RESOURCES};
use crate::memory::MemoryLimiter;

/// What lives as long as one call of a codec.
pub(super) struct CodecState {
    pub(super) memory: MemoryLimiter,
    pub(super) cpu: CpuTime,
    pub(super) log: GuestLog,
    table: ResourceTable,
    wasi: WasiCtx,
}

impl CodecState {
    pub(super) fn new(limits: &CallLimits, engine_limits: &EngineLimits) -> Self {
        let log = GuestLog::new(limits.log_lines);
        let mut table = ResourceTable::new();
        table.set_max_capacity(MAX_RESOURCES);
        Self {
            memory: MemoryLimiter::new(limits.memory_bytes, engine_limits.table_elements * 2),
            cpu: CpuTime::start(limits.cpu),
            wasi: still::context(&log),
            log,
            table,
        }
    }
}

impl WasiView for CodecState {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}
