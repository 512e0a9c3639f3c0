//! Bytes: attached, located after a decision, replaced, forgotten with their key.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use veillee::storage::blobs;
use veillee::storage::objects::ObjectError;
use veillee_access::{Caller, Role};
use veillee_engine::types::{Change, Value};
use veillee_vault::Vault;

use super::bench::{Bench, account, member, text, truth};
use super::sketches::everything;

on_both!(
    bytes_come_back_to_those_who_may_read,
    replaced_bytes_are_gone_for_good,
    copied_bytes_are_shared_until_the_last_is_gone,
    a_file_is_attached_once_and_checked,
    a_small_file_is_a_row_and_comes_back_whole_and_in_parts,
    nothing_is_collected_while_a_copy_is_made,
);

async fn photo(bench: &Bench, ada: &Caller) -> (String, String) {
    everything(bench).await;
    let album = bench.create(ada, "album", None, vec![text("title", "One"), truth("approval", true)]).await;
    let album = album.expect("made");
    bench.share(ada, &album, &account("ben"), Role::Viewer).await;
    let photo = bench.create(ada, "photo", Some(&album), vec![]).await.expect("made");
    (album, photo)
}

async fn attach(bench: &Bench, caller: &Caller, id: &str, bytes: &[u8]) -> Result<(), ObjectError> {
    let files = BTreeMap::from([((0, 0), bench.arrive(bytes).await)]);
    let change = Change::Attach { id: id.to_owned(), blob: "original".to_owned(), choice: 0, index: 0 };
    bench.write_files(caller, vec![change], &files).await.map(drop)
}

async fn segments(bench: &Bench) -> usize {
    let vault = Vault::local(&bench.folder.path().join("vault")).expect("the vault");
    let files = vault.list().try_collect::<Vec<_>>().await.expect("listed").len();
    files + usize::try_from(bench.association.inline_segments().await.expect("counted")).expect("few")
}

async fn bytes_come_back_to_those_who_may_read(bench: Bench) {
    let (ada, ben) = (member("ada"), member("ben"));
    let (_, photo) = photo(&bench, &ada).await;
    let large: Vec<u8> = (0..700_000_u32).flat_map(u32::to_le_bytes).collect();
    attach(&bench, &ada, &photo, &large).await.expect("attached");
    assert_eq!(bench.bytes(&ada, &photo, "original").await.expect("located"), large);
    let size = bench.get(&ada, &photo, &["@blob:original", "@blob:thumbnail"]).await.expect("seen").values;
    assert_eq!(size, [Value::Integer(2_800_000), Value::None]);
    let absent = bench.bytes(&ada, &photo, "thumbnail").await;
    assert!(matches!(absent, Err(ObjectError::NotFound)));
    let pending = bench.bytes(&ben, &photo, "original").await;
    assert!(matches!(pending, Err(ObjectError::NotFound)), "a viewer sees no pending photo");
    bench.update(&ada, &photo, vec![text("state", "shown")]).await.expect("approved");
    assert_eq!(bench.bytes(&ben, &photo, "original").await.expect("located").len(), large.len());
    bench.trash(&ada, &photo).await.expect("trashed");
    for caller in [&ada, &ben, &Caller::visitor()] {
        assert!(matches!(bench.bytes(caller, &photo, "original").await, Err(ObjectError::NotFound)));
    }
}

async fn replaced_bytes_are_gone_for_good(bench: Bench) {
    let ada = member("ada");
    let (_, photo) = photo(&bench, &ada).await;
    attach(&bench, &ada, &photo, b"first").await.expect("attached");
    let before = blobs::locate(&bench.association, &bench.moment(), &ada, &photo, "original").await.expect("located");
    attach(&bench, &ada, &photo, b"second").await.expect("attached");
    let after = blobs::locate(&bench.association, &bench.moment(), &ada, &photo, "original").await.expect("located");
    assert_ne!(before.facts.validator, after.facts.validator);
    assert_eq!(after.facts.read_whole(&bench.association).await.expect("read"), b"second"[..]);
    assert_eq!(segments(&bench).await, 2);
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 1);
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 0);
    assert_eq!(segments(&bench).await, 1);
    assert!(before.facts.read_to_end(&bench.association).await.is_err(), "what was located before is gone too");
    assert_eq!(bench.bytes(&ada, &photo, "original").await.expect("located"), b"second");
    let never = bench.arrive(b"never attached").await;
    bench.association.discard(vec![never.content]).await;
    assert_eq!(segments(&bench).await, 1);
}

