//! A codec by the same commands as a service, though no association has it for itself.

use std::time::Duration;

use veillee_tests::world::{Browser, PASSWORD, Served, album, camera_jpeg, images};

use super::{account, package, refused, said, wait, with_association};

/// Looks at a picture that is being made.
const LOOKS: u32 = 600;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Adds a photo and gives the media type of its thumbnail, once that is no placeholder or `LOOKS` are over.
async fn thumbnail_of_a_new_photo(browser: &Browser) -> String {
    let album = browser.album("Vacances").await;
    let photo = browser.add_photos(&album, &[("mer.jpg", &camera_jpeg(600, 400, 1))]).await.remove(0);
    let thumbnail = photo.replace("/original", "/thumbnail");
    for _ in 0..LOOKS {
        let media_type = browser.get(&thumbnail).await.expect(200).header("content-type").to_owned();
        if media_type != "image/svg+xml" {
            return media_type;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    "a placeholder".to_owned()
}

fn anne(served: &Served) -> Browser {
    let browser = served.browser_at("localhost");
    wait(browser.sign_in("anne@example.org"));
    browser
}

#[test]
fn a_codec_is_in_use_from_its_install_over_a_restart_until_it_is_removed() {
    let real = with_association();
    real.fill_shelf();
    let (album, images) = (package(&real, "album.wasm", &album()), package(&real, "images.wasm", &images()));
    real.run_with(&account("anne@example.org", "admin"), PASSWORD);
    said(&real, &["plugin", "install", &album, "--yes"]);
    said(&real, &["plugin", "enable", "album", "--yes"]);
    let served = real.serve(&[]);
    assert!(said(&real, &["plugin", "install", &images, "--yes"]).contains("all services have it from now on"));
    assert_eq!(wait(thumbnail_of_a_new_photo(&anne(&served))), "image/jpeg");
    drop(served);

    let served = real.serve(&[]);
    assert_eq!(wait(thumbnail_of_a_new_photo(&anne(&served))), "image/jpeg");
    assert!(said(&real, &["plugin", "show", "images"]).contains(", in use"));
    assert!(refused(&real, &["plugin", "enable", "images", "--yes"]).contains("`images` is a codec"));
    said(&real, &["plugin", "upgrade", "images", "--package", &images, "--yes"]);
    said(&real, &["plugin", "remove", "images"]);
    assert!(!said(&real, &["plugin", "show", "images"]).contains(", in use"));
    drop(served);
    refused(&real, &["plugin", "remove", "images"]);
}
