//! Somebody comes to an account: by themselves, with mistakes on the way, or because they were invited.

use veillee_tests::world::{Browser, PASSWORD};

use super::{BUTTON, Post, Walk, Walker};

const ADDRESS: &str = "zoe@example.org";

#[tokio::test(flavor = "multi_thread")]
async fn somebody_joins_and_confirms_on_a_telephone_in_french_without_script() {
    for walk in Walk::without_script() {
        join(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_joins_and_confirms_on_a_screen_in_english_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        join(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_invited_comes_in_on_a_telephone_in_french_without_script() {
    for walk in Walk::without_script() {
        come_invited(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_invited_comes_in_on_a_screen_in_english_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        come_invited(walk).await;
    }
}

async fn join(walk: Walk) {
    let Some(post) = Post::of("zoe") else { return };
    let world = post.world().await;
    world.administrator().await.take_in("open").await;
    let Some(zoe) = Walker::open(&world, walk, "joining").await else { return };
    zoe.visit("/").await;
    zoe.go("main a[href='/-/sign-in?then=/']").await;
    zoe.go("main a[href='/-/join']").await;
    zoe.person.focus_is_at("#name").await;
    register(&zoe).await;
    zoe.reads("Regardez vos e-mails", "Look into your mail").await;
    let first = zoe.text().await;
    assert!(first.contains(ADDRESS), "{first}");

    let Some(letter) = post.next(&world).await else { return };
    zoe.follow(&letter).await;
    let link = zoe.path().await;
    confirm(&zoe).await;
    zoe.signs_out().await;
    zoe.comes_in(ADDRESS).await;
    zoe.reads("Bonjour Zoé Moreau", "Hello Zoé Moreau").await;
    zoe.signs_out().await;
    dead(&zoe, &link).await;

    // Whoever no longer knows that there is an account registers once more: the page tells nobody, the mail tells them.
    zoe.go("main a[href='/-/join']").await;
    fill_in(&zoe, ("Zoé Moreau", ADDRESS, PASSWORD)).await;
    assert_eq!(zoe.text().await, first, "a known address gets the same page");
    let Some(letter) = post.next(&world).await else { return };
    zoe.follow(&letter).await;
    assert_eq!(zoe.path().await, "/-/forgot");
    zoe.leave().await;
}

async fn fill_in(zoe: &Walker, (name, address, password): (&str, &str, &str)) {
    zoe.write("#name", name).await;
    zoe.write("#address", address).await;
    zoe.write("#password", password).await;
    zoe.go(BUTTON).await;
}

/// What is wrong is said at its field, and nothing else is to be typed again.
async fn register(zoe: &Walker) {
    zoe.write("#name", "Zoé Moreau").await;
    zoe.write("#address", "zoe").await;
    zoe.write("#password", "court").await;
    zoe.is_held_back(BUTTON, "#address").await;
    zoe.write("#address", "zoe@example").await;
    zoe.is_held_back(BUTTON, "#password").await;
    zoe.write("#password", "motdepasse2026").await;
    zoe.go(BUTTON).await;
    zoe.is_to_mend("#address", "ne semble pas complète", "does not look complete").await;
    zoe.reads("se devine trop facilement", "is guessed too easily").await;
    zoe.holds("#name", "Zoé Moreau").await;
    zoe.holds("#address", "zoe@example").await;
    zoe.holds("#password", "").await;

    zoe.write("#address", ADDRESS).await;
    zoe.write("#password", "zoe-moreau-2026").await;
    zoe.go(BUTTON).await;
    zoe.is_to_mend("#password", "ressemble à votre nom", "resembles your name").await;
    zoe.holds("#address", ADDRESS).await;
    zoe.write("#password", PASSWORD).await;
    zoe.go(BUTTON).await;
}

async fn confirm(zoe: &Walker) {
    zoe.person.focus_is_at("#password").await;
    zoe.holds("#address", ADDRESS).await;
    zoe.write("#password", "not what was chosen").await;
    zoe.go(BUTTON).await;
    zoe.is_to_mend("#password", "pas le mot de passe que vous aviez choisi", "not the password that you had chosen")
        .await;
    zoe.write("#password", PASSWORD).await;
    zoe.go(BUTTON).await;
    assert_eq!(zoe.path().await, "/");
    zoe.reads("Votre compte est prêt", "Your account is ready").await;
    zoe.sees("main .cards a[href='/album']", 1).await;
}

/// A link that was used: kind words, and a way on.
async fn dead(zoe: &Walker, link: &str) {
    zoe.visit(link).await;
    zoe.answers(404).await;
    zoe.reads("Ce lien ne sert plus", "This link is no longer of use").await;
    zoe.go("main a.button").await;
    assert_eq!(zoe.path().await, "/-/sign-in");
}

async fn come_invited(walk: Walk) {
    let Some(post) = Post::of("zoe") else { return };
    let world = post.world().await;
    let anne = world.administrator().await;
    invite(&anne, walk).await;
    let Some(letter) = post.next(&world).await else { return };
    let Some(zoe) = Walker::open(&world, walk, "invited").await else { return };
    zoe.follow(&letter).await;
    let link = zoe.path().await;
    zoe.person.focus_is_at("#name").await;
    zoe.holds("#address", ADDRESS).await;
    zoe.sees("#address[readonly]", 1).await;
    zoe.write("#name", "Mamie Zoé").await;
    zoe.write("#password", "password1234").await;
    zoe.go(BUTTON).await;
    zoe.is_to_mend("#password", "volé ailleurs", "stolen elsewhere").await;
    zoe.holds("#name", "Mamie Zoé").await;
    zoe.write("#password", PASSWORD).await;
    zoe.go(BUTTON).await;
    assert_eq!(zoe.path().await, "/");
    zoe.reads("Bonjour Mamie Zoé", "Hello Mamie Zoé").await;
    zoe.signs_out().await;
    dead(&zoe, &link).await;
    zoe.comes_in(ADDRESS).await;
    zoe.leave().await;
}

/// Whoever invites does so in their own language.
async fn invite(anne: &Browser, walk: Walk) {
    walk.is_language_of(anne, "Anne").await;
    let (page, action) = ("/-/members", "/-/members/invitations");
    let token = anne.get(page).await.expect(200).token_of(action);
    anne.post(action, &[("token", &token), ("address", ADDRESS)]).await.expect(303);
}
