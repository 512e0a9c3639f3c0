//! Once somebody has taken access away and the host has said so, no request that starts is let in: by any road to the
//! bytes, in any way of losing access, while sixteen connections ask.

pub(crate) mod round;
mod stage;
pub(crate) mod stream;
mod ways;

use tokio::time::Instant;
use veillee_ambient::{Random as _, SeededRandom, SystemRandom};
use veillee_tests::world::{Backend, World, soak};

use round::{Moment, Round, Tally};
use stage::Stage;
use ways::Way;

/// Plays rounds of giving and taking, ten times as many in a long run, and wants nothing late.
async fn race(backend: Backend, way: Way, rounds: u64, requests: u64) {
    let Some(world) = World::on(backend).await else { return };
    let rounds = if soak() { rounds * 10 } else { rounds };
    let seed = u64::from_le_bytes(SystemRandom.array());
    let moments = SeededRandom::new(seed);
    let stage = Stage::new(world).await;
    let mut round = Round::new(&stage.anne);
    let mut total = Tally::default();
    let started = Instant::now();
    for number in 0..rounds {
        let given = stage.give(way).await;
        // Every other round takes away at once, while the first requests are still being decided.
        let moment = match number % 2 {
            0 => Moment::LetIn(moments.below(requests / 2)),
            _ => Moment::Sent(moments.below(24)),
        };
        total.add(round.play(&given.asks, requests, moment, stage.take(&given)).await);
        stage.recover(&given).await;
    }
    println!(
        "race {way:?} {backend:?}: tried {}, let in before {}, blocked after {}, late {}, busy {}; {rounds} rounds, \
         seed {seed}, {:.1} seconds",
        total.tried,
        total.before,
        total.blocked,
        total.late.len(),
        total.busy,
        started.elapsed().as_secs_f64()
    );
    assert!(total.odd.is_empty(), "{} answered neither yes nor 404: {}", total.odd.len(), total.odd[0]);
    assert!(total.before > 0, "nobody was let in at all: the race proves nothing");
    assert!(total.blocked > 0, "nothing was asked after the acknowledgement");
    assert!(total.late.is_empty(), "let in after the acknowledgement: {:?}", total.late);
}

macro_rules! races {
    ($($name:ident: $way:expr, $rounds:expr, $requests:expr;)*) => {$(
        mod $name {
            use super::{Backend, Way, race};

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                race(Backend::Sqlite, $way, $rounds, $requests).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgresql() {
                race(Backend::Postgres, $way, $rounds, $requests).await;
            }
        }
    )*};
}

races! {
    nobody_comes_in_by_a_link_that_was_taken_back: Way::LinkTakenBack, 2, 1_000;
    nobody_comes_in_by_a_link_that_ended: Way::LinkEnded, 2, 200;
    nobody_sees_an_album_in_the_trash: Way::AlbumTrashed, 2, 200;
    nobody_sees_a_photo_in_the_trash: Way::PhotoTrashed, 2, 200;
    nobody_sees_a_photo_that_moved_away: Way::PhotoMoved, 2, 200;
    no_member_sees_what_members_may_no_longer_see: Way::MembersShutOut, 2, 200;
    no_stranger_sees_what_is_no_longer_public: Way::PublicShutOut, 2, 200;
    no_suspended_member_sees_anything: Way::Suspended, 4, 100;
    nobody_sees_anything_by_a_session_that_signed_out: Way::SignedOut, 2, 200;
}
