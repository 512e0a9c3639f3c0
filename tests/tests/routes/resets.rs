//! A forgotten password, and an account that somebody else got into.

use veillee_ambient::{MILLIS_PER_DAY, MILLIS_PER_MINUTE};
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, path_in};

use super::joining::{plain, sign_in_status};

const FORGOT: &str = "/-/forgot";
const NEW: &str = "cinq mots encore plus simples";

async fn forget(browser: &Browser, address: &str) -> Answer {
    let token = browser.get(FORGOT).await.expect(200).token_of(FORGOT);
    browser.post(FORGOT, &[("token", &token), ("address", address)]).await
}

async fn choose(browser: &Browser, link: &str, password: &str) -> Answer {
    let token = browser.get(link).await.expect(200).token_of(link);
    browser.post(link, &[("token", &token), ("new", password), ("again", password)]).await
}

async fn a_link_opened_by_a_scanner_first_still_gives_another_password(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let page = forget(&world.browser(), "Bruno@example.org").await.expect(200).text();
    assert!(page.contains("Demandez votre lien"), "{page}");
    let mail = world.only_mail().await;
    assert_eq!(mail.to, "bruno@example.org");
    let link = path_in(&mail, "/-/reset/");
    let scanner = world.browser();
    for _ in 0..3 {
        scanner.get(&link).await.expect(200);
        scanner.send(hyper::Method::HEAD, &link, &[], bytes::Bytes::new()).await.expect(200);
    }
    assert_eq!(sign_in_status(&world, "bruno@example.org", PASSWORD).await, 303, "nothing has changed so far");

    let telephone = world.browser();
    for (password, sentence) in [("court", "au moins 12"), ("password1234", "volé"), ("bruno@example.org", "votre nom")]
    {
        assert!(choose(&telephone, &link, password).await.expect(422).text().contains(sentence), "{sentence}");
    }
    let token = telephone.get(&link).await.expect(200).token_of(&link);
    let differ = [("token", token.as_str()), ("new", NEW), ("again", PASSWORD)];
    assert!(telephone.post(&link, &differ).await.expect(422).text().contains("ne sont pas les mêmes"));
    assert_eq!(choose(&telephone, &link, NEW).await.expect(303).location(), "/-/sign-in");
    telephone.get("/-/account").await.expect(303);
    bruno.get("/-/account").await.expect(303);
    assert_eq!(sign_in_status(&world, "bruno@example.org", PASSWORD).await, 422);
    assert_eq!(sign_in_status(&world, "bruno@example.org", NEW).await, 303);
    assert!(telephone.get(&link).await.expect(404).text().contains("Ce lien ne sert plus"));
    let told = world.only_mail().await;
    assert_eq!(told.to, "bruno@example.org");
    assert!(told.text.contains("vient d’être changé") && told.text.contains("/-/not-me/"), "{}", told.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opened_by_a_scanner_first_still_gives_another_password_on_sqlite() {
    a_link_opened_by_a_scanner_first_still_gives_another_password(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opened_by_a_scanner_first_still_gives_another_password_on_postgresql() {
    a_link_opened_by_a_scanner_first_still_gives_another_password(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_without_account_gets_the_same_page_and_is_told_by_mail() {
    let world = World::new().await;
    world.member("Bruno").await;
    world.member("Dora").await;
    world.alpha.suspend(&world.account("dora@example.org").await, true).await.expect("suspended");
    let mut pages = Vec::new();
    for (address, has_link) in [("bruno@example.org", true), ("nobody@example.org", false), ("dora@example.org", false)]
    {
        let page = forget(&world.browser(), address).await.expect(200);
        pages.push(plain(&page, address));
        let mail = world.only_mail().await;
        assert_eq!((mail.to.as_str(), mail.text.contains("/-/reset/")), (address, has_link), "{}", mail.text);
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
    for wrong in ["", "bruno", "bruno@example", "bruno@example.org\r\nBcc: all@example.org", &"x".repeat(10_000)] {
        let page = forget(&world.browser(), wrong).await.expect(422).text();
        assert!(page.contains("ne semble pas complète"), "{page}");
    }
    assert!(world.mails().await.is_empty());
    // By a sign that becomes a k in small letters the account may be found; the mail goes to the account's own address.
    world.member("Karim").await;
    forget(&world.browser(), "\u{212a}arim@example.org").await.expect(200);
    assert!(world.mails().await.iter().all(|mail| mail.to.is_ascii()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_ends_to_the_millisecond_a_newer_one_replaces_it_and_it_is_good_for_nothing_else() {
    let world = World::new().await;
    world.member("Bruno").await;
    let browser = world.browser();
    forget(&browser, "bruno@example.org").await.expect(200);
    let first = path_in(&world.only_mail().await, "/-/reset/");
    forget(&browser, "bruno@example.org").await.expect(200);
    let second = path_in(&world.only_mail().await, "/-/reset/");
    browser.get(&first).await.expect(404);
    let secret = second.trim_start_matches("/-/reset/");
    for other in ["/-/join/", "/-/address/", "/-/not-me/", "/-/welcome/"] {
        browser.get(&format!("{other}{secret}")).await.expect(404);
    }
    world.browser_at("beta.localhost").get(&second).await.expect(404);
    browser.get(&second[..second.len() - 1]).await.expect(404);
    world.clock.advance(30 * MILLIS_PER_MINUTE - 1);
    let token = browser.get(&second).await.expect(200).token_of(&second);
    world.clock.advance(1);
    browser.get(&second).await.expect(404);
    browser.post(&second, &[("token", &token), ("new", NEW), ("again", NEW)]).await.expect(404);
    assert_eq!(sign_in_status(&world, "bruno@example.org", PASSWORD).await, 303);
    // Whoever changes the password by themselves makes a link worth nothing that is under way.
    let bruno = world.browser();
    bruno.sign_in("bruno@example.org").await;
    forget(&browser, "bruno@example.org").await.expect(200);
    let third = path_in(&world.only_mail().await, "/-/reset/");
    let path = "/-/account/password";
    let token = bruno.get(path).await.expect(200).token_of(path);
    bruno.post(path, &[("token", &token), ("present", PASSWORD), ("new", NEW), ("again", NEW)]).await.expect(303);
    browser.get(&third).await.expect(404);
}

async fn of_two_at_the_same_moment_one_chooses(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    world.member("Bruno").await;
    let browser = world.browser();
    let token = browser.get(FORGOT).await.expect(200).token_of(FORGOT);
    let fields = [("token", token.as_str()), ("address", "bruno@example.org")];
    let (one, two) = tokio::join!(browser.post(FORGOT, &fields), browser.post(FORGOT, &fields));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (200, 200));
    let link = path_in(&world.only_mail().await, "/-/reset/");
    let token = browser.get(&link).await.expect(200).token_of(&link);
    let choose = async |password: &str| {
        let answer = browser.post(&link, &[("token", &token), ("new", password), ("again", password)]).await;
        answer.status.as_u16()
    };
    let (one, two) = tokio::join!(choose(NEW), choose("six autres mots pour le second"));
    let mut both = [one, two];
    both.sort_unstable();
    assert_eq!(both, [303, 404]);
    assert_eq!(world.mails().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_at_the_same_moment_one_chooses_on_sqlite() {
    of_two_at_the_same_moment_one_chooses(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_at_the_same_moment_one_chooses_on_postgresql() {
    of_two_at_the_same_moment_one_chooses(Backend::Postgres).await;
}

async fn it_was_not_me_shuts_the_account_until_another_password_is_chosen(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let thief = world.member("Bruno").await;
    let path = "/-/account/password";
    let token = thief.get(path).await.expect(200).token_of(path);
    thief.post(path, &[("token", &token), ("present", PASSWORD), ("new", NEW), ("again", NEW)]).await.expect(303);
    let alarm = path_in(&world.only_mail().await, "/-/not-me/");
    let bruno = world.browser();
    for _ in 0..3 {
        bruno.get(&alarm).await.expect(200);
    }
    thief.get("/-/account").await.expect(200);
    let token = bruno.get(&alarm).await.expect(200).token_of(&alarm);
    let reset = bruno.post(&alarm, &[("token", &token)]).await.expect(303).location();
    assert!(reset.starts_with("/-/reset/"), "{reset}");
    thief.get("/-/account").await.expect(303);
    for password in [PASSWORD, NEW, "!", ""] {
        assert_eq!(sign_in_status(&world, "bruno@example.org", password).await, 422, "{password}");
    }
    world.browser().get(&alarm).await.expect(404);
    let page = bruno.get(&reset).await.expect(200).text();
    assert!(page.contains("Plus personne n’est dans votre compte"), "{page}");
    choose(&bruno, &reset, "un mot de passe tout neuf").await.expect(303);
    assert_eq!(sign_in_status(&world, "bruno@example.org", "un mot de passe tout neuf").await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_was_not_me_shuts_the_account_until_another_password_is_chosen_on_sqlite() {
    it_was_not_me_shuts_the_account_until_another_password_is_chosen(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_was_not_me_shuts_the_account_until_another_password_is_chosen_on_postgresql() {
    it_was_not_me_shuts_the_account_until_another_password_is_chosen(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_is_good_for_seven_days_and_in_its_own_association() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    let path = "/-/account/password";
    let token = bruno.get(path).await.expect(200).token_of(path);
    bruno.post(path, &[("token", &token), ("present", PASSWORD), ("new", NEW), ("again", NEW)]).await.expect(303);
    let alarm = path_in(&world.only_mail().await, "/-/not-me/");
    world.browser_at("beta.localhost").get(&alarm).await.expect(404);
    world.browser().get(&alarm.replace("/-/not-me/", "/-/reset/")).await.expect(404);
    world.clock.advance(7 * MILLIS_PER_DAY - 1);
    world.browser().get(&alarm).await.expect(200);
    world.clock.advance(1);
    world.browser().get(&alarm).await.expect(404);
}
