//! Somebody takes a copy of what is theirs and erases their account: they think better of it, or are gone, also from a backup.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use veillee::backup::{Lock, Unlock};
use veillee::limits::REGRET_MS;
use veillee::storage::outbox::ClaimedMail;
use veillee::storage::rights::ErasedList;
use veillee_tests::services::python;
use veillee_tests::world::{AGE_RECIPIENT, Backend, Browser, PASSWORD, World, identity_file, path_in};

use super::{album_of, open_from_account};
use crate::walk::{Walk, Walker};

const BRUNO: &str = "bruno@example.org";
const UNPACK: &str = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_copied_erased_and_kept_after_all_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        think_better_of_it(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_copied_erased_and_kept_after_all_without_script() {
    for walk in Walk::without_script() {
        think_better_of_it(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_account_is_gone_also_from_a_backup_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        be_forgotten(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_account_is_gone_also_from_a_backup_without_script() {
    for walk in Walk::without_script() {
        be_forgotten(walk).await;
    }
}

struct Scene {
    world: World,
    bruno: Walker,
    guest: Browser,
    album: String,
    photos: Vec<String>,
}

impl Scene {
    /// Bruno, signed in, with an album that a guest sees.
    async fn set(walk: Walk, name: &'static str) -> Option<Self> {
        let world = World::new().await;
        let bruno = Walker::open(&world, walk, name).await?;
        let own = world.member("Bruno").await;
        walk.is_language_of(&own, "Bruno").await;
        let (album, photos) = album_of(&own, "Été à la mer", &["plage.jpg", "dune de sable.jpg"]).await;
        let guest = world.browser();
        guest.visit(&own.share_by_link(&album, "viewer", "none").await).await.expect(200);
        bruno.sign_in(BRUNO, PASSWORD).await;
        assert_eq!(bruno.path().await, "/");
        Some(Self { world, bruno, guest, album, photos })
    }

    /// Gives the letter about it.
    async fn erase(&self) -> ClaimedMail {
        let bruno = &self.bruno;
        open_from_account(bruno, "/-/account/erase").await;
        bruno.reads("Pendant 30 jours, vous pouvez encore changer d’avis", "For 30 days you can still change").await;
        bruno.reads("y compris ce que d’autres y ont ajouté", "also what others added").await;
        bruno.write("#password", "not the password").await;
        bruno.go("form[action='/-/account/erase'] button").await;
        bruno.reads("Rien n’a été effacé", "Nothing was erased").await;
        bruno.has_in_sight("#erase-problem").await;
        assert_eq!(bruno.ask("return document.activeElement.id").await, "password", "the hands are where to go on");
        self.guest.get(&self.photos[0]).await.expect(200);
        bruno.write("#password", PASSWORD).await;
        bruno.go("form[action='/-/account/erase'] button").await;
        bruno.reads("Votre compte est fermé", "Your account is closed").await;
        self.guest.get(&self.photos[0]).await.expect(404);
        bruno.visit("/-/account").await;
        assert!(bruno.path().await.starts_with("/-/sign-in?"));
        self.world.mails().await.pop().expect("a letter")
    }
}

async fn think_better_of_it(walk: Walk) {
    let Some(python) = python() else { return };
    let Some(scene) = Scene::set(walk, "kept-bruno").await else { return };
    let Scene { bruno, album, .. } = &scene;
    take_a_copy(bruno, &python).await;
    let letter = scene.erase().await;
    bruno.press_in_letter(&letter).await;
    bruno.reads("Garder votre compte", "Keep your account").await;
    scene.guest.get(&scene.photos[0]).await.expect(404);
    bruno.go("main form button").await;
    bruno.reads("tout est comme avant", "everything is as it was").await;
    bruno.sign_in(BRUNO, PASSWORD).await;
    assert_eq!(bruno.path().await, "/", "{}", bruno.text().await);
    bruno.visit(album).await;
    assert_eq!(bruno.person.page.drawn_images().await.len(), 2);
    scene.guest.get(&scene.photos[0]).await.expect(200);
    way_back_is_over(bruno, &letter).await;
    scene.bruno.leave().await;
}

/// Takes the copy home and looks at it where there is no network.
async fn take_a_copy(bruno: &Walker, python: &Path) {
    open_from_account(bruno, "/-/account/export").await;
    let copy = bruno.person.download("main a[href$='/1.zip']").await;
    let home = TempDir::new().expect("a folder");
    let (file, folder) = (home.path().join("copy.zip"), home.path().join("copy"));
    std::fs::write(&file, copy).expect("written");
    let unpacked = Command::new(python).args(["-c", UNPACK]).args([&file, &folder]).status().expect("Python runs");
    assert!(unpacked.success());
    bruno.visit(&format!("file://{}", folder.join("index.html").display())).await;
    bruno.reads("Ce qui est à Bruno", "What is Bruno’s").await;
    bruno.reads("dune de sable.jpg", "dune de sable.jpg").await;
    bruno.person.page.click("main a[href*='plage']").await;
    let drawn = "return document.images[0]?.naturalWidth ?? 0";
    assert_eq!(bruno.ask(drawn).await, 440, "the photo itself: {}", bruno.path().await);
}

async fn be_forgotten(walk: Walk) {
    let Some(scene) = Scene::set(walk, "gone-bruno").await else { return };
    let Scene { world, bruno, guest, album, photos } = &scene;
    let account = world.account_id("bruno").await;
    let shelf = TempDir::new().expect("a folder");
    let file = shelf.path().join("veillee.age");
    world.back_up(&file, &Lock::Recipient(AGE_RECIPIENT.to_owned()), true).await.expect("copied");

    let letter = scene.erase().await;
    world.clock.advance(REGRET_MS);
    assert_eq!(world.alpha.erase_due(&world.host.erased).await.expect("erased"), 1);
    way_back_is_over(bruno, &letter).await;
    is_unknown(bruno).await;
    bruno.finds_nothing_at(album).await;
    for path in [album, &photos[0], &photos[1]] {
        guest.get(path).await.expect(404);
    }
    assert_eq!(world.alpha.verify_audit().await.expect("walked").fault, None);

    let unlock = Unlock::IdentityFile(identity_file(&file));
    let (restored, _) = World::restored(&file, &unlock, Backend::Sqlite).await.expect("SQLite is built in");
    // The list of the old host beside the new key, as `veillee restore --erased` puts it there.
    let list = ErasedList::beside(&world.host.config.master_key);
    assert_eq!(ErasedList::take_in(&list, &restored.host.config.master_key).expect("taken in"), 1);
    let restored = restored.restart().await;
    let Some(again) = Walker::open(&restored, walk, "restored-bruno").await else { return };
    is_unknown(&again).await;
    again.finds_nothing_at(album).await;
    again.finds_nothing_at(&photos[0]).await;
    assert_eq!(restored.alpha.erase_due(&restored.host.erased).await.expect("erased"), 1);
    assert!(restored.alpha.account(&account).await.expect("read").is_none());
    is_unknown(&again).await;
    assert_eq!(restored.alpha.verify_audit().await.expect("walked").fault, None);
    again.leave().await;
    scene.bruno.leave().await;
}

/// The letter leads nowhere any more, and says so.
async fn way_back_is_over(bruno: &Walker, letter: &ClaimedMail) {
    bruno.visit(&path_in(letter, "/-/account/regret/")).await;
    assert_eq!(bruno.status().await, 404);
    bruno.reads("Ce lien ne sert plus", "This link is no longer of use").await;
}

/// Nobody has this address and this password here.
async fn is_unknown(walker: &Walker) {
    walker.sign_in(BRUNO, PASSWORD).await;
    walker.reads("L’adresse ou le mot de passe ne va pas", "address or the password does not match").await;
}
