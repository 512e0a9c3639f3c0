//! The little of WASI that a guest gets: clocks rounded to 1 ms, random, and output that ends in the guest's log. No
//! file, no environment, no argument, no network.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::io::{AsyncWrite, sink};
use tokio::time::Instant;
use veillee_ambient::Clock;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};
use wasmtime_wasi::{HostMonotonicClock, HostWallClock, WasiCtx};

use crate::guest_log::{GuestLog, Stream};
use crate::limits::MAX_RANDOM_BYTES;

const RESOLUTION: Duration = Duration::from_millis(1);
const WRITE_PERMIT_BYTES: usize = 64 * 1024;

pub(crate) fn context(clock: Arc<dyn Clock>, started: Instant, log: &GuestLog) -> WasiCtx {
    let (output, error) = streams(log);
    WasiCtx::builder()
        .wall_clock(RoundedWallClock(clock))
        .monotonic_clock(RoundedMonotonicClock(started))
        .max_random_size(MAX_RANDOM_BYTES)
        .stdout(output)
        .stderr(error)
        .build()
}

/// Standard output and standard error, which end in the log.
pub(crate) fn streams(log: &GuestLog) -> (LogStream, LogStream) {
    let stream = |stream| LogStream { log: log.clone(), stream };
    (stream(Stream::Output), stream(Stream::Error))
}

struct RoundedWallClock(Arc<dyn Clock>);

impl HostWallClock for RoundedWallClock {
    fn resolution(&self) -> Duration {
        RESOLUTION
    }

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.now_ms()).unwrap_or(0))
    }
}

/// Counts from the start of the call, so that it tells nothing of the host.
struct RoundedMonotonicClock(Instant);

impl HostMonotonicClock for RoundedMonotonicClock {
    fn resolution(&self) -> u64 {
        1_000_000
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(0).saturating_mul(1_000_000)
    }
}

pub(crate) struct LogStream {
    log: GuestLog,
    stream: Stream,
}

impl IsTerminal for LogStream {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for LogStream {
    /// Used by WASI 0.3 only, which is not linked.
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(sink())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(Self { log: self.log.clone(), stream: self.stream })
    }
}

#[async_trait]
impl Pollable for LogStream {
    async fn ready(&mut self) {}
}

#[async_trait]
impl OutputStream for LogStream {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.log.write(self.stream, &bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(WRITE_PERMIT_BYTES)
    }
}
