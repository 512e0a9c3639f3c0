//! Forms that are confirmed, kept, filled in, previewed and put in order.

use serde_json::json;
use thirtyfour::Key;
use veillee_tests::services::Script;

use super::Scene;

const QUESTION: &str = "return document.querySelector('dialog[open] p')?.textContent === 'Really?'";

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_sent_only_after_a_yes_and_a_no_gives_the_focus_back() {
    let Some(scene) = Scene::set(Script::On).await else { return };
    scene.focus("#p-trash button").await;
    scene.press(Key::Enter).await;
    scene.page.until(QUESTION).await;
    let safe = "return document.activeElement.classList.contains('danger')";
    assert_eq!(scene.page.ask(safe).await, json!(false), "Enter alone destroys nothing");
    scene.press(Key::Escape).await;
    scene.page.until("return !document.querySelector('dialog')").await;
    assert_eq!(scene.page.path().await, scene.path);
    assert_eq!(scene.page.ask("return document.activeElement.textContent").await, json!("Trash"));
    scene.press(Key::Enter).await;
    scene.page.until(QUESTION).await;
    scene.page.click("dialog[open] .danger").await;
    assert_eq!(scene.sent().await, json!(["confirmed=yes"]));
    scene.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_comes_back_until_it_is_sent_or_thrown_away_and_goes_with_its_person() {
    let Some(scene) = Scene::set(Script::On).await else { return };
    let words = "return document.querySelector('#p-words').value";
    let saved = "return Object.keys(sessionStorage).some(key => key.startsWith('veillee-draft '))";
    scene.page.write("#p-words", "Chère Mamie").await;
    scene.page.until(saved).await;
    scene.page.visit("/").await;
    scene.page.visit(&scene.path).await;
    assert_eq!(scene.page.ask(words).await, json!("Chère Mamie"));
    scene.page.ask("document.querySelector('veillee-autosave .notice button').click()").await;
    assert_eq!(scene.page.ask(words).await, json!(""), "thrown away");
    scene.page.visit(&scene.path).await;
    assert_eq!(scene.page.ask(words).await, json!(""));
    scene.page.write("#p-words", "Chère Mamie").await;
    scene.page.click("#p-letter button").await;
    assert_eq!(scene.sent().await, json!(["words=Chère Mamie"]));
    scene.page.visit(&scene.path).await;
    assert_eq!(scene.page.ask(words).await, json!(""), "sent");
    scene.page.write("#p-words", "Secret").await;
    scene.page.until(saved).await;
    scene.page.visit("/-/account").await;
    scene.page.click("form[action='/-/sign-out'] button").await;
    assert_eq!(scene.page.ask(saved).await, json!(false), "signing out takes it along");
    scene.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_the_beginning_of_a_name_and_sent_by_their_boxes() {
    let Some(scene) = Scene::set(Script::On).await else { return };
    scene.focus("veillee-people [role=combobox]").await;
    scene.press("elo").await;
    let found = "return [...document.querySelectorAll('[role=option]')].map(one => one.textContent)";
    assert_eq!(scene.page.ask(found).await, json!(["Élodie"]), "without its accent");
    scene.press(Key::Enter).await;
    scene.press("an").await;
    scene.press(Key::Enter).await;
    let chosen = "return [...document.querySelectorAll('.veillee-chosen span')].map(one => one.textContent)";
    assert_eq!(scene.page.ask(chosen).await, json!(["Anne", "Élodie"]));
    scene.press(Key::Backspace).await;
    assert_eq!(scene.page.ask(chosen).await, json!(["Anne"]));
    scene.focus("veillee-picker input[type=search]").await;
    scene.press("hel").await;
    scene.press(Key::Enter).await;
    scene.page.click("#p-choices > button").await;
    assert_eq!(scene.sent().await, json!(["who=0", "to=7"]), "and no field of the search");
    scene.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_follows_the_writing() {
    let Some(scene) = Scene::set(Script::On).await else { return };
    scene.page.write("#p-text", "<b>Été").await;
    scene.page.until("return document.querySelector('veillee-preview .preview').textContent === '<b>Été'").await;
    assert_eq!(scene.page.path().await, scene.path, "the page stayed");
    assert_eq!(scene.page.ask("return document.activeElement.id").await, json!("p-text"), "and so did the focus");
    scene.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_changed_by_the_keyboard_saved_and_undone() {
    let Some(scene) = Scene::set(Script::On).await else { return };
    let order = "return [...document.querySelectorAll('#p-order input')].map(one => one.value).join()";
    // The undo is offered once the service has the order.
    let kept = "return !document.querySelector('veillee-reorder form > button').hidden";
    scene.focus("#p-order button[name=down]").await;
    scene.press(Key::Enter).await;
    assert_eq!(scene.page.ask(order).await, json!("1,0,2"));
    assert_eq!(
        scene.page.ask("return document.activeElement.name + document.activeElement.value").await,
        json!("down0")
    );
    scene.page.until(kept).await;
    scene.page.ask("document.querySelector('veillee-reorder form > button').click()").await;
    assert_eq!(scene.page.ask(order).await, json!("0,1,2"));
    scene.page.until(kept).await;
    assert_eq!(scene.page.path().await, scene.path);
    scene.leave().await;
}
