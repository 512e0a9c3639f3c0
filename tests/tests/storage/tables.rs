//! Tables of the core are made when a version meets a database for the first time, and left alone afterwards.

use veillee::storage::people::NewSession;
use veillee::storage::schema::apply_core;
use veillee::storage::sql::{Ask as _, Database};
use veillee_access::{Arg, Fragment};

use super::bench::Bench;

on_both!(
    another_version_makes_all_tables_again_and_this_one_makes_none,
    the_mark_of_tables_is_in_no_copy,
    a_table_of_a_version_before_gets_the_columns_that_came_later,
);

async fn apply(database: &Database) {
    let mut transaction = database.begin().await.expect("a transaction");
    apply_core(&mut transaction).await.expect("tables");
    transaction.commit().await.expect("committed");
}

/// Takes an index away; whether it was there.
async fn take(database: &Database) -> bool {
    database.execute(Fragment::new("DROP INDEX blob_by_content")).await.is_ok()
}

async fn another_version_makes_all_tables_again_and_this_one_makes_none(bench: Bench) {
    let database = bench.association.database();
    assert!(take(&database).await);
    apply(&database).await;
    assert!(!take(&database).await, "this version was here before");
    for mark in
        ["UPDATE applied_schema SET mark = 'another'", "DELETE FROM applied_schema", "DROP TABLE applied_schema"]
    {
        database.execute(Fragment::new(mark)).await.expect("a mark");
        apply(&database).await;
        assert!(take(&database).await, "{mark}");
        apply(&database).await;
        assert!(!take(&database).await, "{mark}: this version was here before");
    }
}

async fn the_mark_of_tables_is_in_no_copy(bench: Bench) {
    let mut database = bench.association.database();
    let rows = database.rows(Fragment::new(database.dialect().tables())).await.expect("tables");
    let names: Vec<String> = rows.iter().map(|row| row.text(0).expect("a name")).collect();
    assert!(names.iter().any(|name| name == "blob") && !names.iter().any(|name| name == "applied_schema"), "{names:?}");
}

async fn a_table_of_a_version_before_gets_the_columns_that_came_later(bench: Bench) {
    let database = bench.association.database();
    let new =
        || NewSession { principal: Some("ada"), life_ms: 9_000, device: "Firefox/Linux", ..NewSession::default() };
    database.execute(Fragment::new("ALTER TABLE session DROP COLUMN device")).await.expect("dropped");
    bench.association.create_session(new()).await.expect_err("the column is gone");
    // As that version wrote one.
    let old = |digest: u8| {
        let mut insert =
            Fragment::new("INSERT INTO session (digest, principal, created_ms, seen_ms, ends_ms) VALUES (");
        insert.bind(Arg::Bytes(vec![digest; 32])).push(", 'ada', 1, 1, 9000000000000)");
        insert
    };
    database.execute(old(1)).await.expect("it is written as before");
    database.execute(Fragment::new("DELETE FROM applied_schema")).await.expect("another version");
    apply(&database).await;
    database.execute(old(2)).await.expect("the version before still writes");
    bench.association.create_session(new()).await.expect("a session");
    let sessions = bench.association.sessions_of("ada").await.expect("its sessions");
    let devices: Vec<&str> = sessions.iter().map(|session| session.device.as_str()).collect();
    assert_eq!(devices, ["Firefox/Linux", "", ""]);
}
