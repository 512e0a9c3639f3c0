//! What a status tells: nothing to those who may not see, and enough to those who may.

use hyper::Method;
use veillee_tests::world::{Answer, Backend, Browser, World, id_of};

/// An answer without what is drawn anew each time and without the address that was asked.
fn plain(answer: &Answer, path: &str) -> String {
    let text = answer.text();
    let policy = answer.header("content-security-policy");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "date" | "content-length"))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?")))
        .collect();
    headers.sort();
    format!("{}\n{}\n{text}", answer.status, headers.join("\n")).replace(nonce, "NONCE").replace(path, "PATH")
}

async fn unknown_unseen_and_revoked_are_the_same(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Anne", 1).await;
    let (trashed, _) = anne.album_with_photos("Corbeille", 1).await;
    anne.post(&format!("{trashed}/trash"), &[]).await.expect(303);
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let (visitor, bruno) = (world.browser(), world.member("Bruno").await);
    visitor.visit(&link).await.expect(200);
    bruno.visit(&link).await.expect(200);
    anne.take_back(&album, 0).await;

    let swap = |id: &str| {
        let (kept, last) = id.split_at(id.len() - 1);
        format!("{kept}{}", if last == "a" { "q" } else { "a" })
    };
    let unknown = format!("/album/{}", swap(id_of(&album)));
    let photo = &photos[0];
    let unknown_photo = format!("/-/blob/{}/original", swap(id_of(photo.trim_end_matches("/original"))));
    let share = format!("/-/share/{}", id_of(&album));
    let unknown_share = format!("/-/share/{}", id_of(&unknown));
    let pairs = [(&album, &unknown), (&trashed, &unknown), (photo, &unknown_photo), (&share, &unknown_share)];
    for browser in [&visitor, &bruno, &world.browser()] {
        for (seen, unseen) in pairs {
            let revoked = browser.get(seen).await.expect(404);
            let never = browser.get(unseen).await.expect(404);
            assert_eq!(plain(&revoked, seen), plain(&never, unseen));
            assert_eq!(plain(&revoked, seen), plain(&browser.get(&link).await.expect(404), &link));
        }
        for method in [Method::GET, Method::HEAD] {
            let ask = async |path: &str| {
                browser.send(method.clone(), path, &[("range", "bytes=0-1")], bytes::Bytes::new()).await
            };
            assert_eq!(plain(&ask(photo).await, photo), plain(&ask(&unknown_photo).await, &unknown_photo));
        }
        let deed = |path: &str| format!("{path}/rename");
        let fields = [("title", "x"), ("version", "1")];
        let (real, fake) = (deed(&album), deed(&unknown));
        let (real_answer, fake_answer) = (browser.post(&real, &fields).await, browser.post(&fake, &fields).await);
        assert_eq!(plain(&real_answer.expect(404), &real), plain(&fake_answer.expect(404), &fake));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_unseen_and_revoked_are_the_same_on_sqlite() {
    unknown_unseen_and_revoked_are_the_same(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_unseen_and_revoked_are_the_same_on_postgresql() {
    unknown_unseen_and_revoked_are_the_same(Backend::Postgres).await;
}

async fn what_is_seen_but_not_allowed_is_said_so(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Anne", 1).await;
    let id = id_of(photos[0].trim_end_matches("/original"));
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let viewer = world.browser();
    viewer.visit(&link).await.expect(200);
    let share = format!("/-/share/{}", id_of(&album));
    let fields = [("title", "Pris"), ("version", "1")];
    for path in
        [format!("{album}/rename"), format!("{album}/{id}"), format!("{album}/trash"), format!("{album}/{id}/trash")]
    {
        viewer.post(&path, &fields).await.expect(403);
    }
    viewer.get(&share).await.expect(403);
    let seen = anne.get(&album).await.expect(200).text();
    assert!(!seen.contains("Pris") && seen.contains(&photos[0].replace("/original", "/thumbnail")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_seen_but_not_allowed_is_said_so_on_sqlite() {
    what_is_seen_but_not_allowed_is_said_so(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_seen_but_not_allowed_is_said_so_on_postgresql() {
    what_is_seen_but_not_allowed_is_said_so(Backend::Postgres).await;
}

/// The version that the form to rename carries, wherever its value stands.
fn version(page: &Answer) -> String {
    let text = page.text();
    let control = text.split("<input ").find(|rest| rest.contains("name=\"version\"")).expect("a version");
    control.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a value").to_owned()
}

async fn rename(browser: &Browser, album: &str, title: &str, version: &str) -> Answer {
    browser.post(&format!("{album}/rename"), &[("title", title), ("version", version)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_second_keeps_the_text_and_may_save_once_more() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Été").await;
    let seen = version(&anne.get(&album).await.expect(200));
    rename(&anne, &album, "Hiver", &seen).await.expect(303);
    let conflict = rename(&anne, &album, "Automne", &seen).await.expect(409);
    assert!(conflict.attributes("value").contains(&"Automne".to_owned()), "{}", conflict.text());
    assert!(conflict.text().contains("Hiver"));
    let newer = version(&conflict);
    assert_ne!(newer, seen);
    rename(&anne, &album, "Automne", &newer).await.expect(303);
    assert!(anne.get(&album).await.text().contains("Automne"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_asked_for_again() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Été").await;
    let long = "é".repeat(201);
    for title in ["", "   ", long.as_str()] {
        let again = rename(&anne, &album, title, "1").await.expect(422);
        assert!(again.text().contains("role=\"alert\""), "{}", again.text());
        anne.post("/album/", &[("title", title)]).await.expect(422);
    }
    for version in ["", "x", "-1", "99999999999999999999999"] {
        rename(&anne, &album, "Hiver", version).await.expect(422);
    }
    assert!(anne.get(&album).await.text().contains("Été"));
}
