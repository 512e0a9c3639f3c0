//! Files that are on their way before their form.

use serde_json::json;
use veillee_tests::services::Script;
use veillee_tests::world::{World, jpeg};

use crate::page::Page;

const ROWS: &str = "return [...document.querySelectorAll('.veillee-upload-row')].map(row => row.dataset.state)";

/// An album's page, and files to choose.
struct Sender {
    _world: World,
    page: Page,
    folder: tempfile::TempDir,
}

impl Sender {
    async fn set() -> Option<Self> {
        Self::set_with(Script::On).await
    }

    async fn set_with(script: Script) -> Option<Self> {
        let world = World::new().await;
        let page = Page::open(&world, script, (1280, 900)).await?;
        let album = world.administrator().await.album("Vacances").await;
        page.sign_in("anne@example.org").await;
        page.visit(&album).await;
        Some(Self { _world: world, page, folder: tempfile::TempDir::new().expect("a folder") })
    }

    async fn choose(&self, files: &[(&str, Vec<u8>)]) {
        let mut paths = Vec::new();
        for (name, bytes) in files {
            let path = self.folder.path().join(name);
            std::fs::write(&path, bytes).expect("a file on the disk");
            paths.push(path.to_str().expect("a plain path").to_owned());
        }
        self.page.write("veillee-upload input[type=file]", &paths.join("\n")).await;
    }

    async fn until_rows(&self, states: &[&str]) {
        let wanted = format!("{} + '' === {}", &ROWS, json!(states.join(",")));
        self.page.until(&wanted).await;
    }

    /// Presses the form's own button, not one of the queue.
    async fn send(&self) {
        self.page.click("form:has(veillee-upload) button:not(veillee-upload *)").await;
    }
}

/// The browser's own button would speak the browser's language.
#[tokio::test(flavor = "multi_thread")]
async fn the_label_is_the_button_and_without_script_what_was_chosen_stands_below_it() {
    let Some(with) = Sender::set().await else { return };
    let Some(without) = Sender::set_with(Script::Off).await else { return };
    for (sender, is_named) in [(with, false), (without, true)] {
        let page = &sender.page;
        let is_seen = "return document.querySelector('input[type=file]').offsetWidth > 100";
        let own = "const input = document.querySelector('input[type=file]'); \
             return [input.labels[0].className, getComputedStyle(input, '::file-selector-button').display]";
        assert_eq!(page.ask(own).await, json!(["button quiet", "none"]));
        assert_eq!(page.ask(is_seen).await, json!(false), "no word on files that are not there");
        sender.choose(&[("mer.jpg", jpeg(1, 20_000))]).await;
        assert_eq!(page.ask(is_seen).await, json!(is_named));
        sender.page.chromium.quit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_arrive_before_their_form_and_become_photos_with_it() {
    let Some(sender) = Sender::set().await else { return };
    // The second one comes in pieces.
    sender.choose(&[("mer.jpg", jpeg(1, 20_000)), ("plage.jpg", jpeg(2, 9_500_000))]).await;
    sender.until_rows(&["arrived", "arrived"]).await;
    assert_eq!(sender.page.drawn_images().await.len(), 0, "they wait for their form");
    sender.send().await;
    assert_eq!(sender.page.drawn_images().await.len(), 2);
    sender.page.chromium.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_refused_says_why_and_holds_nothing_up_once_it_is_removed() {
    let Some(sender) = Sender::set().await else { return };
    sender
        .choose(&[("liste.jpg", b"no picture".to_vec()), ("mer.jpg", jpeg(1, 20_000)), ("vide.jpg", Vec::new())])
        .await;
    sender.until_rows(&["refused", "arrived", "refused"]).await;
    let text = sender.page.find(".veillee-upload-row").await.text().await.expect("a row");
    assert!(text.contains("liste.jpg") && text.contains("type"), "{text}");
    let own = "document.querySelector('form:has(veillee-upload) button:not(veillee-upload *)').click(); \
               return document.activeElement.closest('.veillee-upload-row') !== null";
    assert_eq!(sender.page.ask(own).await, json!(true), "the focus is at what must be decided");
    let remove = "[...document.querySelectorAll('[data-state=refused]')].forEach(row => \
                  row.querySelector('button:last-of-type').click())";
    sender.page.ask(remove).await;
    sender.until_rows(&["arrived"]).await;
    sender.send().await;
    assert_eq!(sender.page.drawn_images().await.len(), 1);
    sender.page.chromium.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrived_is_still_there_after_the_page_was_left() {
    let Some(sender) = Sender::set().await else { return };
    let album = sender.page.path().await;
    sender.choose(&[("mer.jpg", jpeg(1, 20_000))]).await;
    sender.until_rows(&["arrived"]).await;
    sender.page.visit("/").await;
    sender.page.visit(&album).await;
    sender.until_rows(&["arrived"]).await;
    sender.send().await;
    assert_eq!(sender.page.drawn_images().await.len(), 1);
    sender.until_rows(&[]).await;
    sender.page.chromium.quit().await;
}

/// The bytes of the second piece are never sent, as when a line hangs.
const HANG: &str = "const send = XMLHttpRequest.prototype.send, open = XMLHttpRequest.prototype.open; \
     let pieces = 0; \
     XMLHttpRequest.prototype.open = function (method, ...rest) { this.method = method; open.call(this, method, ...rest) }; \
     XMLHttpRequest.prototype.send = function (body) { \
       if (this.method === 'PATCH' && pieces++ > 0) return; \
       send.call(this, body) }";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_goes_on_in_a_browser_that_was_closed_with_the_same_file_and_no_other() {
    let Some(sender) = Sender::set().await else { return };
    let page = &sender.page;
    let album = page.path().await;
    page.ask(HANG).await;
    sender.choose(&[("mer.jpg", jpeg(1, 12_000_000))]).await;
    page.until("return document.querySelector('.veillee-upload-row progress').value >= 8388608").await;
    page.ask("document.querySelector('.veillee-upload-row button').click()").await;
    sender.until_rows(&["paused"]).await;
    page.visit("/").await;
    // What a tab alone remembers is gone with it.
    page.ask("sessionStorage.clear()").await;
    page.visit(&album).await;
    sender.until_rows(&["stopped"]).await;
    let text = page.find("veillee-upload").await.text().await.expect("a control");
    assert!(text.contains("Reprendre l’envoi") && text.contains("mer.jpg") && text.contains("69"), "{text}");
    let kept = page.ask("return Object.values(localStorage).join()").await;
    assert!(!kept.to_string().contains("mer.jpg"), "no name lies in the browser: {kept}");

    std::fs::create_dir(sender.folder.path().join("autre")).expect("a folder");
    sender.choose(&[("autre/mer.jpg", jpeg(2, 12_000_000))]).await;
    sender.until_rows(&["stopped", "refused"]).await;
    page.ask("document.querySelector('[data-state=refused] button:last-of-type').click()").await;
    sender.until_rows(&["stopped"]).await;
    let same = sender.folder.path().join("mer.jpg");
    page.write("veillee-upload input[type=file]", same.to_str().expect("a plain path")).await;
    sender.until_rows(&["arrived"]).await;
    sender.send().await;
    assert_eq!(page.drawn_images().await.len(), 1);
    assert_eq!(page.ask("return localStorage.length").await, json!(0), "nothing is left of it");
    sender.page.chromium.quit().await;
}
