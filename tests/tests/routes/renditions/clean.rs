//! `?clean=1`: the same picture without what it says beside it, as a file of its own.

use hyper::StatusCode;
use veillee_tests::services::exiftool;
use veillee_tests::world::{World, camera_jpeg, camera_jpeg_of, grain};

use super::{appears, photo_of, rendition};

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_download_is_a_file_of_its_own_with_the_same_pixels() {
    let world = World::new().await.with_pictures().await;
    let anne = world.administrator().await;
    // Larger than what is sent in one piece.
    let photo = camera_jpeg_of(&grain(1_200, 900), 8);
    assert!(photo.len() > 300_000);
    let (_, path) = photo_of(&anne, "mer.jpg", &photo).await;
    appears(&anne, &rendition(&path, "thumbnail")).await;
    let clean_path = format!("{path}?clean=1");
    let clean = anne.get(&clean_path).await.expect(200);
    assert_eq!(clean.header("content-type"), "image/jpeg");
    assert_eq!(clean.header("content-length"), clean.body.len().to_string());
    assert!(clean.body.len() < photo.len());
    assert_eq!(images::decode(&clean.body, 9_000), images::decode(&photo, 9_000));
    assert_eq!(images::probe(&clean.body).expect("a JPEG").orientation, 8);
    for word in [b"SN-4711".as_slice(), b"Anne Martin", b"VeilleeCam", b"GPS"] {
        assert!(!clean.body.windows(word.len()).any(|window| window == word));
    }
    if let Some(lines) = exiftool(&clean.body) {
        assert!(
            !lines.iter().any(|line| line.contains("GPS") || line.contains("Serial") || line.contains("Anne")),
            "{lines:?}"
        );
    }

    let (tag, original_tag) = (clean.header("etag").to_owned(), anne.get(&path).await.header("etag").to_owned());
    assert_ne!(tag, original_tag, "other bytes have another validator");
    anne.get_with(&clean_path, &[("if-none-match", &tag)]).await.expect(304);
    anne.get_with(&clean_path, &[("if-none-match", &original_tag)]).await.expect(200);
    let size = clean.body.len();
    for (from, to) in [(0, 1), (0, 100), (2, 40), (30, 300_000), (size - 1, size), (size / 2, size)] {
        let range = format!("bytes={from}-{}", to - 1);
        let part = anne.get_with(&clean_path, &[("range", &range), ("if-range", &tag)]).await.expect(206);
        assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{size}", to - 1));
        assert!(part.body == clean.body[from..to], "{range}");
    }
    let other = anne.get_with(&clean_path, &[("range", "bytes=0-9"), ("if-range", &original_tag)]).await.expect(200);
    assert_eq!(other.body, clean.body, "a part of the original is never mixed in");
    anne.get_with(&clean_path, &[("range", &format!("bytes={size}-"))]).await.expect(416);
    let file = anne.get(&format!("{clean_path}&download=1")).await.expect(200);
    assert!(file.header("content-disposition").starts_with("attachment;"));
    assert_eq!(file.body, clean.body);
    assert_eq!(anne.get(&path).await.expect(200).body, photo, "the original is as it was sent");
    world.browser().get(&clean_path).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_copy_is_never_replaced_by_the_original() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (_, path) = photo_of(&anne, "mer.jpg", &camera_jpeg(600, 400, 1)).await;
    let clean_path = format!("{path}?clean=1&download=1");
    anne.get(&clean_path).await.expect(404);
    let world = world.with_pictures().await;
    let anne_waits = async {
        for _ in 0..super::LOOKS {
            let answer = anne.get(&clean_path).await;
            match answer.status {
                StatusCode::SERVICE_UNAVAILABLE => assert_eq!(answer.header("retry-after"), "5"),
                _ => return answer.expect(200),
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the clean copy never came");
    };
    let clean = anne_waits.await;
    assert!(!clean.body.windows(7).any(|window| window == b"SN-4711"));
    drop(world);
}
