//! Every dangerous act asks again who it is, once 15 minutes have gone by.

use veillee::storage::audit::Doer;
use veillee::storage::people::AccountRole;
use veillee_ambient::MILLIS_PER_MINUTE;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, Browser, PASSWORD, World, totp_code};

use super::step_up::confirm;
use super::{CONFIRM, SECURITY, STEP_MS, enrol, is_signed_in, now_ms};

on_both!(
    who_has_a_second_factor_shows_it_before_every_dangerous_act,
    the_password_is_asked_for_once_where_there_is_no_factor,
    a_proof_gives_the_session_another_secret,
);

const QUARTER_MS: i64 = 15 * MILLIS_PER_MINUTE;
const NEW: &str = "cinq mots encore plus simples";
const ZIP: &str = "/-/account/export/1.zip";

/// A form that was printed while a proof was fresh, and where one comes back to from the page that asks.
struct Deed {
    path: String,
    back: &'static str,
    fields: Vec<(&'static str, String)>,
}

impl Deed {
    async fn printed(browser: &Browser, path: &str, back: &'static str, fields: &[(&'static str, &str)]) -> Self {
        let page = browser.get(back).await.expect(200);
        let own = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let fields = [("token", page.token_of(path))].into_iter().chain(own).collect();
        Self { path: path.to_owned(), back, fields }
    }

    async fn send(&self, browser: &Browser) -> String {
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = browser.post(&self.path, &fields).await;
        assert!(matches!(answer.status.as_u16(), 200 | 303), "{}: {}", self.path, answer.text());
        if answer.status == 200 { String::new() } else { answer.location() }
    }
}

/// All of them, in an order in which none hinders the next.
async fn deeds(world: &World, anne: &Browser) -> Vec<Deed> {
    let bruno = format!("/-/members/{}", world.account_id("bruno").await);
    let console = "/-/console/services/album";
    let album = "/-/settings/services/album";
    let off = Deed::printed(anne, album, "/-/settings", &[("deed", "off")]).await;
    assert_eq!(off.send(anne).await, "/-/settings");
    let tokens = "/-/account/tokens";
    let page = anne.get(tokens).await.expect(200);
    let (made, id) = (page.token_of(tokens), page.hidden("id", 0));
    let sessions = "/-/account/sessions";
    let session = anne.get(sessions).await.expect(200).hidden("session", 0);
    let token =
        [("token", made), ("id", id), ("kind", "api".into()), ("name", "essai".into()), ("ends", "year".into())];
    let renewed = [("present", PASSWORD), ("new", NEW), ("again", NEW)];
    let address = [("address", "new@example.org"), ("password", PASSWORD)];
    vec![
        Deed::printed(anne, console, console, &[("deed", "enable")]).await,
        Deed::printed(anne, &bruno, "/-/members", &[("deed", "administrator")]).await,
        Deed::printed(anne, &bruno, "/-/members", &[("deed", "suspend")]).await,
        Deed::printed(anne, "/-/settings/sign-up", "/-/settings", &[("sign-up", "open")]).await,
        Deed { path: tokens.into(), back: tokens, fields: token.into() },
        Deed::printed(anne, &format!("{sessions}/end"), sessions, &[("session", &session)]).await,
        Deed::printed(anne, &format!("{sessions}/end-others"), sessions, &[]).await,
        Deed::printed(anne, "/-/account/address", "/-/account/address", &address).await,
        Deed::printed(anne, "/-/account/password", "/-/account/password", &renewed).await,
        Deed::printed(anne, &format!("{sessions}/not-me"), sessions, &[]).await,
        Deed::printed(anne, "/-/account/erase", "/-/account/erase", &[("password", NEW)]).await,
    ]
}

/// What they would have changed.
async fn standing(world: &World) -> String {
    let anne = world.alpha.account(&world.account_id("anne").await).await.expect("read").expect("an account");
    let bruno = world.alpha.account(&world.account_id("bruno").await).await.expect("read").expect("an account");
    let (tokens, sessions) = (world.alpha.tokens_of(&anne.id).await, world.alpha.sessions_of(&anne.id).await);
    let counts = (tokens.expect("read").len(), sessions.expect("read").len(), world.mails().await.len());
    let roles = (bruno.role == AccountRole::Admin, bruno.suspended, anne.suspended);
    let sign_up = world.host.app.site("alpha.localhost").expect("a site").settings.sign_up();
    format!("{roles:?} {counts:?} {sign_up:?} {}", anne.password)
}

