//! `/-/blob/<object>/<name>`: parts, validators, names, and nothing for those who may not.

mod large;
mod pending;

use hyper::Method;
use veillee_tests::world::{Backend, Browser, World, jpeg, png};

/// Small ones come from memory, large ones are streamed: both speak the same HTTP.
const SIZES_BYTES: [usize; 2] = [5_000, 900_000];

async fn photo_of(anne: &Browser, name: &str, bytes: &[u8]) -> String {
    let album = anne.album("Un").await;
    anne.add_photos(&album, &[(name, bytes)]).await.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_sent_as_asked_for() {
    let world = World::new().await;
    let anne = world.administrator().await;
    for size_bytes in SIZES_BYTES {
        let photo = jpeg(1, size_bytes);
        let path = photo_of(&anne, "a.jpg", &photo).await;
        let end = photo.len();
        let parts = [
            ("bytes=0-0".to_owned(), 0, 1),
            ("bytes=0-99".to_owned(), 0, 100),
            ("bytes=2000-2999".to_owned(), 2_000, 3_000),
            (format!("bytes={}-", end - 1), end - 1, end),
            (format!("bytes={}-{}", end - 10, end + 500), end - 10, end),
            ("bytes=-7".to_owned(), end - 7, end),
            (format!("bytes=-{}", end + 7), 0, end),
        ];
        for (range, from, to) in parts {
            let answer = anne.get_with(&path, &[("range", &range)]).await.expect(206);
            assert_eq!(answer.header("content-range"), format!("bytes {from}-{}/{end}", to - 1), "{range}");
            assert_eq!(answer.header("content-length"), (to - from).to_string(), "{range}");
            assert!(answer.body == photo[from..to], "{range}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_beyond_the_end_is_refused_and_nonsense_gets_the_whole() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let photo = jpeg(1, 5_000);
    let path = photo_of(&anne, "a.jpg", &photo).await;
    for range in [format!("bytes={}-", photo.len()), "bytes=-0".to_owned(), "bytes=18446744073709551616-".to_owned()] {
        let answer = anne.get_with(&path, &[("range", &range)]).await.expect(416);
        assert_eq!(answer.header("content-range"), format!("bytes */{}", photo.len()), "{range}");
        assert!(answer.body.is_empty(), "{range}");
    }
    for range in ["bytes=5-4", "bytes=a-b", "bytes=-", "bytes=0-1,5-6", "lines=0-1", "bytes", ""] {
        let answer = anne.get_with(&path, &[("range", range)]).await.expect(200);
        assert!(answer.body == photo, "{range}");
    }
    let tag = anne.get(&path).await.header("etag").to_owned();
    let same = anne.get_with(&path, &[("range", "bytes=0-9"), ("if-range", &tag)]).await.expect(206);
    assert!(same.body == photo[..10]);
    let others = ["\"old\"", "W/\"old\"", "Mon, 23 Nov 2026 12:00:00 GMT"].map(str::to_owned);
    for other in others.into_iter().chain([format!("W/{tag}")]) {
        let answer = anne.get_with(&path, &[("range", "bytes=0-9"), ("if-range", &other)]).await.expect(200);
        assert!(answer.body == photo, "{other}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validator_is_stable_says_nothing_and_is_worth_nothing_to_a_stranger() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let photo = jpeg(1, 5_000);
    let (path, twin) = (photo_of(&anne, "a.jpg", &photo).await, photo_of(&anne, "a.jpg", &photo).await);
    let tag = anne.get(&path).await.expect(200).header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() >= 18, "{tag}");
    assert_eq!(anne.get(&path).await.header("etag"), tag);
    assert_ne!(anne.get(&twin).await.header("etag"), tag, "the same bytes elsewhere cannot be recognised");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let answer = anne.get_with(&path, &[("if-none-match", &known)]).await.expect(304);
        assert!(answer.body.is_empty());
        assert_eq!(answer.header("etag"), tag);
        assert_eq!(answer.header("cache-control"), "private, no-cache");
        world.browser().get_with(&path, &[("if-none-match", &known)]).await.expect(404);
    }
    anne.get_with(&path, &[("if-none-match", "\"x\"")]).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn head_says_the_same_without_the_bytes() {
    let world = World::new().await;
    let anne = world.administrator().await;
    for size_bytes in SIZES_BYTES {
        let path = photo_of(&anne, "a.jpg", &jpeg(2, size_bytes)).await;
        let whole = anne.get(&path).await.expect(200);
        let head = anne.send(Method::HEAD, &path, &[], bytes::Bytes::new()).await.expect(200);
        assert!(head.body.is_empty());
        let told = ["content-length", "content-type", "etag", "accept-ranges", "cache-control", "content-disposition"];
        for name in told {
            assert_eq!(head.header(name), whole.header(name), "{name}");
            assert!(!head.header(name).is_empty(), "{name}");
        }
        world.browser().send(Method::HEAD, &path, &[], bytes::Bytes::new()).await.expect(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_what_its_bytes_say_and_can_do_nothing() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let path = photo_of(&anne, "page.html", &png()).await;
    let answer = anne.get(&path).await.expect(200);
    assert_eq!(answer.header("content-type"), "image/png");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert_eq!(answer.header("content-disposition"), "inline");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_cannot_leave_its_header() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let names = [
        ("été à la mer.jpg", "%C3%A9t%C3%A9%20%C3%A0%20la%20mer%2Ejpg"),
        ("a;b='c'.jpg", "a%3Bb%3D%27c%27%2Ejpg"),
        ("../../etc/passwd.jpg", "passwd%2Ejpg"),
        ("C:\\photos\\mer.jpg", "mer%2Ejpg"),
        ("%0d%0aSet-Cookie: a=b.jpg", "%250d%250aSet%2DCookie%3A%20a%3Db%2Ejpg"),
        ("gpj.\u{202E}exe.jpg", "gpj%2Eexe%2Ejpg"),
    ];
    for (name, encoded) in names {
        let path = photo_of(&anne, name, &jpeg(3, 1_000)).await;
        let answer = anne.get(&format!("{path}?download=1")).await.expect(200);
        let expected = format!("attachment; filename*=UTF-8''{encoded}");
        assert_eq!(answer.header("content-disposition"), expected, "{name}");
        assert!(!answer.header("set-cookie").contains("a=b"));
    }
}

async fn what_is_not_there_for_somebody_is_not_there(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let path = photo_of(&anne, "a.jpg", &jpeg(1, 5_000)).await;
    let object = path.trim_start_matches("/-/blob/").trim_end_matches("/original").to_owned();
    let mut changed = object.clone();
    changed.replace_range(10..11, if &object[10..11] == "b" { "c" } else { "b" });
    let unknown = [
        format!("/-/blob/{object}/poster"),
        format!("/-/blob/{object}/ORIGINAL"),
        format!("/-/blob/{object}/original%00"),
        format!("/-/blob/{changed}/original"),
        format!("/-/blob/{object}%20/original"),
        format!("/-/blob/{}/original", object.to_uppercase()),
        "/-/blob/x/original".to_owned(),
        "/-/blob/../original".to_owned(),
        format!("/-/blob/{}/original", "a".repeat(900)),
        format!("/-/blob/{object}'%20OR%201=1--/original"),
    ];
    for wrong in unknown {
        anne.get(&wrong).await.expect(404);
    }
    let other = world.browser_at("beta.localhost");
    other.get(&path).await.expect(404);
    for (name, value) in anne.cookie_header().split("; ").filter_map(|pair| pair.split_once('=')) {
        other.set_cookie(name, value);
    }
    other.get(&path).await.expect(404);
    anne.get(&path).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_for_somebody_is_not_there_on_sqlite() {
    what_is_not_there_for_somebody_is_not_there(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_for_somebody_is_not_there_on_postgresql() {
    what_is_not_there_for_somebody_is_not_there(Backend::Postgres).await;
}
