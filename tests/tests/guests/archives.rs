//! Archives as a hostile guest asks for them.

use std::process::Command;

use veillee::limits::ARCHIVE_ENTRIES_MAX;
use veillee_tests::services::python;
use veillee_tests::world::{Backend, Browser, World, jpeg};

use crate::data::{notes, write_note};
use crate::score::Score;

/// A note with a picture; its id.
async fn pictured(browser: &Browser, text: &str, picture: &[u8]) -> String {
    // The control stands beside a note.
    write_note(browser, "beside").await;
    let token = browser.get("/hostile/notes").await.expect(200).hidden("veillee-upload", 0);
    let fields = [("veillee-upload", token.as_str()), ("text", text)];
    browser.upload("/hostile/notes", &fields, "pictures", &[("a.jpg", picture)]).await.expect(303);
    notes(browser).await.into_iter().find(|(_, found)| found == text).unwrap().0
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

/// The names in an archive, as Python reads them from its directory; none without Python.
fn names(folder: &std::path::Path, archive: &[u8]) -> Option<Vec<String>> {
    const LIST: &str = "import sys, zipfile\nprint(*zipfile.ZipFile(sys.argv[1]).namelist(), sep='\\n')";
    let python = python()?;
    let path = folder.join("loot.zip");
    std::fs::write(&path, archive).unwrap();
    let output = Command::new(python).args(["-c", LIST]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_holds_what_its_caller_may_see_under_harmless_names() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let anne = world.administrator().await;
    let (first, second) = (jpeg(1, 2_000), jpeg(2, 3_000));
    let note = pictured(&anne, "first", &first).await;
    let other = pictured(&world.member("Bob").await, "of Bob", &second).await;
    let berthe = world.member_at("beta.localhost", "Berthe").await;
    let far = pictured(&berthe, "of Berthe", &jpeg(3, 2_500)).await;
    let (_, photos) = anne.album_with_photos("Vacances", 1).await;
    let photo = photos[0].split('/').nth(3).unwrap();

    let mut score = Score::of("archives of others");
    for id in [other.as_str(), far.as_str(), photo, "", "unknown", "../../host.db"] {
        let path = format!("/hostile/archive?entry={}", encode(&format!("{id}|original|x")));
        score.check(anne.get(&path).await.status == 404, || format!("Anne got {id}"));
    }
    for blob in ["", "thumbnail", "../original", "original/../original"] {
        let path = format!("/hostile/archive?entry={}", encode(&format!("{note}|{blob}|x")));
        score.check(anne.get(&path).await.status == 404, || format!("Anne got {blob}"));
    }
    score.end();

    let wishes = [
        (&note, "../../etc/cron.d/evil"),
        (&other, "bob"),
        (&note, "/etc/passwd"),
        (&far, "berthe"),
        (&note, "C:\\Windows\\system32\\x.jpg"),
        (&note, "NUL"),
        (&note, "gpj.\u{202E}exe"),
        (&note, "same.jpg"),
        (&note, "SAME.jpg"),
        (&note, ""),
        (&note, "a\r\nb"),
    ];
    let query: Vec<String> =
        wishes.iter().map(|(id, path)| format!("entry={}", encode(&format!("{id}|original|{path}")))).collect();
    let answer = anne.get(&format!("/hostile/archive?name=..%2F..%2Fx&{}", query.join("&"))).await.expect(200);
    assert!(answer.header("content-disposition").ends_with("''x%2Ezip"), "{}", answer.header("content-disposition"));
    let Some(names) = names(world.folder.path(), &answer.body) else { return };
    let expected = [
        "etc/cron.d/evil.jpg",
        "etc/passwd.jpg",
        "Windows/system32/x.jpg",
        "_NUL.jpg",
        "gpj.exe.jpg",
        "same.jpg",
        "SAME (2).jpg",
        "a.jpg",
        "ab.jpg",
    ];
    assert_eq!(names, expected);
    assert_eq!(answer.body.windows(first.len()).filter(|window| *window == first).count(), expected.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_entries_as_the_limit_come_and_more_are_refused_in_a_sentence() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let anne = world.administrator().await;
    let note = pictured(&anne, "first", &jpeg(1, 400)).await;
    let entry = encode(&format!("{note}|original|photo"));
    assert_eq!(
        veillee_sdk::ARCHIVE_ENTRIES_MAX,
        ARCHIVE_ENTRIES_MAX,
        "the SDK sends what the host takes, and one more"
    );
    let most = anne.get(&format!("/hostile/archive?times={ARCHIVE_ENTRIES_MAX}&entry={entry}")).await.expect(200);
    assert_eq!(most.header("content-length"), most.body.len().to_string());
    assert!(most.text().contains("photo (20000).jpg"));
    for times in [ARCHIVE_ENTRIES_MAX + 1, 100_000] {
        let refused = anne.get(&format!("/hostile/archive?times={times}&entry={entry}")).await.expect(422);
        assert!(
            refused.text().contains("20\u{202f}000 au plus") || refused.text().contains("20\u{a0}000 au plus"),
            "{}",
            refused.text()
        );
    }
    anne.get("/hostile/calm").await.expect(200);
}
