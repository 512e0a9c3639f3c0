//! Photos that lay on their side: what is shown is turned, and the file stays as it was brought.

use std::time::Duration;

use veillee_tests::world::{Backend, Browser, World, camera_jpeg, id_of};

use crate::renditions::{appears, rendition};

const LOOKS: u32 = 600;

/// The picture as it is shown, once it has this size.
async fn comes_as(browser: &Browser, path: &str, size: (u32, u32)) -> Vec<u8> {
    for _ in 0..LOOKS {
        let answer = browser.get(path).await.expect(200);
        let facts = images::probe(&answer.body).expect("a JPEG, never a placeholder");
        if (facts.width, facts.height) == size {
            return answer.body.to_vec();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} never came as {size:?}");
}

async fn a_turned_photo_is_shown_turned_and_its_file_stays(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let world = world.with_pictures().await;
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let bytes = camera_jpeg(600, 400, 1);
    let photo = anne.add_photos(&album, &[("mer.jpg", &bytes)]).await.remove(0);
    let thumbnail = rendition(&photo, "thumbnail");
    let upright = appears(&anne, &thumbnail).await;
    let viewer = world.browser();
    viewer.visit(&anne.share_by_link(&album, "viewer", "none").await).await.expect(200);
    let page = format!("{album}/{}", id_of(photo.trim_end_matches("/original")));
    let turn = format!("{page}/turn");
    viewer.post(&turn, &[("to", "right")]).await.expect(403);
    anne.post(&turn, &[("to", "right")]).await.expect(303);
    let right = comes_as(&viewer, &thumbnail, (341, 512)).await;
    // The upper left corner of the gradient is dark; a quarter turn to the right puts it to the upper right.
    let brightness = |bytes: &[u8], x: usize, y: usize| {
        let picture = images::decode(bytes, 512).expect("a JPEG");
        let at = (y * picture.width as usize + x) * 3;
        picture.rgb[at..at + 3].iter().map(|byte| u32::from(*byte)).sum::<u32>()
    };
    assert!(brightness(&right, 330, 10) < 60 && brightness(&right, 10, 10) > 200, "turned to the right");
    let text = anne.get(&page).await.expect(200).text();
    assert!(text.contains("width=\"400\"") && text.contains("height=\"600\""), "{text}");
    assert_eq!(viewer.get(&photo).await.expect(200).body, bytes, "the file is the same to the bit");

    anne.post(&turn, &[("to", "left")]).await.expect(303);
    let back = comes_as(&viewer, &thumbnail, (512, 341)).await;
    assert_eq!(back, upright.body, "made of the file again, not of what was turned");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turned_photo_is_shown_turned_and_its_file_stays_on_sqlite() {
    a_turned_photo_is_shown_turned_and_its_file_stays(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turned_photo_is_shown_turned_and_its_file_stays_on_postgresql() {
    a_turned_photo_is_shown_turned_and_its_file_stays(Backend::Postgres).await;
}
