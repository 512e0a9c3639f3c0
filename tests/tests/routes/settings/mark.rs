//! The picture beside the name: taken by its bytes, sent as nothing else.

use veillee_tests::services::exiftool;
use veillee_tests::world::{Answer, Browser, World, camera_jpeg, jpeg, png};

const ACTION: &str = "/-/settings/mark";

async fn upload(browser: &Browser, name: &str, bytes: &[u8]) -> Answer {
    let token = browser.get("/-/settings").await.expect(200).token_of(ACTION);
    browser.upload(ACTION, &[("token", &token)], "mark", &[(name, bytes)]).await
}

/// The picture beside the name, as somebody sees it.
async fn shown(world: &World) -> String {
    let page = world.browser().get("/").await.expect(200).text();
    let image = page.split("class=\"shell-mark\" src=\"").nth(1).expect("a mark");
    image.split('"').next().expect("an address").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_is_on_every_page_at_once_until_it_is_removed() {
    let world = World::new().await.with_pictures().await;
    let anne = world.administrator().await;
    let own = shown(&world).await;
    upload(&anne, "logo.png", &png()).await.expect(303);
    let first = shown(&world).await;
    assert!(first.starts_with("/-/mark/"), "{first}");
    let sent = world.browser().get(&first).await.expect(200);
    assert_eq!(sent.body, png());
    assert_eq!(sent.header("content-type"), "image/png");
    assert_eq!(sent.header("x-content-type-options"), "nosniff");
    assert!(sent.header("content-security-policy").contains("sandbox"));
    assert!(sent.header("cache-control").contains("immutable"));
    world.browser_at("beta.localhost").get(&first).await.expect(404);

    // What a file is called counts for nothing.
    upload(&anne, "logo.svg", &jpeg(1, 2_000)).await.expect(303);
    let second = shown(&world).await;
    assert_ne!(first, second);
    assert_eq!(world.browser().get(&second).await.expect(200).header("content-type"), "image/jpeg");
    world.browser().get(&first).await.expect(404);

    let world = world.restart().await;
    assert_eq!(shown(&world).await, second);
    let anne = anne.moved_to(world.address);
    let token = anne.get("/-/settings").await.expect(200).token_of(ACTION);
    anne.upload(ACTION, &[("token", &token), ("deed", "remove")], "mark", &[("", b"")]).await.expect(303);
    assert_eq!(shown(&world).await, own);
    world.browser().get(&second).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_refused_and_the_mark_stays() {
    let world = World::new().await.with_pictures().await;
    let anne = world.administrator().await;
    upload(&anne, "logo.png", &png()).await.expect(303);
    let before = shown(&world).await;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let wide = [b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".as_slice(), &[0, 0, 0xFF, 0xFF], &[0, 0, 0xFF, 0xFF, 8, 6, 0, 0, 0]]
        .concat();
    let heavy = [png(), vec![0; 3 * 1024 * 1024]].concat();
    for (name, bytes, word) in [
        ("", b"".as_slice(), "Choisissez d’abord"),
        ("logo.svg", svg.as_bytes(), "SVG"),
        ("logo.png", svg.as_bytes(), "SVG"),
        ("logo.png", b"<html><script>alert(1)</script>", "PNG, un JPEG ou un WebP"),
        ("logo.gif", b"GIF89a\x01\0\x01\0\0\0\0;", "PNG, un JPEG ou un WebP"),
        ("logo.png", &wide, "pixels de côté au plus"),
        ("photo.png", &heavy, "trop lourde"),
    ] {
        let page = upload(&anne, name, bytes).await.expect(422).text();
        let problem = page.split("id=\"mark-problem\">").nth(1).and_then(|rest| rest.split('<').next());
        let problem = problem.unwrap_or_else(|| panic!("{name}: {page}"));
        assert!(problem.contains(word), "{name}: {problem}");
        assert_eq!(shown(&world).await, before, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_of_a_mark_is_taken_before_its_token() {
    let world = World::new().await.with_pictures().await;
    let anne = world.administrator().await;
    let bruno = world.member("Bruno").await;
    let token = anne.get("/-/settings").await.expect(200).token_of(ACTION);
    let other = anne.get("/-/settings").await.expect(200).token_of("/-/settings/name");
    let (before, picture) = (shown(&world).await, png());
    let files: [(&str, &[u8]); 1] = [("logo.png", &picture)];
    for fields in [vec![], vec![("token", other.as_str())], vec![("deed", "remove"), ("token", token.as_str())]] {
        anne.upload(ACTION, &fields, "mark", &files).await.expect(400);
    }
    bruno.upload(ACTION, &[("token", &token)], "mark", &files).await.expect(400);
    anne.post(ACTION, &[("token", &token), ("deed", "remove")]).await.expect(400);
    assert_eq!(shown(&world).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_says_nothing_of_where_and_by_whom_it_was_taken() {
    let world = World::new().await.with_pictures().await;
    let anne = world.administrator().await;
    let photo = camera_jpeg(64, 48, 6);
    upload(&anne, "logo.jpg", &photo).await.expect(303);
    let sent = world.browser().get(&shown(&world).await).await.expect(200);
    assert_eq!(sent.header("content-type"), "image/jpeg");
    assert_eq!(images::decode(&sent.body, 9_000), images::decode(&photo, 9_000), "the same picture");
    assert_eq!(images::probe(&sent.body).expect("a JPEG").orientation, 6, "turned as before");
    for word in [b"SN-4711".as_slice(), b"Anne Martin", b"VeilleeCam", b"GPS"] {
        assert!(photo.windows(word.len()).any(|window| window == word));
        assert!(!sent.body.windows(word.len()).any(|window| window == word));
    }
    if let Some(lines) = exiftool(&sent.body) {
        let tells = |line: &String| ["GPS", "Serial", "Model", "Anne"].iter().any(|word| line.contains(word));
        assert!(!lines.iter().any(tells), "{lines:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_cleaned_is_no_mark() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let own = shown(&world).await;
    let page = upload(&anne, "logo.jpg", &camera_jpeg(64, 48, 1)).await.expect(422).text();
    assert!(page.contains("id=\"mark-problem\"") && page.contains("il manque le codec"), "{page}");
    let world = world.with_pictures().await;
    let whole = camera_jpeg(64, 48, 1);
    let scan = whole.windows(2).rposition(|marker| marker == [0xFF, 0xDA]).expect("a scan");
    let page = upload(&anne, "logo.jpg", &whole[..scan]).await.expect(422).text();
    assert!(page.contains("id=\"mark-problem\"") && page.contains("abîmée"), "{page}");
    assert_eq!(shown(&world).await, own);
}
