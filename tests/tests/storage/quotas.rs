//! Who pays for what is kept, and that nobody ever holds more than they may.

mod random_work;

use std::collections::BTreeMap;

use futures_util::future::join_all;
use veillee::limits;
use veillee::storage::objects::ObjectError;
use veillee::storage::quota::{self, Allowance, Amounts, Budget, Level, NewReservation};
use veillee::storage::{Association, Foundations};
use veillee_access::{Caller, Fragment, Role, Subject};
use veillee_engine::types::Change;
use veillee_vault::{Vault, WrappingKey};

use super::bench::{Bench, NOW_MS, Outcome, account, guest, member, text, with_link};
use super::sketches::everything;

on_both!(
    the_owner_of_the_tree_pays_for_what_a_guest_adds,
    over_the_hard_limit_nothing_grows_and_all_else_goes_on,
    a_soft_limit_refuses_nothing_and_is_told,
    the_limit_of_each_counts_where_a_person_has_none,
    writes_side_by_side_never_exceed_a_limit,
    a_moved_photo_is_paid_for_by_who_owns_its_new_place,
    a_purge_gives_room_back_and_the_trash_does_not,
    a_reservation_holds_room_until_it_is_used_given_back_or_over,
    uploads_that_reserve_side_by_side_never_exceed_a_limit,
    the_association_has_a_limit_of_its_own,
    data_without_numbers_is_counted_when_it_is_opened,
    wrong_numbers_are_found_and_put_right,
);

fn owner(id: &str) -> Budget {
    Budget::Owner(id.to_owned())
}

async fn used(bench: &Bench, budget: &Budget) -> (i64, i64) {
    let used = bench.association.standing(budget).await.expect("a standing").used;
    (used.bytes, used.objects)
}

async fn limit(bench: &Bench, budget: &Budget, allowance: Allowance) {
    bench.association.set_allowance(budget, allowance).await.expect("a limit");
}

fn hard_bytes(bytes: i64) -> Allowance {
    Allowance { hard_bytes: Some(bytes), ..Allowance::default() }
}

/// A photo with so many bytes.
async fn photo(bench: &Bench, caller: &Caller, album: &str, size: usize) -> Outcome<String> {
    let id = bench.new_id("photo");
    let files = BTreeMap::from([((0, 0), bench.arrive(&vec![7; size]).await)]);
    let made = Change::Create {
        id: id.clone(),
        collection: "photo".to_owned(),
        parent: Some(album.to_owned()),
        fields: vec![text("title", "x")],
    };
    let attached = Change::Attach { id: id.clone(), blob: "original".to_owned(), choice: 0, index: 0 };
    let done = bench.write_files(caller, vec![made, attached], &files).await;
    if done.is_err() {
        bench.association.discard(files.into_values().map(|file| file.content).collect()).await;
    }
    done.map(|_| id)
}

async fn album(bench: &Bench, caller: &Caller) -> String {
    bench.create(caller, "album", None, vec![text("title", "One")]).await.expect("made")
}

#[track_caller]
fn refused<T: std::fmt::Debug>(outcome: &Outcome<T>, whose: &Budget) {
    assert!(matches!(outcome, Err(ObjectError::OverQuota(budget)) if budget == whose), "{outcome:?}");
}

async fn the_owner_of_the_tree_pays_for_what_a_guest_adds(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = album(&bench, &ada).await;
    let link = bench.link(&ada, &album, Role::Depositor).await;
    let gus = with_link(guest("gus"), &link);
    photo(&bench, &gus, &album, 300).await.expect("added");
    assert_eq!(used(&bench, &owner("ada")).await, (300, 2));
    assert_eq!(used(&bench, &owner("gus")).await, (0, 0));
    let article = bench.create(&ada, "article", None, vec![]).await.expect("made");
    assert_eq!(used(&bench, &owner("association")).await, (0, 1), "what the association owns, it pays");
    assert!(bench.sees(&ada, &article).await);
    assert_eq!(used(&bench, &Budget::Whole).await, (300, 3));
    assert_eq!(bench.association.audit_usage().await.expect("an audit"), []);
}

