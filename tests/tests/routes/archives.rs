//! Many photos as one file: whole, in parts, for those who may see them, and cut when that ends.

mod readers;
mod stream;

use hyper::Method;
use veillee_tests::world::{Answer, Backend, Browser, World, id_of, jpeg};

/// Photos of several sizes: in one piece, in chunks, in more than one read.
fn photos() -> Vec<(String, Vec<u8>)> {
    [400, 3_000, 70_000, 300_000, 900_000]
        .iter()
        .enumerate()
        .map(|(n, &size)| (format!("Le lac n° {n}.jpg"), jpeg(u32::try_from(n).expect("few"), size)))
        .collect()
}

/// An album with these photos; its path.
async fn album(browser: &Browser, photos: &[(String, Vec<u8>)]) -> String {
    let album = browser.album("Été à la mer").await;
    let files: Vec<(&str, &[u8])> = photos.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    browser.add_photos(&album, &files).await;
    album
}

async fn range(browser: &Browser, path: &str, range: &str, validator: &str) -> Answer {
    browser.get_with(path, &[("range", range), ("if-range", validator)]).await
}

async fn any_part_of_an_archive_is_that_part_of_the_whole(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let path = format!("{}/download", album(&anne, &photos()).await);
    let whole = anne.get(&path).await.expect(200);
    let size = whole.body.len();
    assert_eq!(whole.header("content-length"), size.to_string());
    assert_eq!(whole.header("content-type"), "application/zip");
    assert_eq!(whole.header("cache-control"), "private, no-cache");
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert!(whole.header("content-disposition").starts_with("attachment; filename*=UTF-8''%C3%89t%C3%A9"), "{whole:?}");
    assert!(whole.header("content-security-policy").contains("sandbox"));
    let validator = whole.header("etag").to_owned();
    assert_eq!(anne.get(&path).await.header("etag"), validator, "the same entries, the same validator");

    // Around every seam, then scattered.
    let seams: Vec<usize> = (0..size - 4)
        .filter(|&at| whole.body[at] == b'P' && whole.body[at + 1] == b'K' && whole.body[at + 2] < 9)
        .collect();
    let mut parts: Vec<(usize, usize)> =
        seams.iter().map(|&at| (at.saturating_sub(3), (at + 90).min(size - 1))).collect();
    parts.extend((0..40).map(|n| (n * 31_337 % size, (n * 31_337 % size + n * 9_973).min(size - 1))));
    parts.push((size - 1, size - 1));
    for (first, last) in parts {
        let part = range(&anne, &path, &format!("bytes={first}-{last}"), &validator).await.expect(206);
        assert_eq!(part.header("content-range"), format!("bytes {first}-{last}/{size}"));
        assert!(part.body == whole.body[first..=last], "{first}-{last}");
    }
    let rest = range(&anne, &path, &format!("bytes={}-", size / 2), &validator).await.expect(206);
    assert!(rest.body == whole.body[size / 2..]);
    range(&anne, &path, &format!("bytes={size}-"), &validator).await.expect(416);
    assert!(range(&anne, &path, "bytes=5-", "\"another\"").await.expect(200).body == whole.body);
    anne.get_with(&path, &[("if-none-match", &validator)]).await.expect(304);
    let head = anne.send(Method::HEAD, &path, &[], bytes::Bytes::new()).await.expect(200);
    assert_eq!(
        (head.header("content-length"), head.header("etag")),
        (whole.header("content-length"), validator.as_str())
    );
    assert!(head.body.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn any_part_of_an_archive_is_that_part_of_the_whole_on_sqlite() {
    any_part_of_an_archive_is_that_part_of_the_whole(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_part_of_an_archive_is_that_part_of_the_whole_on_postgresql() {
    any_part_of_an_archive_is_that_part_of_the_whole(Backend::Postgres).await;
}

async fn everybody_gets_what_they_may_see_and_no_name_more(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = album(&anne, &photos()).await;
    let path = format!("{album}/download");
    let link = anne.share_by_link(&album, "depositor", "none").await;
    let (giver, stranger) = (world.browser(), world.browser());
    giver.visit(&link).await.expect(200);
    giver.get(&path).await.expect(404);
    let mine = jpeg(77, 2_500);
    giver.add_photos(&album, &[("mien.jpg", &mine)]).await;
    let theirs = giver.get(&path).await.expect(200);
    assert!(theirs.body.windows(mine.len()).any(|window| window == mine), "their own photo is in it");
    assert!(!theirs.text().contains("lac"), "no name of another's photo");
    let whole = anne.get(&path).await.expect(200);
    assert!(whole.body.len() > theirs.body.len() && whole.text().contains("mien.jpg"));
    assert_ne!(whole.header("etag"), theirs.header("etag"));
    stranger.get(&path).await.expect(404);
    world.member("Bruno").await.get(&path).await.expect(404);

    // A photo goes: another archive, which begins anew.
    let validator = whole.header("etag").to_owned();
    let page = anne.get(&album).await.expect(200);
    let shown = page.attributes("src");
    let photo = shown.iter().find_map(|path| path.strip_suffix("/thumbnail")).map(id_of).expect("a photo");
    anne.post(&format!("{album}/{photo}/trash"), &[]).await.expect(303);
    let again = range(&anne, &path, "bytes=100-", &validator).await.expect(200);
    assert_ne!(again.header("etag"), validator);
    assert!(again.body.len() < whole.body.len());
    let empty = anne.album("Vide").await;
    anne.get(&format!("{empty}/download")).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_they_may_see_and_no_name_more_on_sqlite() {
    everybody_gets_what_they_may_see_and_no_name_more(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_what_they_may_see_and_no_name_more_on_postgresql() {
    everybody_gets_what_they_may_see_and_no_name_more(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_downloads_give_the_same_bytes() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let path = format!("{}/download", album(&anne, &photos()).await);
    let (first, second) = tokio::join!(anne.get(&path), anne.get(&path));
    assert!(first.expect(200).body == second.expect(200).body);
}
