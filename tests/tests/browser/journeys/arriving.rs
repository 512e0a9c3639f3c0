//! Somebody signs in, finds the albums and changes the language.

use serde_json::{Value, json};
use thirtyfour::Key;
use veillee_tests::services::Script;
use veillee_tests::world::{PASSWORD, World};

use super::{Hands, Person};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_signs_in_with_the_keyboard_alone() {
    arrive(Hands::Keyboard, Script::On).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_signs_in_with_the_keyboard_alone_and_without_script() {
    arrive(Hands::Keyboard, Script::Off).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_signs_in_without_script() {
    arrive(Hands::Mouse, Script::Off).await;
}

async fn arrive(hands: Hands, script: Script) {
    let world = World::new().await;
    world.administrator().await;
    let Some(person) = Person::unknown(&world, hands, script).await else { return };
    person.page.visit("/-/sign-in").await;
    if hands == Hands::Keyboard {
        skip_to_the_content(&person).await;
        person.page.visit("/-/sign-in").await;
    }
    person.write("#address", "anne@example.org").await;
    person.write("#password", PASSWORD).await;
    person.go("main form button").await;
    assert_eq!(person.page.path().await, "/");
    person.go(".shell-services a[href='/album']").await;
    let language = "return document.documentElement.lang";
    assert_eq!(person.page.ask(language).await, json!("fr"));
    person.go(".shell-footer a[hreflang=en]").await;
    assert_eq!(person.page.ask(language).await, json!("en"));
    assert_eq!(person.page.path().await, "/album");
    person.leave().await;
}

async fn skip_to_the_content(person: &Person) {
    person.tab_to(".shell-skip").await;
    person.key(Key::Enter).await;
    person.key(Key::Tab).await;
    let inside = "return document.activeElement.closest('main') !== null";
    assert_eq!(person.page.ask(inside).await, Value::Bool(true), "the first stop after the skip is in the content");
}
