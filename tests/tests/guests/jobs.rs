//! Jobs, schedules and events of a real guest on real queues. Time stands still until a test moves it, and work is done
//! when a test says so, one thing after the other, unless a test starts the workers.

use std::sync::Arc;

use veillee::operator::Operator;
use veillee::plugin::{Heed, Pace, Runner, RunnerParts};
use veillee::storage::jobs::{JobRecord, JobState};
use veillee_ambient::SystemRandom;
use veillee_tests::world::{Answer, Backend, Browser, World};

mod clock;
mod crash;
mod events;
mod fairness;
mod killed;
mod manifest;
mod progress;
mod quarantine;
mod queue;
mod retries;
mod rights;
mod schedules;
mod tree;

/// A world with the worker, and somebody who uses it.
struct Bench {
    world: World,
    bob: Browser,
}

impl Bench {
    async fn on(backend: Backend) -> Option<Self> {
        let world = World::with_worker(backend).await?;
        let bob = world.member("Bob").await;
        Some(Self { world, bob })
    }

    /// Does everything that is due; how much it was.
    async fn run_due(&self) -> usize {
        self.world.host.runner.run_due().await
    }

    /// Another host on the same queues, with nothing in memory.
    fn other_runner(&self, pace: Pace) -> Arc<Runner> {
        let app = &self.world.host.app;
        let runner = Runner::new(RunnerParts {
            plugins: app.plugins.clone(),
            board: app.board.clone(),
            clock: self.world.clock.clone(),
            random: Arc::new(SystemRandom),
            ledger: app.ledger.clone(),
            heed: heed(app.operator.clone()),
            pace,
        });
        runner.add(self.world.alpha.clone());
        runner.add(self.world.beta.clone());
        runner
    }

    async fn jobs(&self, state: JobState) -> Vec<JobRecord> {
        self.world.alpha.jobs(Some(state)).await.unwrap()
    }

    /// The only job in the queue.
    async fn only_job(&self) -> JobRecord {
        let mut jobs = self.world.alpha.jobs(None).await.unwrap();
        assert_eq!(jobs.len(), 1, "{jobs:?}");
        jobs.remove(0)
    }

    /// Waits, with a bound, until as many jobs run.
    async fn until_running(&self, count: usize) {
        for _ in 0..2_000 {
            if self.jobs(JobState::Running).await.len() == count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("{count} jobs should run: {:?}", self.world.alpha.jobs(None).await);
    }
}

fn heed(operator: Arc<Operator>) -> Heed {
    Box::new(move |association, plugin, advice| operator.heed(association, plugin, advice))
}

/// The id of what a page says it made.
fn made(answer: Answer) -> String {
    let text = answer.expect(200).text();
    let rest = text.split("id: ").nth(1).unwrap_or_else(|| panic!("no id in {text}"));
    rest.split(' ').next().unwrap().to_owned()
}

pub(crate) async fn album(browser: &Browser) -> String {
    made(browser.post("/worker/album", &[]).await)
}

async fn note(browser: &Browser, album: &str, text: &str) -> String {
    made(browser.post("/worker/note", &[("about", album), ("text", text)]).await)
}

/// Puts a job into the queue.
async fn queue(browser: &Browser, about: &str, input: &str) {
    browser.post("/worker/queue", &[("about", about), ("input", input)]).await.expect(200);
}

/// How often a job added to the object, and what was written down.
pub(crate) async fn log(browser: &Browser, id: &str) -> (u32, String) {
    let text = browser.get(&format!("/worker/log?id={id}")).await.expect(200).text();
    let runs = text.split("runs: ").nth(1).and_then(|rest| rest.split('<').next()).unwrap().parse().unwrap();
    let lines = text.split("<pre>").nth(1).and_then(|rest| rest.split("</pre>").next()).unwrap();
    (runs, lines.to_owned())
}
