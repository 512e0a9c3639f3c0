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

/// Every character counts, to the last; spaces, accents and capitals as they were typed.
#[tokio::test(flavor = "multi_thread")]
async fn a_password_has_two_hundred_characters_at_most_and_each_of_them_counts() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    let send = async |present: &str, new: &str| {
        let token = bruno.get(PATH).await.expect(200).token_of(PATH);
        bruno.post(PATH, &[("token", &token), ("present", present), ("new", new), ("again", new)]).await
    };
    let page = bruno.get(PATH).await.expect(200).text();
    assert!(page.contains("minlength=\"12\" maxlength=\"200\""), "{page}");
    let whole: String = " Été à la mer, chez Zoë ; 7 crêpes & un thé".chars().cycle().take(200).collect();
    let shorter: String = whole.chars().take(199).collect();
    let most = send(PASSWORD, &format!("{whole}x")).await.expect(422).text();
    assert!(most.contains("200 caractères"), "{most}");
    send(PASSWORD, &whole).await.expect(303);
    let status = async |password: &str| crate::joining::sign_in_status(&world, "bruno@example.org", password).await;
    for wrong in [&shorter, &whole.to_lowercase(), &whole.trim().to_owned(), &whole.replace('é', "e")] {
        assert_eq!(status(wrong).await, 422, "{wrong}");
    }
    assert_eq!(status(&whole).await, 303);
    // 64 of them do, and no kind of character is asked for.
    let plain = "b".repeat(12) + &"quatre mots sans rien d autre et encore quelques uns pour finir"[..52];
    assert_eq!(plain.len(), 64);
    send(&whole, &plain).await.expect(303);
    assert_eq!(status(&plain).await, 303);
}
