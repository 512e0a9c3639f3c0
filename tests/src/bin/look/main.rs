//! Pictures of every page, to be looked at by a person: `cargo xtask look [NAME…]`, all of them without a name.
//!
//! Each page is shown in French and English, at the width of a telephone and of a screen, by day and by night, and as who
//! magnifies it to 400 % sees it; written to `target/look/NAME-LANGUAGE-WIDTH-LIGHT.png`.

#![allow(clippy::expect_used, clippy::panic, reason = "a picture that cannot be taken is said at once")]

mod album;
mod camera;
mod doors;
mod envoi;
mod painting;
mod sharing;

use camera::Camera;
use veillee_tests::world::{Backend, World};

/// The languages of the host, as its addresses name them.
const LANGUAGES: [&str; 2] = ["fr", "en"];

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    for language in LANGUAGES {
        // A world of its own for each: the same objects are there at every page.
        let world = World::with_hostile(Backend::Sqlite).await.expect("SQLite is built in").with_pictures().await;
        let Some(camera) = Camera::open(&world, language, &asked).await else { return };
        doors::take(&world, &camera).await;
        let album = album::take(&camera).await;
        envoi::take(&camera).await;
        // The last: it signs out.
        sharing::take(&camera, &album).await;
        camera.close().await;
    }
    println!("The pictures are in {}", camera::folder().display());
}
