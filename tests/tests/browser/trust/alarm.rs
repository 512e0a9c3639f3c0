//! Somebody else is in an account. Its person finds them in the list of devices, and in a letter, says so, and is alone again.

use veillee_tests::world::{Browser, PASSWORD, World};

use super::{album_of, open_from_account};
use crate::walk::{Walk, Walker};

const BRUNO: &str = "bruno@example.org";
const SECOND: &str = "cerise lampe nuage tambour";
const OF_THE_THIEF: &str = "voleur orage sardine buvard";
const THIRD: &str = "pigeon rivage cartable neige";
const TELEPHONE: &str = "Mozilla/5.0 (Android 15; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0";

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_in_an_account_is_put_out_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        it_was_not_me(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_in_an_account_is_put_out_without_script() {
    for walk in Walk::without_script() {
        it_was_not_me(walk).await;
    }
}

struct Scene {
    world: World,
    bruno: Walker,
    thief: Walker,
    zoe: Browser,
    album: String,
}

async fn it_was_not_me(walk: Walk) {
    let world = World::new().await;
    let Some(bruno) = Walker::open(&world, walk, "alarm-bruno").await else { return };
    let Some(thief) = Walker::open(&world, walk, "alarm-thief").await else { return };
    let own = world.member("Bruno").await;
    let (album, _) = album_of(&own, "À moi", &["plage.jpg"]).await;
    walk.is_language_of(&own, "Bruno").await;
    let token = own.get("/-/account").await.expect(200).token_of("/-/sign-out");
    own.post("/-/sign-out", &[("token", &token)]).await.expect(303);
    let zoe = world.member("Zoe").await;
    let scene = Scene { world, bruno, thief, zoe, album };

    scene.bruno.sign_in(BRUNO, PASSWORD).await;
    assert_eq!(scene.bruno.path().await, "/");
    scene.thief.has_device(TELEPHONE).await;
    scene.thief.sign_in(BRUNO, PASSWORD).await;
    scene.thief.visit("/-/account").await;
    assert_eq!(scene.thief.path().await, "/-/account");
    scene.by_the_list_of_devices().await;
    scene.by_the_letter().await;
    scene.bruno.leave().await;
    scene.thief.leave().await;
}

impl Scene {
    async fn by_the_list_of_devices(&self) {
        let bruno = &self.bruno;
        open_from_account(bruno, "/-/account/sessions").await;
        bruno.reads("Firefox sur Android", "Firefox on Android").await;
        bruno.go("form[action$='/not-me'] button").await;
        bruno.reads("un appareil est déconnecté", "one device is signed out").await;
        bruno.reads("que vous n’avez jamais utilisé ailleurs", "that you have never used elsewhere").await;
        self.thief_is_out().await;

        choose(bruno, Some(PASSWORD), SECOND, "autre chose de long").await;
        bruno.reads("ne sont pas les mêmes", "are not the same").await;
        bruno.has_in_sight("#password-problem").await;
        bruno.reads("que vous n’avez jamais utilisé ailleurs", "that you have never used elsewhere").await;
        // The driver may press Enter on the next page too, which then asks for what is missing.
        let begun = bruno.ask("return document.querySelector('[autofocus]').id").await;
        assert_eq!(begun, "present", "what was typed is not shown again: the hands begin anew");
        choose(bruno, Some(PASSWORD), SECOND, SECOND).await;
        bruno.reads("Votre mot de passe est changé", "Your password is changed").await;
        self.thief.sign_in(BRUNO, PASSWORD).await;
        self.thief.reads("L’adresse ou le mot de passe ne va pas", "address or the password does not match").await;
        self.nothing_else_is_lost().await;
    }

    /// The thief knows the password after all, and puts another in its place.
    async fn by_the_letter(&self) {
        self.thief.sign_in(BRUNO, SECOND).await;
        open_from_account(&self.thief, "/-/account/password").await;
        choose(&self.thief, Some(SECOND), OF_THE_THIEF, OF_THE_THIEF).await;
        let bruno = &self.bruno;
        bruno.visit("/-/account").await;
        bruno.reads("n’est plus connecté", "is not signed in any more").await;
        let letter = self.world.mails().await.pop().expect("a letter");
        assert_eq!(letter.to, BRUNO);
        bruno.press_in_letter(&letter).await;
        assert!(bruno.path().await.starts_with("/-/not-me/"));
        self.thief.visit("/-/account").await;
        assert_eq!(self.thief.path().await, "/-/account", "whoever opens a link has not pressed the button yet");

        bruno.go("main form button").await;
        bruno.reads("Plus personne n’est dans votre compte", "Nobody is in your account any more").await;
        choose(bruno, None, THIRD, THIRD).await;
        bruno.reads("Connectez-vous avec lui", "Sign in with it").await;
        bruno.sign_in(BRUNO, THIRD).await;
        assert_eq!(bruno.path().await, "/", "{}", bruno.text().await);
        self.thief_is_out().await;
        self.thief.sign_in(BRUNO, OF_THE_THIEF).await;
        self.thief.reads("L’adresse ou le mot de passe ne va pas", "address or the password does not match").await;
        self.nothing_else_is_lost().await;
    }

    async fn thief_is_out(&self) {
        self.thief.visit("/-/account").await;
        assert!(self.thief.path().await.starts_with("/-/sign-in?"), "{}", self.thief.path().await);
        self.thief.reads("n’est plus connecté", "is not signed in any more").await;
    }

    async fn nothing_else_is_lost(&self) {
        self.bruno.visit(&self.album).await;
        assert_eq!(self.bruno.person.page.drawn_images().await.len(), 1);
        self.zoe.get("/-/account").await.expect(200);
    }
}

/// On a page that asks for a new password.
async fn choose(walker: &Walker, present: Option<&str>, new: &str, again: &str) {
    if let Some(present) = present {
        walker.write("#present", present).await;
    }
    walker.write("#new", new).await;
    walker.write("#again", again).await;
    walker.go("main form:has(#new) button").await;
}