async fn copied_bytes_are_shared_until_the_last_is_gone(bench: Bench) {
    let (ada, ben) = (member("ada"), member("ben"));
    let (album, source) = photo(&bench, &ada).await;
    attach(&bench, &ada, &source, b"lake").await.expect("attached");
    let hers = bench.create(&ada, "photo", Some(&album), vec![]).await.expect("made");
    let bens = bench.create(&ben, "album", None, vec![text("title", "Ben's")]).await.expect("made");
    let his = bench.create(&ben, "photo", Some(&bens), vec![]).await.expect("made");
    let copy = async |caller: &Caller, id: &str, source: &str| {
        let (id, source) = (id.to_owned(), source.to_owned());
        let change = Change::Copy { id, blob: "original".to_owned(), source };
        bench.write_files(caller, vec![change], &BTreeMap::new()).await.map(drop)
    };
    let stolen = copy(&ben, &his, &source).await;
    assert!(matches!(stolen, Err(ObjectError::NotFound)), "what one may not read: {stolen:?}");
    let given = copy(&ben, &source, &his).await;
    assert!(matches!(given, Err(ObjectError::NotFound | ObjectError::Denied)), "{given:?}");
    let itself = copy(&ada, &source, &source).await;
    assert!(matches!(itself, Err(ObjectError::Invalid(_))), "{itself:?}");
    let nothing = copy(&ada, &source, &hers).await;
    assert!(matches!(nothing, Err(ObjectError::NotFound)), "a source without the blob: {nothing:?}");
    copy(&ada, &hers, &source).await.expect("copied");
    assert_eq!(segments(&bench).await, 1, "no byte was written again");
    attach(&bench, &ada, &source, b"hill").await.expect("replaced");
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 0);
    assert_eq!(bench.bytes(&ada, &hers, "original").await.expect("located"), b"lake");
    attach(&bench, &ada, &hers, b"sea").await.expect("replaced");
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 1);
}

async fn a_file_is_attached_once_and_checked(bench: Bench) {
    let (ada, ben) = (member("ada"), member("ben"));
    let (album, photo) = photo(&bench, &ada).await;
    let mut wrong_type = bench.arrive(b"text").await;
    "text/html".clone_into(&mut wrong_type.media_type);
    let files = BTreeMap::from([((0, 0), bench.arrive(b"bytes").await), ((0, 1), wrong_type)]);
    let change =
        |id: &str, blob: &str, index| Change::Attach { id: id.to_owned(), blob: blob.to_owned(), choice: 0, index };
    for (changes, why) in [
        (vec![change(&photo, "original", 0), change(&photo, "thumbnail", 0)], "one file twice"),
        (vec![change(&photo, "original", 1)], "a type that is not taken"),
        (vec![change(&photo, "poster", 0)], "an undeclared blob"),
        (vec![change(&photo, "original", 7)], "a file that did not come"),
        (vec![change(&album, "original", 0)], "a collection without blobs"),
    ] {
        let refused = bench.write_files(&ada, changes, &files).await;
        assert!(matches!(refused, Err(ObjectError::Invalid(_))), "{why}: {refused:?}");
        assert!(matches!(bench.bytes(&ada, &photo, "original").await, Err(ObjectError::NotFound)), "{why}");
    }
    bench.update(&ada, &photo, vec![text("state", "shown")]).await.expect("approved");
    let refused = attach(&bench, &ben, &photo, b"bytes").await;
    assert!(matches!(refused, Err(ObjectError::Denied)), "{refused:?}");
    let done = bench.write_files(&ada, vec![change(&photo, "original", 0)], &files).await.expect("attached");
    assert_eq!(done.attached.into_iter().collect::<Vec<_>>(), [(0, 0)]);
    assert_eq!(done.versions, [(photo, 3)]);
}

async fn a_small_file_is_a_row_and_comes_back_whole_and_in_parts(bench: Bench) {
    let ada = member("ada");
    let (_, photo) = photo(&bench, &ada).await;
    for (size_bytes, rows) in [(1, 1), (16 * 1024, 1), (16 * 1024 + 1, 0)] {
        let bytes: Vec<u8> =
            (0..size_bytes).map(|place: u32| place.to_le_bytes()[usize::from(place.is_multiple_of(3))]).collect();
        attach(&bench, &ada, &photo, &bytes).await.expect("attached");
        bench.association.collect_doomed().await.expect("collected");
        assert_eq!(bench.association.inline_segments().await.expect("counted"), rows, "{size_bytes}");
        assert_eq!(segments(&bench).await, 1);
        let found =
            blobs::locate(&bench.association, &bench.moment(), &ada, &photo, "original").await.expect("located");
        let association = &bench.association;
        assert_eq!(found.facts.read_whole(association).await.expect("read"), bytes);
        let end = u64::from(size_bytes);
        for range in [0..end, 0..1, end - 1..end, end..end] {
            let pieces = found.facts.read(association, range.clone()).expect("a range");
            let part: Vec<bytes::Bytes> = pieces.try_collect().await.expect("read");
            let place = |at: u64| usize::try_from(at).expect("small");
            assert_eq!(part.concat(), bytes[place(range.start)..place(range.end)]);
        }
        assert!(found.facts.read(association, 0..end + 1).is_err(), "beyond the end");
    }
}

async fn nothing_is_collected_while_a_copy_is_made(bench: Bench) {
    let ada = member("ada");
    let (_, photo) = photo(&bench, &ada).await;
    for bytes in [vec![1; 100], vec![2; 100_000], vec![3; 100]] {
        attach(&bench, &ada, &photo, &bytes).await.expect("attached");
    }
    let held = bench.association.hold_segments().await;
    bench.clock.advance(7 * 24 * 60 * 60 * 1000);
    assert_eq!(bench.association.collect_doomed().await.expect("asked"), 0);
    assert_eq!(bench.association.sweep_orphans().await.expect("asked"), 0);
    assert_eq!(segments(&bench).await, 3, "a copy still finds what it names");
    drop(held);
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 2);
    assert_eq!(segments(&bench).await, 1);
}
