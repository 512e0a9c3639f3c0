//! A passkey where there is no device for it; what becomes of second factors otherwise stands in `house/`.

use veillee_tests::services::Script;
use veillee_tests::world::{PASSWORD, World};

use crate::page::Page;

const BUTTON: &str = "veillee-passkey button";

/// Whether the host knows who is there.
async fn is_signed_in(page: &Page) -> bool {
    page.visit("/-/account").await;
    page.path().await == "/-/account"
}

async fn give_password(page: &Page) {
    page.visit("/-/sign-in").await;
    page.write("#address", "bruno@example.org").await;
    page.write("#password", PASSWORD).await;
    page.click("main form button").await;
}

/// What the line beside the button says.
async fn told(page: &Page) -> String {
    page.until("return document.querySelector('veillee-passkey [role=status]').textContent !== ''").await;
    page.find("veillee-passkey [role=status]").await.text().await.expect("words")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_device_for_it_reads_a_line_and_comes_in_by_the_password() {
    let world = World::new().await;
    world.member("Bruno").await;
    let Some(page) = Page::open(&world, Script::On, (360, 800)).await else { return };
    page.chromium.add_authenticator().await;
    page.visit("/-/language?to=fr&then=/-/sign-in").await;
    page.find(BUTTON).await.click().await.expect("a click");
    assert!(told(&page).await.contains("Rien n’a été fait"), "{}", page.text().await);
    assert_eq!(page.ask("return document.activeElement.tagName").await, "BUTTON", "the button is at hand again");
    give_password(&page).await;
    assert!(is_signed_in(&page).await);
    page.chromium.quit().await;
}
