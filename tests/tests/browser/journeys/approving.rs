//! An album's own settings: its name, its words, and whether what others add waits for a yes, which is then given.

use veillee_tests::world::{Browser, jpeg};

use super::{Person, Scene};
use crate::walk::Walk;

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_renamed_and_what_others_add_is_approved_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        approve(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_renamed_and_what_others_add_is_approved_without_script() {
    for walk in Walk::without_script() {
        approve(walk).await;
    }
}

async fn approve(walk: Walk) {
    let Some(scene) = Scene::set(walk, 1).await else { return };
    let Scene { person, album, anne, world, .. } = &scene;
    rename(person).await;
    person.press("main details > summary").await;
    person.go("form[action$='/approval'] button").await;

    let link = anne.share_by_link(album, "contributor", "none").await;
    let (guest, other) = (world.browser(), world.browser());
    for browser in [&guest, &other] {
        browser.visit(&link).await.expect(200);
    }
    add(&guest, album, 8).await;
    add(&guest, album, 9).await;
    assert_eq!(photos_of(&other, album).await, 1, "they wait");

    person.page.visit(album).await;
    person.go("main .notice a").await;
    person.press(".photos > li:nth-child(1) input[name=photo]").await;
    person.go("button[value=approve]").await;
    assert_eq!(photos_of(&other, album).await, 2);
    person.go("main .notice a").await;
    // From the list of those that wait, each has a page of its own.
    person.go(".photos > li:nth-child(1) a").await;
    person.go("form[action$='/approve'] button").await;
    assert_eq!(person.page.count("form[action$='/approve']").await, 0);
    assert_eq!(photos_of(&other, album).await, 3);
    scene.leave().await;
}

async fn rename(person: &Person) {
    person.press("main details > summary").await;
    person.write("main form [name=title]", "Vacances à la mer").await;
    person.write("[name=description]", "L’été de tous.").await;
    person.go("form[action$='/rename'] button").await;
    let text = person.page.text().await;
    assert!(text.contains("Vacances à la mer") && text.contains("L’été de tous."), "{text}");
    assert_eq!(person.page.count("main [role=status].notice").await, 1);
}

async fn add(guest: &Browser, album: &str, seed: u32) {
    guest.add_photos(album, &[("IMG_1.jpg", &jpeg(seed, 3_000))]).await;
}

async fn photos_of(browser: &Browser, album: &str) -> usize {
    let page = browser.get(album).await.expect(200);
    page.attributes("src").iter().filter(|path| path.ends_with("/thumbnail")).count()
}
