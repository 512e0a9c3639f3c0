//! Whatever changes what somebody may do stands in the log with its deed, or neither is there: whichever statement fails, and at
//! whatever moment the host dies.

mod stage;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::task::JoinSet;
use veillee::storage::audit::Happening;
use veillee::storage::shares::{NEVER_MS, NewShare};
use veillee_access::{Action, Role};

use super::bench::{Bench, member, text};
use super::sketches::everything;
use stage::{DEEDS, Deed, Kept, Stage, TABLES};

on_both!(
    a_deed_and_its_entry_are_there_or_neither_whichever_table_is_away,
    a_deed_and_its_entry_are_there_or_neither_whenever_the_host_dies,
    a_deed_that_changes_nothing_is_not_noted,
    people_who_share_at_the_same_moment_all_come_to_an_end,
    a_link_passed_on_is_noted_for_its_sharer_until_many_have_it,
);

/// Each deed writes so many entries.
fn entries(deed: Deed) -> i64 {
    if deed == Deed::JoinInvited { 2 } else { 1 }
}

/// Both or neither; whether it was done.
fn judge(before: &Kept, after: &Kept, deed: Deed, when: &str) -> bool {
    let is_done = before.facts != after.facts;
    let noted = after.entries - before.entries;
    assert_eq!(noted, if is_done { entries(deed) } else { 0 }, "{deed:?}, {when}: {before:#?} {after:#?}");
    is_done
}

async fn a_deed_and_its_entry_are_there_or_neither_whichever_table_is_away(bench: Bench) {
    let stage = Stage::new(bench).await;
    for deed in DEEDS {
        let mut failed = 0;
        for table in TABLES {
            let prepared = stage.prepare(deed).await;
            let before = stage.kept().await;
            stage.run(&format!("ALTER TABLE {table} RENAME TO away")).await;
            let outcome = stage.act(deed, &prepared).await;
            stage.run(&format!("ALTER TABLE away RENAME TO {table}")).await;
            let is_done = judge(&before, &stage.kept().await, deed, &format!("without {table}"));
            assert!(is_done || outcome.is_err(), "{deed:?} without {table} says that it is done");
            failed += usize::from(!is_done);
        }
        assert!(failed < TABLES.len(), "{deed:?} is never done");
        assert!(failed >= 3, "{deed:?} writes into the log and somewhere else: {failed} tables were missed");
    }
    stage.fits().await;
}

async fn a_deed_and_its_entry_are_there_or_neither_whenever_the_host_dies(bench: Bench) {
    /// More than any deed takes.
    const STEPS_MAX: usize = 1_000;
    let stage = Stage::new(bench).await;
    let mut cut = 0;
    for deed in DEEDS {
        for steps in 0..STEPS_MAX {
            let prepared = stage.prepare(deed).await;
            let before = stage.kept().await;
            let ended = cut_after(steps, stage.act(deed, &prepared)).await;
            let is_done = judge(&before, &stage.kept().await, deed, &format!("cut after {steps} steps"));
            cut += usize::from(!is_done);
            if ended {
                assert!(is_done, "{deed:?} came to its end");
                break;
            }
        }
    }
    // How many steps a deed has is up to the database; without any, nothing would have been tried.
    assert!(cut >= DEEDS.len(), "{cut} deeds were cut before they were done");
    stage.fits().await;
}

