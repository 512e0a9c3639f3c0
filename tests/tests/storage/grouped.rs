//! Writers on SQLite who wait for each other share a commit: each has its own outcome, and none is told too early.

use std::sync::Arc;

use tokio::task::JoinSet;
use veillee::storage::sql::{Ask as _, Database, DatabaseError};
use veillee_access::Fragment;
use veillee_ambient::SeededRandom;

use super::bench::folder;

async fn database(folder: &tempfile::TempDir) -> Database {
    let database = Database::sqlite(&folder.path().join("group.db")).await.expect("SQLite opens");
    database.execute(Fragment::new("CREATE TABLE mark (id bigint PRIMARY KEY)")).await.expect("a table");
    database
}

async fn marks(database: &Database) -> Vec<i64> {
    let rows = database.clone().rows(Fragment::new("SELECT id FROM mark ORDER BY id")).await.expect("read");
    rows.iter().map(|row| row.int(0).expect("a number")).collect()
}

fn insert(id: i64) -> Fragment {
    let mut insert = Fragment::new("INSERT INTO mark (id) VALUES (");
    insert.int_arg(id).push(")");
    insert
}

/// What one writer does: two marks that belong together, and then its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Commits,
    TakenAlready,
    Drops,
    FailsAndGoesOn,
}

async fn write(database: Database, id: i64, end: End) -> Result<(), DatabaseError> {
    let mut transaction = database.begin().await?;
    transaction.execute(insert(id)).await?;
    if end == End::FailsAndGoesOn {
        transaction.execute(Fragment::new("INSERT INTO nowhere (id) VALUES (1)")).await.expect_err("no such table");
        transaction.execute(insert(id + 1)).await.expect_err("nothing goes on after a failure");
        return transaction.commit().await;
    }
    transaction.execute(insert(if end == End::TakenAlready { 0 } else { id + 1 })).await?;
    match end {
        End::Drops => Ok(()),
        _ => transaction.commit().await,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_writer_of_a_group_has_its_own_outcome() {
    let folder = folder();
    let database = database(&folder).await;
    database.execute(insert(0)).await.expect("the mark that is taken");
    let random = SeededRandom::new(3);
    let mut writers = JoinSet::new();
    let mut expected = vec![0];
    for number in 1..=400_i64 {
        let end = match random.below(8) {
            0 => End::TakenAlready,
            1 => End::Drops,
            2 => End::FailsAndGoesOn,
            _ => End::Commits,
        };
        if end == End::Commits {
            expected.extend([number * 2, number * 2 + 1]);
        }
        let database = database.clone();
        writers.spawn(async move { (end, write(database, number * 2, end).await) });
    }
    while let Some(ended) = writers.join_next().await {
        match ended.expect("no panic") {
            (End::Commits | End::Drops, outcome) => outcome.expect("done"),
            (End::TakenAlready, outcome) => assert!(matches!(outcome, Err(DatabaseError::Taken)), "{outcome:?}"),
            (End::FailsAndGoesOn, outcome) => assert!(outcome.is_err()),
        }
    }
    assert_eq!(marks(&database).await, expected, "all of those who were told yes, and nothing else");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_told_yes_can_read_what_they_wrote_and_a_writer_cut_anywhere_harms_nobody() {
    let folder = folder();
    let database = database(&folder).await;
    let random = Arc::new(SeededRandom::new(11));
    let mut writers = JoinSet::new();
    for number in 1..=300_i64 {
        let (database, random) = (database.clone(), random.clone());
        writers.spawn(async move {
            let writer = tokio::spawn(write(database.clone(), number * 2, End::Commits));
            let patience = random.below(30_000);
            if number % 3 == 0 {
                // A request that is dropped at any point: what it wrote is there or not, whole either way.
                tokio::time::sleep(std::time::Duration::from_micros(patience)).await;
                writer.abort();
            }
            match writer.await {
                Ok(outcome) => {
                    outcome.expect("nobody else's end is this one's");
                    let seen = marks(&database).await;
                    assert!(seen.contains(&(number * 2)) && seen.contains(&(number * 2 + 1)), "{number}");
                }
                Err(error) => assert!(error.is_cancelled(), "{error}"),
            }
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.expect("no writer fails");
    }
    let seen = marks(&database).await;
    for mark in &seen {
        assert!(seen.contains(&(mark ^ 1)), "{mark} is half of a pair");
    }
    // The connection is free and whole.
    database.execute(insert(0)).await.expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_share_a_commit_see_what_was_written_before_them() {
    let folder = folder();
    let database = database(&folder).await;
    database.execute(Fragment::new("CREATE TABLE sum (value bigint NOT NULL)")).await.expect("a table");
    database.execute(Fragment::new("INSERT INTO sum (value) VALUES (0)")).await.expect("a row");
    let mut writers = JoinSet::new();
    for _ in 0..200 {
        let database = database.clone();
        writers.spawn(async move {
            let mut transaction = database.begin().await.expect("a turn");
            let row = transaction.row(Fragment::new("SELECT value FROM sum")).await.expect("read").expect("a row");
            let mut update = Fragment::new("UPDATE sum SET value = ");
            update.int_arg(row.int(0).expect("a number") + 1);
            transaction.execute(update).await.expect("written");
            transaction.commit().await.expect("committed");
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.expect("no writer fails");
    }
    let row = database.clone().row(Fragment::new("SELECT value FROM sum")).await.expect("read").expect("a row");
    assert_eq!(row.int(0).expect("a number"), 200, "no update is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_commit_is_worth_its_while() {
    // On a real disk: memory syncs for nothing.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let database = database(&folder).await;
    let mut id = 1;
    let each = 60_u32;
    for (writers, alone) in [(1_u32, true), (4, true), (4, false), (16, false)] {
        let turn = Arc::new(tokio::sync::Mutex::new(()));
        let start = tokio::time::Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..writers {
            let (database, turn, first) = (database.clone(), turn.clone(), id);
            id += i64::from(each);
            tasks.spawn(async move {
                for number in first..first + i64::from(each) {
                    // Held to its end, a turn leaves nobody to share with.
                    let _alone = if alone { Some(turn.lock().await) } else { None };
                    database.execute(insert(number)).await.expect("written");
                }
            });
        }
        while tasks.join_next().await.is_some() {}
        let rate = f64::from(writers * each) / start.elapsed().as_secs_f64();
        let how = if alone { "a commit each" } else { "shared commits" };
        println!("{writers} writers, {how}: {rate:.0} change-sets a second");
    }
}