async fn over_the_hard_limit_nothing_grows_and_all_else_goes_on(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = album(&bench, &ada).await;
    limit(&bench, &owner("ada"), hard_bytes(1_000)).await;
    let first = photo(&bench, &ada, &album, 600).await.expect("fits");
    refused(&photo(&bench, &ada, &album, 401).await, &owner("ada"));
    assert_eq!(used(&bench, &owner("ada")).await, (600, 2), "nothing of it was kept");
    let second = photo(&bench, &ada, &album, 400).await.expect("fits to the byte");
    assert_eq!(bench.association.standing(&owner("ada")).await.expect("a standing").level(), Level::Hard);
    // The limit is lowered: she keeps all, and may do what takes no room.
    limit(&bench, &owner("ada"), hard_bytes(500)).await;
    refused(&photo(&bench, &ada, &album, 1).await, &owner("ada"));
    refused(&bench.create(&ada, "photo", Some(&album), vec![]).await, &owner("ada"));
    assert_eq!(bench.bytes(&ada, &first, "original").await.expect("read").len(), 600);
    bench.update(&ada, &first, vec![text("title", "still")]).await.expect("a word more");
    let smaller = BTreeMap::from([((0, 0), bench.arrive(&[1; 10]).await)]);
    let renew = Change::Attach { id: second.clone(), blob: "original".to_owned(), choice: 0, index: 0 };
    bench.write_files(&ada, vec![renew], &smaller).await.expect("less than before");
    assert_eq!(used(&bench, &owner("ada")).await, (610, 3));
    bench.trash(&ada, &first).await.expect("into the trash");
    bench.restore(&ada, &first).await.expect("and back");
    let ben = member("ben");
    let his = self::album(&bench, &ben).await;
    photo(&bench, &ben, &his, 5_000).await.expect("another's room is another's");
    limit(&bench, &owner("ben"), Allowance { hard_objects: Some(2), ..Allowance::default() }).await;
    refused(&bench.create(&ben, "photo", Some(&his), vec![]).await, &owner("ben"));
    assert_eq!(bench.association.audit_usage().await.expect("an audit"), []);
}

async fn a_soft_limit_refuses_nothing_and_is_told(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = album(&bench, &ada).await;
    let allowance = Allowance { soft_bytes: Some(100), hard_bytes: Some(300), ..Allowance::default() };
    limit(&bench, &owner("ada"), allowance).await;
    let level = async || bench.association.standing(&owner("ada")).await.expect("a standing").level();
    photo(&bench, &ada, &album, 99).await.expect("fits");
    assert_eq!(level().await, Level::Free);
    photo(&bench, &ada, &album, 101).await.expect("fits");
    assert_eq!(level().await, Level::Soft);
    photo(&bench, &ada, &album, 100).await.expect("fits");
    assert_eq!(level().await, Level::Hard);
}

async fn the_limit_of_each_counts_where_a_person_has_none(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let (hers, his) = (album(&bench, &ada).await, album(&bench, &ben).await);
    limit(&bench, &Budget::EachPerson, hard_bytes(100)).await;
    limit(&bench, &owner("ben"), hard_bytes(200)).await;
    refused(&photo(&bench, &ada, &hers, 150).await, &owner("ada"));
    photo(&bench, &ben, &his, 150).await.expect("he has a limit of his own");
    let left = |room: Option<quota::Room>| room.expect("a limit").left_bytes;
    assert_eq!(left(bench.association.room("ada").await.expect("a room")), 100);
    assert_eq!(left(bench.association.room("ben").await.expect("a room")), 50);
    // The association's own things are not a person's.
    let file = BTreeMap::from([((0, 0), bench.arrive(&[1; 5_000]).await)]);
    let id = bench.new_id("article");
    let made = Change::Create { id: id.clone(), collection: "article".to_owned(), parent: None, fields: vec![] };
    let attached = Change::Attach { id, blob: "original".to_owned(), choice: 0, index: 0 };
    bench.write_files(&ada, vec![made, attached], &file).await.expect("no limit there");
    assert_eq!(bench.association.room("association").await.expect("a room"), None);
}

async fn writes_side_by_side_never_exceed_a_limit(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let (one, two) = (album(&bench, &ada).await, album(&bench, &ada).await);
    bench.share(&ada, &two, &account("ben"), Role::Editor).await;
    limit(&bench, &owner("ada"), hard_bytes(850)).await;
    let all = (0..16).map(|n| {
        let (who, place) = if n % 2 == 0 { (&ada, &one) } else { (&ben, &two) };
        photo(&bench, who, place, 100)
    });
    let outcomes = join_all(all).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 8);
    outcomes.iter().filter(|outcome| outcome.is_err()).for_each(|outcome| refused(outcome, &owner("ada")));
    assert_eq!(used(&bench, &owner("ada")).await, (800, 10));
    assert_eq!(bench.association.audit_usage().await.expect("an audit"), []);
}

