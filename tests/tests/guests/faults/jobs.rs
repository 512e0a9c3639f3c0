use veillee::limits::JOB_WORKERS;
use veillee_ambient::SeededRandom;
use veillee_tests::world::{Backend, Browser, worker};

use super::kills::{Found, Scenario, rounds, run};
use super::program::{House, Packages, careful, pause};
use crate::jobs::{album, log};

/// Jobs are put into the queue while others run.
#[derive(Default)]
struct Jobs {
    album: String,
    acknowledged: u32,
    unheard: u32,
}

const AT_ONCE: u32 = 5;

impl Scenario for Jobs {
    const NAME: &'static str = "jobs";

    fn kill_within_ms(&self) -> u64 {
        400
    }

    fn packages() -> Packages {
        vec![("worker.wasm", worker())]
    }

    async fn prepare(&mut self, _: &House, browser: &Browser) {
        *self = Self { album: album(browser).await, ..Self::default() };
    }

    async fn act(&mut self, _: &House, browser: &Browser, _: &SeededRandom) {
        let form = format!("about={}&input=add&times={AT_ONCE}", self.album);
        for _ in 0..20 {
            match careful::post(browser, "/worker/queue", &form).await {
                Some((status, _)) if status.as_u16() == 200 => self.acknowledged += AT_ONCE,
                _ => {
                    self.unheard += AT_ONCE;
                    return;
                }
            }
        }
    }

    /// Each job runs at least once; twice only what the kill interrupted, and it interrupts at most what ran.
    async fn judge(&mut self, house: &House, browser: &Browser, found: &mut Found) {
        for _ in 0..600 {
            if house.json(&["jobs", "list"]).await.as_array().expect("a list").is_empty() {
                break;
            }
            pause(100).await;
        }
        let runs = log(browser, &self.album).await.0;
        let most = self.acknowledged + self.unheard + u32::try_from(JOB_WORKERS).expect("few");
        found.acknowledged += u64::from(self.acknowledged.min(runs));
        found.lost += u64::from(self.acknowledged.saturating_sub(runs));
        found.unheard += u64::from(runs.saturating_sub(self.acknowledged).min(self.unheard));
        found.half_made += u64::from(runs.saturating_sub(most));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_jobs_survive_a_kill() {
    run(Jobs::default(), Backend::Sqlite, rounds()).await;
}
