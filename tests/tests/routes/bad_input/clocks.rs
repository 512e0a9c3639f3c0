//! A clock that jumps a year back or forward, and is put right again.

use veillee::limits::FACTOR_FAILURES_MAX;
use veillee_ambient::{MILLIS_PER_DAY, MILLIS_PER_MINUTE};
use veillee_tests::on_both;
use veillee_tests::world::{Backend, PASSWORD, World, totp_code};

use crate::factors::{TOTP, enrol, now_ms, sign_in};
use crate::joining::sign_in_status;
use crate::sharing::{guarded_link, prove};

on_both!(
    sessions_and_proofs_outlive_no_jump_by_more_than_their_life,
    a_link_ends_by_the_clock_that_is_right,
    nobody_waits_longer_for_a_clock_that_went_back,
);

const YEAR_MS: i64 = 365 * MILLIS_PER_DAY;

async fn sessions_and_proofs_outlive_no_jump_by_more_than_their_life(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    // Back: who is signed in stays so, and what was proved in another time is asked for again.
    bruno.get(TOTP).await.expect(200);
    world.clock.advance(-YEAR_MS);
    bruno.get("/-/account").await.expect(200);
    assert_eq!(bruno.get(TOTP).await.expect(303).location(), "/-/confirm?then=/-/account/security/totp");
    world.clock.advance(YEAR_MS);
    bruno.get(TOTP).await.expect(200);
    world.clock.advance(15 * MILLIS_PER_MINUTE);
    bruno.get(TOTP).await.expect(303);

    // Forward: the session is over; nothing else is, and signing in again does what it always did.
    let (album, photos) = bruno.album_with_photos("Vacances", 1).await;
    world.clock.advance(YEAR_MS);
    world.alpha.sweep_sessions().await.expect("swept");
    bruno.get(&photos[0]).await.expect(404);
    bruno.forget_cookies();
    bruno.sign_in("bruno@example.org").await;
    bruno.get(&photos[0]).await.expect(200);
    // A session of the wrong year goes on in the right one, and ends as every other.
    world.clock.advance(-YEAR_MS);
    bruno.get(&album).await.expect(200);
    assert_eq!(sign_in_status(&world, "bruno@example.org", PASSWORD).await, 303);
}

async fn a_link_ends_by_the_clock_that_is_right(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let link = anne.share_by_link(&album, "viewer", "week").await;
    let visitor = world.browser();
    visitor.visit(&link).await.expect(200);
    let validator = visitor.get(&photos[0]).await.expect(200).header("etag").to_owned();
    world.clock.advance(7 * MILLIS_PER_DAY - 1);
    visitor.get(&photos[0]).await.expect(200);
    world.clock.advance(1);
    visitor.get_with(&photos[0], &[("if-none-match", &validator)]).await.expect(410);
    world.clock.advance(YEAR_MS);
    world.browser().get(&link).await.expect(410);
    world.clock.advance(-YEAR_MS - 1);
    // The end was not written down: by the clock that is right it has not come.
    world.browser().visit(&link).await.expect(200);
    world.clock.advance(-YEAR_MS);
    world.browser().visit(&link).await.expect(200);
}

async fn nobody_waits_longer_for_a_clock_that_went_back(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let secret = enrol(&world, &bruno).await;
    let zoes = enrol(&world, &world.member("Zoe").await).await;
    let album = anne.album("Vacances").await;
    let (_, link) = guarded_link(&anne, &album, "soleil cerise", "").await;

    world.clock.advance(YEAR_MS);
    // In the wrong year: a code is used, and somebody guesses.
    sign_in(&world, "bruno@example.org", "code", &totp_code(&secret, now_ms(&world))).await.expect(303);
    for _ in 0..12 {
        sign_in_status(&world, "anne@example.org", "not the password").await;
    }
    assert_eq!(sign_in_status(&world, "anne@example.org", PASSWORD).await, 429);
    for _ in 0..7 {
        prove(&world.browser(), &link, "not this one").await;
    }
    assert_eq!(prove(&world.browser(), &link, "soleil cerise").await.status, 429);
    for _ in 0..FACTOR_FAILURES_MAX {
        sign_in(&world, "zoe@example.org", "code", "000000").await;
    }
    let early = totp_code(&zoes, now_ms(&world) + 30_000);
    assert_ne!(sign_in(&world, "zoe@example.org", "code", &early).await.status, 303);
    world.clock.advance(-YEAR_MS);

    // Put right: after the longest wait, a quarter of an hour, everybody is heard again.
    for _ in 0..2 {
        sign_in_status(&world, "anne@example.org", PASSWORD).await;
        prove(&world.browser(), &link, "soleil cerise").await;
        world.clock.advance(15 * MILLIS_PER_MINUTE);
    }
    assert_eq!(sign_in_status(&world, "anne@example.org", PASSWORD).await, 303);
    prove(&world.browser(), &link, "soleil cerise").await.expect(303);
    let code = totp_code(&secret, now_ms(&world));
    sign_in(&world, "bruno@example.org", "code", &code).await.expect(303);
    sign_in(&world, "bruno@example.org", "code", &code).await.expect(422);
    sign_in(&world, "zoe@example.org", "code", &totp_code(&zoes, now_ms(&world))).await.expect(303);

    // What was posted in the wrong year goes out, and what was posted since does too.
    let forget = async || {
        let browser = world.browser();
        let token = browser.get("/-/forgot").await.expect(200).token_of("/-/forgot");
        browser.post("/-/forgot", &[("token", &token), ("address", "anne@example.org")]).await.expect(200);
    };
    world.mails().await;
    world.clock.advance(YEAR_MS);
    forget().await;
    world.clock.advance(-YEAR_MS);
    assert_eq!(world.mails().await.len(), 1, "a mail of the wrong year waits for it");
    world.clock.advance(MILLIS_PER_DAY);
    forget().await;
    assert_eq!(world.mails().await.len(), 1);
}