async fn who_has_a_second_factor_shows_it_before_every_dangerous_act(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    for name in ["Bruno", "Zoe"] {
        world.member(name).await;
    }
    // Somebody else runs the association when Anne's account is gone.
    let zoe = world.account_id("zoe").await;
    assert!(world.alpha.set_role(&zoe, AccountRole::Admin, None, Doer::OPERATOR).await.expect("a change").is_ok());
    world.browser().sign_in("anne@example.org").await;
    let secret = enrol(&world, &anne).await;
    let deeds = deeds(&world, &anne).await;
    world.mails().await;
    let before = standing(&world).await;
    world.clock.advance(QUARTER_MS);
    for page in ["/-/account/password", "/-/account/address", "/-/account/erase", "/-/account/export"] {
        assert_eq!(anne.get(page).await.expect(303).location(), format!("{CONFIRM}?then={page}"));
    }
    assert_eq!(anne.get(ZIP).await.expect(303).location(), format!("{CONFIRM}?then=/-/account/export"));
    for deed in &deeds {
        let asked = deed.send(&anne).await;
        assert!(asked.starts_with(&format!("{CONFIRM}?then={}", deed.back)), "{}: {asked}", deed.path);
        assert!(!asked.contains("%20"), "what was typed travels sealed: {asked}");
    }
    assert_eq!(standing(&world).await, before);

    // The password alone, which somebody else may know, is not enough.
    let page = anne.get(&format!("{CONFIRM}?then=/-/members")).await.expect(200);
    assert!(page.text().contains("name=\"code\"") && !page.text().contains("name=\"password\""), "{}", page.text());
    let asked = confirm(&anne, &page, "password", PASSWORD).await.expect(303).location();
    assert_eq!(asked, format!("{CONFIRM}?then=/-/members"));
    for deed in &deeds {
        assert!(deed.send(&anne).await.starts_with(CONFIRM), "{}", deed.path);
    }
    assert_eq!(standing(&world).await, before);
    let page = anne.get(&asked).await.expect(200);
    let code = totp_code(&secret, now_ms(&world));
    assert_eq!(confirm(&anne, &page, "code", &code).await.expect(303).location(), "/-/members");
    for page in ["/-/account/password", "/-/account/address", "/-/account/erase", "/-/account/export", ZIP] {
        anne.get(page).await.expect(200);
    }
    // Every form that lay open goes on, and none asks twice.
    for deed in &deeds {
        let led = deed.send(&anne).await;
        assert!(!led.starts_with(CONFIRM), "{}: {led}", deed.path);
    }
    assert!(!is_signed_in(&anne).await, "the last of them was the erasure");
}

async fn the_password_is_asked_for_once_where_there_is_no_factor(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    world.clock.advance(QUARTER_MS);
    // These forms ask for it themselves.
    let path = "/-/account/password";
    let token = bruno.get(path).await.expect(200).token_of(path);
    let fields = [("token", token.as_str()), ("present", PASSWORD), ("new", NEW), ("again", NEW)];
    assert_eq!(bruno.post(path, &fields).await.expect(303).location(), "/-/account");
    bruno.get("/-/account/export").await.expect(200);
    world.clock.advance(QUARTER_MS);
    let asked = bruno.get("/-/account/export").await.expect(303).location();
    assert_eq!(asked, format!("{CONFIRM}?then=/-/account/export"));
    for path in ["/-/account/address", "/-/account/erase"] {
        bruno.get(path).await.expect(200);
    }
    let page = bruno.get(&asked).await.expect(200);
    assert!(page.text().contains("name=\"password\"") && !page.text().contains("name=\"code\""), "{}", page.text());
    confirm(&bruno, &page, "password", NEW).await.expect(303);
    bruno.get("/-/account/export").await.expect(200);
}

