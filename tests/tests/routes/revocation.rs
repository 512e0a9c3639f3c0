//! Every way of taking access back × every route that returns bytes × every way of asking: after the acknowledgement no request
//! that starts gets a byte, with whatever was kept from before.

mod passwords;
mod roads;
mod ways;

use tokio::time::Instant;
use veillee_ambient::SeededRandom;
use veillee_tests::world::{Backend, World, seed, soak};

use crate::race::round::{Moment, Round};
use roads::Kind;
use ways::{Stage, Way};

/// Requests of a cell, which is a way and a route, that start after the acknowledgement.
const REQUESTS: u64 = 100;
const REQUESTS_IN_SOAK: u64 = 10_000;

async fn nothing_is_let_in(backend: Backend, kind: Kind, way: Way) {
    let Some(world) = World::on(backend).await else { return };
    let seed = seed();
    let moments = SeededRandom::new(seed);
    let stage = Stage::new(world).await;
    let mut round = Round::new(&stage.anne);
    let started = Instant::now();
    let given = stage.give(way, kind).await;
    let mut routes: Vec<&str> = given.asks.iter().map(|ask| ask.kind).collect();
    routes.sort_unstable();
    routes.dedup();
    let cell = if soak() { REQUESTS_IN_SOAK } else { REQUESTS };
    // Half of the requests of a round start after the acknowledgement; a few more, for those that are on their way at the end.
    let requests = 2 * (cell + 10) * u64::try_from(routes.len()).expect("few");
    let moment = if way == Way::DownloadsSpent { Moment::Sent(0) } else { Moment::LetIn(50 + moments.below(50)) };
    let total = round.play(&given.asks, requests, moment, stage.take(&given)).await;
    stage.recover(&given).await;
    for (route, cell) in &total.cells {
        println!(
            "revocation {backend:?} {way:?} × {route}: tried {}, blocked {}, leaked {}",
            cell.tried, cell.blocked, cell.leaked
        );
    }
    println!(
        "revocation {backend:?} {way:?} of {kind:?}: tried {}, let in before {}, blocked after {}, leaked {}, cut {}, busy {}, \
         {:.1} seconds, seed {seed}",
        total.tried,
        total.before,
        total.blocked,
        total.late.len(),
        total.cut,
        total.busy,
        started.elapsed().as_secs_f64()
    );
    assert!(total.late.is_empty(), "{} let in after the acknowledgement: {}", total.late.len(), total.late[0]);
    assert!(total.odd.is_empty(), "{} answered otherwise: {}", total.odd.len(), total.odd[0]);
    assert!(total.before > 0 || way == Way::DownloadsSpent, "nobody was let in at all: this proves nothing");
    for route in routes {
        let counts = total.cells.get(route).copied().unwrap_or_default();
        assert!(counts.tried >= cell, "{route} was asked {} times after the acknowledgement", counts.tried);
        assert!(counts.blocked > 0, "{route} was never heard");
    }
}

macro_rules! matrix {
    ($($name:ident: $kind:expr, $way:expr;)*) => {$(
        mod $name {
            use super::{Backend, Kind, Way, nothing_is_let_in};

            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                nothing_is_let_in(Backend::Sqlite, $kind, $way).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgresql() {
                nothing_is_let_in(Backend::Postgres, $kind, $way).await;
            }
        }
    )*};
}

matrix! {
    an_album_is_shut_when_a_person_is_left_out: Kind::Album, Way::PersonUnshared;
    an_album_is_shut_when_its_link_is_stopped: Kind::Album, Way::LinkStopped;
    an_album_is_shut_when_its_link_ends: Kind::Album, Way::LinkEnded;
    an_album_is_shut_when_its_password_changes: Kind::Album, Way::PasswordChanged;
    an_album_is_shut_when_the_role_is_lowered: Kind::Album, Way::RoleLowered;
    an_album_is_shut_when_a_guest_is_cut: Kind::Album, Way::GuestCut;
    an_album_is_shut_when_somebody_leaves_the_group: Kind::Album, Way::GroupLeft;
    a_photo_is_shut_when_it_moves_away: Kind::Album, Way::MovedOut;
    an_album_is_shut_in_the_trash: Kind::Album, Way::Trashed;
    an_album_is_shut_when_its_owner_is_held: Kind::Album, Way::OwnerHeld;
    an_album_is_shut_to_a_suspended_account: Kind::Album, Way::CallerSuspended;
    an_album_is_shut_to_a_session_that_signed_out: Kind::Album, Way::SignedOut;
    an_album_is_shut_to_a_token_that_was_ended: Kind::Album, Way::TokenEnded;
    an_album_is_shut_while_its_service_is_paused: Kind::Album, Way::ServicePaused;
    an_album_is_shut_when_its_downloads_are_spent: Kind::Album, Way::DownloadsSpent;
    a_transfer_is_shut_when_a_person_is_left_out: Kind::Transfer, Way::PersonUnshared;
    a_transfer_is_shut_when_its_link_is_stopped: Kind::Transfer, Way::LinkStopped;
    a_transfer_is_shut_when_its_link_ends: Kind::Transfer, Way::LinkEnded;
    a_transfer_is_shut_when_its_password_changes: Kind::Transfer, Way::PasswordChanged;
    a_transfer_is_shut_when_a_guest_is_cut: Kind::Transfer, Way::GuestCut;
    a_transfer_is_shut_when_somebody_leaves_the_group: Kind::Transfer, Way::GroupLeft;
    a_transfer_is_shut_when_its_sender_ends_it: Kind::Transfer, Way::TransferEnded;
    a_transfer_is_shut_when_its_owner_is_held: Kind::Transfer, Way::OwnerHeld;
    a_transfer_is_shut_to_a_suspended_account: Kind::Transfer, Way::CallerSuspended;
    a_transfer_is_shut_to_a_token_that_was_ended: Kind::Transfer, Way::TokenEnded;
    a_transfer_is_shut_while_its_service_is_paused: Kind::Transfer, Way::ServicePaused;
    a_transfer_is_shut_when_its_downloads_are_spent: Kind::Transfer, Way::DownloadsSpent;
}
