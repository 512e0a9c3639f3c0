//! The Nth call that fails, from the first one on until everything passes.

use veillee_tests::world::{Backend, Browser, jpeg, soak};

use super::kills::orphans;
use super::program::{self, House, Running, careful, originals, pause};
use super::strace::Watch;

/// No scenario makes more calls of one kind than this.
const CALLS_MAX: u64 = 400;

/// From one call that fails to the next; a soak lets each one fail.
fn step() -> usize {
    if soak() { 1 } else { 4 }
}

/// Counts of one kind of failure.
#[derive(Debug, Default)]
struct Failures {
    tried: u64,
    refused: u64,
    lost: u64,
    half_made: u64,
}

/// Uploads photos while the Nth call fails, for one N after the other; the program goes on without being started again.
async fn fail_each(calls: &str, error: &str) {
    let house = House::on(Backend::Sqlite).await.expect("SQLite is built in");
    let running = house.start();
    let anne = running.administrator(&house).await;
    let started = tokio::time::Instant::now();
    let mut failures = Failures::default();
    for nth in (1..=CALLS_MAX).step_by(step()) {
        let Some(disturbed) =
            try_once(&house, &running, &anne, &format!("inject={calls}:error={error}:when={nth}"), &mut failures).await
        else {
            return;
        };
        if !disturbed {
            break;
        }
        assert!(nth + step() as u64 <= CALLS_MAX, "the scenario makes more calls than it may");
    }
    running.stop();
    let orphans = orphans(&house).await;
    let Failures { tried, refused, lost, half_made } = failures;
    println!(
        "the Nth {calls} fails with {error}: {tried} tried, {refused} refused, {lost} lost, {half_made} half-made, \
         {orphans} orphans, {} s",
        started.elapsed().as_secs()
    );
    assert_eq!((lost, half_made, orphans), (0, 0, 0));
    assert!(refused > 0, "no failure was met");
}

/// Whether a call was made to fail. None when strace is not there.
async fn try_once(
    house: &House,
    running: &Running,
    anne: &Browser,
    inject: &str,
    failures: &mut Failures,
) -> Option<bool> {
    let album = program::album(anne, "Un").await;
    let token = program::token(anne, &album).await;
    // Nothing of the steps before may still be under way.
    pause(50).await;
    let log = house.folder.path().join("calls");
    let trace = format!("trace={}", inject.split([':', '=']).nth(1).expect("names of calls"));
    let watch = Watch::on(running, &["-e", &trace, "-e", inject], &log)?;
    let photos = [jpeg(1, 120_000), jpeg(2, 3_000)];
    let files = [("a.jpg", photos[0].as_slice()), ("b.jpg", photos[1].as_slice())];
    let answer = careful::upload(anne, &album, &token, &files).await;
    watch.end();
    let disturbed = std::fs::read_to_string(&log).expect("a log").contains("(INJECTED)");
    failures.tried += 1;
    let (status, text) = answer.expect("the program lives and answers");
    let page = program::page(anne, &album).await.expect(200);
    let mut there = 0;
    for path in originals(&page) {
        let body = anne.get(&path).await.expect(200).body;
        there += usize::from(photos.iter().any(|photo| *photo == body));
    }
    match status.as_u16() {
        303 if there < 2 => failures.lost += 1,
        303 => {}
        429 | 500..600 => failures.refused += 1,
        other => panic!("{other}: {text}"),
    }
    failures.half_made += u64::from(there == 1);
    // The very next one goes well.
    let again = program::album(anne, "Encore").await;
    let token = program::token(anne, &again).await;
    anne.upload(&again, &[("veillee-upload", &token)], "photos", &files).await.expect(303);
    assert_eq!(program::page(anne, &again).await.expect(200).text().matches("src=\"/-/blob/").count(), 2);
    Some(disturbed)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nth_sync_that_fails_loses_nothing() {
    fail_each("fsync,fdatasync", "EIO").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nth_write_of_the_database_that_finds_no_room_loses_nothing() {
    fail_each("pwrite64", "ENOSPC").await;
}
