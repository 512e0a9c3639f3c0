//! A forgotten password: a mailed link that programs open first, and that lets choose another once.

use bytes::Bytes;
use hyper::Method;
use veillee_tests::world::{Browser, PASSWORD, World};

use super::{BUTTON, Post, Walk, Walker, bruno, code};

const ADDRESS: &str = "bruno@example.org";
const SECRET: [u8; 20] = [7; 20];
const NEW: &str = "cinq mots encore plus simples";

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_password_is_chosen_anew_on_a_telephone_in_french_without_script() {
    for walk in Walk::without_script() {
        lose(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_password_is_chosen_anew_on_a_screen_in_english_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        lose(walk).await;
    }
}

async fn lose(walk: Walk) {
    let Some(post) = Post::of("bruno") else { return };
    let world = post.world().await;
    let at_home = bruno(&world, walk).await;
    world.enrol_totp(ADDRESS, &SECRET).await;
    let Some(bruno) = Walker::open(&world, walk, "password").await else { return };
    ask(&bruno).await;
    let Some(letter) = post.next(&world).await else { return };
    scan(&world, &letter.text).await;
    at_home.get("/-/account").await.expect(200);

    bruno.follow(&letter).await;
    let link = bruno.path().await;
    choose(&bruno).await;
    at_home.get("/-/account").await.expect(303);
    come_in(&world, &bruno).await;

    let Some(letter) = post.next(&world).await else { return };
    assert!(letter.text.contains("/-/not-me/"), "{}", letter.text);
    bruno.visit(&link).await;
    bruno.answers(404).await;
    bruno.reads("Ce lien ne sert plus", "This link is no longer of use").await;
    bruno.go("main a.button").await;
    assert_eq!(bruno.path().await, "/-/forgot");
    bruno.leave().await;
}

async fn ask(bruno: &Walker) {
    bruno.visit("/-/sign-in").await;
    bruno.write("#address", ADDRESS).await;
    bruno.write("#password", "quatre mots, mais lesquels ?").await;
    bruno.go(BUTTON).await;
    bruno.answers(422).await;
    bruno.holds("#address", ADDRESS).await;
    bruno.person.focus_is_at("#password").await;
    bruno.go("main a[href^='/-/forgot']").await;
    bruno.person.focus_is_at("#address").await;
    bruno.write("#address", "bruno@example").await;
    bruno.go(BUTTON).await;
    bruno.is_to_mend("#address", "ne semble pas complète", "does not look complete").await;
    bruno.holds("#address", "bruno@example").await;
    // Whoever sees on the next page that the address is another one goes back.
    bruno.write("#address", "bruna@example.org").await;
    bruno.go(BUTTON).await;
    bruno.reads("bruna@example.org", "bruna@example.org").await;
    bruno.go("main a.button").await;
    bruno.write("#address", ADDRESS).await;
    bruno.go(BUTTON).await;
    bruno.reads("Regardez vos e-mails", "Look into your mail").await;
}

/// A program that looks through mail opens its links, and not once.
async fn scan(world: &World, text: &str) {
    let at = text.find("/-/reset/").expect("a link");
    let link = text[at..].split_whitespace().next().expect("a link");
    let scanner: Browser = world.browser();
    for _ in 0..3 {
        scanner.get(link).await.expect(200);
        scanner.send(Method::HEAD, link, &[], Bytes::new()).await.expect(200);
    }
}

async fn choose(bruno: &Walker) {
    bruno.person.focus_is_at("#new").await;
    bruno.write("#new", "court").await;
    bruno.write("#again", "court").await;
    bruno.is_held_back(BUTTON, "#new").await;
    bruno.write("#new", NEW).await;
    bruno.write("#again", "cinq mots encore plus compliqués").await;
    bruno.go(BUTTON).await;
    bruno.answers(422).await;
    // Nothing that was typed is shown again: the problem stands above the first field, where the hands begin anew.
    bruno.reads("ne sont pas les mêmes", "are not the same").await;
    bruno.has_in_sight("#password-problem").await;
    bruno.person.focus_is_at("#new").await;
    bruno.write("#new", NEW).await;
    bruno.write("#again", NEW).await;
    bruno.go(BUTTON).await;
    assert_eq!(bruno.path().await, "/-/sign-in");
    bruno.reads("Votre nouveau mot de passe est en place", "Your new password is in place").await;
}

/// The old password opens nothing, and the second factor is asked for as ever.
async fn come_in(world: &World, bruno: &Walker) {
    bruno.sign_in(ADDRESS, PASSWORD).await;
    bruno.answers(422).await;
    bruno.reads("L’adresse ou le mot de passe ne va pas", "The address or the password does not match").await;
    bruno.person.focus_is_at("#password").await;
    bruno.write("#password", NEW).await;
    bruno.go(BUTTON).await;
    assert!(bruno.path().await.starts_with("/-/sign-in/factor"), "{}", bruno.path().await);
    bruno.person.focus_is_at("#code").await;
    bruno.write("#code", &code(world, &SECRET)).await;
    bruno.go(BUTTON).await;
    assert_eq!(bruno.path().await, "/");
    bruno.reads("Bonjour Bruno", "Hello Bruno").await;
}
