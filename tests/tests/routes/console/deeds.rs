//! Paused, opened, closed: by administrators, and nothing that the operator closed.

use veillee_tests::world::{Backend, World};

use super::{has_button, path, press, shown};

async fn a_pause_says_why_and_until_when_and_ends_by_itself(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let fields = [("reason", "On range <b>tout</b>"), ("lasts", "4h")];
    assert_eq!(press(&anne, "album", "pause", &fields).await.expect(303).location(), path("album"));
    let page = shown(&anne, "album").await;
    assert!(page.contains("C’est fait") && page.contains("On range &#60;b&#62;tout"), "{page}");
    assert!(page.contains("23 novembre 2026, 16:00"), "{page}");
    assert!(has_button(&page, "resume") && !has_button(&page, "pause"), "{page}");
    let closed = world.browser().get("/album").await.expect(503);
    assert_eq!(closed.header("retry-after"), (4 * 60 * 60).to_string());
    assert!(closed.text().contains("On range &#60;b&#62;tout"), "{}", closed.text());

    let world = world.restart().await;
    let anne = anne.moved_to(world.address);
    world.browser().get("/album").await.expect(503);
    world.clock.advance(4 * 60 * 60 * 1000);
    world.browser().get("/album").await.expect(200);
    let page = shown(&anne, "album").await;
    assert!(!page.contains("On range") && has_button(&page, "pause"), "{page}");

    // Without an end, until somebody ends it.
    press(&anne, "album", "pause", &[("reason", " "), ("lasts", "none")]).await.expect(303);
    world.clock.advance(7 * 24 * 60 * 60 * 1000);
    let closed = world.browser().get("/album").await.expect(503).text();
    assert!(closed.contains("L’association a mis ce service en pause"), "{closed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_says_why_and_until_when_and_ends_by_itself_on_sqlite() {
    a_pause_says_why_and_until_when_and_ends_by_itself(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_says_why_and_until_when_and_ends_by_itself_on_postgresql() {
    a_pause_says_why_and_until_when_and_ends_by_itself(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_closed_here_is_opened_here_and_loses_nothing() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Anne").await;
    press(&anne, "album", "pause", &[("lasts", "none")]).await.expect(303);
    anne.get(&album).await.expect(503);
    press(&anne, "album", "resume", &[]).await.expect(303);
    anne.get(&album).await.expect(200);
    press(&anne, "album", "disable", &[]).await.expect(303);
    anne.get(&album).await.expect(503);
    assert!(!world.browser().get("/").await.expect(200).text().contains("href=\"/album\""));
    press(&anne, "album", "enable", &[]).await.expect(303);
    assert!(anne.get(&album).await.expect(200).text().contains("Anne"));
    // The page of settings takes it for the association's own, too.
    press(&anne, "album", "pause", &[("lasts", "none")]).await.expect(303);
    let settings = anne.get("/-/settings").await.expect(200);
    let token = settings.token_of("/-/settings/services/album");
    anne.post("/-/settings/services/album", &[("token", &token), ("deed", "on")]).await.expect(303);
    anne.get(&album).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_that_cannot_be_shown_stays_in_its_field_with_a_sentence() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let long = "x".repeat(301);
    for reason in [long.as_str(), "a\u{202E}b"] {
        let page = press(&anne, "album", "pause", &[("reason", reason), ("lasts", "1d")]).await.expect(422).text();
        assert!(page.contains("id=\"reason-problem\""), "{page}");
        assert!(page.contains(&format!("value=\"{reason}\" aria-invalid=\"true\" autofocus")), "{page}");
        assert!(page.contains("<option value=\"1d\" selected>"), "{page}");
    }
    press(&anne, "album", "pause", &[("lasts", "for ever")]).await.expect(400);
    anne.get("/album").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_closed_is_shown_and_stays_closed() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let operator = &world.host.app.operator;
    let token = anne.get(&path("album")).await.expect(200).hidden("token", 0);
    let stays_closed = async || {
        let page = shown(&anne, "album").await;
        assert!(page.contains("Elle seule peut le rouvrir") && !page.contains("name=\"deed\""), "{page}");
        for deed in ["resume", "enable", "disable", "roll-back", "agree"] {
            let sent = anne.post(&path("album"), &[("token", &token), ("deed", deed)]).await.expect(303);
            assert_eq!(sent.location(), path("album"));
            assert!(shown(&anne, "album").await.contains("Rien n’a été fait"), "{deed}");
        }
        anne.get("/album").await.expect(503);
    };
    operator.disable(&world.alpha, "album", "Une <panne>").await.expect("disabled");
    stays_closed().await;
    assert!(shown(&anne, "album").await.contains("Une &#60;panne&#62;"));
    operator.enable(&world.alpha, "album", false).await.expect("enabled");
    operator.pause(&world.alpha, "album", "", None).await.expect("paused");
    stays_closed().await;
    operator.resume(&world.alpha, "album").await.expect("resumed");
    // Also when an administrator had closed it before.
    press(&anne, "album", "pause", &[("lasts", "none")]).await.expect(303);
    operator.disable(&world.alpha, "album", "").await.expect("disabled");
    stays_closed().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_of_an_old_page_does_nothing_and_says_so() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let token = anne.get(&path("album")).await.expect(200).hidden("token", 0);
    for deed in ["resume", "enable", "roll-back", "agree"] {
        anne.post(&path("album"), &[("token", &token), ("deed", deed)]).await.expect(303);
        let page = shown(&anne, "album").await;
        assert!(page.contains("Ce service a changé entre-temps"), "{deed}: {page}");
        assert!(!shown(&anne, "album").await.contains("entre-temps"), "said once");
    }
    anne.get("/album").await.expect(200);
}
