//! Several photos at once: taken home, moved into another album, put into the trash and brought back.

use serde_json::json;

use super::{Person, Scene, photos_shown};
use crate::walk::Walk;

#[tokio::test(flavor = "multi_thread")]
async fn several_photos_are_dealt_with_at_once_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        choose(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_photos_are_dealt_with_at_once_without_script() {
    for walk in Walk::without_script() {
        choose(walk).await;
    }
}

async fn choose(walk: Walk) {
    let Some(scene) = Scene::set(walk, 4).await else { return };
    let other = scene.anne.album("Marche").await;
    let Scene { person, album, photos, .. } = &scene;
    person.go(&format!("main a[href='{album}/choose']")).await;
    person.go("button[value=trash]").await;
    assert_eq!(person.page.count("main .problem[role=alert]").await, 1, "nothing is ticked: it says so");
    tick(person, photos, &[0, 2]).await;
    assert!(person.download("button[value=download]").await.starts_with(b"PK"));
    let ticked = "return document.querySelectorAll('.photos input:checked').length";
    assert_eq!(person.page.ask(ticked).await, json!(2), "a download takes no tick away");
    move_them(person, &other).await;
    assert_eq!(scene.order().await, [photos[1].clone(), photos[3].clone()]);

    person.go(&format!("main a[href='{album}/choose']")).await;
    tick(person, photos, &[1, 3]).await;
    person.go("button[value=trash]").await;
    assert_eq!(photos_shown(person).await, 0);
    person.go("form[action$='/restore'] button").await;
    assert_eq!(photos_shown(person).await, 2, "undone");
    assert_eq!(scene.order().await, [photos[1].clone(), photos[3].clone()]);
    scene.leave().await;
}

async fn tick(person: &Person, photos: &[String], places: &[usize]) {
    for place in places {
        person.press(&format!("input[name=photo][value='{}']", photos[*place])).await;
    }
}

async fn move_them(person: &Person, other: &str) {
    person.go("button[value=move]").await;
    person.choose("[name=to]", veillee_tests::world::id_of(other)).await;
    person.go("form[action$='/move'] button").await;
    assert_eq!(photos_shown(person).await, 2);
    assert_eq!(person.page.count(&format!("main [role=status] a[href='{other}']")).await, 1, "it says where they are");
}
