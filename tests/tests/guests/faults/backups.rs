use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use veillee_ambient::SeededRandom;
use veillee_tests::world::{AGE_RECIPIENT, Backend, Browser, check_backup, jpeg, program, seed};

use super::kills::{orphans, rounds};
use super::program::{self, House, careful};

/// A backup of a running host is killed at a random moment, while photos arrive.
#[tokio::test(flavor = "multi_thread")]
async fn soak_a_backup_that_is_killed_is_whole_or_not_there() {
    let house = House::on(Backend::Sqlite).await.expect("SQLite is built in");
    let (seed, started) = (seed(), tokio::time::Instant::now());
    let random = SeededRandom::new(seed);
    let running = house.start();
    let anne = running.administrator(&house).await;
    anne.album_with_photos("Un", 20).await;
    let album = anne.album("Deux").await;
    let (mut whole, mut absent, mut half) = (0, 0, 0);
    let mut longest_ms = 0;
    for round in 0..=rounds() {
        let file = house.folder.path().join(format!("backup-{round}.age"));
        let mut command = Command::new(program());
        command.arg("backup").arg(&file).args(["--recipient", AGE_RECIPIENT]).args(house.place());
        let begun = tokio::time::Instant::now();
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
        // The first one may end and says how long that takes; the second dies at birth.
        let moment_ms = match round {
            0 => None,
            1 => Some(0),
            _ => Some(random.below(longest_ms)),
        };
        let end = async {
            if let Some(moment_ms) = moment_ms {
                tokio::time::sleep(Duration::from_millis(moment_ms)).await;
                child.start_kill().ok();
            }
            child.wait().await.expect("ended");
            begun.elapsed()
        };
        let (sent, took) = tokio::join!(send(&anne, &album, u32::try_from(round).expect("small")), end);
        assert!(sent, "an upload waits for no backup");
        if round == 0 {
            longest_ms = u64::try_from(took.as_millis()).expect("short");
        }
        if !file.exists() {
            absent += 1;
        } else if check_backup(&file).await.is_ok_and(|report| report.damaged == 0 && report.absent == 0) {
            whole += 1;
        } else {
            half += 1;
        }
        std::fs::remove_file(&file).ok();
    }
    running.stop();
    let orphans = orphans(&house).await;
    println!(
        "backups: {} kills, {whole} whole, {absent} not there, {half} half-made, {orphans} orphans, {} s, seed {seed}",
        rounds(),
        started.elapsed().as_secs()
    );
    assert_eq!((half, orphans), (0, 0), "seed {seed}");
    assert!(whole > 0 && absent > 0, "neither was seen: seed {seed}");
}

async fn send(browser: &Browser, album: &str, number: u32) -> bool {
    let token = program::token(browser, album).await;
    let photo = jpeg(1_000 + number, 400_000);
    let answer = careful::upload(browser, album, &token, &[("p.jpg", &photo)]).await;
    answer.is_some_and(|(status, _)| matches!(status.as_u16(), 303 | 429 | 502))
}
