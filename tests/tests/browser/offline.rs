//! Where nobody answers, a page of the association stands in place of the browser's own, and nothing else does.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use veillee_tests::services::Script;
use veillee_tests::world::{World, id_of};

use crate::page::Page;

const VIEWPORT_PX: (u32, u32) = (360, 800);

/// A visit from which on the browser shows the association's page where nobody answers.
async fn visit(page: &Page, path: &str) {
    page.visit(path).await;
    page.until(
        "const { worker, offline } = document.querySelector('script[data-worker]').dataset; \
         return navigator.serviceWorker.getRegistration('/').then(found => found?.active?.state === 'activated' \
         && found.active.scriptURL.endsWith(worker) && caches.open('offline')).then(cache => cache && cache.keys()) \
         .then(kept => kept && kept.length === 1 && kept[0].url.endsWith(offline))",
    )
    .await;
}

/// Whether this is the page of the association, with these words.
async fn is_away(page: &Page, words: &str) {
    let text = page.text().await;
    assert!(text.contains(words) && text.contains("Les Amis d'Alpha"), "{text}");
    assert_eq!((page.status().await, page.count("main a.button").await), (503, 1), "{text}");
    // It looks like the association although nothing else can be had.
    assert_eq!(page.ask("return getComputedStyle(document.querySelector('header')).display").await, json!("flex"));
    page.until("return document.querySelector('img').naturalWidth > 0").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_answers_the_association_says_so_in_the_language_used_last() {
    let mut world = World::new().await;
    let Some(page) = Page::open(&world, Script::On, VIEWPORT_PX).await else { return };
    let wanted = "/-/leave?to=https%3A%2F%2Fexample.org";
    for (language, words, again) in
        [("fr", "Pas de connexion pour le moment", "Réessayer"), ("en", "No connection for now", "Try again")]
    {
        visit(&page, &format!("/-/language?to={language}&then=/")).await;
        world.cut().await;
        page.visit(wanted).await;
        is_away(&page, words).await;
        assert_eq!(page.find("main a.button").await.text().await.expect("words"), again);
        assert_eq!(page.title().await, format!("{words} – Les Amis d'Alpha"));
        page.click("main a.button").await;
        is_away(&page, words).await;
        world.mend().await;
        page.click("main a.button").await;
        assert_eq!((page.path().await.as_str(), page.status().await), (wanted, 200), "{}", page.text().await);
        assert_eq!(page.count("a[href='https://example.org']").await, 1);
    }
    page.chromium.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_and_another_association_have_pages_of_their_own() {
    let mut world = World::new().await;
    let anne = world.administrator().await;
    let Some(page) = Page::open(&world, Script::On, VIEWPORT_PX).await else { return };
    let beta = format!("http://beta.localhost:{}/", world.address.port());
    visit(&page, "/").await;
    visit(&page, &beta).await;
    let token = anne.get("/-/settings").await.expect(200).token_of("/-/settings/name");
    anne.post("/-/settings/name", &[("token", &token), ("name", "L'Amicale")]).await.expect(303);
    visit(&page, "/-/legal").await;
    world.cut().await;
    for (address, name, other) in [("/", "L'Amicale", "Alpha"), (&beta, "Bêta", "Amicale")] {
        page.visit(address).await;
        let text = page.text().await;
        assert!(page.status().await == 503 && text.contains(name) && !text.contains(other), "{text}");
    }
    page.chromium.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_photo_is_shown_from_what_the_browser_kept_once_its_sharing_was_taken_back() {
    let mut world = World::new().await;
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 2).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let Some(guest) = Page::open(&world, Script::On, VIEWPORT_PX).await else { return };
    visit(&guest, "/-/language?to=en&then=/").await;
    let offline = guest.ask("return document.querySelector('script[data-worker]').dataset.offline").await;
    guest.visit(&link).await;
    let photo = format!("{album}/{}", id_of(photos[0].trim_end_matches("/original")));
    for path in [&album, &photos[0], &photo] {
        guest.visit(path).await;
        assert_eq!(guest.status().await, 200, "{path}");
    }
    assert_eq!(guest.ask("return navigator.serviceWorker.controller !== null").await, json!(true));
    anne.take_back(&album, 0).await;
    for path in [&album, &photo, &photos[0]] {
        guest.visit(path).await;
        assert_eq!(guest.status().await, 404, "{path}");
    }
    world.cut().await;
    for path in [&album, &photo, &photos[0], &link] {
        guest.visit(path).await;
        is_away(&guest, "No connection for now").await;
        let text = guest.text().await;
        assert!(!text.contains("Vacances") && !text.contains("photo-"), "{text}");
        assert_eq!(guest.count("main img").await, 0);
    }
    let kept = "return caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys())))) \
                .then(caches => caches.flat().map(kept => new URL(kept.url).pathname))";
    assert_eq!(guest.ask(kept).await, json!([offline]), "nothing else is kept for later");
    guest.chromium.quit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_is_refused_although_a_worker_stands_between() {
    let world = World::new().await;
    let Some(page) = Page::open(&world, Script::On, VIEWPORT_PX).await else { return };
    let anne = world.administrator().await;
    visit(&page, "/").await;
    page.take_cookies_of(&anne).await;
    page.visit("/album/").await;
    assert_eq!(page.ask("return navigator.serviceWorker.controller !== null").await, json!(true));
    let action = format!("http://alpha.localhost:{}/album/", world.address.port());
    let foreign =
        format!("<form method=post action='{action}'><input name=title value=Faux><button>Go</button></form>");
    page.visit(&elsewhere(&foreign).await).await;
    page.click("button").await;
    assert_eq!((page.path().await.as_str(), page.status().await), ("/album/", 403), "{}", page.text().await);
    assert!(!anne.get("/album").await.expect(200).text().contains("Faux"));
    page.chromium.quit().await;
}

/// The address of a site that shows this page to everybody.
async fn elsewhere(page: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}/", listener.local_addr().expect("an address"));
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close";
    let answer = format!("{head}\r\nContent-Length: {}\r\n\r\n{page}", page.len());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 4_096];
            // However much of it came: the answer is the same.
            if stream.read(&mut asked).await.is_ok() {
                stream.write_all(answer.as_bytes()).await.ok();
            }
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn no_script_but_the_hosts_own_worker_becomes_one() {
    let world = World::new().await;
    let Some(page) = Page::open(&world, Script::On, VIEWPORT_PX).await else { return };
    visit(&page, "/").await;
    let script = page.find("script[src]").await.attr("src").await.expect("an address").expect("an address");
    let script = Value::from(script);
    let register = format!(
        "return navigator.serviceWorker.register({script}, {{ scope: {script} }}).then(() => 'yes', error => error.name)"
    );
    assert_ne!(page.ask(&register).await, json!("yes"), "{script}");
    assert_eq!(page.ask(&format!("return fetch({script}).then(found => found.ok)")).await, json!(true));
    page.chromium.quit().await;
}
