//! Random worlds, twenty thousand with `cargo xtask soak`: for each caller, object and action the product says what the
//! plain model says, whether it is asked for one object, a list, a count, a search or bytes.

mod build;
mod compare;

use std::time::Duration;

use veillee_tests::services::postgres;

use super::bench::{Bench, NOW_MS};
use compare::Tally;

const SEED: u64 = 0x5EED;
/// More than the cores: each waits for its database half of the time.
const THREADS: u64 = 4;
/// An unoptimised build asks five times as slowly.
const SQLITE_WORLDS: u64 = if cfg!(debug_assertions) { 250 } else { 2_000 };
const POSTGRES_WORLDS: u64 = if cfg!(debug_assertions) { 50 } else { 100 };

#[test]
fn sqlite_agrees_with_the_plain_model_on_random_worlds() {
    let worlds = SQLITE_WORLDS * soak();
    let start = now();
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| {
            std::thread::spawn(move || {
                alone(async {
                    let bench = Bench::sqlite().await;
                    run(&bench, seeds(worlds).filter(|seed| seed % THREADS == thread)).await
                })
            })
        })
        .collect();
    let mut tally = Tally::default();
    for thread in threads {
        tally.add(&thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
    }
    report("SQLite", &tally, start.elapsed());
}

#[test]
fn postgres_agrees_with_the_plain_model_on_random_worlds() {
    if postgres().is_none() {
        return;
    }
    let worlds = POSTGRES_WORLDS * soak();
    let start = now();
    let tally = alone(async {
        let bench = Bench::postgres().await.expect("PostgreSQL is there");
        run(&bench, seeds(worlds)).await
    });
    report("PostgreSQL", &tally, start.elapsed());
}

async fn run(bench: &Bench, seeds: impl Iterator<Item = u64>) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let world = veillee_tests::model::world(seed, NOW_MS);
        let stage = build::build(bench, seed, &world).await;
        tally.add(&compare::compare(&stage).await);
        build::clear(bench, &world).await;
    }
    tally
}

fn alone<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// `VEILLEE_WORLD=n` tries one world again.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests chooses what to run")]
fn seeds(worlds: u64) -> Box<dyn Iterator<Item = u64>> {
    match std::env::var("VEILLEE_WORLD").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => Box::new(std::iter::once(seed)),
        None => Box::new((0..worlds).map(|index| (SEED << 32) + index)),
    }
}

#[expect(clippy::disallowed_methods, reason = "whoever runs the tests chooses how long")]
fn soak() -> u64 {
    if std::env::var("VEILLEE_SOAK").is_ok_and(|soak| soak == "1") { 10 } else { 1 }
}

#[expect(clippy::disallowed_methods, reason = "the time a test took is printed, and decides nothing")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

fn report(database: &str, tally: &Tally, took: Duration) {
    let Tally { worlds, decisions, allowed, rows, lists } = tally;
    println!(
        "{database}: {worlds} worlds from seed {SEED:#x}, {decisions} decisions compared, {allowed} allowed, \
         {lists} lists with {rows} rows, 0 differ, {} s",
        took.as_secs()
    );
    assert!(*allowed > 0 && *rows > 0, "something is allowed somewhere");
}
