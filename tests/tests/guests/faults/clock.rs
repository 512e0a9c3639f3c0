use veillee_tests::world::{World, jpeg};

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_back_and_forward_loses_nothing() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (album, mut paths) = anne.album_with_photos("Un", 2).await;
    let jumps = [-2 * HOUR_MS, 5 * HOUR_MS, -400 * DAY_MS, 3 * DAY_MS, 397 * DAY_MS, -1, 1];
    for (number, jump) in (0_u32..).zip(jumps) {
        world.clock.advance(jump);
        // Housekeeping under the wrong time.
        world.alpha.purge_trash().await.expect("purged");
        world.alpha.collect_doomed().await.expect("collected");
        world.alpha.sweep_orphans().await.expect("swept");
        paths = anne.add_photos(&album, &[("p.jpg", &jpeg(50 + number, 30_000))]).await;
        assert_eq!(paths.len(), 3 + usize::try_from(number).expect("few"));
        for path in &paths {
            anne.get(path).await.expect(200);
        }
    }
    // Far forward: the session has ended by itself, and everything is there after signing in again.
    world.clock.advance(400 * DAY_MS);
    world.alpha.sweep_sessions().await.expect("swept");
    world.alpha.sweep_orphans().await.expect("swept");
    anne.get(&album).await.expect(404);
    anne.sign_in("anne@example.org").await;
    for path in &paths {
        anne.get(path).await.expect(200);
    }
    println!("{} jumps of the clock, {} photos, 0 lost", jumps.len() + 1, paths.len());
}
