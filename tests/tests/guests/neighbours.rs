//! Nobody fails because somebody else's service attacks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;
use veillee_tests::world::{Backend, Browser, World};

use crate::score::Score;

const ATTACKERS: usize = 4;
/// An unoptimised host takes longer for each.
const REQUESTS: usize = if cfg!(debug_assertions) { 60 } else { 200 };
/// The attacks of each attacker in turn.
const ATTACKS: [&str; 6] = ["loop", "memory-bomb", "recursion", "trap", "host-call-storm?kind=run", "response-bomb"];

#[tokio::test(flavor = "multi_thread")]
async fn no_neighbour_fails_while_four_attackers_loop() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 4).await;
    let berthe = world.member_at("beta.localhost", "Berthe").await;
    let quiet = ask(&anne, &berthe, &album, &photos, None).await;
    let (stop, ended) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut attackers = JoinSet::new();
    for number in 0..ATTACKERS {
        attackers.spawn(attack_until(world.browser(), number, stop.clone(), ended.clone()));
    }
    let loud = ask(&anne, &berthe, &album, &photos, Some(&ended)).await;
    stop.store(true, Ordering::Relaxed);
    let attacks: usize = attackers.join_all().await.into_iter().sum();
    let mut score = Score::of("neighbours");
    for (path, status, _) in &loud {
        score.check(*status == 200, || format!("{path}: {status}"));
    }
    println!("neighbours alone: {}; beside {ATTACKERS} attackers ({attacks} attacks): {}", times(&quiet), times(&loud));
    assert!(attacks >= ATTACKERS, "the attackers attacked");
    score.end();
}

type Asked = Vec<(String, u16, Duration)>;

/// Requests of the members of both associations, one after the other; beside attackers, on until each has ended once.
async fn ask(anne: &Browser, berthe: &Browser, album: &str, photos: &[String], ended: Option<&AtomicUsize>) -> Asked {
    let mut asked = Vec::new();
    let mut turn = 0;
    while turn < REQUESTS || ended.is_some_and(|ended| ended.load(Ordering::Relaxed) < ATTACKERS) {
        let photo = &photos[turn % photos.len()];
        let (browser, path) = match turn % 5 {
            0 => (anne, album),
            1 => (anne, photo.as_str()),
            2 => (anne, "/hostile/calm"),
            3 => (berthe, "/hostile/calm"),
            _ => (berthe, "/album/"),
        };
        let started = Instant::now();
        let answer = browser.get(path).await;
        asked.push((path.to_owned(), answer.status.as_u16(), started.elapsed()));
        turn += 1;
    }
    asked
}

async fn attack_until(browser: Browser, number: usize, stop: Arc<AtomicBool>, ended: Arc<AtomicUsize>) -> usize {
    let mut attacks = 0;
    while !stop.load(Ordering::Relaxed) {
        // Two of them do nothing but loop.
        let attack = if number < 2 { ATTACKS[0] } else { ATTACKS[(number + attacks) % ATTACKS.len()] };
        let answer = browser.get(&format!("/hostile/{attack}")).await;
        assert!(answer.status.as_u16() >= 429, "{attack}: {}", answer.status);
        attacks += 1;
        if attacks == 1 {
            ended.fetch_add(1, Ordering::Relaxed);
        }
    }
    attacks
}

fn times(asked: &Asked) -> String {
    let mut ms: Vec<u128> = asked.iter().map(|(_, _, time)| time.as_millis()).collect();
    ms.sort_unstable();
    let at = |percent: usize| ms[(ms.len() - 1) * percent / 100];
    format!("{} requests, p50 {} ms, p99 {} ms", ms.len(), at(50), at(99))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_loops_at_once_leave_room_for_others() {
    /// More than the engine has places.
    const LOOPS: usize = 120;
    let world = Arc::new(World::with_hostile(Backend::Sqlite).await.unwrap());
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let mut loops = JoinSet::new();
    for _ in 0..LOOPS {
        let browser = world.browser();
        loops.spawn(async move { browser.get("/hostile/loop").await.status.as_u16() });
    }
    let mut score = Score::of("a hundred loops");
    for _ in 0..20 {
        let answer = anne.get(&album).await;
        score.check(answer.status.as_u16() < 500, || format!("the album said {}", answer.status));
    }
    let statuses = loops.join_all().await;
    let count = |status: u16| statuses.iter().filter(|found| **found == status).count();
    println!("{LOOPS} loops: {} ended at the deadline, {} were sent away", count(502), count(429));
    score.check(count(502) + count(429) == LOOPS, || format!("{statuses:?}"));
    anne.get(&album).await.expect(200);
    score.end();
}
