//! Pictures: due with the blob, claimed one by one, kept all or nothing, gone with what they were made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use veillee::limits;
use veillee::storage::objects::ObjectError;
use veillee::storage::pictures::{
    Clean, CleanCopy, DuePicture, EditList, Examined, Expected, Facts, Kept, MadeRendition, Next, clean_copy, expected,
};
use veillee::storage::shape::Shape;
use veillee::storage::{Association, blobs};
use veillee_access::{Action, Caller, Role};
use veillee_engine::types::{Change, Value};
use veillee_tests::model::Sketch;

use super::bench::{Bench, SERVICE, account, member, text, truth};
use super::sketches::{album, photo};

on_both!(
    a_blob_with_renditions_is_due_until_its_pictures_are_kept,
    whoever_may_not_see_the_photo_sees_neither_placeholder_nor_picture,
    replacing_the_original_drops_all_that_was_made_of_it,
    what_was_claimed_when_the_host_ended_is_claimed_again_and_not_for_ever,
    a_picture_that_is_late_finds_no_place,
    a_failure_that_may_pass_is_tried_again_later_and_then_given_up,
    purging_takes_everything,
    photos_from_before_renditions_were_declared_become_due,
    what_came_while_a_version_without_renditions_stood_becomes_due,
);

async fn world(bench: &Bench) -> (Caller, String) {
    let (ada, photo) = world_without_renditions(bench).await;
    bench.association.adopt(vec![with_thumbnail(bench)]).await.expect("adopted");
    (ada, photo)
}

/// The collection of photos as a version declares it that wants one rendition of each.
fn with_thumbnail(bench: &Bench) -> Shape {
    let mut shape = bench.moment().shapes.named(SERVICE, "photo").expect("adopted").as_ref().clone();
    let original = shape.blobs.get_mut("original").expect("declared");
    original.renditions = BTreeMap::from([("thumbnail".to_owned(), 512)]);
    shape
}

async fn world_without_renditions(bench: &Bench) -> (Caller, String) {
    bench.adopt(SERVICE, &[album(), without_thumbnail()]).await;
    let ada = member("ada");
    let album = bench.create(&ada, "album", None, vec![text("title", "One"), truth("approval", true)]).await;
    bench.share(&ada, album.as_ref().expect("made"), &account("ben"), Role::Viewer).await;
    let photo = bench.create(&ada, "photo", Some(&album.expect("made")), vec![]).await.expect("made");
    (ada, photo)
}

fn without_thumbnail() -> Sketch {
    photo().without_blob("thumbnail")
}

async fn attach(bench: &Bench, caller: &Caller, id: &str, bytes: &[u8]) {
    let files = BTreeMap::from([((0, 0), bench.arrive(bytes).await)]);
    let change = Change::Attach { id: id.to_owned(), blob: "original".to_owned(), choice: 0, index: 0 };
    bench.write_files(caller, vec![change], &files).await.expect("attached");
}

async fn next(association: &Association) -> Next {
    association.next_picture(&["image/jpeg".to_owned(), "image/png".to_owned()]).await.expect("a database")
}

async fn due(bench: &Bench) -> DuePicture {
    match next(&bench.association).await {
        Next::Picture(due) => *due,
        Next::At(at_ms) => panic!("only at {at_ms}"),
        Next::Nothing => panic!("nothing is due"),
    }
}

async fn examined(bench: &Bench, bytes: &[u8]) -> Examined {
    let edits = EditList::new(vec![(0, 2, Vec::new())], 100).expect("good edits");
    Examined {
        facts: Some(Facts { width_px: 40, height_px: 30, frames: 1, taken: Some("2026-05-03T14:05:09".to_owned()) }),
        made: vec![MadeRendition {
            name: "thumbnail".to_owned(),
            media_type: "image/jpeg",
            content: bench.arrive(bytes).await.content,
        }],
        clean: Some(CleanCopy { edits, sha_256: [7; 32], crc_32: 7 }),
        given_up: None,
    }
}

