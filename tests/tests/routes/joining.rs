//! How somebody comes to an account: by themselves where the association is open, by invitation, or not at all.

mod invited;
mod members;

use veillee::storage::people::{AccountRole, LinkPurpose};
use veillee_ambient::MILLIS_PER_HOUR;
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, path_in};

const JOIN: &str = "/-/join";
const SIGN_UP: &str = "/-/settings/sign-up";

/// As its administrators choose on the page of settings.
pub(super) async fn take_in(administrator: &Browser, way: &str) {
    administrator.take_in(way).await;
}

async fn register(browser: &Browser, name: &str, address: &str, password: &str) -> Answer {
    let token = browser.get(JOIN).await.expect(200).token_of(JOIN);
    let fields = [("token", token.as_str()), ("name", name), ("address", address), ("password", password)];
    browser.post(JOIN, &fields).await
}

pub(super) async fn sign_in_status(world: &World, address: &str, password: &str) -> u16 {
    let browser = world.browser();
    let token = browser.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
    let fields = [("token", token.as_str()), ("then", "/"), ("address", address), ("password", password)];
    browser.post("/-/sign-in", &fields).await.status.as_u16()
}

async fn somebody_registers_and_confirms_their_address(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    take_in(&world.administrator().await, "open").await;
    let zoe = world.browser();
    assert!(zoe.get("/-/sign-in").await.text().contains("href=\"/-/join\""));
    let page = register(&zoe, "Zoé <b>", "zoe@example.org", PASSWORD).await.expect(200).text();
    assert!(page.contains("Demandez votre lien") && page.contains("zoe@example.org"), "{page}");
    assert!(world.alpha.account_by_address("zoe@example.org").await.expect("a database").is_none());
    assert_eq!(sign_in_status(&world, "zoe@example.org", PASSWORD).await, 422);

    let mail = world.only_mail().await;
    assert_eq!((mail.to.as_str(), mail.text.contains(PASSWORD)), ("zoe@example.org", false));
    let link = path_in(&mail, "/-/join/");
    for _ in 0..3 {
        world.browser().get(&link).await.expect(200);
    }
    let telephone = world.browser();
    let token = telephone.get(&link).await.expect(200).token_of(&link);
    let confirm = async |password: &str| telephone.post(&link, &[("token", &token), ("password", password)]).await;
    let wrong = confirm("not what was chosen").await.expect(422).text();
    assert!(wrong.contains("pas le mot de passe que vous aviez choisi"), "{wrong}");
    confirm(PASSWORD).await.expect(303);
    let page = telephone.get("/-/account").await.expect(200).text();
    assert!(page.contains("zoe@example.org") && page.contains("Zoé &#60;b&#62;"), "{page}");
    let account = world.alpha.account_by_address("ZOE@example.org").await.expect("a database").expect("an account");
    assert_eq!(account.role, AccountRole::Member);
    for browser in [&telephone, &zoe] {
        let dead = browser.get(&link).await.expect(404).text();
        assert!(dead.contains("Ce lien ne sert plus"), "{dead}");
    }
    telephone.post(&link, &[("token", &token), ("password", PASSWORD)]).await.expect(400);
    assert_eq!(sign_in_status(&world, "zoe@example.org", PASSWORD).await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registers_and_confirms_their_address_on_sqlite() {
    somebody_registers_and_confirms_their_address(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registers_and_confirms_their_address_on_postgresql() {
    somebody_registers_and_confirms_their_address(Backend::Postgres).await;
}

/// A page without what is drawn anew for each answer.
pub(super) fn plain(page: &Answer, address: &str) -> String {
    let text = page.text();
    let nonce = text.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("no nonce");
    text.replace(nonce, "NONCE").replace(address, "ADDRESS")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_and_an_unknown_address_get_the_same_page_and_one_mail_each() {
    let world = World::new().await;
    take_in(&world.administrator().await, "open").await;
    world.member("Bruno").await;
    let known = register(&world.browser(), "Anybody", "Bruno@example.org", PASSWORD).await.expect(200);
    let to_known = world.only_mail().await;
    let unknown = register(&world.browser(), "Anybody", "nobody@example.org", PASSWORD).await.expect(200);
    let to_unknown = world.only_mail().await;
    assert_eq!(plain(&known, "Bruno@example.org"), plain(&unknown, "nobody@example.org"));
    assert_eq!(known.headers.keys().collect::<Vec<_>>(), unknown.headers.keys().collect::<Vec<_>>());
    assert_eq!((to_known.to.as_str(), to_unknown.to.as_str()), ("bruno@example.org", "nobody@example.org"));
    assert!(!to_known.text.contains("/-/join/") && to_known.text.contains("/-/forgot"), "{}", to_known.text);
    assert_eq!(sign_in_status(&world, "bruno@example.org", PASSWORD).await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_types_another_persons_address_does_not_get_in_by_their_click() {
    let world = World::new().await;
    take_in(&world.administrator().await, "open").await;
    register(&world.browser(), "Mallory", "victim@example.org", "a password of mallory").await.expect(200);
    let link = path_in(&world.only_mail().await, "/-/join/");
    let victim = world.browser();
    let token = victim.get(&link).await.expect(200).token_of(&link);
    victim.post(&link, &[("token", &token), ("password", "")]).await.expect(422);
    assert!(world.alpha.account_by_address("victim@example.org").await.expect("a database").is_none());
    // The victim's own wish takes its place.
    register(&victim, "Victoire", "victim@example.org", PASSWORD).await.expect(200);
    let own = path_in(&world.only_mail().await, "/-/join/");
    world.browser().get(&link).await.expect(404);
    let token = victim.get(&own).await.expect(200).token_of(&own);
    victim.post(&own, &[("token", &token), ("password", PASSWORD)]).await.expect(303);
    assert_eq!(sign_in_status(&world, "victim@example.org", "a password of mallory").await, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_ends_to_the_millisecond_and_is_good_for_nothing_else() {
    let world = World::new().await;
    take_in(&world.administrator().await, "open").await;
    let zoe = world.browser();
    register(&zoe, "Zoé", "zoe@example.org", PASSWORD).await.expect(200);
    let link = path_in(&world.only_mail().await, "/-/join/");
    let secret = link.trim_start_matches("/-/join/");
    for other in ["/-/reset/", "/-/address/", "/-/not-me/", "/-/welcome/"] {
        zoe.get(&format!("{other}{secret}")).await.expect(404);
    }
    world.browser_at("beta.localhost").get(&link).await.expect(404);
    for wrong in [&link[..link.len() - 1], &format!("{link}x"), &link.to_uppercase().replace("/-/JOIN/", "/-/join/")] {
        zoe.get(wrong).await.expect(404);
    }
    zoe.get(&format!("{JOIN}/{}", "x".repeat(900))).await.expect(404);
    world.clock.advance(24 * MILLIS_PER_HOUR - 1);
    let token = zoe.get(&link).await.expect(200).token_of(&link);
    world.clock.advance(1);
    zoe.get(&link).await.expect(404);
    zoe.post(&link, &[("token", &token), ("password", PASSWORD)]).await.expect(404);
    world.alpha.sweep_mailed_links().await.expect("swept");
    assert!(world.alpha.mailed_link(secret, LinkPurpose::Join).await.expect("a database").is_none());
}

async fn of_two_at_the_same_moment_one_wins(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    take_in(&world.administrator().await, "open").await;
    let zoe = world.browser();
    let token = zoe.get(JOIN).await.expect(200).token_of(JOIN);
    let fields = [("token", token.as_str()), ("name", "Zoé"), ("address", "zoe@example.org"), ("password", PASSWORD)];
    let (one, two) = tokio::join!(zoe.post(JOIN, &fields), zoe.post(JOIN, &fields));
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (200, 200));
    let link = path_in(&world.only_mail().await, "/-/join/");
    let browsers = [world.browser(), world.browser()];
    let mut tokens = Vec::new();
    for browser in &browsers {
        tokens.push(browser.get(&link).await.expect(200).token_of(&link));
    }
    let confirm = async |number: usize| {
        browsers[number].post(&link, &[("token", &tokens[number]), ("password", PASSWORD)]).await.status.as_u16()
    };
    let (one, two) = tokio::join!(confirm(0), confirm(1));
    let mut both = [one, two];
    both.sort_unstable();
    assert_eq!(both, [303, 404]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_at_the_same_moment_one_wins_on_sqlite() {
    of_two_at_the_same_moment_one_wins(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_at_the_same_moment_one_wins_on_postgresql() {
    of_two_at_the_same_moment_one_wins(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_do_is_said_kindly_and_mails_nothing() {
    let world = World::new().await;
    take_in(&world.administrator().await, "open").await;
    let zoe = world.browser();
    let long = "x".repeat(10_000);
    for (name, address, password, sentence) in [
        (long.as_str(), "zoe@example.org", PASSWORD, "100 caractères au plus"),
        ("Zoé\u{202e}", "zoe@example.org", PASSWORD, "Écrivez votre nom"),
        // The first letter is Cyrillic; the K is the sign for kelvin, which becomes a k in small letters.
        ("Zoé", "\u{437}oe@example.org", PASSWORD, "sans accents"),
        ("Zoé", "\u{212a}arim@example.org", PASSWORD, "sans accents"),
        ("Zoé", "zoe@example.org\r\nBcc: all@example.org", PASSWORD, "ne semble pas complète"),
        ("Zoé", "zoe@example..org", PASSWORD, "ne semble pas complète"),
        ("Zoé", "zoe@example", PASSWORD, "ne semble pas complète"),
        ("Zoé", "zoe@-example.org", PASSWORD, "ne semble pas complète"),
        ("Zoé", "zoe@example.org,all@example.org", PASSWORD, "ne semble pas complète"),
        ("Zoé", "<zoe@example.org>", PASSWORD, "ne semble pas complète"),
        ("Zoé", "\"zoe zoe\"@example.org", PASSWORD, "ne semble pas complète"),
        ("Zoé", &format!("{long}@example.org"), PASSWORD, "ne semble pas complète"),
        ("Zoé", "zoe@example.org", "password1234", "volé ailleurs"),
        ("Zoé Moreau", "zoe@example.org", "zoe-moreau-2026", "ressemble à votre nom"),
        ("Zoé", "zoe@example.org", "amisdalpha2026", "ressemble à votre nom"),
        ("Zoé", "zoe@example.org", "motdepasse2026", "se devine trop facilement"),
        ("Zoé", "zoe@example.org", "court", "au moins 12 caractères"),
    ] {
        let page = register(&zoe, name, address, password).await.expect(422);
        let text = page.text();
        assert!(text.contains(sentence), "{sentence}: {text}");
        assert!(!text.contains(&format!("value=\"{password}\"")), "a password is never shown again");
        let kept = page.attributes("value");
        let escaped = |text: &str| text.trim().replace('"', "&#34;").replace('<', "&#60;").replace('>', "&#62;");
        assert!(kept.contains(&escaped(name)) && kept.contains(&escaped(address)), "what was typed stays: {kept:?}");
    }
    assert!(world.mails().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_registers_where_nobody_is_taken_in() {
    let world = World::new().await;
    let anne = world.administrator().await;
    take_in(&anne, "open").await;
    let zoe = world.browser();
    let token = zoe.get(JOIN).await.expect(200).token_of(JOIN);
    register(&zoe, "Zoé", "zoe@example.org", PASSWORD).await.expect(200);
    let link = path_in(&world.only_mail().await, "/-/join/");
    for (way, sentence) in [("by-invitation", "sur invitation"), ("closed", "pas de nouveau compte")] {
        take_in(&anne, way).await;
        let page = zoe.get(JOIN).await.expect(403).text();
        assert!(page.contains(sentence), "{page}");
        assert!(!zoe.get("/-/sign-in").await.text().contains("href=\"/-/join\""));
        let fields = [("token", token.as_str()), ("name", "Z"), ("address", "z@example.org"), ("password", PASSWORD)];
        zoe.post(JOIN, &fields).await.expect(403);
        zoe.get(&link).await.expect(404);
    }
    assert!(world.mails().await.is_empty());
    take_in(&anne, "open").await;
    zoe.get(&link).await.expect(200);
    let bruno = world.member("Bruno").await;
    let token = anne.get("/-/settings").await.expect(200).token_of(SIGN_UP);
    anne.post(SIGN_UP, &[("token", &token), ("sign-up", "perhaps")]).await.expect(400);
    bruno.post(SIGN_UP, &[("token", &token), ("sign-up", "closed")]).await.expect(400);
}
