//! One's own account: the name, the language, the password, the devices.

mod activity;
mod address;
mod erase;
mod export;
mod password;
mod sessions;

use veillee_tests::world::{Backend, Browser, World};

/// Whoever has no account is led to the page of signing in, and their forms do nothing.
pub(super) async fn only_accounts_have_it(world: &World, owner: &Browser, path: &str) {
    let link = owner.share_by_link(&owner.album("Partagé").await, "contributor", "none").await;
    let guest = world.browser();
    guest.visit(&link).await.expect(200);
    for nobody in [world.browser(), guest] {
        let answer = nobody.get(path).await.expect(303);
        assert_eq!(answer.location(), format!("/-/sign-in?then={path}"));
        assert!(nobody.post(path, &[("token", "x")]).await.status.is_client_error());
    }
}

/// Whoever has no account is led to the page of signing in.
pub(super) async fn only_accounts_have_it_read(world: &World, path: &str) {
    let answer = world.browser().get(path).await.expect(303);
    assert_eq!(answer.location(), format!("/-/sign-in?then={path}"));
}

/// A form of this path takes no token but its own.
pub(super) async fn needs_its_own_token(browser: &Browser, path: &str, fields: &[(&str, &str)]) {
    let other = browser.get("/-/account").await.expect(200).token_of("/-/sign-out");
    for token in ["", "x", other.as_str()] {
        browser.post(path, &[vec![("token", token)], fields.to_vec()].concat()).await.expect(400);
    }
    browser.post(path, fields).await.expect(400);
}

async fn a_name_and_a_language_are_changed_and_shown(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    only_accounts_have_it(&world, &bruno, "/-/account").await;
    needs_its_own_token(&bruno, "/-/account", &[("name", "Mallory"), ("language", "en")]).await;
    let page = bruno.get("/-/account").await.expect(200);
    assert!(page.text().contains("<html lang=\"fr\">") && !page.text().contains("Mallory"), "{}", page.text());
    let fields = |name| [("token", page.token_of("/-/account")), ("name", name), ("language", "en".to_owned())];
    let send = async |name: &str| {
        let fields = fields(name.to_owned());
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bruno.post("/-/account", &fields).await
    };
    for (wrong, sentence) in [("  ", "Écrivez votre nom"), (&*"x".repeat(101), "100 caractères au plus")] {
        let kept = send(wrong).await.expect(422);
        assert!(kept.text().contains(sentence) && kept.attributes("value").contains(&wrong.trim().to_owned()));
    }
    send(" Bruno <b>é ").await.expect(303);
    let after = bruno.get("/-/account").await.expect(200).text();
    assert!(after.contains("<html lang=\"en\">") && after.contains("It is saved."), "{after}");
    assert!(after.contains("Bruno &#60;b&#62;é") && !after.contains("Bruno <b>"), "{after}");
    let elsewhere = world.browser();
    elsewhere.sign_in("bruno@example.org").await;
    assert!(elsewhere.get("/").await.text().contains("<html lang=\"en\">"), "the account tells it on another device");
    elsewhere.get("/-/language?to=fr").await.expect(303);
    assert!(elsewhere.get("/").await.text().contains("<html lang=\"fr\">"), "what is chosen on a device goes first");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_language_are_changed_and_shown_on_sqlite() {
    a_name_and_a_language_are_changed_and_shown(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_a_language_are_changed_and_shown_on_postgresql() {
    a_name_and_a_language_are_changed_and_shown(Backend::Postgres).await;
}
