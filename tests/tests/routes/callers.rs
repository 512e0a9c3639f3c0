//! Who comes: the first link, passwords, sessions, and what a session was let into.

mod secrets;
mod sessions;

use hyper::header::ACCEPT_LANGUAGE;
use veillee_ambient::MILLIS_PER_HOUR;
use veillee_tests::world::{PASSWORD, World};

const GOOD: [(&str, &str); 3] = [("name", "Anne"), ("address", "anne@example.org"), ("password", PASSWORD)];

#[tokio::test(flavor = "multi_thread")]
async fn the_first_link_lets_one_person_in_once() {
    let world = World::new().await;
    let link = world.alpha.create_setup_link(MILLIS_PER_HOUR).await.expect("a link");
    let path = format!("/-/welcome/{link}");
    let (first, second) = (world.browser(), world.browser());
    let token = first.get(&path).await.expect(200).token_of(&path);
    let late = second.get(&path).await.expect(200).token_of(&path);
    let with = |token| [vec![("token", token)], GOOD.to_vec()].concat();
    first.post(&path, &with(token.as_str())).await.expect(303);
    assert!(first.get("/-/account").await.expect(200).text().contains("anne@example.org"));
    second.post(&path, &with(late.as_str())).await.expect(404);
    first.post(&path, &with(token.as_str())).await.expect(400);
    for browser in [&first, &second] {
        browser.get(&path).await.expect(404);
    }
    second.get("/-/account").await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_ended_was_replaced_or_never_was_lets_nobody_in() {
    let world = World::new().await;
    let browser = world.browser();
    let old = world.alpha.create_setup_link(MILLIS_PER_HOUR).await.expect("a link");
    let new = world.alpha.create_setup_link(MILLIS_PER_HOUR).await.expect("a link");
    browser.get(&format!("/-/welcome/{old}")).await.expect(404);
    browser.get(&format!("/-/welcome/{}", &new[1..])).await.expect(404);
    browser.get("/-/welcome/x").await.expect(404);
    world.browser_at("beta.localhost").get(&format!("/-/welcome/{new}")).await.expect(404);
    let path = format!("/-/welcome/{new}");
    let token = browser.get(&path).await.expect(200).token_of(&path);
    world.clock.advance(MILLIS_PER_HOUR);
    browser.get(&path).await.expect(404);
    browser.post(&path, &[vec![("token", token.as_str())], GOOD.to_vec()].concat()).await.expect(404);
    assert!(!world.alpha.has_administrator().await.expect("a database"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_said_kindly_and_what_was_entered_stays() {
    let world = World::new().await;
    let link = world.alpha.create_setup_link(MILLIS_PER_HOUR).await.expect("a link");
    let path = format!("/-/welcome/{link}");
    let browser = world.browser();
    let long = "x".repeat(201);
    let wrong = [
        ("Anne <b>", "anne@example.org", "short", "au moins 12 caractères"),
        ("Anne <b>", "anne@example.org", long.as_str(), "200 caractères au plus"),
        ("Anne <b>", "anne", PASSWORD, "ne semble pas complète"),
        ("", "anne@example.org", PASSWORD, "Écrivez votre nom"),
        (&long, "anne@example.org", PASSWORD, "100 caractères au plus"),
    ];
    for (name, address, password, sentence) in wrong {
        let token = browser.get(&path).await.expect(200).token_of(&path);
        let fields = [("token", token.as_str()), ("name", name), ("address", address), ("password", password)];
        let page = browser.post(&path, &fields).await.expect(422);
        let text = page.text();
        assert!(text.contains(sentence), "{sentence}: {text}");
        let kept = page.attributes("value");
        let escaped = name.replace('<', "&#60;").replace('>', "&#62;");
        assert!(kept.contains(&escaped) && kept.iter().any(|value| value == address), "{kept:?}");
        assert!(password.is_empty() || !text.contains(password), "a password is never shown again");
    }
    assert!(!world.alpha.has_administrator().await.expect("a database"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let world = World::new().await;
    world.member("Bruno").await;
    let suspended = world.member("Dora").await;
    drop(suspended);
    world.alpha.suspend(&world.account("dora@example.org").await, true).await.expect("suspended");
    let browser = world.browser();
    let mut pages = Vec::new();
    let tries = [
        ("bruno@example.org", "not the password"),
        ("nobody@example.org", PASSWORD),
        ("dora@example.org", PASSWORD),
        ("bruno@example.org", ""),
    ];
    for (address, password) in tries {
        let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
        let fields = [("token", token.as_str()), ("then", "/"), ("address", address), ("password", password)];
        let page = browser.post("/-/sign-in", &fields).await.expect(422);
        assert!(page.header("set-cookie").is_empty(), "{}", page.header("set-cookie"));
        pages.push(plain(&page.text(), &page.token_of("/-/sign-in")).replace(address, "ADDRESS"));
    }
    for page in &pages[1..] {
        assert_eq!(*page, pages[0]);
    }
    assert!(pages[0].contains("L’adresse ou le mot de passe ne va pas"), "{}", pages[0]);
}

/// A page without what is drawn anew for each answer.
fn plain(page: &str, token: &str) -> String {
    let nonce = page.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("no nonce");
    let passkey = page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("no passkey");
    page.replace(token, "TOKEN").replace(nonce, "NONCE").replace(passkey, "PASSKEY")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_is_negotiated_until_one_is_chosen() {
    let world = World::new().await;
    let browser = world.browser();
    let language = async |accepted: &str| {
        let page = browser.get_with("/", &[(ACCEPT_LANGUAGE.as_str(), accepted)]).await.expect(200);
        page.text().split("<html lang=\"").nth(1).expect("a language")[..2].to_owned()
    };
    for (accepted, expected) in [
        ("fr", "fr"),
        ("en-GB,en;q=0.8", "en"),
        ("de,en;q=0.5,fr;q=0.9", "fr"),
        ("zz", "fr"),
        ("", "fr"),
        (";;=,", "fr"),
    ] {
        assert_eq!(language(accepted).await, expected, "{accepted}");
    }
    assert_eq!(browser.get("/-/language?to=en&then=/-/legal").await.expect(303).location(), "/-/legal");
    assert_eq!(language("fr").await, "en");
    browser.get("/-/language?to=xx").await.expect(400);
    browser.get("/-/language").await.expect(400);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_never_leads_elsewhere() {
    let world = World::new().await;
    world.member("Bruno").await;
    let away = [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        " /x",
        "",
    ];
    for then in away {
        let browser = world.browser();
        let page = browser.get(&format!("/-/sign-in?then={}", encoded(then))).await.expect(200);
        assert_eq!(page.hidden("then", 0), "/", "{then:?}");
        let token = page.token_of("/-/sign-in");
        let fields =
            [("token", token.as_str()), ("then", then), ("address", "bruno@example.org"), ("password", PASSWORD)];
        assert_eq!(browser.post("/-/sign-in", &fields).await.expect(303).location(), "/", "{then:?}");
        let language = browser.get(&format!("/-/language?to=fr&then={}", encoded(then))).await.expect(303);
        assert_eq!(language.location(), "/", "{then:?}");
    }
    let browser = world.browser();
    let page = browser.get("/-/sign-in?then=/album/x%3Fy%3D1").await.expect(200);
    assert_eq!(page.hidden("then", 0), "/album/x?y=1");
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}
