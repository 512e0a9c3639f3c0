//! What ends with a password: tokens and app passwords, for the next request and the next piece of an upload.

use bytes::Bytes;
use data_encoding::BASE64;
use hyper::Method;
use veillee::storage::audit::Happening;
use veillee::storage::ids::new_id;
use veillee::storage::people::{NewToken, TokenKind};
use veillee_tests::on_both;
use veillee_tests::world::{Answer, Backend, Browser, PASSWORD, World, jpeg, path_in};

use super::{ALBUMS, EVERYTHING, Scene, problem, program, scene};

on_both!(
    a_changed_password_ends_programs_where_their_person_wants_it,
    a_reset_ends_every_program,
    it_was_not_me_ends_every_program,
    a_suspended_account_has_no_programs_until_it_is_resumed,
);

const ANNE: &str = "anne@example.org";
const NEW: &str = "cinq mots encore plus simples";

/// A program in the middle of an upload, and an app password.
struct Busy {
    scene: Scene,
    app_password: String,
    upload: String,
    photo: Vec<u8>,
}

async fn busy(backend: Backend) -> Option<Busy> {
    let scene = scene(backend, 0).await?;
    let photo = jpeg(3, 200_000);
    let pairs =
        [("service", "album"), ("collection", "photo"), ("into", scene.album.as_str()), ("filename", "mer.jpg")];
    let metadata = pairs.map(|(key, value)| format!("{key} {}", BASE64.encode(value.as_bytes()))).join(",");
    let length = photo.len().to_string();
    let headers =
        [("tus-resumable", "1.0.0"), ("upload-length", length.as_str()), ("upload-metadata", metadata.as_str())];
    let upload = scene.program.send(Method::POST, "/-/uploads", &headers, Bytes::new()).await.expect(201).location();
    let id = new_id(&*scene.world.alpha.random);
    let new = NewToken {
        id: &id,
        principal: &scene.world.account(ANNE).await,
        kind: TokenKind::AppPassword,
        name: "téléphone",
        service: Some("album"),
        writes: true,
        ends_ms: i64::MAX,
        device: "",
    };
    let app_password = scene.world.alpha.create_token(new).await.expect("a password");
    let busy = Busy { scene, app_password, upload, photo };
    busy.append(0, 100_000).await.expect(204);
    busy.works().await;
    Some(busy)
}

impl Busy {
    async fn append(&self, from: usize, to: usize) -> Answer {
        let offset = from.to_string();
        let headers = [
            ("tus-resumable", "1.0.0"),
            ("upload-offset", offset.as_str()),
            ("content-type", "application/offset+octet-stream"),
        ];
        let piece = Bytes::copy_from_slice(&self.photo[from..to]);
        self.scene.program.send(Method::PATCH, &self.upload, &headers, piece).await
    }

    async fn has_app_password(&self) -> bool {
        let asked = self.scene.world.alpha.account_by_app_password(ANNE, &self.app_password, "album").await;
        asked.expect("a database").is_some()
    }

    async fn works(&self) {
        self.scene.program.get(ALBUMS).await.expect(200);
        assert!(self.has_app_password().await);
    }

    /// At the next request, and in the middle of what is under way.
    async fn is_over(&self) {
        problem(&self.scene.program.get(ALBUMS).await, 401, "no-token");
        problem(&self.append(100_000, self.photo.len()).await, 401, "no-token");
        assert!(!self.has_app_password().await);
    }

    async fn noted(&self) -> usize {
        let account = self.scene.world.account(ANNE).await;
        let entries = self.scene.world.alpha.own_activity(&account).await.expect("a database");
        entries.iter().filter(|entry| entry.happening == Some(Happening::TokensEnded)).count()
    }
}

async fn change(browser: &Browser, present: &str, new: &str, ends_tokens: bool) -> Answer {
    let path = "/-/account/password";
    let token = browser.get(path).await.expect(200).token_of(path);
    let mut fields = vec![("token", token.as_str()), ("present", present), ("new", new), ("again", new)];
    if ends_tokens {
        fields.push(("end-tokens", "on"));
    }
    browser.post(path, &fields).await
}

/// Presses the button of a page that was reached by mail.
async fn press(browser: &Browser, link: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(link).await.expect(200).token_of(link);
    browser.post(link, &[&[("token", token.as_str())], fields].concat()).await
}

