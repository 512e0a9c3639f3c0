//! An album in an album, a heart, words in the guest book, photos that go on by themselves, and those of guests decided on one
//! by one.

use thirtyfour::Key;
use veillee_tests::world::jpeg;

use super::looking::open_page;
use super::{Hands, Person, Scene};
use crate::walk::Walk;

#[tokio::test(flavor = "multi_thread")]
async fn people_take_part_in_an_album_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        take_part(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_take_part_in_an_album_without_script() {
    for walk in Walk::without_script() {
        take_part(walk).await;
    }
}

async fn take_part(walk: Walk) {
    let Some(scene) = Scene::set(walk, 2).await else { return };
    let Scene { person, album, .. } = &scene;
    person.press("main details > summary").await;
    person.press("[name=book]").await;
    person.go("form[action$='/others'] button").await;
    inner(person, album).await;
    if walk.hands() == Hands::Keyboard {
        by_itself(person, walk).await;
    }
    open_page(person, 1).await;
    person.go("form[action$='/heart'] button").await;
    assert!(person.page.text().await.contains(walk.words("1 cœur", "1 heart")), "{}", person.page.text().await);
    person.go("main a[href$='/hearts']").await;
    assert!(person.page.text().await.contains("Anne"), "{}", person.page.text().await);
    person.page.visit(album).await;
    person.go(&format!("main a[href='{album}/book']")).await;
    person.write("main [name=text]", "Merci pour tout").await;
    person.go("form[action$='/book'] button").await;
    assert_eq!(person.page.count("main article").await, 1, "{}", person.page.text().await);
    review(&scene, walk).await;
    scene.leave().await;
}

/// Down into a new album, and back by the way that is shown.
async fn inner(person: &Person, album: &str) {
    person.press("main details > summary").await;
    person.write("[name=inner]", "La plage").await;
    person.go("form[action$='/albums'] button").await;
    assert_ne!(person.page.path().await, *album);
    assert!(person.page.text().await.contains("La plage"), "{}", person.page.text().await);
    person.go(&format!("main nav a[href='{album}']")).await;
    assert_eq!(person.page.count("main .cards > li").await, 1);
}

/// Pictures go on by themselves until somebody stops them, and the focus comes back.
async fn by_itself(person: &Person, walk: Walk) {
    let play = "dialog[open] .toolbar button:nth-of-type(3)";
    let says = "return document.querySelector('dialog[open] .toolbar button:nth-of-type(3)').textContent";
    person.tab_to("veillee-lightbox > p button").await;
    person.key(Key::Enter).await;
    person.focus_is_at(play).await;
    assert_eq!(person.page.ask(says).await, "Pause");
    person.key(Key::Space).await;
    assert_eq!(person.page.ask(says).await, walk.words("Diaporama", "Slideshow"));
    person.focus_is_at(play).await;
    person.key(Key::Escape).await;
    person.page.until("return !document.querySelector('dialog')").await;
}

/// With a letter where there is a keyboard, with the button where there is none.
async fn review(scene: &Scene, walk: Walk) {
    let Scene { person, album, anne, world, .. } = scene;
    anne.post(&format!("{album}/approval"), &[("approval", "yes")]).await.expect(303);
    let guest = world.browser();
    guest.visit(&anne.share_by_link(album, "contributor", "none").await).await.expect(200);
    for seed in [8, 9] {
        guest.add_photos(album, &[("IMG_1.jpg", &jpeg(seed, 3_000))]).await;
    }
    person.page.visit(album).await;
    person.go(&format!("main .notice a[href='{album}/review']")).await;
    decide(person, if walk.language == "fr" { 'o' } else { 'y' }, "show").await;
    decide(person, 'c', "trash").await;
    let text = person.page.text().await;
    assert!(text.contains(walk.words("Tout est vu", "All is seen")), "{text}");
    person.go("form[action$='/restore'] button").await;
    person.page.visit(&format!("{album}/review")).await;
    assert_eq!(person.page.count("button[value=show]").await, 1, "what was taken away waits again");
}

async fn decide(person: &Person, key: char, deed: &str) {
    if person.hands == Hands::Mouse {
        person.go(&format!("button[value={deed}]")).await;
        return;
    }
    // Keys come to a page whose window has the focus, once it slid in.
    let rests = "return document.hasFocus() && !document.documentElement.matches(':active-view-transition')";
    person.page.until(rests).await;
    person.leave_by(key).await;
}
