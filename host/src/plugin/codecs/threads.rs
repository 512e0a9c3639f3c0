use std::future::Future;

use tokio::runtime::{Builder, Runtime};

/// Added to the niceness of codecs' threads (nice(2)): they take what others leave, and all of it when nobody else is there.
const NICENESS: i32 = 10;

/// Threads for codecs alone. A codec's work is nothing but computing: on the threads that answer requests, pages would
/// wait for it, however often it yields.
pub(super) struct Threads(Option<Runtime>);

impl Threads {
    pub(super) fn start(number: usize) -> Result<Self, std::io::Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(number)
            .max_blocking_threads(1)
            .thread_name("codec")
            .enable_time()
            .on_thread_start(|| {
                // On Linux the niceness is a thread's own. Without it pictures are made all the same.
                if let Err(error) = rustix::process::nice(NICENESS) {
                    tracing::debug!(%error, "codecs run with the priority of pages");
                }
            })
            .build()?;
        Ok(Self(Some(runtime)))
    }

    /// Runs to the end on these threads; stops when the returned future is dropped. None when the work panicked or the
    /// host stops.
    pub(super) async fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Option<T> {
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn_on(work, self.0.as_ref()?.handle());
        tasks.join_next().await?.ok()
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // Waiting is not allowed where a host may be dropped; what runs is stopped at its next tick.
            runtime.shutdown_background();
        }
    }
}
