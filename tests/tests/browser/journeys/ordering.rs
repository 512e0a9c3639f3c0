//! Photos are put in order by hand and by date.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Key;

use super::{Hands, Person, Scene};
use crate::walk::Walk;

/// Looks at an order that is being sent.
const LOOKS: u32 = 200;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

#[tokio::test(flavor = "multi_thread")]
async fn photos_are_put_in_order_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        order(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_are_put_in_order_without_script() {
    for walk in Walk::without_script() {
        order(walk).await;
    }
}

async fn order(walk: Walk) {
    let Some(scene) = Scene::set(walk, 4).await else { return };
    let Scene { person, album, photos, .. } = &scene;
    let in_order = |places: [usize; 4]| places.map(|place| photos[place].clone());
    person.go(&format!("main a[href='{album}/order']")).await;
    twice_later(person, &photos[0]).await;
    // On a slow machine each step is sent by itself.
    for _ in 0..LOOKS {
        if scene.order().await == in_order([1, 2, 0, 3]) {
            break;
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    assert_eq!(scene.order().await, in_order([1, 2, 0, 3]));

    let front = format!("button[name=front][value='{}']", photos[3]);
    person.go(&front).await;
    if walk.hands() == Hands::Keyboard {
        let focus = format!("return document.activeElement.matches({})", Value::from(front.as_str()));
        person.page.until(&focus).await;
    }
    assert_eq!(scene.order().await, in_order([3, 1, 2, 0]));

    person.go("form[action$='/sort'] button").await;
    assert_eq!(scene.order().await, in_order([0, 1, 2, 3]), "as they came: no camera said when");
    scene.leave().await;
}

/// Presses the same button again without looking for it: it has the focus still, or again.
async fn twice_later(person: &Person, photo: &str) {
    let later = format!("button[name=down][value='{photo}']");
    if person.hands == Hands::Mouse {
        for _ in 0..2 {
            person.go(&later).await;
            let focus = format!("return document.activeElement.matches({})", Value::from(later.as_str()));
            assert_eq!(person.page.ask(&focus).await, json!(true));
        }
        return;
    }
    person.press(&later).await;
    person.key(Key::Space).await;
    person.focus_is_at(&later).await;
    person.page.until("return !document.querySelector('veillee-reorder [role=status] + button').hidden").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pressed_while_an_order_is_under_way_comes_after_it() {
    let Some(scene) = Scene::set(Walk::SCREEN, 3).await else { return };
    let Scene { person, album, photos, .. } = &scene;
    let [first, second, third] = [&photos[0], &photos[1], &photos[2]];
    person.page.visit(&format!("{album}/order")).await;
    // Each time before the order is sent, which waits for a rest.
    person.press(&format!("button[name=down][value='{first}']")).await;
    person.go(&format!("button[name=front][value='{third}']")).await;
    assert_eq!(scene.order().await.iter().collect::<Vec<_>>(), [third, second, first]);
    person.press(&format!("button[name=down][value='{third}']")).await;
    person.go("form[action$='/sort'] button").await;
    assert_eq!(scene.order().await.iter().collect::<Vec<_>>(), [first, second, third]);
    scene.leave().await;
}
