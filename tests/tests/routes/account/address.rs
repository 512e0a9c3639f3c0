//! Another mail address: confirmed at the new one, told to the one before, and taken back from there.

use veillee_ambient::MILLIS_PER_HOUR;
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, path_in};

use super::{needs_its_own_token, only_accounts_have_it};
use crate::joining::{plain, sign_in_status};

const PATH: &str = "/-/account/address";

async fn ask(browser: &Browser, address: &str, password: &str) -> Answer {
    let token = browser.get(PATH).await.expect(200).token_of(PATH);
    browser.post(PATH, &[("token", &token), ("address", address), ("password", password)]).await
}

async fn press(browser: &Browser, link: &str) -> Answer {
    let token = browser.get(link).await.expect(200).token_of(link);
    browser.post(link, &[("token", &token)]).await
}

async fn an_address_is_changed_by_its_new_mailbox_and_given_back_by_the_old_one(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    only_accounts_have_it(&world, &bruno, PATH).await;
    needs_its_own_token(&bruno, PATH, &[("address", "new@example.org"), ("password", PASSWORD)]).await;
    ask(&bruno, "new@example.org", PASSWORD).await.expect(200);
    let mail = world.only_mail().await;
    assert_eq!(mail.to, "new@example.org");
    let link = path_in(&mail, "/-/address/");
    for _ in 0..3 {
        world.browser().get(&link).await.expect(200);
    }
    assert_eq!(sign_in_status(&world, "new@example.org", PASSWORD).await, 422, "nothing changes by being looked at");
    press(&bruno, &link).await.expect(303);
    let page = bruno.get("/-/account").await.expect(200).text();
    assert!(page.contains("new@example.org") && !page.contains("bruno@example.org"), "{page}");
    bruno.get(&link).await.expect(404);
    assert_eq!(sign_in_status(&world, "bruno@example.org", PASSWORD).await, 422);
    assert_eq!(sign_in_status(&world, "new@example.org", PASSWORD).await, 303);

    let told = world.only_mail().await;
    assert_eq!(told.to, "bruno@example.org");
    let alarm = path_in(&told, "/-/not-me/");
    let owner = world.browser();
    let reset = press(&owner, &alarm).await.expect(303).location();
    let page = owner.get(&reset).await.expect(200);
    assert!(page.text().contains("il a de nouveau votre adresse"), "{}", page.text());
    assert!(page.attributes("value").contains(&"bruno@example.org".to_owned()));
    bruno.get("/-/account").await.expect(303);
    assert_eq!(sign_in_status(&world, "new@example.org", PASSWORD).await, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_changed_by_its_new_mailbox_and_given_back_by_the_old_one_on_sqlite() {
    an_address_is_changed_by_its_new_mailbox_and_given_back_by_the_old_one(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_changed_by_its_new_mailbox_and_given_back_by_the_old_one_on_postgresql() {
    an_address_is_changed_by_its_new_mailbox_and_given_back_by_the_old_one(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_somebody_else_gets_the_same_page_and_stays_theirs() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    world.member("Dora").await;
    let free = ask(&bruno, "free@example.org", PASSWORD).await.expect(200);
    let link = path_in(&world.only_mail().await, "/-/address/");
    let taken = ask(&bruno, "dora@example.org", PASSWORD).await.expect(200);
    assert_eq!(plain(&free, "free@example.org"), plain(&taken, "dora@example.org"));
    let mail = world.only_mail().await;
    assert_eq!(mail.to, "dora@example.org");
    assert!(!mail.text.contains("/-/address/"), "{}", mail.text);
    // Somebody gets the free one before the link is followed.
    world.member("Free").await;
    press(&bruno, &link).await.expect(404);
    assert!(bruno.get("/-/account").await.text().contains("bruno@example.org"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_do_changes_nothing_and_stays_typed() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    let long = format!("{}@example.org", "x".repeat(10_000));
    for (address, password, sentence) in [
        ("new@example.org", "not the password", "Le mot de passe ne va pas"),
        ("BRUNO@example.org", PASSWORD, "déjà l’adresse de votre compte"),
        ("n\u{435}w@example.org", PASSWORD, "sans accents"),
        ("new@example.org\r\nBcc: all@example.org", PASSWORD, "ne semble pas complète"),
        (&long, PASSWORD, "ne semble pas complète"),
        ("", PASSWORD, "ne semble pas complète"),
    ] {
        let page = ask(&bruno, address, password).await.expect(422);
        assert!(page.text().contains(sentence), "{sentence}: {}", page.text());
        assert!(page.attributes("value").contains(&address.to_owned()) && !page.text().contains(PASSWORD));
    }
    assert!(world.mails().await.is_empty());
    ask(&bruno, "new@example.org", PASSWORD).await.expect(200);
    let first = path_in(&world.only_mail().await, "/-/address/");
    ask(&bruno, "newer@example.org", PASSWORD).await.expect(200);
    let second = path_in(&world.only_mail().await, "/-/address/");
    bruno.get(&first).await.expect(404);
    world.browser_at("beta.localhost").get(&second).await.expect(404);
    world.clock.advance(24 * MILLIS_PER_HOUR);
    bruno.get(&second).await.expect(404);
}
