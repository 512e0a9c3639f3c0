//! Upgrades and rollbacks under load: nobody notices.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::task::JoinSet;
use tokio::time::Instant;
use veillee_tests::world::{Backend, Browser, World, soak};

use super::{version, with_hostile_service};
use crate::components::{MANIFEST, with_manifest};
use crate::data::{notes, write_note};

const CONNECTIONS: usize = 32;

/// Upgrades and rollbacks together. An unoptimised host, which all this load makes slow, plays a part of them.
fn swaps(backend: Backend) -> usize {
    match backend {
        _ if soak() => 1_000,
        Backend::Sqlite if !cfg!(debug_assertions) => 1_000,
        Backend::Sqlite => 30,
        Backend::Postgres => 12,
    }
}

struct Load {
    stop: AtomicBool,
    asked: AtomicUsize,
    failed: Mutex<Vec<String>>,
}

impl Load {
    /// Pages, lists, objects, bytes and writes in turn, on until told to stop.
    async fn ask(self: Arc<Self>, browser: Browser, note: String, bytes: String, number: usize) -> usize {
        let mut written = 0;
        let mut turn = number;
        while !self.stop.load(Ordering::Relaxed) {
            let (answer, good) = match turn % 8 {
                0 => (browser.get("/hostile/notes").await, 200),
                1 => (browser.get(&format!("/hostile/guessed-id?id={note}")).await, 200),
                2 | 3 => (browser.get(&bytes).await, 200),
                4 if turn.is_multiple_of(5) => {
                    written += 1;
                    (browser.post("/hostile/notes", &[("text", &format!("{number} wrote {turn}"))]).await, 303)
                }
                _ => (browser.get("/hostile/calm").await, 200),
            };
            self.asked.fetch_add(1, Ordering::Relaxed);
            if answer.status.as_u16() != good {
                self.failed.lock().unwrap().push(format!("turn {turn}: {}: {:.300}", answer.status, answer.text()));
            }
            turn += 1;
        }
        written
    }
}

async fn upgrades_and_rollbacks_under_load_fail_no_request(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let operator = with_hostile_service(&world).await;
    let anne = world.administrator().await;
    let note = write_note(&anne, "hers").await;
    let (_, photos) = anne.album_with_photos("Vacances", 1).await;
    // The next version adds a field with an index, so that the first upgrade changes a table under load.
    let manifest = MANIFEST.replacen("version = \"0.1.0\"", "version = \"0.2.0\"", 1).replacen(
        "fields.place",
        "fields.mood = { type = \"text\", index = true, max-chars = 20 }\nfields.place",
        1,
    );
    let next = operator.install(&with_manifest(&manifest), false).await.unwrap().consent.digest;
    assert_ne!(version("0.1.0"), with_manifest(&manifest));
    let load = Arc::new(Load { stop: AtomicBool::new(false), asked: AtomicUsize::new(0), failed: Mutex::default() });
    let mut connections = JoinSet::new();
    for number in 0..CONNECTIONS {
        let browser = anne.moved_to(world.address);
        connections.spawn(load.clone().ask(browser, note.clone(), photos[0].clone(), number));
    }
    let started = Instant::now();
    let mut slowest = std::time::Duration::ZERO;
    for swap in 0..swaps(backend) {
        let at = Instant::now();
        if swap % 2 == 0 {
            operator.upgrade(&world.alpha, "hostile", Some(&next), false).await.unwrap();
        } else {
            operator.rollback(&world.alpha, "hostile", None).await.unwrap();
        }
        slowest = slowest.max(at.elapsed());
        // Between two swaps somebody is answered.
        let seen = load.asked.load(Ordering::Relaxed);
        while load.asked.load(Ordering::Relaxed) < seen + 4 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    load.stop.store(true, Ordering::Relaxed);
    let written: usize = connections.join_all().await.into_iter().sum();
    let failed = load.failed.lock().unwrap().clone();
    println!(
        "swaps on {backend:?}: {} upgrades and rollbacks under {CONNECTIONS} connections in {seconds:.1} s, slowest {} ms; \
         {} requests, {written} writes, {} failed",
        swaps(backend),
        slowest.as_millis(),
        load.asked.load(Ordering::Relaxed),
        failed.len()
    );
    assert!(failed.is_empty(), "{:?}", &failed[..failed.len().min(5)]);
    assert!(written > 0 && !notes(&anne).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn upgrades_and_rollbacks_under_load_fail_no_request_on_sqlite() {
    upgrades_and_rollbacks_under_load_fail_no_request(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn upgrades_and_rollbacks_under_load_fail_no_request_on_postgresql() {
    upgrades_and_rollbacks_under_load_fail_no_request(Backend::Postgres).await;
}