async fn a_moved_photo_is_paid_for_by_who_owns_its_new_place(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let (hers, his) = (album(&bench, &ada).await, album(&bench, &ben).await);
    bench.share(&ben, &his, &account("ada"), Role::Editor).await;
    let moved = photo(&bench, &ada, &hers, 250).await.expect("made");
    bench.update(&ada, &moved, vec![super::bench::truth("hearts", true)]).await.expect("hearts are welcome");
    bench.create(&ada, "heart", Some(&moved), vec![]).await.expect("a heart");
    assert_eq!((used(&bench, &owner("ada")).await, used(&bench, &owner("ben")).await), ((250, 3), (0, 1)));
    limit(&bench, &owner("ben"), hard_bytes(249)).await;
    refused(&bench.place(&ada, &moved, &his).await, &owner("ben"));
    assert_eq!(used(&bench, &owner("ada")).await, (250, 3));
    limit(&bench, &owner("ben"), hard_bytes(250)).await;
    bench.place(&ada, &moved, &his).await.expect("moved");
    assert_eq!((used(&bench, &owner("ada")).await, used(&bench, &owner("ben")).await), ((0, 1), (250, 3)));
    assert_eq!(bench.association.audit_usage().await.expect("an audit"), []);
}

async fn a_purge_gives_room_back_and_the_trash_does_not(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let (kept, gone) = (album(&bench, &ada).await, album(&bench, &ada).await);
    photo(&bench, &ada, &kept, 10).await.expect("made");
    let alone = photo(&bench, &ada, &kept, 20).await.expect("made");
    for _ in 0..3 {
        photo(&bench, &ada, &gone, 100).await.expect("made");
    }
    bench.trash(&ada, &gone).await.expect("trashed");
    bench.trash(&ada, &alone).await.expect("trashed");
    assert_eq!(used(&bench, &owner("ada")).await, (330, 7), "the trash still counts");
    bench.clock.advance(limits::TRASH_LIFE_MS);
    bench.association.purge_trash().await.expect("purged");
    assert_eq!(used(&bench, &owner("ada")).await, (10, 2));
    assert_eq!(bench.association.audit_usage().await.expect("an audit"), []);
}

async fn reserve(bench: &Bench, id: &str, size_bytes: u64, ends_ms: i64) -> Outcome<()> {
    let mut transaction = bench.association.database().begin().await?;
    let new = NewReservation { id, owner: "ada", size_bytes, ends_ms };
    let now_ms = bench.association.moment().now_ms;
    quota::reserve(&mut transaction, &new, now_ms).await?;
    Ok(transaction.commit().await?)
}

async fn give_back(bench: &Bench, id: &str) {
    let mut transaction = bench.association.database().begin().await.expect("a transaction");
    quota::release(&mut transaction, id).await.expect("released");
    transaction.commit().await.expect("committed");
}

async fn a_reservation_holds_room_until_it_is_used_given_back_or_over(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = album(&bench, &ada).await;
    limit(&bench, &owner("ada"), hard_bytes(1_000)).await;
    reserve(&bench, "one", 600, NOW_MS + 10).await.expect("room");
    refused(&reserve(&bench, "two", 401, NOW_MS + 10).await, &owner("ada"));
    refused(&photo(&bench, &ada, &album, 401).await, &owner("ada"));
    let standing = bench.association.standing(&owner("ada")).await.expect("a standing");
    assert_eq!((standing.used.bytes, standing.reserved_bytes, standing.left_bytes()), (0, 600, Some(400)));
    // Used: the bytes take the place of their reservation.
    give_back(&bench, "one").await;
    photo(&bench, &ada, &album, 600).await.expect("attached");
    let standing = bench.association.standing(&owner("ada")).await.expect("a standing");
    assert_eq!((standing.used.bytes, standing.reserved_bytes), (600, 0));
    // Over: it holds nothing from its end on, and can be given longer before.
    reserve(&bench, "three", 400, NOW_MS + 10).await.expect("room");
    bench.clock.advance(9);
    let mut transaction = bench.association.database().begin().await.expect("a transaction");
    quota::extend(&mut transaction, "three", NOW_MS + 20).await.expect("extended");
    transaction.commit().await.expect("committed");
    bench.clock.advance(10);
    refused(&reserve(&bench, "four", 1, NOW_MS + 100).await, &owner("ada"));
    assert_eq!(bench.association.sweep_reservations().await.expect("swept"), 0);
    bench.clock.advance(1);
    reserve(&bench, "four", 400, NOW_MS + 100).await.expect("room again");
    assert_eq!(bench.association.sweep_reservations().await.expect("swept"), 1);
    // Given back.
    give_back(&bench, "four").await;
    give_back(&bench, "four").await;
    photo(&bench, &ada, &album, 400).await.expect("room");
    assert_eq!(bench.association.audit_usage().await.expect("an audit"), []);
}

