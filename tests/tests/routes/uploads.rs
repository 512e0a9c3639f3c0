//! Files sent by a plain form: what is kept, what is refused in kind words, and that nothing half-made stays.

mod broken;
mod guests;
mod tokens;

use veillee_tests::world::{Browser, World, jpeg};

/// The token that the upload control of the album's page prints for this browser.
async fn token(browser: &Browser, album: &str) -> String {
    browser.get(album).await.expect(200).hidden("veillee-upload", 0)
}

fn photos(page: &str) -> usize {
    page.matches("src=\"/-/blob/").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_named_kindly_and_the_rest_is_kept() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let files: [(&str, &[u8]); 5] = [
        ("notes.jpg", b"these are words, whatever the name says"),
        ("page.png", b"<html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("nothing.jpg", b""),
        ("mer.jpg", &jpeg(1, 2_000)),
    ];
    let token = token(&anne, &album).await;
    anne.upload(&album, &[("veillee-upload", &token)], "photos", &files).await.expect(303);
    let page = anne.get(&album).await.expect(200).text();
    assert_eq!(photos(&page), 1, "{page}");
    for refused in ["notes.jpg", "page.png", "drawing.svg", "nothing.jpg"] {
        assert!(page.contains(refused), "{refused} is not named: {page}");
    }
    assert_eq!(world.segments(), 1, "nothing of what was refused is kept");
    assert!(!anne.get(&album).await.text().contains("notes.jpg"), "it is said once");
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_nothing_is_met_with_a_kind_word() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let token = token(&anne, &album).await;
    let nothing = anne.upload(&album, &[("veillee-upload", &token)], "photos", &[("", b"")]).await.expect(422);
    assert!(nothing.text().contains("abord au moins une photo"), "{}", nothing.text());
    anne.upload(&album, &[("veillee-upload", &token)], "photos", &[]).await.expect(422);
    assert_eq!(world.segments(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_only_a_name() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let long = format!("{}.jpg", "x".repeat(296));
    let names = [
        "../../../etc/passwd.jpg",
        "C:\\Windows\\system.jpg",
        "gpj.\u{202E}exe.jpg",
        "<script>alert(1)</script>.jpg",
        "....",
        &long,
        "twice.jpg",
        "twice.jpg",
    ];
    let bytes: Vec<Vec<u8>> = (0..8).map(|seed| jpeg(seed, 1_000)).collect();
    let files: Vec<(&str, &[u8])> =
        names.into_iter().zip(&bytes).map(|(name, bytes)| (name, bytes.as_slice())).collect();
    let token = token(&anne, &album).await;
    anne.upload(&album, &[("veillee-upload", &token)], "photos", &files).await.expect(303);
    let page = anne.get(&album).await.expect(200).text();
    assert_eq!(photos(&page), names.len(), "{page}");
    for wrong in ["etc/passwd", "Windows", "\u{202E}", "<script>alert"] {
        assert!(!page.contains(wrong), "{wrong:?} stands in {page}");
    }
    assert_eq!(page.matches("twice").count(), 2, "two photos of one name are two photos: {page}");
    assert!(!page.contains(&"x".repeat(121)), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_files_as_the_limit_fit_and_one_more_keeps_none() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let bytes = jpeg(1, 500);
    let names: Vec<String> = (0..201).map(|number| format!("p{number}.jpg")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), bytes.as_slice())).collect();
    let token = token(&anne, &album).await;
    let refused = anne.upload(&album, &[("veillee-upload", &token)], "photos", &files).await.expect(422);
    assert!(refused.text().contains("200"), "{}", refused.text());
    assert_eq!((world.segments(), photos(&anne.get(&album).await.text())), (0, 0));
    anne.upload(&album, &[("veillee-upload", &token)], "photos", &files[..200]).await.expect(303);
    assert_eq!(world.segments(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_uploads_at_once_both_arrive() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Un").await;
    let token = token(&anne, &album).await;
    let send = async |seed: u32| {
        let bytes: Vec<Vec<u8>> = (0..10).map(|number| jpeg(seed * 100 + number, 20_000)).collect();
        let files: Vec<(&str, &[u8])> = bytes.iter().map(|bytes| ("p.jpg", bytes.as_slice())).collect();
        anne.upload(&album, &[("veillee-upload", &token)], "photos", &files).await.expect(303);
    };
    tokio::join!(send(1), send(2), send(3));
    assert_eq!(photos(&anne.get(&album).await.text()), 30);
    assert_eq!(world.segments(), 30);
}
