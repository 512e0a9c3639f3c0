//! The log of what happened: it grows, says when somebody changed it, and forgets names.

use std::sync::Arc;

use tokio::task::JoinSet;
use veillee::storage::audit::{Doer, Fault, FaultKind, Happening, Note};
use veillee_access::Fragment;

use super::bench::{Bench, NOW_MS};

on_both!(
    what_is_noted_is_read_and_fits,
    every_change_of_an_entry_is_found_at_its_number,
    what_is_missing_at_the_end_shows,
    writers_side_by_side_make_one_chain,
    words_that_are_forgotten_leave_the_chain_whole,
    each_account_reads_its_own_last_entries,
);

const FIREFOX: &str = "Firefox/Linux";

async fn note(bench: &Bench, note: Note<'_>) {
    bench.association.note_happening(&note).await.expect("noted");
}

async fn run(bench: &Bench, statement: impl Into<String>) {
    bench.association.database().execute(Fragment::new(statement)).await.expect("written");
}

async fn three(bench: &Bench) {
    let ada = Doer::of("ada", FIREFOX);
    note(bench, Note::new(Happening::SignedIn, ada)).await;
    bench.clock.advance(5);
    note(bench, Note::new(Happening::LinkMade, ada).about("album1").words("Mamie Jeanne")).await;
    note(bench, Note::new(Happening::AccountSuspended, Doer::OPERATOR).person("ada")).await;
}

async fn fault(bench: &Bench) -> Option<Fault> {
    bench.association.verify_audit().await.expect("walked").fault
}

async fn what_is_noted_is_read_and_fits(bench: Bench) {
    three(&bench).await;
    let entries = bench.association.activity(None, 10).await.expect("read");
    let short: Vec<_> = entries.iter().map(|entry| (entry.number, entry.at_ms, entry.happening)).collect();
    let expected = [
        (4, NOW_MS + 5, Some(Happening::AccountSuspended)),
        (3, NOW_MS + 5, Some(Happening::LinkMade)),
        (2, NOW_MS, Some(Happening::SignedIn)),
        (1, NOW_MS, Some(Happening::LogBegun)),
    ];
    assert_eq!(short, expected);
    let link = &entries[1];
    let said = (link.doer.as_str(), link.about.as_str(), link.words.as_str(), link.device.as_str());
    assert_eq!(said, ("ada", "album1", "Mamie Jeanne", FIREFOX));
    let older = bench.association.activity(Some(3), 1).await.expect("read");
    assert_eq!(older.iter().map(|entry| entry.number).collect::<Vec<_>>(), [2]);
    let verdict = bench.association.verify_audit().await.expect("walked");
    assert_eq!((verdict.good, verdict.fault), (4, None));
    assert_eq!((verdict.first_ms, verdict.last_ms), (Some(NOW_MS), Some(NOW_MS + 5)));
    assert_eq!(verdict.hash.len(), 64);
}

async fn every_change_of_an_entry_is_found_at_its_number(bench: Bench) {
    three(&bench).await;
    for (change, back) in [
        ("at_ms = at_ms + 1", "at_ms = at_ms - 1"),
        ("happening = 'signed-out'", "happening = 'link-made'"),
        ("doer = 'zoe'", "doer = 'ada'"),
        ("person = 'zoe'", "person = ''"),
        ("about = 'album2'", "about = 'album1'"),
        ("device = ''", "device = 'Firefox/Linux'"),
    ] {
        run(&bench, format!("UPDATE audit_entry SET {change} WHERE number = 3")).await;
        assert_eq!(fault(&bench).await, Some(Fault { number: 3, kind: FaultKind::Changed }), "{change}");
        run(&bench, format!("UPDATE audit_entry SET {back} WHERE number = 3")).await;
        assert_eq!(fault(&bench).await, None, "{back}");
    }
    run(&bench, "UPDATE audit_words SET words = 'Mamie Jeannette'").await;
    assert_eq!(fault(&bench).await, Some(Fault { number: 3, kind: FaultKind::WordsChanged }));
    run(&bench, "DELETE FROM audit_entry WHERE number = 2").await;
    assert_eq!(fault(&bench).await, Some(Fault { number: 2, kind: FaultKind::Missing }));
}

async fn what_is_missing_at_the_end_shows(bench: Bench) {
    three(&bench).await;
    run(&bench, "DELETE FROM audit_entry WHERE number = 4").await;
    assert_eq!(fault(&bench).await, Some(Fault { number: 4, kind: FaultKind::Missing }));
    let head = "UPDATE audit_head SET number = 3, hash = (SELECT hash FROM audit_entry WHERE number = 3)";
    run(&bench, head).await;
    assert_eq!(fault(&bench).await, Some(Fault { number: 3, kind: FaultKind::HeadForged }), "nobody else can seal it");
    run(&bench, "UPDATE audit_head SET number = 2, hash = (SELECT hash FROM audit_entry WHERE number = 2)").await;
    assert_eq!(fault(&bench).await, Some(Fault { number: 3, kind: FaultKind::Added }));
}

async fn writers_side_by_side_make_one_chain(bench: Bench) {
    let (association, mut writers) = (Arc::new(bench.association), JoinSet::new());
    for number in 0..24 {
        let association = association.clone();
        writers.spawn(async move {
            let doer = format!("writer{number}");
            association.note_happening(&Note::new(Happening::SignedIn, Doer::of(&doer, ""))).await
        });
    }
    while let Some(written) = writers.join_next().await {
        written.expect("no panic").expect("noted");
    }
    let verdict = association.verify_audit().await.expect("walked");
    assert_eq!((verdict.good, verdict.fault), (25, None));
}

async fn words_that_are_forgotten_leave_the_chain_whole(bench: Bench) {
    three(&bench).await;
    run(&bench, "DELETE FROM audit_words").await;
    assert_eq!(fault(&bench).await, None);
    assert!(bench.association.activity(None, 10).await.expect("read").iter().all(|entry| entry.words.is_empty()));
}

async fn each_account_reads_its_own_last_entries(bench: Bench) {
    three(&bench).await;
    note(&bench, Note::new(Happening::SignedIn, Doer::of("zoe", FIREFOX))).await;
    let own = bench.association.own_activity("ada").await.expect("read");
    assert_eq!(own.iter().map(|entry| entry.number).collect::<Vec<_>>(), [4, 3, 2]);
    for _ in 0..60 {
        note(&bench, Note::new(Happening::SignInFailed, Doer::default()).person("zoe")).await;
    }
    let own = bench.association.own_activity("zoe").await.expect("read");
    assert_eq!(own.len(), 50);
    assert!(own.iter().all(|entry| entry.happening == Some(Happening::SignInFailed)));
}
