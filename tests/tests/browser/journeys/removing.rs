//! A photo and an album go into the trash, come back by two ways, and go for good.

use super::{Person, Scene, photos_shown};
use crate::walk::Walk;

#[tokio::test(flavor = "multi_thread")]
async fn photo_and_album_are_removed_and_brought_back_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        remove(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn photo_and_album_are_removed_and_brought_back_without_script() {
    for walk in Walk::without_script() {
        remove(walk).await;
    }
}

async fn remove(walk: Walk) {
    let Some(scene) = Scene::set(walk, 2).await else { return };
    let Scene { person, album, photos, .. } = &scene;
    one_photo(person, album, &photos[1]).await;
    ask_to_remove(person, album).await;
    person.go("main a.button").await;
    assert_eq!(person.page.path().await, *album, "it was only asked");
    ask_to_remove(person, album).await;
    person.go("form[action$='/trash'] button").await;
    assert_eq!(person.page.count(&format!("a[href='{album}']")).await, 0);
    person.go("form[action$='/restore'] button").await;
    person.go(&format!("main a[href='{album}']")).await;
    assert_eq!(photos_shown(person).await, 1);

    ask_to_remove(person, album).await;
    person.go("form[action$='/trash'] button").await;
    from_the_trash(person).await;
    scene.anne.get(album).await.expect(200);
    scene.leave().await;
}

/// Undone on the next page, then for good on the host's own.
async fn one_photo(person: &Person, album: &str, photo: &str) {
    remove_one(person, album, photo).await;
    person.go("form[action$='/restore'] button").await;
    assert_eq!(photos_shown(person).await, 2);
    remove_one(person, album, photo).await;
    person.page.visit("/-/trash").await;
    person.go(&format!("main a[href='/-/trash/{photo}/delete']")).await;
    person.go("main form button.danger").await;
    assert_eq!(person.page.count("form[action$='/restore']").await, 0, "{}", person.page.text().await);
    person.page.visit(album).await;
    assert_eq!(photos_shown(person).await, 1);
}

async fn remove_one(person: &Person, album: &str, photo: &str) {
    super::looking::open_page(person, 2).await;
    person.press("main details > summary").await;
    person.go(&format!("main a[href='{album}/{photo}/trash']")).await;
    person.go("form[action$='/trash'] button").await;
    assert_eq!(photos_shown(person).await, 1);
}

async fn ask_to_remove(person: &Person, album: &str) {
    person.press("main details > summary").await;
    person.go(&format!("main a[href='{album}/trash']")).await;
}

async fn from_the_trash(person: &Person) {
    person.page.visit("/-/trash").await;
    person.go("form[action$='/restore'] button").await;
    assert_eq!(person.page.count("form[action$='/restore']").await, 0, "{}", person.page.text().await);
}