const ORIGINAL: &[u8; 100] = &[5; 100];

async fn make(bench: &Bench, bytes: &[u8]) {
    let due = due(bench).await;
    let examined = examined(bench, bytes).await;
    assert_eq!(bench.association.keep_picture(&due, examined).await.expect("kept"), Kept::Yes);
}

async fn expects(bench: &Bench, caller: &Caller, photo: &str) -> Result<Expected, ObjectError> {
    expected(&bench.association, &bench.moment(), caller, photo, "thumbnail").await
}

async fn is_clean(bench: &Bench, caller: &Caller, photo: &str) -> &'static str {
    let located = blobs::locate(&bench.association, &bench.moment(), caller, photo, "original").await.expect("located");
    match clean_copy(&bench.association, photo, "original", &located.facts).await.expect("a database") {
        Clean::Ready(copy, _) if copy.size_bytes() == 98 => "ready",
        Clean::Ready(..) => "another",
        Clean::Soon => "soon",
        Clean::Never => "never",
    }
}

async fn a_blob_with_renditions_is_due_until_its_pictures_are_kept(bench: Bench) {
    let (ada, photo) = world(&bench).await;
    assert!(matches!(next(&bench.association).await, Next::Nothing));
    attach(&bench, &ada, &photo, ORIGINAL).await;
    let generation = bench.association.generation();
    assert!(matches!(bench.association.next_picture(&["image/gif".to_owned()]).await, Ok(Next::Nothing)), "no codec");
    let soon = Expected::Soon { media_type: "image/jpeg".to_owned() };
    assert_eq!(expects(&bench, &ada, &photo).await.expect("expected"), soon);
    assert_eq!(is_clean(&bench, &ada, &photo).await, "soon");
    let unknown = bench.get(&ada, &photo, &["@width", "@height", "@taken"]).await.expect("seen").values;
    assert_eq!(unknown, [Value::None, Value::None, Value::None]);

    make(&bench, b"small").await;
    assert!(matches!(next(&bench.association).await, Next::Nothing));
    assert_eq!(bench.bytes(&ada, &photo, "thumbnail").await.expect("there"), b"small");
    let known = bench.get(&ada, &photo, &["@width", "@height", "@taken", "@blob:original"]).await.expect("seen").values;
    let taken = Value::Text("2026-05-03T14:05:09".to_owned());
    assert_eq!(known, [Value::Integer(40), Value::Integer(30), taken, Value::Integer(100)]);
    assert_eq!(is_clean(&bench, &ada, &photo).await, "ready");
    assert_eq!(bench.association.generation(), generation, "a picture that comes takes nothing from anybody");
    let album = bench.get(&ada, &photo, &["@parent"]).await.expect("seen").values.remove(0);
    let Value::Text(album) = album else { panic!("it lies in an album") };
    assert!(bench.get(&ada, &album, &["@width"]).await.is_err(), "an album has no pictures");
}

async fn whoever_may_not_see_the_photo_sees_neither_placeholder_nor_picture(bench: Bench) {
    let (ada, photo) = world(&bench).await;
    let (ben, stranger) = (member("ben"), Caller::visitor());
    let hidden = async |caller: &Caller| {
        assert!(matches!(expects(&bench, caller, &photo).await, Err(ObjectError::NotFound)));
        assert!(matches!(bench.bytes(caller, &photo, "thumbnail").await, Err(ObjectError::NotFound)));
    };
    hidden(&ada).await;
    attach(&bench, &ada, &photo, ORIGINAL).await;
    assert!(expects(&bench, &ada, &photo).await.is_ok());
    hidden(&ben).await;
    hidden(&stranger).await;
    make(&bench, b"small").await;
    assert!(matches!(bench.bytes(&ben, &photo, "thumbnail").await, Err(ObjectError::NotFound)), "it is pending");
    bench.update(&ada, &photo, vec![text("state", "shown")]).await.expect("approved");
    assert_eq!(bench.bytes(&ben, &photo, "thumbnail").await.expect("shown"), b"small");
    assert!(matches!(bench.bytes(&stranger, &photo, "thumbnail").await, Err(ObjectError::NotFound)));
    bench.update(&ada, &photo, vec![text("state", "pending")]).await.expect("hidden");
    assert!(matches!(bench.bytes(&ben, &photo, "thumbnail").await, Err(ObjectError::NotFound)));
    bench.trash(&ada, &photo).await.expect("trashed");
    hidden(&ada).await;
}

