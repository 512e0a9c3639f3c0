//! Who may see it, as its owner and as a guest see it.

use veillee_tests::world::id_of;

use crate::album::THIRD_PHOTO;
use crate::camera::Camera;

pub async fn take(camera: &Camera, album: &str) {
    let page = format!("/-/share/{}", id_of(album));
    camera.take_at("sharing-empty", &page).await;
    camera.click("form[action$='/links'] button").await;
    camera.take("sharing-new").await;
    let link = camera.ask("return document.querySelector('input.address').value").await;
    camera.visit(&page).await;
    camera.ask("document.querySelector('main details').open = true").await;
    camera.write("#label", "La famille de Bretagne").await;
    camera.click("form[action$='/links'] button").await;
    camera.take_at("sharing", &page).await;
    let path = "return document.querySelector('main a[href*=\"/links/\"]').getAttribute('href')";
    let path = camera.ask(path).await.as_str().expect("the page of a link").to_owned();
    camera.take_at("link", &path).await;
    camera.take_at("poster", &format!("{path}/poster")).await;
    camera.visit(album).await;
    camera.take("album-shared").await;
    as_guest(camera, link.as_str().expect("an address")).await;
}

/// In the same browser after signing out: nobody here has an account any more.
async fn as_guest(camera: &Camera, link: &str) {
    camera.visit("/-/account").await;
    camera.click("form[action='/-/sign-out'] button").await;
    camera.visit(link).await;
    camera.take("guest-album").await;
    let album = camera.path().await;
    let photo = camera.ask(THIRD_PHOTO).await;
    camera.take_at("guest-photo", photo.as_str().expect("an address")).await;
    camera.take_at("guest", "/-/guest").await;
    // Seen, but not hers to do: the page that says so.
    camera.take_at("403", &format!("/-/share/{}", id_of(&album))).await;
}
