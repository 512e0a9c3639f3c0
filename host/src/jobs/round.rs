use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use veillee_ambient::{Clock, Millis};

use super::{Rota, Turn};

/// Workers that do what several members have to do, by turns. Idle, they ask nobody: whoever has something rings.
pub struct Round<M> {
    clock: Arc<dyn Clock>,
    /// The longest sleep: the clock may be moved meanwhile.
    look: Duration,
    members: RwLock<BTreeMap<String, M>>,
    rota: Mutex<Rota>,
    /// Wakes a sleeping worker.
    bell: Notify,
    stopping: watch::Sender<bool>,
    workers: tokio::sync::Mutex<JoinSet<()>>,
}

/// What one worker does.
pub trait Work: Send + 'static {
    /// Finds one thing that is due and does it; whether there was one.
    fn step(&mut self) -> impl Future<Output = bool> + Send;

    /// Nothing is due: lets go of what is held for the next step alone.
    fn rest(&mut self) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

impl<M: Clone + Send + Sync + 'static> Round<M> {
    pub fn new(clock: Arc<dyn Clock>, look: Duration) -> Self {
        Self {
            clock,
            look,
            members: RwLock::default(),
            rota: Mutex::default(),
            bell: Notify::new(),
            stopping: watch::Sender::new(false),
            workers: tokio::sync::Mutex::default(),
        }
    }

    /// Looks after this member from now on.
    pub fn add(&self, id: &str, member: M) {
        self.members.write().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), member);
        self.ring(id);
    }

    /// A member may have something to do now.
    pub fn ring(&self, id: &str) {
        self.rota().ring(id);
        self.bell.notify_one();
    }

    pub fn ring_all(&self) {
        self.rota().ring_all();
    }

    /// There may be more to do than for the worker who asks: rings that come together wake one.
    pub fn wake(&self) {
        self.bell.notify_one();
    }

    /// Whose turn it is; none, when nobody has anything before a later time.
    pub fn next(&self) -> Option<(Turn, M)> {
        loop {
            let turn = self.rota().next(self.clock.now_ms())?;
            let members = self.members.read().unwrap_or_else(PoisonError::into_inner);
            match members.get(&turn.association) {
                Some(member) => return Some((turn, member.clone())),
                None => self.rota().remove(&turn.association),
            }
        }
    }

    /// Whose turn it was has nothing before this time.
    pub fn rest(&self, turn: &Turn, until_ms: Millis) {
        self.rota().rest(turn, until_ms);
    }

    /// Starts so many workers.
    pub async fn start<W: Work>(self: &Arc<Self>, count: usize, worker: impl Fn() -> W) {
        let mut workers = self.workers.lock().await;
        for _ in 0..count {
            let (round, worker) = (self.clone(), worker());
            workers.spawn(async move { round.run(worker).await });
        }
    }

    async fn run(&self, mut worker: impl Work) {
        let mut stopping = self.stopping.subscribe();
        while !*stopping.borrow() {
            if worker.step().await {
                continue;
            }
            worker.rest().await;
            tokio::select! {
                () = self.bell.notified() => {}
                () = tokio::time::sleep(self.sleep()) => {}
                _ = stopping.changed() => {}
            }
        }
    }

    /// Until the next thing that is known to be due, but never long.
    fn sleep(&self) -> Duration {
        let Some(soonest_ms) = self.rota().soonest_ms() else { return self.look };
        let wait_ms = soonest_ms.saturating_sub(self.clock.now_ms());
        Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0)).min(self.look)
    }

    /// Begins nothing new; whether all that ran came to its end within `patience`.
    pub async fn stop(&self, patience: Duration) -> bool {
        self.stopping.send_replace(true);
        tokio::time::timeout(patience, self.drained()).await.is_ok()
    }

    /// Returns when every worker has ended.
    pub async fn drained(&self) {
        let mut workers = self.workers.lock().await;
        while workers.join_next().await.is_some() {}
    }

    /// Breaks off what still runs.
    pub async fn cut(&self) {
        self.workers.lock().await.shutdown().await;
    }

    fn rota(&self) -> MutexGuard<'_, Rota> {
        self.rota.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use tokio::sync::mpsc;
    use veillee_ambient::{Millis, TestClock};

    use super::{Round, Work};

    /// Longer than any test waits: what is seen was not the sleep's end.
    const NEVER: Duration = Duration::from_secs(100_000);

    /// Tells whose turn it was, once for each ring.
    struct Teller {
        round: Arc<Round<&'static str>>,
        seen: mpsc::UnboundedSender<&'static str>,
    }

    impl Work for Teller {
        async fn step(&mut self) -> bool {
            let Some((turn, member)) = self.round.next() else { return false };
            self.round.rest(&turn, Millis::MAX);
            self.seen.send(member).is_ok()
        }
    }

    /// What it began never ends by itself.
    struct Stuck(mpsc::UnboundedSender<()>);

    impl Work for Stuck {
        async fn step(&mut self) -> bool {
            self.0.send(()).ok();
            std::future::pending().await
        }
    }

    #[tokio::test]
    async fn whoever_rings_gets_a_turn_and_nobody_else() {
        let round = Arc::new(Round::new(Arc::new(TestClock::at(5)), NEVER));
        let (seen, mut told) = mpsc::unbounded_channel();
        round.start(2, || Teller { round: round.clone(), seen: seen.clone() }).await;
        for member in ["alpha", "beta"] {
            round.add(member, member);
            assert_eq!(told.recv().await, Some(member));
        }
        round.ring("nobody");
        round.ring("alpha");
        assert_eq!(told.recv().await, Some("alpha"));
        assert!(round.stop(NEVER).await, "sleeping workers end at once");
        assert!(told.try_recv().is_err());
    }

    #[tokio::test]
    async fn what_does_not_end_in_time_is_cut() {
        let round: Arc<Round<()>> = Arc::new(Round::new(Arc::new(TestClock::at(5)), NEVER));
        let (begun, mut told) = mpsc::unbounded_channel();
        round.start(1, || Stuck(begun.clone())).await;
        told.recv().await;
        assert!(!round.stop(Duration::ZERO).await);
        round.cut().await;
        round.drained().await;
    }
}
