//! An album is made, gets photos and a cover, and a photo its caption and its alternative text.

use serde_json::json;
use thirtyfour::Key;
use veillee_tests::world::{World, jpeg};

use super::{Hands, Person, photos_shown};
use crate::walk::Walk;

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_made_and_filled_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        fill(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_made_and_filled_without_script() {
    for walk in Walk::without_script() {
        fill(walk).await;
    }
}

async fn fill(walk: Walk) {
    let world = World::new().await;
    let anne = world.administrator().await;
    let Some(person) = walk.person(&world, &anne).await else { return };
    person.page.visit("/album/").await;
    person.write("form[action='/album/'] input[name=title]", "Vacances").await;
    person.go("form[action='/album/'] button").await;
    let album = person.page.path().await;
    assert!(album.len() > "/album/".len(), "{album}");
    add(&person).await;
    describe(&person, &album).await;
    make_cover(&person, &album).await;
    person.leave().await;
}

async fn add(person: &Person) {
    let files = [("IMG_1.jpg", jpeg(1, 3_000)), ("IMG_2.jpg", jpeg(2, 3_000)), ("IMG_3.jpg", jpeg(3, 3_000))];
    let files = if person.hands == Hands::Keyboard { &files[..] } else { &files[..2] };
    person.take_files("input[type=file]", files).await;
    if person.hands == Hands::Keyboard {
        take_one_out(person).await;
    }
    person.go("form:has(veillee-upload) button:not(veillee-upload *)").await;
    assert_eq!(photos_shown(person).await, 2, "{}", person.page.text().await);
    assert_eq!(person.page.count("main [role=status].notice").await, 1, "{}", person.page.text().await);
}

/// One file too many goes, and the focus to the line that takes its place.
async fn take_one_out(person: &Person) {
    let rows = "return document.querySelectorAll('.veillee-upload-row[data-state=arrived]').length";
    person.page.until(&format!("{rows} === 3")).await;
    let remove = |nth: u32| format!(".veillee-upload-row:nth-child({nth}) button:last-of-type");
    person.tab_to(&remove(2)).await;
    person.key(Key::Space).await;
    person.page.until(&format!("{rows} === 2")).await;
    person.focus_is_at(&remove(2)).await;
}

async fn describe(person: &Person, album: &str) {
    super::looking::open_page(person, 1).await;
    person.press("main details > summary").await;
    person.write("main form [name=title]", "La mer").await;
    person.write("[name=alt]", "Une plage, et un enfant qui court.").await;
    person.go("form:has([name=alt]) button").await;
    let told = "return [document.querySelector('main h1').textContent, document.querySelector('.photo-large').alt, \
                document.querySelectorAll('main [role=status]').length]";
    let wanted = json!(["La mer", "Une plage, et un enfant qui court.", 1]);
    assert_eq!(person.page.ask(told).await, wanted, "{album}");
}

async fn make_cover(person: &Person, album: &str) {
    person.go("a.next").await;
    let photo = person.page.path().await;
    let id = photo.strip_prefix(&format!("{album}/")).expect("a photo of the album");
    person.go("form[action$='/cover'] button").await;
    assert_eq!(person.page.count("form[action$='/cover']").await, 0, "it is the cover");
    person.go("main a.up").await;
    person.go("main a.up").await;
    let cover = "return document.querySelector('.cards img').getAttribute('src')";
    assert_eq!(person.page.ask(cover).await, json!(format!("/-/blob/{id}/thumbnail")));
}