async fn replacing_the_original_drops_all_that_was_made_of_it(bench: Bench) {
    let (ada, photo) = world(&bench).await;
    attach(&bench, &ada, &photo, ORIGINAL).await;
    make(&bench, b"small").await;
    let generation = bench.association.generation();
    attach(&bench, &ada, &photo, &[6; 100]).await;
    assert!(bench.association.generation() > generation, "other bytes stand behind an old yes");
    assert!(matches!(bench.bytes(&ada, &photo, "thumbnail").await, Err(ObjectError::NotFound)));
    assert_eq!(bench.get(&ada, &photo, &["@width"]).await.expect("seen").values, [Value::None]);
    assert_eq!(is_clean(&bench, &ada, &photo).await, "soon");
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 2, "original and thumbnail");
    make(&bench, b"other").await;
    assert_eq!(bench.bytes(&ada, &photo, "thumbnail").await.expect("there"), b"other");
}

async fn what_was_claimed_when_the_host_ended_is_claimed_again_and_not_for_ever(bench: Bench) {
    let (ada, photo) = world(&bench).await;
    attach(&bench, &ada, &photo, ORIGINAL).await;
    for attempt in 1..=limits::PICTURE_ATTEMPTS_MAX {
        assert_eq!(due(&bench).await.attempt, attempt);
        let Next::At(at_ms) = next(&bench.association).await else { panic!("it is claimed") };
        assert_eq!(at_ms, bench.moment().now_ms + limits::PICTURE_LEASE_MS);
        // As the next start of the host does.
        bench.association.release_pictures().await.expect("released");
    }
    assert!(matches!(next(&bench.association).await, Next::Nothing), "it may be what ends the host");
    let given_up = bench.association.given_up_pictures(10).await.expect("a list");
    assert_eq!(given_up.len(), 1);
    assert_eq!((given_up[0].0.as_str(), given_up[0].1.as_str()), (photo.as_str(), "original"));
    assert_eq!(expects(&bench, &ada, &photo).await.expect("expected"), Expected::Never);
    assert_eq!(is_clean(&bench, &ada, &photo).await, "never");
    assert_eq!(bench.bytes(&ada, &photo, "original").await.expect("there"), ORIGINAL);
}

async fn a_picture_that_is_late_finds_no_place(bench: Bench) {
    let (ada, photo) = world(&bench).await;
    attach(&bench, &ada, &photo, ORIGINAL).await;
    let late = due(&bench).await;
    attach(&bench, &ada, &photo, &[6; 100]).await;
    let examined_late = examined(&bench, b"late").await;
    assert_eq!(bench.association.keep_picture(&late, examined_late).await.expect("asked"), Kept::Outdated);
    bench.association.postpone_picture(&late, "late").await.expect("asked");
    assert!(matches!(bench.bytes(&ada, &photo, "thumbnail").await, Err(ObjectError::NotFound)));
    make(&bench, b"right").await;
    assert_eq!(bench.bytes(&ada, &photo, "thumbnail").await.expect("there"), b"right");
}