async fn a_changed_password_ends_programs_where_their_person_wants_it(backend: Backend) {
    let Some(busy) = busy(backend).await else { return };
    let (world, anne) = (&busy.scene.world, &busy.scene.anne);
    let box_of = |page: &str| {
        let rest = page.split("name=\"end-tokens\"").nth(1).expect("a box");
        rest.split('>').next().is_some_and(|tag| tag.contains("checked"))
    };
    let page = anne.get("/-/account/password").await.expect(200).text();
    assert!(page.contains("les 2 jetons et mots de passe") && box_of(&page), "{page}");
    let refused = change(anne, "not the password", NEW, false).await.expect(422).text();
    assert!(!box_of(&refused), "what was chosen stays: {refused}");
    assert!(box_of(&change(anne, "not the password", NEW, true).await.expect(422).text()));
    busy.works().await;

    world.mails().await;
    change(anne, PASSWORD, NEW, false).await.expect(303);
    busy.works().await;
    assert_eq!(busy.noted().await, 0);
    assert!(!world.only_mail().await.text.contains("jetons"));
    change(anne, NEW, PASSWORD, true).await.expect(303);
    busy.is_over().await;
    let told = anne.get("/-/account").await.expect(200).text();
    assert!(told.contains("Votre mot de passe est changé") && told.contains("2 jetons et mots de passe"), "{told}");
    assert!(world.only_mail().await.text.contains("Les jetons et les mots de passe d’application"));
    assert_eq!(busy.noted().await, 1);
    // The file is their person's: a program with another token goes on with it.
    let page = anne.get("/-/account/password").await.expect(200).text();
    assert!(!page.contains("end-tokens"), "there is nothing to end: {page}");
    program(world, ANNE, EVERYTHING).await.get(ALBUMS).await.expect(200);
}

async fn a_reset_ends_every_program(backend: Backend) {
    let Some(busy) = busy(backend).await else { return };
    let (world, browser) = (&busy.scene.world, busy.scene.world.browser());
    world.mails().await;
    let token = browser.get("/-/forgot").await.expect(200).token_of("/-/forgot");
    browser.post("/-/forgot", &[("token", &token), ("address", ANNE)]).await.expect(200);
    let link = path_in(&world.only_mail().await, "/-/reset/");
    busy.works().await;
    press(&browser, &link, &[("new", NEW), ("again", NEW)]).await.expect(303);
    busy.is_over().await;
    assert!(browser.get("/-/sign-in").await.expect(200).text().contains("2 jetons et mots de passe"));
    assert!(world.only_mail().await.text.contains("Les jetons et les mots de passe d’application"));
    assert_eq!(busy.noted().await, 1);
}

async fn it_was_not_me_ends_every_program(backend: Backend) {
    let Some(mut busy) = busy(backend).await else { return };
    change(&busy.scene.anne, PASSWORD, NEW, false).await.expect(303);
    let mails = busy.scene.world.mails().await;
    let alarm = path_in(mails.last().expect("a letter"), "/-/not-me/");
    busy.works().await;
    let browser = busy.scene.world.browser();
    let next = press(&browser, &alarm, &[]).await.expect(303).location();
    busy.is_over().await;
    assert_eq!(busy.noted().await, 1);
    assert!(browser.get(&next).await.expect(200).text().contains("2 jetons et mots de passe"));
    press(&browser, &next, &[("new", PASSWORD), ("again", PASSWORD)]).await.expect(303);
    busy.is_over().await;

    // By the list of devices.
    busy.scene.program = program(&busy.scene.world, ANNE, EVERYTHING).await;
    busy.scene.program.get(ALBUMS).await.expect(200);
    browser.sign_in(ANNE).await;
    let path = "/-/account/sessions/not-me";
    let token = browser.get("/-/account/sessions").await.expect(200).token_of(path);
    let next = browser.post(path, &[("token", &token)]).await.expect(303).location();
    problem(&busy.scene.program.get(ALBUMS).await, 401, "no-token");
    assert!(browser.get(&next).await.expect(200).text().contains("de vos programmes est arrêté aussi"));
    assert_eq!(busy.noted().await, 2);
}

async fn a_suspended_account_has_no_programs_until_it_is_resumed(backend: Backend) {
    let Some(busy) = busy(backend).await else { return };
    let account = busy.scene.world.account(ANNE).await;
    busy.scene.world.alpha.suspend(&account, true).await.expect("suspended");
    busy.is_over().await;
    busy.scene.world.alpha.suspend(&account, false).await.expect("resumed");
    busy.works().await;
    busy.append(100_000, busy.photo.len()).await.expect(204);
}

/// Of somebody else.
#[tokio::test(flavor = "multi_thread")]
async fn programs_of_others_go_on() {
    let world = World::new().await;
    let anne = world.administrator().await;
    world.member("Bruno").await;
    let bruno = program(&world, "bruno@example.org", EVERYTHING).await;
    change(&anne, PASSWORD, NEW, true).await.expect(303);
    bruno.get(ALBUMS).await.expect(200);
}
