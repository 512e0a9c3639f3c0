//! What is no picture of the common formats: videos are played, what browsers do not show is kept, and twins are one.

use veillee_tests::world::{Backend, World, id_of, jpeg};

/// The first bytes of a file of this kind, and some more.
fn file(start: &[u8], size_bytes: usize) -> Vec<u8> {
    let mut bytes = start.to_vec();
    bytes.resize(size_bytes, 7);
    bytes
}

async fn videos_and_rare_formats_are_kept_to_the_bit(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let viewer = world.browser();
    for (name, start, media_type, shown) in [
        ("film.mp4", b"\0\0\0\x20ftypisom\0\0\x02\0".as_slice(), "video/mp4", "<video "),
        ("film.mov", b"\0\0\0\x14ftypqt  \0\0\x02\0", "video/quicktime", "<video "),
        ("film.webm", b"\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm", "video/webm", "<video "),
        ("lac.heic", b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic", "au format HEIC"),
        ("lac.tif", b"II*\0\x08\0\0\0", "image/tiff", "au format TIFF"),
        ("lac.avif", b"\0\0\0\x1Cftypavif\0\0\0\0", "image/avif", "/original\""),
    ] {
        let album = anne.album(name).await;
        let bytes = file(start, 3_000);
        let token = anne.get(&album).await.expect(200).hidden("veillee-upload", 0);
        anne.upload(&album, &[("veillee-upload", &token)], "photos", &[(name, &bytes)]).await.expect(303);
        let page = anne.get(&album).await.expect(200);
        let photo = page.attributes("href").into_iter().find(|link| {
            let rest = link.strip_prefix(&format!("{album}/"));
            rest.is_some_and(|rest| rest.len() > 20 && !rest.contains(['/', '?', '#']))
        });
        let photo = photo.unwrap_or_else(|| panic!("no photo of {name}: {}", page.text()));
        let text = anne.get(&photo).await.expect(200).text();
        assert!(text.contains(shown), "{name}: {text}");
        let original = format!("/-/blob/{}/original", id_of(&photo));
        viewer.get(&original).await.expect(404);
        let whole = anne.get(&original).await.expect(200);
        assert_eq!((whole.header("content-type"), &whole.body[..]), (media_type, &bytes[..]), "{name}");
        let part = anne.get_with(&original, &[("range", "bytes=100-199")]).await.expect(206);
        assert_eq!(&part.body[..], &bytes[100..200], "{name}");
        if shown.starts_with("<video") {
            let policy = anne.get(&photo).await;
            assert!(policy.header("content-security-policy").contains("media-src 'self'"));
            assert!(text.contains("controls") && !text.contains("autoplay"), "{text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn videos_and_rare_formats_are_kept_to_the_bit_on_sqlite() {
    videos_and_rare_formats_are_kept_to_the_bit(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn videos_and_rare_formats_are_kept_to_the_bit_on_postgresql() {
    videos_and_rare_formats_are_kept_to_the_bit(Backend::Postgres).await;
}

async fn the_same_photo_brought_twice_is_shown_once(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let album = anne.album("Mariage").await;
    let link = anne.share_by_link(&album, "contributor", "none").await;
    let (jeanne, paul) = (world.browser(), world.browser());
    jeanne.visit(&link).await.expect(200);
    paul.visit(&link).await.expect(200);
    let shown = async |album: &str| anne.get(album).await.expect(200).text().matches("/thumbnail\"").count();
    let bring = async |who: &veillee_tests::world::Browser, seeds: &[u32]| {
        let token = who.get(&album).await.expect(200).hidden("veillee-upload", 0);
        let photos: Vec<Vec<u8>> = seeds.iter().map(|seed| jpeg(*seed, 3_000)).collect();
        let files: Vec<(&str, &[u8])> = photos.iter().map(|bytes| ("IMG_1.jpg", bytes.as_slice())).collect();
        who.upload(&album, &[("veillee-upload", &token)], "photos", &files).await.expect(303).location()
    };
    bring(&jeanne, &[1, 2, 1]).await;
    assert_eq!(shown(&album).await, 2, "twice in one go");
    world.clock.advance(1_000);
    let told = bring(&paul, &[2, 3]).await;
    assert_eq!(shown(&album).await, 3, "and by somebody else");
    let page = paul.get(&told).await.expect(200).text();
    assert!(page.contains("1 photo était déjà dans l’album"), "{page}");
    // What was removed is no twin of what comes.
    let other = anne.album("Autre").await;
    let photos = anne.add_photos(&other, &[("a.jpg", &jpeg(1, 3_000))]).await;
    let id = id_of(photos[0].trim_end_matches("/original"));
    anne.post(&format!("{other}/{id}/trash"), &[]).await.expect(303);
    anne.add_photos(&other, &[("a.jpg", &jpeg(1, 3_000))]).await;
    assert_eq!(shown(&other).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_photo_brought_twice_is_shown_once_on_sqlite() {
    the_same_photo_brought_twice_is_shown_once(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_photo_brought_twice_is_shown_once_on_postgresql() {
    the_same_photo_brought_twice_is_shown_once(Backend::Postgres).await;
}