/// Whoever copied the cookie of an open session gains nothing when its person proves who they are, and is out.
async fn a_proof_gives_the_session_another_secret(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let bruno = world.member("Bruno").await;
    let (album, photos) = bruno.album_with_photos("Mer", 1).await;
    let link = bruno.share_by_link(&album, "viewer", "none").await;
    let zoe = world.member("Zoe").await;
    zoe.visit(&link).await.expect(200);
    let form = zoe.get("/-/account").await.expect(200).token_of("/-/account");
    let thief = world.browser();
    let cookies = zoe.cookie_header();
    for (name, value) in cookies.split("; ").filter_map(|pair| pair.split_once('=')) {
        thief.set_cookie(name, value);
    }
    assert!(is_signed_in(&thief).await);
    world.clock.advance(QUARTER_MS);
    zoe.prove().await;
    assert_ne!(zoe.cookie_header(), cookies);
    assert!(is_signed_in(&zoe).await && !is_signed_in(&thief).await);
    thief.get("/-/account/export").await.expect(303);
    thief.get(&photos[0]).await.expect(404);
    zoe.get(&photos[0]).await.expect(200);
    zoe.get("/-/account/export").await.expect(200);
    // The same session, on the same device, with the forms that lie open.
    let account = world.account_id("zoe").await;
    assert_eq!(world.alpha.sessions_of(&account).await.expect("read").len(), 1);
    zoe.post("/-/account", &[("token", &form), ("name", "Zoé"), ("language", "fr")]).await.expect(303);
    thief.post("/-/account", &[("token", &form), ("name", "Mallory"), ("language", "fr")]).await.expect(400);
    world.clock.advance(QUARTER_MS);
    zoe.prove().await;
    zoe.post("/-/account", &[("token", &form), ("name", "Zoé"), ("language", "fr")]).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_proofs_at_once_one_goes_on_and_an_ended_session_does_not_come_back() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    let account = world.account_id("bruno").await;
    world.clock.advance(QUARTER_MS);
    let page = bruno.get(&format!("{CONFIRM}?then=/-/account")).await.expect(200);
    let twin = world.browser();
    for (name, value) in bruno.cookie_header().split("; ").filter_map(|pair| pair.split_once('=')) {
        twin.set_cookie(name, value);
    }
    let answers =
        tokio::join!(confirm(&bruno, &page, "password", PASSWORD), confirm(&twin, &page, "password", PASSWORD));
    assert_eq!((answers.0.status.as_u16(), answers.1.status.as_u16()), (303, 303));
    assert_ne!(is_signed_in(&bruno).await, is_signed_in(&twin).await);
    assert_eq!(world.alpha.sessions_of(&account).await.expect("read").len(), 1);

    let one = if is_signed_in(&bruno).await { bruno } else { twin };
    world.clock.advance(QUARTER_MS);
    let page = one.get(&format!("{CONFIRM}?then=/-/account")).await.expect(200);
    let fields = [("token", page.token_of(CONFIRM)), ("then", "/-/account".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let fields = [fields[0], fields[1], ("password", PASSWORD)];
    // While the proof is on its way, its session is ended from elsewhere.
    let (proved, ended) =
        tokio::join!(one.post(CONFIRM, &fields), world.alpha.end_other_sessions(Doer::of(&account, ""), &[]));
    ended.expect("ended");
    assert!(matches!(proved.status.as_u16(), 303 | 400 | 403), "{}", proved.status);
    let left = world.alpha.sessions_of(&account).await.expect("read").len();
    assert_eq!(left == 1, is_signed_in(&one).await, "what is left is what the browser has");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_of_one_session_and_a_clock_set_back_lengthens_none() {
    let world = World::new().await;
    let (bruno, elsewhere) = (world.member("Bruno").await, world.browser());
    elsewhere.sign_in("bruno@example.org").await;
    let export = "/-/account/export";
    world.clock.advance(QUARTER_MS);
    bruno.prove().await;
    bruno.get(export).await.expect(200);
    elsewhere.get(export).await.expect(303);
    // The page that asks, printed for one session, is nothing to another of the same account.
    world.clock.advance(QUARTER_MS);
    let page = bruno.get(&format!("{CONFIRM}?then={export}")).await.expect(200);
    confirm(&elsewhere, &page, "password", PASSWORD).await.expect(400);
    elsewhere.get(export).await.expect(303);
    confirm(&bruno, &page, "password", PASSWORD).await.expect(303);
    world.clock.advance(-1);
    bruno.get(export).await.expect(303);
    world.clock.advance(1);
    bruno.get(export).await.expect(200);
    world.clock.advance(QUARTER_MS - 1);
    bruno.get(export).await.expect(200);
    world.clock.advance(1);
    bruno.get(export).await.expect(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_there_again_for_who_typed_it() {
    let world = World::new().await;
    let (anne, other) = (world.administrator().await, world.browser());
    other.sign_in("anne@example.org").await;
    let tokens = "/-/account/tokens";
    let page = anne.get(tokens).await.expect(200);
    let (token, id) = (page.token_of(tokens), page.hidden("id", 0));
    let fields = [("token", token.as_str()), ("id", &id), ("kind", "api"), ("name", "Sauvegarde des photos")];
    let fields = [fields.as_slice(), &[("service", "album"), ("access", "write"), ("ends", "year")]].concat();
    let sign_up = Deed::printed(&anne, "/-/settings/sign-up", "/-/settings", &[("sign-up", "open")]).await;
    world.clock.advance(QUARTER_MS);
    let asked = anne.post(tokens, &fields).await.expect(303).location();
    assert!(!asked.contains("Sauvegarde"), "{asked}");
    let page = anne.get(&asked).await.expect(200);
    let back = confirm(&anne, &page, "password", PASSWORD).await.expect(303).location();
    let back = anne.get(&back).await.expect(303).location();
    let page = anne.get(&back).await.expect(200);
    let text = page.text();
    assert!(page.attributes("value").contains(&"Sauvegarde des photos".to_owned()), "{text}");
    for chosen in ["value=\"album\"", "value=\"write\"", "value=\"year\""] {
        assert!(text.contains(&format!("<option {chosen} selected>")), "{chosen}: {text}");
    }
    assert!(!text.contains("aria-invalid"), "nothing is wrong with it: {text}");
    // An address that somebody else made fills in nothing, nor does the same one in another session.
    assert!(!other.get(&back).await.expect(200).text().contains("Sauvegarde"));
    for forged in ["/-/account/address?typed=address%3Devil@example.org", "/-/account/address?address=evil@example.org"]
    {
        let values = anne.get(forged).await.expect(200).attributes("value");
        assert!(values.iter().all(|value| !value.contains("evil")), "{values:?}");
    }
    world.clock.advance(QUARTER_MS);
    let asked = sign_up.send(&anne).await;
    let page = anne.get(&asked).await.expect(200);
    confirm(&anne, &page, "password", PASSWORD).await.expect(303);
    let back = anne.get(&asked).await.expect(303).location();
    assert!(anne.get(&back).await.expect(200).text().contains("<option value=\"open\" selected>"));
    // What lets in fewer people waits for nobody.
    let closed = Deed::printed(&anne, "/-/settings/sign-up", "/-/settings", &[("sign-up", "closed")]).await;
    world.clock.advance(QUARTER_MS);
    assert_eq!(closed.send(&anne).await, "/-/settings");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_was_begun_goes_on_and_no_other_begins() {
    let world = World::new().await;
    let bruno = world.member("Bruno").await;
    bruno.album_with_photos("Mer", 3).await;
    let whole = bruno.get(ZIP).await.expect(200);
    let validator = whole.header("etag").to_owned();
    world.clock.advance(QUARTER_MS);
    let ask = async |headers: &[(&str, &str)]| bruno.get_with(ZIP, headers).await;
    let rest = ask(&[("range", "bytes=1000-"), ("if-range", &validator)]).await.expect(206);
    assert!(rest.body == whole.body[1000..]);
    let guesses: [&[(&str, &str)]; 4] = [
        &[],
        &[("range", "bytes=0-")],
        &[("range", "bytes=0-"), ("if-range", "\"a guess\"")],
        &[("if-range", &validator)],
    ];
    for guess in guesses {
        assert!(ask(guess).await.expect(303).location().starts_with(CONFIRM), "{guess:?}");
    }
    assert_eq!(ask(&[("if-none-match", &validator)]).await.status, 303, "not even that it is the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changes_a_factor_is_shown_the_way_to_the_other_devices() {
    let world = World::new().await;
    let (bruno, elsewhere) = (world.member("Bruno").await, world.browser());
    elsewhere.sign_in("bruno@example.org").await;
    let offers = async || {
        let page = bruno.get(SECURITY).await.expect(200);
        page.text().contains("Voir les appareils connectés")
            && page.attributes("href").contains(&"/-/account/sessions".into())
    };
    enrol(&world, &bruno).await;
    assert!(offers().await && !offers().await, "said once");
    assert!(is_signed_in(&elsewhere).await, "nobody is signed out unasked");
    world.clock.advance(STEP_MS);
    let device = super::add_passkey(&bruno).await;
    assert!(offers().await);
    for form in ["passkeys/remove", "totp/remove"] {
        let path = format!("{SECURITY}/{form}");
        let page = bruno.get(SECURITY).await.expect(200);
        let mut fields = vec![("token", page.token_of(&path))];
        if form.starts_with("passkeys") {
            fields.push(("passkey", page.hidden("passkey", 0)));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        bruno.post(&path, &fields).await.expect(303);
        assert!(offers().await, "{form}");
    }
    drop(device);
}
