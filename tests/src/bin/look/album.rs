//! Albums and photos, as their owner sees them.

use std::path::PathBuf;

use tempfile::TempDir;
use veillee_tests::world::camera_jpeg_of;

use crate::camera::Camera;
use crate::painting::painting;

const PHOTOS: u32 = 14;
/// Where its link leads, which a script would open in a lightbox.
pub const THIRD_PHOTO: &str = "return document.querySelector('.photos li:nth-child(3) a').getAttribute('href')";

/// Whether no thumbnail and no preview is a placeholder any more.
const MADE: &str = "return Promise.all([...document.querySelectorAll('.photos img')] \
    .flatMap(image => [image.src, image.src.replace(/thumbnail$/, 'preview')]) \
    .map(path => fetch(path).then(answer => answer.headers.get('content-type')))) \
    .then(kinds => kinds.length > 0 && kinds.every(kind => kind !== 'image/svg+xml'))";

/// Titles as people write them, and one that nobody can break into lines.
const TITLES: [&str; 4] = [
    "Noël",
    "Anticonstitutionnellementanticonstitutionnellementanticonstitutionnellement",
    "Fête de l’été 2026 : le repas, les jeux d’eau, le bal et le rangement du dimanche matin avec toute l’équipe",
    "Anniversaire de Mamie",
];

/// Gives the path of an album with 14 photos.
pub async fn take(camera: &Camera) -> String {
    camera.take_at("albums-empty", "/album/").await;
    let album = make(camera, "Vacances").await;
    camera.take("album-empty").await;
    send_photos(camera, &album).await;
    for title in TITLES {
        make(camera, title).await;
    }
    camera.take_at("albums", "/album/").await;
    camera.take_at("album", &album).await;
    conflict(camera, &album).await;
    camera.take_at("album-delete", &format!("{album}/trash")).await;
    camera.take_at("album-choose", &format!("{album}/choose")).await;
    camera.click("main button[value=trash]").await;
    camera.take("album-choose-nothing").await;
    camera.take_at("album-order", &format!("{album}/order")).await;
    camera.take_at("album-sheet", &format!("{album}/sheet")).await;
    camera.take_at("album-book", &format!("{album}/book")).await;
    camera.take_at("album-favourites", "/album/hearts").await;
    camera.visit(&album).await;
    let photo = camera.ask(THIRD_PHOTO).await;
    camera.take_at("photo", photo.as_str().expect("an address")).await;
    album
}

async fn make(camera: &Camera, title: &str) -> String {
    camera.visit("/album/").await;
    camera.write("form[action='/album/'] input[name=title]", title).await;
    camera.click("form[action='/album/'] button").await;
    camera.path().await
}

/// Leaves when their pictures are made.
async fn send_photos(camera: &Camera, album: &str) {
    let folder = TempDir::new().expect("a folder");
    let photos: Vec<PathBuf> = (0..PHOTOS).map(|number| photo(&folder, number)).collect();
    let paths: Vec<&str> = photos.iter().map(|path| path.to_str().expect("a plain path")).collect();
    camera.write("input[type=file]", &paths.join("\n")).await;
    camera.click(&format!("form[action='{album}'] button:not(veillee-upload *)")).await;
    camera.until(MADE).await;
}

fn photo(folder: &TempDir, number: u32) -> PathBuf {
    let path = folder.path().join(format!("Dimanche {}.jpg", number + 1));
    std::fs::write(&path, camera_jpeg_of(&painting(number), 1)).expect("a photo on the disk");
    path
}

/// Somebody else was faster: the form says a version that has passed.
async fn conflict(camera: &Camera, album: &str) {
    camera.ask("document.querySelector('main details').open = true").await;
    camera.take("album-change").await;
    camera.ask("document.querySelector('main input[name=version]').value = '0'").await;
    camera.write(&format!("form[action='{album}/rename'] input[name=title]"), " à la mer").await;
    camera.click(&format!("form[action='{album}/rename'] button")).await;
    camera.take("album-conflict").await;
}
