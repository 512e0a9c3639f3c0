//! What the database holds opens nothing.

use std::path::Path;

use veillee_ambient::MILLIS_PER_HOUR;
use veillee_tests::world::{PASSWORD, World};

/// All files below a folder, joined.
fn contents(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            all.extend(std::fs::read(&path).expect("a file"));
        }
    }
    all
}

fn count(haystack: &[u8], needle: &str) -> usize {
    haystack.windows(needle.len()).filter(|window| *window == needle.as_bytes()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_password_cookie_link_or_form_token_stands_in_the_data() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let setup = world.alpha.create_setup_link(MILLIS_PER_HOUR).await.expect("a link");
    let (album, _) = anne.album_with_photos("A title that is found", 2).await;
    let link = anne.share_by_link(&album, "depositor", "none").await;
    let guest = world.browser();
    guest.visit(&link).await.expect(200);
    guest.add_photos(&album, &[("a.jpg", &veillee_tests::world::jpeg(9, 1_000))]).await;
    let form = anne.get("/-/account").await.expect(200).token_of("/-/sign-out");

    let mut secrets = vec![PASSWORD.to_owned(), setup, form, link.trim_start_matches("/-/s/").to_owned()];
    for browser in [&anne, &guest] {
        let cookies = browser.cookie_header();
        secrets.extend(cookies.split("; ").filter_map(|pair| pair.split_once('=')).map(|(_, value)| value.to_owned()));
    }
    let data = contents(&world.folder.path().join("data"));
    assert!(count(&data, "A title that is found") > 0, "the search finds what is there");
    for secret in &secrets {
        assert!(secret.len() > 8, "{secret}");
        assert_eq!(count(&data, secret), 0, "{secret} stands in the data");
    }
    println!("secrets: {} searched in {} bytes, 0 found", secrets.len(), data.len());
}
