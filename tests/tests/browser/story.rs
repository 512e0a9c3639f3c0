//! The story the product exists for, told twice: an administrator moves in, makes an album, shares it by a link and takes
//! it back.

use std::path::{Path, PathBuf};

use veillee_tests::services::{Script, corpus};
use veillee_tests::world::{PASSWORD, World, jpeg};

use crate::page::Page;

const PHOTOS: usize = 18;

/// How one telling differs from the other.
struct Telling {
    language: &'static str,
    script: Script,
    viewport_px: (u32, u32),
    private: &'static str,
    by_link: &'static str,
}

const FRENCH: Telling = Telling {
    language: "fr",
    script: Script::Off,
    viewport_px: (360, 800),
    private: "Seulement vous",
    by_link: "toute personne qui a le lien",
};

const ENGLISH: Telling = Telling {
    language: "en",
    script: Script::On,
    viewport_px: (1280, 900),
    private: "Only you",
    by_link: "anyone who has the link",
};

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_shared_and_taken_back_on_a_telephone_in_french_without_script() {
    tell(&FRENCH).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_shared_and_taken_back_on_a_screen_in_english_with_script() {
    tell(&ENGLISH).await;
}

async fn tell(telling: &Telling) {
    let world = World::new().await;
    let Some(owner) = Page::open(&world, telling.script, telling.viewport_px).await else { return };
    let (files, photos) = photos();
    move_in(&world, &owner, telling).await;
    let album = make_album(&owner, &photos).await;
    drop(files);
    let link = share(&owner, telling).await;

    // Another person: another browser, no account, and no script whatever the owner has.
    let Some(guest) = Page::open(&world, Script::Off, (360, 800)).await else { return };
    let known = look(&guest, &link, &album).await;
    guest.visit("/").await;

    take_back(&owner, &album, telling).await;
    locked_out(&guest, &link, &album, &known).await;
    owner.visit(&album).await;
    assert_eq!(owner.drawn_images().await.len(), PHOTOS, "the owner keeps the photos: {}", owner.text().await);
    guest.chromium.quit().await;
    owner.chromium.quit().await;
}

/// Through the one-time link, in the person's language.
async fn move_in(world: &World, owner: &Page, telling: &Telling) {
    let token = world.alpha.create_setup_link(3_600_000).await.expect("a link");
    owner.visit(&format!("/-/welcome/{token}")).await;
    if owner.ask("return document.documentElement.lang").await != telling.language {
        owner.click(&format!(".shell-footer a[hreflang={}]", telling.language)).await;
    }
    assert_eq!(owner.ask("return document.documentElement.lang").await, telling.language);
    owner.write("#name", "Anne").await;
    owner.write("#address", "anne@example.org").await;
    owner.write("#password", PASSWORD).await;
    owner.click("main form button").await;
    assert!(owner.text().await.contains("Les Amis d'Alpha"), "{}", owner.text().await);
    owner.visit(&format!("/-/welcome/{token}")).await;
    assert_eq!(owner.status().await, 404, "the link is good once");
    owner.visit("/").await;
}

/// An album with 18 photos, sent by the plain form; gives its path.
async fn make_album(owner: &Page, photos: &[PathBuf]) -> String {
    owner.click(".shell-services a[href='/album']").await;
    owner.write("form[action='/album/'] input[name=title]", "Vacances").await;
    owner.click("form[action='/album/'] button").await;
    let album = owner.path().await;
    let paths: Vec<&str> = photos.iter().map(|path| path.to_str().expect("a plain path")).collect();
    owner.write("input[type=file]", &paths.join("\n")).await;
    owner.click(&format!("form[action='{album}'] button:not(veillee-upload *)")).await;
    assert!(owner.path().await.starts_with(&format!("{album}?added=")), "{}", owner.path().await);
    let sources = owner.drawn_images().await;
    assert_eq!(sources.len(), PHOTOS, "{}", owner.text().await);
    album
}

/// Makes a link on the host's own page and copies its address.
async fn share(owner: &Page, telling: &Telling) -> String {
    owner.click("main a.veillee-share").await;
    assert!(owner.path().await.starts_with("/-/share/"), "sharing is a page of the host");
    let answer = owner.find(".answer").await.text().await.expect("the answer");
    assert!(answer.contains(telling.private) && !answer.contains(telling.by_link), "{answer}");
    owner.click("form[action$='/links'] button").await;
    let answer = owner.find(".answer").await.text().await.expect("the answer");
    assert!(answer.contains(telling.by_link), "{answer}");
    owner.find("input.address").await.value().await.expect("an address").expect("an address")
}

/// One click: the album. Gives every address of bytes that the guest comes to know.
async fn look(guest: &Page, link: &str, album: &str) -> Vec<String> {
    guest.visit(link).await;
    assert_eq!(guest.path().await, album, "the secret does not stay in the address");
    assert_eq!(guest.find("main h1").await.text().await.expect("a heading"), "Vacances");
    let mut known = guest.drawn_images().await;
    assert_eq!(known.len(), PHOTOS);
    assert_eq!(
        guest.count("main form, main a.veillee-share").await,
        0,
        "a guest is offered nothing that would not work"
    );
    guest.click("main .photos a").await;
    known.extend(guest.drawn_images().await);
    let download = guest.ask("return document.querySelector('main a[href$=\"/download\"]').getAttribute('href')").await;
    known.push(download.as_str().expect("an address").to_owned());
    known.push(guest.path().await);
    guest.chromium.back().await.expect("back to the album");
    assert_eq!(guest.path().await, album);
    known
}

async fn take_back(owner: &Page, album: &str, telling: &Telling) {
    owner.visit(album).await;
    assert!(owner.text().await.contains(telling.by_link), "the album says who can see it");
    owner.click("main a.veillee-share").await;
    assert_eq!(owner.count(".stack > li").await, 1);
    owner.click("form[action$='/stop'] button").await;
    let answer = owner.find(".answer").await.text().await.expect("the answer");
    assert!(answer.contains(telling.private) && !answer.contains(telling.by_link), "{answer}");
    assert_eq!(owner.count("form[action$='/stop']").await, 0);
}

/// Nothing that was seen can be seen again: not by Back, not by the link, not by an address that was kept.
async fn locked_out(guest: &Page, link: &str, album: &str, known: &[String]) {
    guest.chromium.back().await.expect("back to the album");
    assert_eq!(guest.path().await, album);
    gone(guest).await;
    guest.chromium.refresh().await.expect("the page again");
    gone(guest).await;
    for address in known.iter().map(String::as_str).chain([album, link]) {
        guest.visit(address).await;
        gone(guest).await;
    }
}

async fn gone(guest: &Page) {
    let text = guest.text().await;
    assert_eq!(guest.status().await, 404, "{text}");
    assert_eq!(guest.count("main img").await, 0);
    assert!(!text.contains("Vacances"), "{text}");
    assert!(["Il n’y a rien ici", "There is nothing here"].iter().any(|words| text.contains(words)), "{text}");
}

/// Paths of 18 photos: of the corpus when it is there, else made here; the folder lives as long as it is held.
fn photos() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::TempDir::new().expect("a folder");
    let mut paths = corpus("photos/orientation", "jpg");
    paths.truncate(PHOTOS);
    if paths.len() < PHOTOS {
        paths = (0..PHOTOS).map(|number| own_photo(folder.path(), number)).collect();
    }
    eprintln!("photos: {}", paths[0].display());
    (folder, paths)
}

fn own_photo(folder: &Path, number: usize) -> PathBuf {
    let path = folder.join(format!("photo-{number:02}.jpg"));
    let bytes = jpeg(u32::try_from(number).expect("a small number"), 20_000);
    std::fs::write(&path, bytes).expect("a photo on the disk");
    path
}
