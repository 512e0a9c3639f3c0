use wasmtime::{Config, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, WasmBacktraceDetails};

use crate::limits::EngineLimits;

/// A component that brings its own WASI stubs has a second memory; most have one.
const MEMORIES_PER_INSTANCE: u32 = 2;
const TABLES_PER_INSTANCE: u32 = 4;

pub(crate) fn of(limits: &EngineLimits) -> Config {
    let memory_bytes = u64::try_from(limits.memory_bytes).unwrap_or(u64::MAX);
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .wasm_relaxed_simd(false)
        .wasm_tail_call(false)
        .wasm_memory64(false)
        // For wasmtime's own code between the parts of a component, each of which has a memory (without it, compiling one whose
        // parts pass text panics). A module of a guest that has two is refused before: see FEATURES in inspect.rs.
        .wasm_multi_memory(true)
        .epoch_interruption(true)
        .max_wasm_stack(limits.wasm_stack_bytes)
        .async_stack_size(limits.fiber_stack_bytes)
        .memory_reservation(limits.memory_reservation_bytes.max(memory_bytes))
        .memory_may_move(false)
        .cranelift_opt_level(OptLevel::Speed)
        // Names of functions are enough for the operator, and debug information is one more parser fed by strangers.
        .wasm_backtrace_details(WasmBacktraceDetails::Disable)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pool(limits)));
    config
}

fn pool(limits: &EngineLimits) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(limits.instances)
        .total_stacks(limits.instances)
        .total_core_instances(limits.instances.saturating_mul(limits.core_instances))
        .total_memories(limits.instances.saturating_mul(MEMORIES_PER_INSTANCE))
        .total_tables(limits.instances.saturating_mul(TABLES_PER_INSTANCE))
        .max_core_instances_per_component(limits.core_instances)
        .max_memories_per_component(limits.memories)
        .max_tables_per_component(limits.tables)
        .max_component_instance_size(limits.instance_metadata_bytes)
        .max_core_instance_size(limits.instance_metadata_bytes)
        .max_memory_size(limits.memory_bytes)
        .table_elements(limits.table_elements)
        .linear_memory_keep_resident(0)
        .table_keep_resident(0);
    pool
}
