use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// The thread that moves an engine's epoch; it ends with this value.
pub(crate) struct Ticker {
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    pub(crate) fn start(engine: wasmtime::Engine, step: Duration) -> std::io::Result<Self> {
        let stopped = Arc::new(AtomicBool::new(false));
        let thread = std::thread::Builder::new().name("guest-epoch".to_owned()).spawn({
            let stopped = Arc::clone(&stopped);
            move || {
                while !stopped.load(Ordering::Acquire) {
                    std::thread::park_timeout(step);
                    engine.increment_epoch();
                }
            }
        })?;
        Ok(Self { stopped, thread: Some(thread) })
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A ticker cannot panic, and a drop has nobody to tell.
            drop(thread.join());
        }
    }
}
