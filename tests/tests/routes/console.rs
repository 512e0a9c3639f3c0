//! The console: who may, what they see, and that each button does what it says.

mod alone;
mod deeds;
mod jobs;
mod mail;
mod numbers;
mod versions;

use veillee_tests::world::{Answer, Browser, World};

/// Every page, of a service that is there.
const PAGES: [&str; 8] = [
    "/-/console",
    "/-/console/services/album",
    "/-/console/services/album/log",
    "/-/console/usage",
    "/-/console/usage/album",
    "/-/console/jobs",
    "/-/console/mail",
    "/-/console/storage",
];

fn path(service: &str) -> String {
    format!("/-/console/services/{service}")
}

/// What the page of a service says.
async fn shown(browser: &Browser, service: &str) -> String {
    browser.get(&path(service)).await.expect(200).text()
}

/// Presses a button of the page of a service, as it was printed for this browser.
async fn press(browser: &Browser, service: &str, deed: &str, fields: &[(&str, &str)]) -> Answer {
    let token = browser.get(&path(service)).await.expect(200).hidden("token", 0);
    let own = [("token", token.as_str()), ("deed", deed)];
    let fields: Vec<(&str, &str)> = own.into_iter().chain(fields.iter().copied()).collect();
    browser.post(&path(service), &fields).await
}

fn has_button(page: &str, deed: &str) -> bool {
    page.contains(&format!("name=\"deed\" value=\"{deed}\""))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_is_for_administrators_alone() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (bruno, visitor, guest) = (world.member("Bruno").await, world.browser(), world.browser());
    let (album, _) = anne.album_with_photos("Anne", 1).await;
    let link = anne.share_by_link(&album, "contributor", "none").await;
    guest.visit(&link).await.expect(200);
    guest.add_photos(&album, &[("a.jpg", &veillee_tests::world::jpeg(1, 500))]).await;
    for page in PAGES {
        anne.get(page).await.expect(200);
        bruno.get(page).await.expect(403);
        for other in [&visitor, &guest] {
            assert_eq!(other.get(page).await.expect(303).location(), "/-/sign-in?then=/-/console", "{page}");
        }
    }
    assert!(anne.get("/-/account").await.expect(200).text().contains("href=\"/-/console\""));
    assert!(!bruno.get("/-/account").await.expect(200).text().contains("href=\"/-/console\""));
    for unknown in [path("nothing"), format!("{}/log", path("nothing")), "/-/console/usage/nothing".to_owned()] {
        anne.get(&unknown).await.expect(404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_button_works_for_anybody_else() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (bruno, visitor) = (world.member("Bruno").await, world.browser());
    let token = anne.get(&path("album")).await.expect(200).hidden("token", 0);
    for deed in ["pause", "resume", "disable", "enable", "roll-back", "agree"] {
        for other in [&bruno, &visitor] {
            for token in ["", "x", token.as_str()] {
                let fields = [("token", token), ("deed", deed), ("lasts", "none")];
                other.post(&path("album"), &fields).await.expect(400);
            }
        }
        // A token of one service moves no other.
        anne.post(&path("hello"), &[("token", &token), ("deed", deed), ("lasts", "none")]).await.expect(400);
    }
    bruno.post("/-/console/jobs/x", &[("token", &token), ("deed", "drop")]).await.expect(400);
    for service in ["album", "hello"] {
        visitor.get(&format!("/{service}/")).await.expect(200);
    }
    anne.post(&path("album"), &[("token", &token), ("deed", "explode")]).await.expect(400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_of_another_association_stays_as_it_is_and_is_not_shown() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let operator = &world.host.app.operator;
    operator.remove(&world.alpha, "hello").await.expect("removed");
    anne.get(&path("hello")).await.expect(404);
    assert!(!anne.get("/-/console").await.expect(200).text().contains("/services/hello\""));
    press(&anne, "album", "disable", &[]).await.expect(303);
    anne.get("/album").await.expect(503);
    for service in ["/album", "/hello/"] {
        world.browser_at("beta.localhost").get(service).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_speaks_the_readers_language() {
    let world = World::new().await;
    let anne = world.administrator().await;
    assert!(anne.get("/-/console/storage").await.expect(200).text().contains("Dernière relecture complète"));
    anne.get("/-/language?to=en").await.expect(303);
    for page in PAGES {
        let text = anne.get(page).await.expect(200).text();
        assert!(text.contains("<html lang=\"en\">") && !text.contains('⟦'), "{page}: {text}");
    }
    assert!(anne.get("/-/console/storage").await.expect(200).text().contains("Last whole check"));
}
