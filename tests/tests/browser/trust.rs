//! Journeys of trust: who was let in is watched and let out, who came uninvited is shown the door, and who wants to be forgotten
//! is. Each is told once and walked twice: in French on a telephone without script, and in English on a screen with the
//! keyboard; a soak walks every language, width and light.

mod alarm;
mod erasure;
mod guest;

use veillee_tests::world::{Browser, camera_jpeg_of, gradient};

/// The way a form of the account is opened: by the list of what one can do there.
async fn open_from_account(walker: &crate::walk::Walker, path: &str) {
    walker.visit("/-/account").await;
    walker.go(&format!("main a[href='{path}']")).await;
}

/// An album with photos that can be told apart, and the addresses of their bytes.
async fn album_of(owner: &Browser, title: &str, names: &[&str]) -> (String, Vec<String>) {
    let album = owner.album(title).await;
    let photos: Vec<Vec<u8>> =
        (1..).zip(names).map(|(nth, _): (u32, _)| camera_jpeg_of(&gradient(400 + nth * 40, 300), 1)).collect();
    let files: Vec<(&str, &[u8])> = names.iter().zip(&photos).map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let paths = owner.add_photos(&album, &files).await;
    (album, paths)
}
