//! Thumbnails and previews appear by themselves, for those who may see the photo; clean downloads.

mod clean;
mod kill;

use std::time::Duration;

use hyper::StatusCode;
use veillee_engine::types::{Change, Value};
use veillee_tests::world::{Answer, Backend, Browser, World, camera_jpeg, id_of, images, jpeg};

/// 30 seconds: what takes longer never comes.
const LOOKS: u32 = 600;

pub fn rendition(original: &str, name: &str) -> String {
    format!("{}/{name}", original.trim_end_matches("/original"))
}

/// The picture, once it is more than a placeholder.
pub async fn appears(browser: &Browser, path: &str) -> Answer {
    for _ in 0..LOOKS {
        let answer = browser.get(path).await.expect(200);
        if answer.header("content-type") != "image/svg+xml" {
            return answer;
        }
        assert_eq!(answer.header("cache-control"), "no-store", "no browser keeps a placeholder");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} never came");
}

async fn photo_of(browser: &Browser, name: &str, bytes: &[u8]) -> (String, String) {
    let album = browser.album("Vacances").await;
    let photo = browser.add_photos(&album, &[(name, bytes)]).await.remove(0);
    (album, photo)
}

async fn pictures_appear_by_themselves_in_place_of_a_placeholder(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photo) = photo_of(&anne, "mer.jpg", &camera_jpeg(3_000, 2_000, 6)).await;
    let thumbnail = rendition(&photo, "thumbnail");
    let placeholder = anne.get(&thumbnail).await.expect(200);
    assert_eq!(placeholder.header("content-type"), "image/svg+xml");
    assert_eq!(placeholder.header("cache-control"), "no-store");
    assert!(placeholder.header("content-security-policy").contains("sandbox"));
    for nothing in [format!("{thumbnail}?download=1"), rendition(&photo, "poster"), format!("{photo}?clean=1")] {
        anne.get(&nothing).await.expect(404);
    }
    world.browser().get(&thumbnail).await.expect(404);
    let photo_page = format!("{album}/{}", id_of(photo.trim_end_matches("/original")));
    assert!(!anne.get(&photo_page).await.expect(200).text().contains("clean=1"));

    world.host.app.codecs.install(&images()).await.expect("the codec is installed");
    for (name, size) in [("thumbnail", (341, 512)), ("preview", (1_333, 2_000))] {
        let answer = appears(&anne, &rendition(&photo, name)).await;
        assert_eq!(answer.header("content-type"), "image/jpeg");
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        let facts = images::probe(&answer.body).expect("a JPEG");
        assert_eq!(((facts.width, facts.height), facts.orientation), (size, 1), "{name}");
        world.browser().get(&rendition(&photo, name)).await.expect(404);
    }
    let page = anne.get(&photo_page).await.expect(200).text();
    assert!(
        page.contains("width=\"1333\"") && page.contains("height=\"2000\"") && page.contains("/preview\""),
        "{page}"
    );
    assert!(page.contains("clean=1&amp;download=1\""), "{page}");
    let download = anne.get(&format!("{thumbnail}?download=1")).await.expect(200);
    assert!(download.header("content-disposition").contains("mer%2Dthumbnail%2Ejpg"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_appear_by_themselves_in_place_of_a_placeholder_on_sqlite() {
    pictures_appear_by_themselves_in_place_of_a_placeholder(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_appear_by_themselves_in_place_of_a_placeholder_on_postgresql() {
    pictures_appear_by_themselves_in_place_of_a_placeholder(Backend::Postgres).await;
}

async fn a_thumbnail_is_for_those_who_see_the_photo(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let world = world.with_pictures().await;
    let set = async |id: &str, field: &str, value: Value| {
        let fields = vec![(field.to_owned(), value)];
        let update = Change::Update { id: id.to_owned(), if_version: None, fields };
        world.change_as("anne@example.org", vec![update]).await;
    };
    let anne = world.administrator().await;
    let album = anne.album("Fête").await;
    set(id_of(&album), "approval", Value::Boolean(true)).await;
    let giving = anne.share_by_link(&album, "depositor", "none").await;
    let looking = anne.share_by_link(&album, "viewer", "none").await;
    let (giver, viewer) = (world.browser(), world.browser());
    giver.visit(&giving).await.expect(200);
    viewer.visit(&looking).await.expect(200);
    let photo = giver.add_photos(&album, &[("mine.jpg", &camera_jpeg(600, 400, 1))]).await.remove(0);
    let thumbnail = rendition(&photo, "thumbnail");
    viewer.get(&thumbnail).await.expect(404);
    appears(&giver, &thumbnail).await;
    let tag = anne.get(&thumbnail).await.expect(200).header("etag").to_owned();
    for path in [thumbnail.clone(), rendition(&photo, "preview"), format!("{photo}?clean=1")] {
        viewer.get(&path).await.expect(404);
        viewer.get_with(&path, &[("if-none-match", &tag)]).await.expect(404);
    }
    let id = id_of(photo.trim_end_matches("/original")).to_owned();
    set(&id, "state", Value::Text("shown".to_owned())).await;
    viewer.get(&thumbnail).await.expect(200);
    viewer.get(&format!("{photo}?clean=1")).await.expect(200);
    for nth in [1, 0] {
        anne.take_back(&album, nth).await;
    }
    for path in [thumbnail.clone(), rendition(&photo, "preview"), photo.clone(), format!("{photo}?clean=1")] {
        viewer.get(&path).await.expect(404);
        viewer.get_with(&path, &[("if-none-match", &tag)]).await.expect(404);
        anne.get(&path).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thumbnail_is_for_those_who_see_the_photo_on_sqlite() {
    a_thumbnail_is_for_those_who_see_the_photo(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thumbnail_is_for_those_who_see_the_photo_on_postgresql() {
    a_thumbnail_is_for_those_who_see_the_photo(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_photo_is_kept_with_a_reason_and_its_neighbours_get_their_pictures() {
    let world = World::new().await.with_pictures().await;
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let whole = camera_jpeg(600, 400, 1);
    let broken = [&whole[..whole.len() / 2], &[0xFF; 40], b"no picture any more"].concat();
    // Three bytes of a JPEG and nothing of a picture.
    let empty = b"\xFF\xD8\xFFnothing".to_vec();
    let files: [(&str, &[u8]); 4] =
        [("a.jpg", &whole), ("trou.jpg", &broken), ("vide.jpg", &empty), ("z.jpg", &jpeg(1, 3_000))];
    let photos = anne.add_photos(&album, &files).await;
    assert_eq!(photos.len(), 4);
    for place in [0, 3] {
        appears(&anne, &rendition(&photos[place], "thumbnail")).await;
    }
    let mut given_up = Vec::new();
    for _ in 0..LOOKS {
        given_up = world.alpha.given_up_pictures(10).await.expect("a list");
        if given_up.iter().any(|(.., reason)| reason.starts_with("vide.jpg: ")) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let reasons: Vec<&str> = given_up.iter().map(|(.., reason)| reason.as_str()).collect();
    assert!(reasons.contains(&"vide.jpg: the JPEG ends before its picture begins"), "{reasons:?}");
    let placeholder = anne.get(&rendition(&photos[2], "thumbnail")).await.expect(200);
    assert_eq!(placeholder.header("content-type"), "image/svg+xml");
    for (photo, (name, bytes)) in photos.iter().zip(files) {
        assert_eq!(anne.get(photo).await.expect(200).body, bytes, "{name} is as it was sent");
    }
    assert_eq!(anne.get(&format!("{}?clean=1", photos[2])).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_format_without_a_codec_keeps_its_placeholder() {
    let world = World::new().await.with_pictures().await;
    let anne = world.administrator().await;
    let (_, photo) = photo_of(&anne, "a.heic", b"\0\0\0\x20ftypheic\0\0\0\0").await;
    for name in ["thumbnail", "preview"] {
        let answer = anne.get(&rendition(&photo, name)).await.expect(200);
        assert_eq!(answer.header("content-type"), "image/svg+xml");
    }
    anne.get(&format!("{photo}?clean=1")).await.expect(404);
}
