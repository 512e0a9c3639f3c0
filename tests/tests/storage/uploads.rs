//! Resumable uploads: kept piece by piece, handed to an object in one transaction, or gone with their key.

use std::collections::BTreeMap;

use futures_util::TryStreamExt as _;
use veillee::storage::objects::{ArrivedFile, ObjectError};
use veillee::storage::uploads::{Arrived, Finish, NewUpload, Target, Upload, UploadError};
use veillee_access::Caller;
use veillee_engine::types::Change;
use veillee_vault::Vault;

use super::bench::{Bench, member, text};
use super::sketches::everything;

on_both!(
    pieces_become_the_bytes_of_an_object,
    an_upload_is_attached_once,
    an_upload_that_ended_meanwhile_attaches_nothing,
    what_is_not_kept_does_not_count,
    the_sweep_of_orphans_spares_an_upload,
);

const HOLDER: &str = "principal:ada";

async fn photo(bench: &Bench, ada: &Caller) -> String {
    everything(bench).await;
    let album = bench.create(ada, "album", None, vec![text("title", "One")]).await.expect("made");
    bench.create(ada, "photo", Some(&album), vec![]).await.expect("made")
}

/// A stored upload and the id of its address.
async fn begin(bench: &Bench, length_bytes: Option<u64>) -> (String, Upload) {
    let word = |text: &str| text.to_owned();
    let target = Target { service: word("album"), collection: word("photo"), into: word("x"), blob: word("original") };
    let (id, mut upload) = bench.association.begin_upload(NewUpload {
        holder: HOLDER.to_owned(),
        target,
        finish: Finish::Form,
        file_name: "mer.jpg".to_owned(),
        metadata: "filename bWVyLmpwZw==".to_owned(),
        length_bytes,
    });
    bench.association.store_upload(&mut upload).await.expect("stored");
    (id, upload)
}

async fn find(bench: &Bench, id: &str) -> Result<Upload, UploadError> {
    bench.association.upload(id, &[HOLDER.to_owned()]).await
}

/// Writes all bytes and makes them durable.
async fn arrive(bench: &Bench, id: &str, bytes: &[u8]) -> Arrived {
    let upload = find(bench, id).await.expect("found");
    let mut receiving = bench.association.receive(upload).await.expect("open");
    receiving.write(bytes).await.expect("written");
    receiving.finish().await.expect("durable")
}

fn files(content: &veillee::storage::blobs::ArrivedContent) -> BTreeMap<(usize, u32), ArrivedFile> {
    let (name, media_type) = ("mer.jpg".to_owned(), "image/jpeg".to_owned());
    BTreeMap::from([((0, 0), ArrivedFile { name, media_type, content: content.clone() })])
}

fn attach(id: &str) -> Vec<Change> {
    vec![Change::Attach { id: id.to_owned(), blob: "original".to_owned(), choice: 0, index: 0 }]
}

async fn segments(bench: &Bench) -> usize {
    let vault = Vault::local(&bench.folder.path().join("vault")).expect("the vault");
    vault.list().try_collect::<Vec<_>>().await.expect("listed").len()
}

async fn pieces_become_the_bytes_of_an_object(bench: Bench) {
    let ada = member("ada");
    let photo = photo(&bench, &ada).await;
    let bytes: Vec<u8> = (0..2_500_000_u32).flat_map(u32::to_le_bytes).collect();
    let (id, _) = begin(&bench, Some(bytes.len() as u64)).await;
    let mut at = 0;
    for piece in [1, 4_194_304, 100] {
        let upload = find(&bench, &id).await.expect("found");
        assert_eq!(upload.offset_bytes, at as u64);
        let mut receiving = bench.association.receive(upload).await.expect("open");
        receiving.write(&bytes[at..at + piece]).await.expect("written");
        receiving.keep(&bench.association).await.expect("kept");
        at += piece;
    }
    let arrived = arrive(&bench, &id, &bytes[at..]).await;
    arrived.wait_for_form(&bench.association, "image/jpeg").await.expect("waits");
    let (_, content) = bench.association.whole_upload(&id, &[HOLDER.to_owned()]).await.expect("whole");
    bench.write_files(&ada, attach(&photo), &files(&content)).await.expect("attached");
    assert!(bench.bytes(&ada, &photo, "original").await.expect("located") == bytes);
    let kept = segments(&bench).await;
    let upload = find(&bench, &id).await.expect("its word stays");
    bench.association.end_upload(&upload).await.expect("ended");
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 0, "the object has them");
    assert_eq!(segments(&bench).await, kept);
}

