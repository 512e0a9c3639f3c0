//! A password is changed by who knows it, and the other devices are let go.

use veillee_tests::world::{Backend, PASSWORD, World};

use super::{needs_its_own_token, only_accounts_have_it};

const PATH: &str = "/-/account/password";
const NEW: &str = "cinq mots encore plus simples";

async fn another_password_ends_the_other_sessions(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (bruno, zoe) = (world.member("Bruno").await, world.member("Zoe").await);
    only_accounts_have_it(&world, &bruno, PATH).await;
    let good = [("present", PASSWORD), ("new", NEW), ("again", NEW)];
    needs_its_own_token(&bruno, PATH, &good).await;
    let telephone = world.browser();
    telephone.sign_in("bruno@example.org").await;
    let thief = world.browser();
    for (name, value) in bruno.cookie_header().split("; ").filter_map(|pair| pair.split_once('=')) {
        thief.set_cookie(name, value);
    }
    let token = bruno.get(PATH).await.expect(200).token_of(PATH);
    let send = async |fields: [(&str, &str); 3]| {
        bruno.post(PATH, &[vec![("token", token.as_str())], fields.to_vec()].concat()).await
    };
    for (fields, sentence) in [
        ([("present", "not the password"), ("new", NEW), ("again", NEW)], "Le mot de passe actuel ne va pas"),
        ([("present", PASSWORD), ("new", "court"), ("again", "court")], "au moins 12 caractères"),
        ([("present", PASSWORD), ("new", NEW), ("again", "cinq autres mots bien longs")], "ne sont pas les mêmes"),
    ] {
        let page = send(fields).await.expect(422).text();
        assert!(page.contains(sentence), "{sentence}: {page}");
        assert!(!page.contains(NEW) && !page.contains(PASSWORD), "a password is never shown again");
    }
    telephone.get("/-/account").await.expect(200);

    send(good).await.expect(303);
    let page = bruno.get("/-/account").await.expect(200).text();
    assert!(page.contains("Votre mot de passe est changé"), "{page}");
    for ended in [&telephone, &thief] {
        ended.get("/-/account").await.expect(303);
    }
    zoe.get("/-/account").await.expect(200);

    let sign_in = async |password: &str| {
        let browser = world.browser();
        let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
        let address = ("address", "bruno@example.org");
        browser.post("/-/sign-in", &[("token", &token), ("then", "/"), address, ("password", password)]).await.status
    };
    assert_eq!((sign_in(PASSWORD).await.as_u16(), sign_in(NEW).await.as_u16()), (422, 303));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_password_ends_the_other_sessions_on_sqlite() {
    another_password_ends_the_other_sessions(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_password_ends_the_other_sessions_on_postgresql() {
    another_password_ends_the_other_sessions(Backend::Postgres).await;
}
