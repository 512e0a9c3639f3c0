//! The check of stored bytes: what is damaged is found and named, what is healed is struck off.

use std::collections::BTreeMap;
use std::path::PathBuf;

use veillee_engine::types::Change;

use super::bench::{Bench, member, text, truth};
use super::sketches::everything;

on_both!(damage_is_found_named_and_forgotten_when_it_is_healed, a_pass_goes_on_where_it_stopped_and_comes_back);

async fn photos(bench: &Bench, sizes: &[usize]) -> Vec<String> {
    let ada = member("ada");
    everything(bench).await;
    let album = bench.create(&ada, "album", None, vec![text("title", "One"), truth("approval", true)]).await;
    let album = album.expect("made");
    let mut ids = Vec::new();
    for (number, size) in sizes.iter().enumerate() {
        let id = bench.create(&ada, "photo", Some(&album), vec![]).await.expect("made");
        let bytes = vec![u8::try_from(number).expect("few"); *size];
        let files = BTreeMap::from([((0, 0), bench.arrive(&bytes).await)]);
        let change = Change::Attach { id: id.clone(), blob: "original".to_owned(), choice: 0, index: 0 };
        bench.write_files(&ada, vec![change], &files).await.expect("attached");
        ids.push(id);
    }
    ids
}

fn files(bench: &Bench) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(bench.folder.path().join("vault")).expect("a vault");
    let mut files: Vec<PathBuf> = folders
        .flat_map(|folder| std::fs::read_dir(folder.expect("a folder").path()).expect("a folder"))
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    files
}

async fn damage_is_found_named_and_forgotten_when_it_is_healed(bench: Bench) {
    photos(&bench, &[10, 100_000, 200_000, 5_000_000]).await;
    let association = &bench.association;
    let whole = association.scrub_now(|_| true).await.expect("a pass");
    assert_eq!((whole.segments, whole.bytes), (5, 5_300_010));
    assert_eq!(association.damages().await.expect("asked"), []);
    let files = files(&bench);
    let (flipped, missing) = (&files[0], &files[1]);
    let before = std::fs::read(flipped).expect("read");
    let mut bytes = before.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(flipped, bytes).expect("written");
    let kept = std::fs::read(missing).expect("read");
    std::fs::remove_file(missing).expect("removed");
    let mut damaged = 0;
    association
        .scrub_now(|step| {
            damaged += step.damaged;
            true
        })
        .await
        .expect("a pass");
    let mut found = association.damages().await.expect("asked");
    found.sort_by_key(|damage| damage.kind.clone());
    assert_eq!(damaged, 2);
    let kinds: Vec<&str> = found.iter().map(|damage| damage.kind.as_str()).collect();
    assert_eq!(kinds, ["damaged", "missing"]);
    for (damage, file) in found.iter().zip([flipped, missing]) {
        assert!(file.to_string_lossy().ends_with(&damage.segment), "{damage:?}");
        assert_eq!(damage.objects.len(), 1, "the object that holds it is named");
    }
    std::fs::write(flipped, before).expect("written");
    std::fs::write(missing, kept).expect("written");
    association.scrub_now(|_| true).await.expect("a pass");
    assert_eq!(association.damages().await.expect("asked"), [], "what is whole again is struck off");
}

async fn a_pass_goes_on_where_it_stopped_and_comes_back(bench: Bench) {
    photos(&bench, &[20; 10]).await;
    let association = &bench.association;
    let first = association.scrub_step().await.expect("a step");
    assert_eq!((first.pass.segments, first.pass.ended_ms), (4, 0));
    let (running, last) = association.scrub_state().await.expect("asked");
    assert_eq!((running.expect("under way").segments, last.ended_ms), (4, 0));
    for expected in [8, 10] {
        assert_eq!(association.scrub_step().await.expect("a step").pass.segments, expected);
    }
    bench.clock.advance(1_000);
    let end = association.scrub_step().await.expect("a step");
    assert_eq!(end.pass.segments, 10);
    let (running, last) = association.scrub_state().await.expect("asked");
    assert_eq!((running, last), (None, end.pass));
    assert_eq!(last.ended_ms - last.began_ms, 1_000);
    assert_eq!(association.scrub_step().await.expect("a step").pass.segments, 4, "and from the start again");
}
