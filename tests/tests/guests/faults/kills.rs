use std::time::Duration;

use veillee_ambient::SeededRandom;
use veillee_tests::world::{Backend, Browser, named_segments, seed, soak};

use super::program::{House, Packages, Running, files_below};

/// Work that is killed at a random moment, and what must hold afterwards.
pub(crate) trait Scenario {
    /// What it is called where the counts are printed.
    const NAME: &'static str;

    /// The latest moment of a kill, counted from the start of [`Self::act`].
    fn kill_within_ms(&self) -> u64;

    /// What the program serves.
    fn packages() -> Packages {
        vec![("album.wasm", veillee_tests::world::album())]
    }

    /// What comes before every round, with the program running well.
    async fn prepare(&mut self, house: &House, browser: &Browser);

    /// Works until it is killed, and remembers what was acknowledged. It may also end by itself.
    async fn act(&mut self, house: &House, browser: &Browser, random: &SeededRandom);

    /// Looks at everything of the round before, with the program started again.
    async fn judge(&mut self, house: &House, browser: &Browser, found: &mut Found);
}

/// What was found after kills.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) acknowledged: u64,
    /// Not acknowledged, and whole nevertheless: the answer was cut.
    pub(crate) unheard: u64,
    pub(crate) lost: u64,
    pub(crate) half_made: u64,
}

/// How many kills a test makes.
pub(crate) fn rounds() -> u64 {
    if soak() { 1_000 } else { 30 }
}

/// Kills, starts again and judges, again and again; then collects, and looks for what nobody names.
pub(crate) async fn run<S: Scenario>(mut scenario: S, backend: Backend, rounds: u64) {
    let Some(house) = House::of(backend, S::packages()).await else { return };
    let (seed, started) = (seed(), tokio::time::Instant::now());
    let random = SeededRandom::new(seed);
    let mut found = Found::default();
    let mut running = house.start();
    let browser = running.administrator(&house).await;
    for _ in 0..rounds {
        scenario.prepare(&house, &browser).await;
        let moment = Duration::from_micros(random.below(scenario.kill_within_ms() * 1_000));
        running = kill_during(&mut scenario, running, &browser, &random, moment, &house).await;
        scenario.judge(&house, &browser, &mut found).await;
    }
    running.stop();
    let orphans = orphans(&house).await;
    let Found { acknowledged, unheard, lost, half_made } = found;
    println!(
        "{} ({backend:?}): {rounds} kills, {acknowledged} acknowledged, {unheard} unheard, {lost} lost, \
         {half_made} half-made, {orphans} orphans, {} s, seed {seed}",
        S::NAME,
        started.elapsed().as_secs()
    );
    assert_eq!((lost, half_made, orphans), (0, 0, 0), "seed {seed}");
    assert!(acknowledged > 0, "nothing was acknowledged, so nothing was tried: seed {seed}");
}

async fn kill_during<S: Scenario>(
    scenario: &mut S,
    running: Running,
    browser: &Browser,
    random: &SeededRandom,
    moment: Duration,
    house: &House,
) -> Running {
    let kill = async {
        tokio::time::sleep(moment).await;
        tokio::task::block_in_place(|| running.kill());
    };
    tokio::join!(scenario.act(house, browser, random), kill);
    tokio::task::block_in_place(|| house.start())
}

/// Files of segments that no list names, after everything was collected that may be collected.
pub(crate) async fn orphans(house: &House) -> u64 {
    let named = named_segments(&house.layout()).await;
    let files = files_below(&house.association().join("segments"));
    let unnamed = files.iter().filter(|file| {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        !named.contains(&name)
    });
    unnamed.count() as u64
}
