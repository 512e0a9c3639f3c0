//! WASI for a pure function: the clocks stand still, random numbers are always the same, output is dropped. No file, no
//! environment, no argument, no network.

use std::time::Duration;

use wasmtime_wasi::random::Deterministic;
use wasmtime_wasi::{HostMonotonicClock, HostWallClock, WasiCtx};

use crate::guest_log::GuestLog;
use crate::limits::MAX_RANDOM_BYTES;
use crate::wasi::streams;

const SEED: [u8; 8] = *b"veillee!";

/// The last lines of standard error are kept in `log`, for the detail of a failure: a panic says its reason there.
pub(super) fn context(log: &GuestLog) -> WasiCtx {
    let (output, error) = streams(log);
    WasiCtx::builder()
        .wall_clock(Still)
        .monotonic_clock(Still)
        .secure_random(Deterministic::new(SEED.to_vec()))
        .insecure_random(Deterministic::new(SEED.to_vec()))
        .insecure_random_seed(0)
        .max_random_size(MAX_RANDOM_BYTES)
        .stdout(output)
        .stderr(error)
        .build()
}

struct Still;

impl HostWallClock for Still {
    fn resolution(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn now(&self) -> Duration {
        Duration::ZERO
    }
}

impl HostMonotonicClock for Still {
    fn resolution(&self) -> u64 {
        1_000_000_000
    }

    fn now(&self) -> u64 {
        0
    }
}