async fn an_upload_is_attached_once(bench: Bench) {
    let ada = member("ada");
    let photo = photo(&bench, &ada).await;
    let (id, _) = begin(&bench, Some(5)).await;
    arrive(&bench, &id, b"bytes").await.wait_for_form(&bench.association, "image/jpeg").await.expect("waits");
    let holders = [HOLDER.to_owned()];
    let (_, first) = bench.association.whole_upload(&id, &holders).await.expect("whole");
    let (_, second) = bench.association.whole_upload(&id, &holders).await.expect("whole");
    // Thrown away by a call that attached it to nothing, it waits on.
    bench.association.discard(vec![second.clone()]).await;
    bench.write_files(&ada, attach(&photo), &files(&first)).await.expect("attached");
    let again = bench.write_files(&ada, attach(&photo), &files(&second)).await;
    assert!(again.is_err(), "{again:?}");
    assert_eq!(bench.bytes(&ada, &photo, "original").await.expect("located"), b"bytes");
    assert!(matches!(bench.association.whole_upload(&id, &holders).await, Err(UploadError::NotFound)));
}

async fn an_upload_that_ended_meanwhile_attaches_nothing(bench: Bench) {
    let ada = member("ada");
    let photo = photo(&bench, &ada).await;
    let (id, upload) = begin(&bench, Some(5)).await;
    let arrived = arrive(&bench, &id, b"bytes").await;
    bench.association.end_upload(&upload).await.expect("ended");
    let late = bench.write_files(&ada, attach(&photo), &files(&arrived.content)).await;
    assert!(matches!(late, Err(ObjectError::NotFound)), "{late:?}");
    assert!(matches!(bench.bytes(&ada, &photo, "original").await, Err(ObjectError::NotFound)));
    let waits = arrived.wait_for_form(&bench.association, "image/jpeg").await;
    assert!(matches!(waits, Err(UploadError::Changed)), "{waits:?}");
    arrived.undo(&bench.association).await;
    assert_eq!(segments(&bench).await, 0);
}

async fn what_is_not_kept_does_not_count(bench: Bench) {
    let (id, _) = begin(&bench, None).await;
    let upload = find(&bench, &id).await.expect("found");
    let (mut first, mut second) = (
        bench.association.receive(upload.clone()).await.expect("open"),
        bench.association.receive(upload).await.expect("open"),
    );
    first.write(b"first").await.expect("written");
    second.write(b"other bytes").await.expect("written");
    first.keep(&bench.association).await.expect("kept");
    let late = second.keep(&bench.association).await;
    assert!(matches!(late, Err(UploadError::Changed | UploadError::Database(_))), "{late:?}");
    assert_eq!(find(&bench, &id).await.expect("found").offset_bytes, 5);
    first.write(&vec![7; 5_000_000]).await.expect("written");
    first.abandon().await;
    assert_eq!(find(&bench, &id).await.expect("found").offset_bytes, 5);
}

async fn the_sweep_of_orphans_spares_an_upload(bench: Bench) {
    let (id, _) = begin(&bench, Some(1_000)).await;
    let upload = find(&bench, &id).await.expect("found");
    let mut receiving = bench.association.receive(upload).await.expect("open");
    receiving.write(b"some").await.expect("written");
    receiving.keep(&bench.association).await.expect("kept");
    // More than what lies in the database itself.
    drop(bench.arrive(&vec![7; veillee_vault::INLINE_BYTES + 1]).await);
    // The store's times are the machine's: beside them the bench's clock is moved far ahead.
    bench.clock.advance(1_000 * veillee::limits::UPLOAD_LIFE_MS);
    assert_eq!(bench.association.sweep_orphans().await.expect("swept"), 1, "what nobody names");
    assert_eq!(segments(&bench).await, 1);
    assert!(matches!(find(&bench, &id).await, Err(UploadError::Gone)));
    assert_eq!(bench.association.sweep_uploads().await.expect("swept"), 1);
    assert_eq!(bench.association.collect_doomed().await.expect("collected"), 1);
    assert!(matches!(find(&bench, &id).await, Err(UploadError::NotFound)));
}
