//! The elements of the host, with the script that enhances them and without it.

mod forms;
mod pictures;
mod uploads;

use serde_json::{Value, json};
use thirtyfour::Key;
use veillee_tests::services::Script;
use veillee_tests::world::{Backend, World, id_of};

use crate::page::Page;

/// A member before the page that holds every element.
struct Scene {
    world: World,
    page: Page,
    path: String,
}

impl Scene {
    async fn set(script: Script) -> Option<Self> {
        let world = World::with_hostile(Backend::Sqlite).await?;
        let page = Page::open(&world, script, (1280, 900)).await?;
        let anne = world.administrator().await;
        let (_, photos) = anne.album_with_photos("Vacances", 3).await;
        let ids: Vec<&str> = photos.iter().map(|path| id_of(path.trim_end_matches("/original"))).collect();
        let path = format!("/hostile/elements?photos={}", ids.join(","));
        page.sign_in("anne@example.org").await;
        page.visit(&path).await;
        Some(Self { world, page, path })
    }

    async fn press(&self, key: impl Into<thirtyfour::TypingData>) {
        self.page.chromium.action_chain().send_keys(key).perform().await.expect("a key");
    }

    async fn focus(&self, selector: &str) {
        self.page.ask(&format!("document.querySelector({}).focus()", Value::from(selector))).await;
    }

    /// What the forms sent, as the service lists it.
    async fn sent(&self) -> Value {
        self.page.ask("return [...document.querySelectorAll('.sent')].map(line => line.textContent)").await
    }

    async fn leave(self) {
        self.page.chromium.quit().await;
        drop(self.world);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_every_form_and_link_of_the_elements_works() {
    let Some(scene) = Scene::set(Script::Off).await else { return };
    assert_eq!(scene.page.count("veillee-lightbox dialog, .veillee-handle, [role=combobox]").await, 0);
    scene.page.click("#p-trash button").await;
    assert_eq!(scene.sent().await, json!([]), "nobody confirmed: the service asks on a page of its own");
    scene.page.visit(&scene.path).await;
    for choice in ["#p-choices input[name=who][value='2']", "#p-choices input[name=to][value='4']"] {
        scene.page.find(choice).await.click().await.expect("a choice");
    }
    scene.page.click("#p-choices > button").await;
    assert_eq!(scene.sent().await, json!(["who=2", "to=4"]));
    scene.page.click("#p-order button[name=down]").await;
    assert_eq!(scene.sent().await, json!(["order=0", "down=0", "order=1", "order=2"]));
    scene.page.visit(&scene.path).await;
    scene.page.click("veillee-lightbox a").await;
    assert!(scene.page.path().await.starts_with("/hostile/calm?photo="), "the page of the photo");
    scene.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_work_unless_somebody_writes_and_are_listed_and_turned_off() {
    let Some(scene) = Scene::set(Script::On).await else { return };
    scene.focus("#p-words").await;
    scene.press("c?").await;
    assert_eq!(scene.page.path().await, scene.path, "writing a letter is writing a letter");
    assert_eq!(scene.page.ask("return document.querySelector('#p-words').value").await, json!("c?"));
    scene.page.ask("document.activeElement.blur()").await;
    scene.press("?").await;
    scene.page.until("return document.querySelector('dialog[open] kbd')?.textContent === 'c'").await;
    scene.page.ask("document.querySelector('dialog[open] input').click()").await;
    scene.press(Key::Escape).await;
    scene.page.until("return !document.querySelector('dialog')").await;
    scene.press("c").await;
    assert_eq!(scene.page.path().await, scene.path, "they are off");
    scene.press("?").await;
    scene.page.ask("document.querySelector('dialog[open] input').click()").await;
    scene.press(Key::Escape).await;
    scene.page.depart().await;
    scene.press("c").await;
    scene.page.arrive().await;
    assert_eq!(scene.page.path().await, "/hostile/calm");
    scene.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moment_is_told_from_now_and_exactly() {
    let Some(scene) = Scene::set(Script::On).await else { return };
    let time = "const time = document.querySelector('veillee-time time'); return [time.dateTime, /ago|il y a/.test(\
                time.textContent), time.title.includes('2020')]";
    assert_eq!(scene.page.ask(time).await, json!(["2020-09-13T12:26:40Z", true, true]));
    scene.leave().await;
}