async fn a_failure_that_may_pass_is_tried_again_later_and_then_given_up(bench: Bench) {
    let (ada, photo) = world(&bench).await;
    attach(&bench, &ada, &photo, ORIGINAL).await;
    let mut waits_ms = Vec::new();
    for _ in 1..limits::PICTURE_ATTEMPTS_MAX {
        let due = due(&bench).await;
        bench.association.postpone_picture(&due, "a.jpg: the disk is away").await.expect("postponed");
        let Next::At(at_ms) = next(&bench.association).await else { panic!("later") };
        waits_ms.push(at_ms - bench.moment().now_ms);
        bench.clock.advance(at_ms - bench.moment().now_ms);
    }
    let first = limits::PICTURE_RETRY_MS;
    assert_eq!(waits_ms, [first, first * 10, first * 100]);
    let last = due(&bench).await;
    bench.association.postpone_picture(&last, "a.jpg: the disk is away").await.expect("given up");
    let given_up = bench.association.given_up_pictures(10).await.expect("a list");
    assert_eq!(given_up, [(photo, "original".to_owned(), "a.jpg: the disk is away".to_owned())]);
}

async fn purging_takes_everything(bench: Bench) {
    let (ada, photo) = world(&bench).await;
    attach(&bench, &ada, &photo, ORIGINAL).await;
    make(&bench, b"small").await;
    bench.trash(&ada, &photo).await.expect("trashed");
    bench.clock.advance(limits::TRASH_LIFE_MS);
    assert_eq!(bench.association.purge_trash().await.expect("purged"), 1);
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 2);
    assert!(bench.permit(&ada, Action::Read, &photo).await.is_err());
    assert!(bench.association.given_up_pictures(10).await.expect("a list").is_empty());
}

async fn photos_from_before_renditions_were_declared_become_due(bench: Bench) {
    let (ada, photo) = world_without_renditions(&bench).await;
    attach(&bench, &ada, &photo, ORIGINAL).await;
    assert!(matches!(next(&bench.association).await, Next::Nothing));
    let shape = with_thumbnail(&bench);
    bench.association.adopt(vec![shape.clone()]).await.expect("adopted");
    assert_eq!(is_clean(&bench, &ada, &photo).await, "soon");
    make(&bench, b"small").await;
    assert_eq!(bench.bytes(&ada, &photo, "thumbnail").await.expect("there"), b"small");
    bench.association.adopt(vec![shape]).await.expect("adopted");
    assert!(matches!(next(&bench.association).await, Next::Nothing), "what is there is not made again");
}

async fn what_came_while_a_version_without_renditions_stood_becomes_due(bench: Bench) {
    let (ada, early) = world_without_renditions(&bench).await;
    let (association, moment) = (&bench.association, bench.moment());
    let without = vec![moment.shapes.named(SERVICE, "photo").expect("adopted").clone()];
    let with = vec![Arc::new(with_thumbnail(&bench))];
    association.show(SERVICE, &with).await.expect("shown");
    attach(&bench, &ada, &early, ORIGINAL).await;
    association.show(SERVICE, &without).await.expect("shown");
    assert!(matches!(next(association).await, Next::Nothing), "this version wants none");
    let Value::Text(album) = bench.get(&ada, &early, &["@parent"]).await.expect("seen").values.remove(0) else {
        panic!("it lies in an album")
    };
    let late = bench.create(&ada, "photo", Some(&album), vec![]).await.expect("made");
    attach(&bench, &ada, &late, ORIGINAL).await;
    association.show(SERVICE, &with).await.expect("shown");
    let mut made = [due(&bench).await.object, due(&bench).await.object];
    made.sort();
    let mut expected = [early, late];
    expected.sort();
    assert_eq!(made, expected);
    // Hidden, and shown by the same version again.
    association.release_pictures().await.expect("released");
    association.hide(SERVICE).await.expect("hidden");
    assert!(matches!(next(association).await, Next::Nothing), "nobody wants them now");
    association.show(SERVICE, &with).await.expect("shown");
    assert!(matches!(next(association).await, Next::Picture(_)));
}