async fn uploads_that_reserve_side_by_side_never_exceed_a_limit(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = album(&bench, &ada).await;
    limit(&bench, &owner("ada"), hard_bytes(1_050)).await;
    let names: Vec<String> = (0..12).map(|n| format!("upload-{n}")).collect();
    let reserving = join_all(names.iter().map(|name| reserve(&bench, name, 100, NOW_MS + 10)));
    let attaching = join_all((0..12).map(|_| photo(&bench, &ada, &album, 100)));
    let (reserved, attached) = tokio::join!(reserving, attaching);
    let (held, kept) = (
        reserved.iter().filter(|outcome| outcome.is_ok()).count(),
        attached.iter().filter(|outcome| outcome.is_ok()).count(),
    );
    assert_eq!(held + kept, 10, "{held} reserved, {kept} attached");
}

async fn the_association_has_a_limit_of_its_own(bench: Bench) {
    everything(&bench).await;
    let (ada, ben) = (member("ada"), member("ben"));
    let (hers, his) = (album(&bench, &ada).await, album(&bench, &ben).await);
    bench.share(&ben, &his, &account("ada"), Role::Editor).await;
    limit(&bench, &Budget::Whole, hard_bytes(850)).await;
    let all = (0..16).map(|n| {
        let (who, place) = if n % 2 == 0 { (&ada, &hers) } else { (&ben, &his) };
        photo(&bench, who, place, 100)
    });
    let outcomes = join_all(all).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 8);
    outcomes.iter().filter(|outcome| outcome.is_err()).for_each(|outcome| refused(outcome, &Budget::Whole));
    // What only changes hands takes no room of all.
    let one = outcomes.iter().step_by(2).find_map(|outcome| outcome.as_ref().ok()).expect("one of hers");
    limit(&bench, &Budget::Whole, hard_bytes(1)).await;
    bench.place(&ada, one, &his).await.expect("moved");
    refused(&bench.create(&ben, "photo", Some(&his), vec![]).await, &Budget::Whole);
    assert_eq!(used(&bench, &Budget::Whole).await, (800, 10));
    assert_eq!(bench.association.room("ben").await.expect("a room").expect("a limit").budget, Budget::Whole);
}

async fn data_without_numbers_is_counted_when_it_is_opened(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = album(&bench, &ada).await;
    bench.share(&ada, &album, &Subject::Members, Role::Contributor).await;
    photo(&bench, &member("ben"), &album, 300).await.expect("added");
    let database = bench.association.database();
    database.execute(Fragment::new("DELETE FROM usage")).await.expect("as a version before left it");
    let random = bench.association.random.clone();
    let foundations = Foundations {
        database,
        vault: Vault::local(&bench.folder.path().join("other")).expect("a vault"),
        key: WrappingKey::new(&*random),
        clock: bench.association.clock.clone(),
        random,
    };
    // Its services are not there yet.
    let opened = Association::open("test", foundations).await.expect("opened");
    assert_eq!(opened.standing(&owner("ada")).await.expect("a standing").used, Amounts { bytes: 300, objects: 2 });
    assert_eq!(opened.audit_usage().await.expect("an audit"), []);
}

async fn wrong_numbers_are_found_and_put_right(bench: Bench) {
    everything(&bench).await;
    let ada = member("ada");
    let album = album(&bench, &ada).await;
    photo(&bench, &ada, &album, 300).await.expect("added");
    // As a version before, which does not know of them, would leave them.
    let update = "UPDATE usage SET size_bytes = 200, objects = 5 WHERE owner = 'ada'";
    bench.association.database().execute(Fragment::new(update)).await.expect("spoilt");
    let found = bench.association.audit_usage().await.expect("an audit");
    assert_eq!((found.len(), found[0].owner.as_str(), found[0].counted.bytes), (1, "ada", 300));
    assert_eq!(bench.association.correct_usage().await.expect("an audit"), found);
    assert_eq!(used(&bench, &owner("ada")).await, (300, 2));
    assert_eq!(bench.association.audit_usage().await.expect("an audit"), []);
}