/// Lets work go so many steps and then drops it, as a host that dies does. Whether it came to its end.
async fn cut_after<T>(steps: usize, work: impl Future<Output = T>) -> bool {
    let (mut work, mut left) = (pin!(work), steps);
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(true),
        Poll::Pending if left == 0 => Poll::Ready(false),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

async fn a_deed_that_changes_nothing_is_not_noted(bench: Bench) {
    let stage = Stage::new(bench).await;
    for deed in
        [Deed::EndShare, Deed::EndShareWith, Deed::LeaveGroup, Deed::DeleteGroup, Deed::TakeRole, Deed::EndSession]
    {
        let prepared = stage.prepare(deed).await;
        stage.act(deed, &prepared).await.expect("done");
        let before = stage.kept().await;
        // Once more: there is nothing left.
        let _ = stage.act(deed, &prepared).await;
        assert_eq!(stage.kept().await.entries, before.entries, "{deed:?}");
    }
}

async fn people_who_share_at_the_same_moment_all_come_to_an_end(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "One")]).await.expect("made");
    let (bench, mut writers) = (Arc::new(bench), JoinSet::new());
    for number in 0..16 {
        let (bench, ada, album) = (bench.clone(), ada.clone(), album.clone());
        writers.spawn(async move {
            let permit = bench.permit(&ada, Action::Share, &album).await.expect("may share");
            let new = NewShare { role: Role::Viewer, ends_ms: NEVER_MS, label: format!("link {number}") };
            let made = bench.association.share_by_link(&permit, "ada", new).await.expect("shared");
            if number % 2 == 0 {
                bench.association.end_share(&permit, "ada", &made.share).await.expect("taken back");
            }
        });
    }
    while let Some(shared) = writers.join_next().await {
        shared.expect("no panic");
    }
    let entries = bench.association.activity(None, 99).await.expect("read");
    let count = |happening| entries.iter().filter(|entry| entry.happening == Some(happening)).count();
    assert_eq!((count(Happening::LinkMade), count(Happening::LinkStopped)), (16, 8));
    assert_eq!(bench.association.verify_audit().await.expect("walked").fault, None);
}

async fn a_link_passed_on_is_noted_for_its_sharer_until_many_have_it(bench: Bench) {
    use veillee::limits::LINK_DEVICES_NOTED_MAX;
    use veillee::storage::ids::token_digest;
    use veillee::storage::people::NewSession;
    everything(&bench).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "Vacances")]).await.expect("made");
    let permit = bench.permit(&ada, Action::Share, &album).await.expect("may share");
    let new = NewShare { role: Role::Viewer, ends_ms: NEVER_MS, label: "Famille".to_owned() };
    let token = bench.association.share_by_link(&permit, "ada", new).await.expect("shared").token;
    let open = async |device: &str, principal: Option<&str>| {
        let new = NewSession { device, principal, life_ms: 9_000_000, ..NewSession::default() };
        let digest = token_digest(&bench.association.create_session(new).await.expect("a session"));
        let link = bench.association.link(&token).await.expect("it leads somewhere");
        assert!(bench.association.open_share(&digest, &link).await.expect("opened"));
        assert!(bench.association.open_share(&digest, &link).await.expect("opened again on the same device"));
    };
    let noted = async || {
        let entries = bench.association.own_activity("ada").await.expect("read");
        let of = |entry: &veillee::storage::audit::Entry| entry.happening == Some(Happening::LinkOpenedOnNewDevice);
        entries.into_iter().filter(of).collect::<Vec<_>>()
    };
    open("Firefox/Linux", None).await;
    open("", None).await;
    open("/Linux", None).await;
    assert!(noted().await.is_empty(), "the first device is expected, and what has no name is none");
    open("Firefox/Linux", Some("ada")).await;
    assert!(noted().await.is_empty(), "somebody tries their own link");
    open("Safari/iPhone", None).await;
    let found = noted().await;
    let said: Vec<_> =
        found.iter().map(|entry| (entry.device.as_str(), entry.words.as_str(), entry.doer.as_str())).collect();
    assert_eq!(said, [("Safari/iPhone", "Vacances · Famille", "")]);
    let share = bench.association.shares(&permit).await.expect("the shares").remove(0);
    assert_eq!((share.devices, share.device.as_str()), (3, "Safari/iPhone"));
    for _ in 0..2 * LINK_DEVICES_NOTED_MAX {
        open("Safari/iPhone", None).await;
    }
    assert_eq!(noted().await.len() as u64, LINK_DEVICES_NOTED_MAX - 2, "then they are only counted");
    let share = bench.association.shares(&permit).await.expect("the shares").remove(0);
    assert_eq!(share.devices, 3 + 2 * LINK_DEVICES_NOTED_MAX);
}
