use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// The thread that moves an engine's epoch while a guest runs, and rests otherwise; it ends with this value.
pub(crate) struct Ticker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    stopped: AtomicBool,
    guests: AtomicUsize,
}

/// A guest that runs: ticks come while this lives.
pub(crate) struct Ticking(Arc<Shared>);

impl Ticker {
    pub(crate) fn start(engine: wasmtime::Engine, step: Duration) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let thread = std::thread::Builder::new().name("guest-epoch".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || {
                while !shared.stopped.load(Ordering::Acquire) {
                    // Whoever brings the first guest wakes the thread, also one that is just about to rest.
                    if shared.guests.load(Ordering::Acquire) == 0 {
                        std::thread::park();
                    } else {
                        std::thread::park_timeout(step);
                        engine.increment_epoch();
                    }
                }
            }
        })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    pub(crate) fn tick(&self) -> Ticking {
        if self.shared.guests.fetch_add(1, Ordering::AcqRel) == 0 {
            self.wake();
        }
        Ticking(Arc::clone(&self.shared))
    }

    fn wake(&self) {
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        self.0.guests.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Release);
        self.wake();
        if let Some(thread) = self.thread.take() {
            // A ticker cannot panic, and a drop has nobody to tell.
            drop(thread.join());
        }
    }
}
