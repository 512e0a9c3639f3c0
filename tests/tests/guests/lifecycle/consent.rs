//! What a version wants more waits for a yes; what is taken back is gone at once.

use std::collections::BTreeSet;

use veillee::operator::{OperatorError, Outcome};
use veillee_tests::world::{Backend, World};

use super::{shown, version, with_hostile_service};
use crate::components::{MANIFEST, with_manifest};
use crate::data::{notes, write_note};

/// The hostile component as the next version of `hello`, which asks for less.
fn greedy_hello() -> Vec<u8> {
    let named = MANIFEST.replacen("name = \"hostile\"", "name = \"hello\"", 1);
    with_manifest(&named.replacen("version = \"0.1.0\"", "version = \"0.2.0\"", 1))
}

async fn a_version_that_wants_more_waits_and_the_old_one_serves_on(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let operator = world.host.app.operator.clone();
    let anne = world.administrator().await;
    let old = shown(&world, "hello").await;
    let consent = operator.install(&greedy_hello(), false).await.unwrap().consent;
    assert!(consent.capabilities().len() > old.current.capabilities.len());
    let more = BTreeSet::from(["log", "sharing"].map(str::to_owned));
    let waits = operator.upgrade(&world.alpha, "hello", None, false).await.unwrap();
    assert_eq!(waits, Outcome::Waits(more.iter().cloned().collect()));
    anne.get("/hello/").await.expect(200);
    anne.get("/hello/calm").await.expect(404);
    let waiting = shown(&world, "hello").await;
    assert_eq!(waiting.current, old.current, "the old version goes on");
    assert_eq!(waiting.waiting.as_ref().map(|waiting| &waiting.capabilities), Some(&more));
    // Another version than the one that waits is agreed to by nobody.
    let unread = operator.agree(&world.alpha, "hello", &old.current.digest).await;
    assert!(matches!(unread, Err(OperatorError::NotWaiting(_))), "{unread:?}");
    assert_eq!(shown(&world, "hello").await.current, old.current);
    // The difference is what an operator reads.
    let lines = consent.only(&more).wishes(veillee::words::Words::of(veillee::words::Locale::En));
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[1].contains("sharing: say in words who can see") && lines[1].contains("To learn who sees what."),
        "{lines:?}"
    );

    let world = world.restarted(None).await;
    let operator = world.host.app.operator.clone();
    let anne = anne.moved_to(world.address);
    assert_eq!(shown(&world, "hello").await.waiting, waiting.waiting, "it waits after a restart too");
    assert_eq!(operator.upgrade(&world.alpha, "hello", None, true).await.unwrap(), Outcome::Done);
    let new = shown(&world, "hello").await;
    assert_eq!((new.current.version.as_str(), new.waiting.is_none()), ("0.2.0", true));
    assert!(new.refused.is_empty() && more.is_subset(&new.current.capabilities));
    assert!(anne.get("/hello/calm").await.expect(200).text().contains("<p>calm</p>"));
    // Without consent: the other association still runs what it ran.
    let beta = operator.list(std::slice::from_ref(&world.beta)).await.unwrap();
    assert_eq!(beta.iter().find(|report| report.service == "hello").unwrap().current, old.current);
    operator.rollback(&world.alpha, "hello", None).await.unwrap();
    assert_eq!(shown(&world, "hello").await.current, old.current);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_wants_more_waits_and_the_old_one_serves_on_on_sqlite() {
    a_version_that_wants_more_waits_and_the_old_one_serves_on(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_wants_more_waits_and_the_old_one_serves_on_on_postgresql() {
    a_version_that_wants_more_waits_and_the_old_one_serves_on(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_enabling_needs_a_yes_and_a_later_one_does_not() {
    let world = World::new().await;
    let operator = world.host.app.operator.clone();
    operator.install(&version("0.1.0"), false).await.unwrap();
    let refused = operator.enable(&world.alpha, "hostile", false).await;
    let Err(OperatorError::Consent { wants, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(wants.len(), 5);
    world.browser().get("/hostile/calm").await.expect(404);
    operator.enable(&world.alpha, "hostile", true).await.unwrap();
    operator.disable(&world.alpha, "hostile", "").await.unwrap();
    assert_eq!(operator.enable(&world.alpha, "hostile", false).await.unwrap(), Outcome::Done);
    assert_eq!(operator.enable(&world.alpha, "hostile", false).await.unwrap(), Outcome::Unchanged);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_stays_taken_back_through_upgrades_and_rollbacks() {
    let world = World::new().await;
    let operator = with_hostile_service(&world).await;
    let anne = world.administrator().await;
    let note = write_note(&anne, "hers").await;
    operator.revoke(&world.alpha, "hostile", "objects-read").await.unwrap();
    anne.get("/hostile/notes").await.expect(403);
    operator.install(&version("0.2.0"), false).await.unwrap();
    assert_eq!(operator.upgrade(&world.alpha, "hostile", None, false).await.unwrap(), Outcome::Done);
    anne.get("/hostile/notes").await.expect(403);
    // Taken back under the new version, it is gone from the version before as well.
    operator.revoke(&world.alpha, "hostile", "sharing").await.unwrap();
    operator.rollback(&world.alpha, "hostile", None).await.unwrap();
    let report = shown(&world, "hostile").await;
    assert_eq!(report.refused, BTreeSet::from(["objects-read", "sharing"].map(str::to_owned)));
    operator.grant(&world.alpha, "hostile", "objects-read").await.unwrap();
    assert_eq!(notes(&anne).await, [(note, "hers".to_owned())]);
    assert_eq!(operator.grant(&world.alpha, "hostile", "objects-read").await.unwrap(), Outcome::Unchanged);
}

/// Whatever happened between reading and agreeing is found out in the deed's own turn, not before it.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_opens_or_goes_back_to_another_version_than_the_one_they_read() {
    let world = World::on(Backend::Sqlite).await.expect("SQLite is built in");
    let operator = world.host.app.operator.clone();
    let read = operator.install(&version("0.1.0"), false).await.unwrap().consent.digest;
    world.clock.advance(1);
    let newer = operator.install(&version("0.2.0"), false).await.unwrap().consent.digest;
    let unread = operator.enable_read(&world.alpha, "hostile", &read).await;
    assert!(matches!(unread, Err(OperatorError::OtherNewest(_))), "{unread:?}");
    world.browser().get("/hostile/calm").await.expect(404);
    assert_eq!(operator.enable_read(&world.alpha, "hostile", &newer).await.unwrap(), Outcome::Done);
    assert_eq!(operator.enable_read(&world.alpha, "hostile", &newer).await.unwrap(), Outcome::Unchanged);

    operator.upgrade(&world.alpha, "hostile", Some(&read), false).await.unwrap();
    let unread = operator.rollback(&world.alpha, "hostile", Some(&read)).await;
    assert!(matches!(unread, Err(OperatorError::OtherPrevious(_))), "{unread:?}");
    assert_eq!(shown(&world, "hostile").await.current.digest, read);
    operator.rollback(&world.alpha, "hostile", Some(&newer)).await.unwrap();
    assert_eq!(shown(&world, "hostile").await.current.digest, newer);

    // An old yes opens nothing that was closed since.
    operator.disable(&world.alpha, "hostile", "").await.unwrap();
    let closed = operator.enable_read(&world.alpha, "hostile", &newer).await;
    assert!(matches!(closed, Err(OperatorError::Disabled(_))), "{closed:?}");
    world.browser().get("/hostile/calm").await.expect(503);
}
