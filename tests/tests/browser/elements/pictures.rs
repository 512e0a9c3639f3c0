//! Pictures over the whole window.

use serde_json::json;
use thirtyfour::Key;
use veillee_tests::services::Script;

use super::Scene;

const CAPTION: &str = "return document.querySelector('dialog[open] figcaption')?.textContent ?? 'closed'";

async fn says(scene: &Scene, caption: &str) {
    let said = scene.page.ask(CAPTION).await;
    assert!(said.as_str().expect("text").starts_with(caption), "{said}, not {caption}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_looked_at_with_the_keyboard_and_the_focus_comes_back_to_the_last_one() {
    let Some(scene) = Scene::set(Script::On).await else { return };
    scene.focus("veillee-lightbox a").await;
    scene.press(Key::Enter).await;
    says(&scene, "Caption 0").await;
    for (key, caption) in [
        (Key::Right, "Caption 1"),
        (Key::End, "Caption 2"),
        (Key::Right, "Caption 2"),
        (Key::Left, "Caption 1"),
        (Key::Home, "Caption 0"),
        (Key::Right, "Caption 1"),
    ] {
        scene.press(key).await;
        says(&scene, caption).await;
    }
    let shown = "const shown = document.querySelector('dialog[open] img'); return [shown.alt, shown.naturalWidth > 0]";
    scene.page.until("return document.querySelector('dialog[open] img').complete").await;
    assert_eq!(scene.page.ask(shown).await, json!(["Photo 1", true]));
    assert_eq!(scene.page.path().await, scene.path, "the page stayed");
    scene.press(Key::Escape).await;
    says(&scene, "closed").await;
    let focused = "return document.activeElement.querySelector('img')?.alt";
    assert_eq!(scene.page.ask(focused).await, json!("Photo 1"));
    scene.leave().await;
}
