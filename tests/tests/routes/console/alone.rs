//! What services say to their operator: read by administrators who are alone on the host, and by no others.

use veillee_tests::world::{Browser, START_MS, World, hostile};

use super::{has_button, path, press, shown};

async fn with_hostile(world: &World) {
    let operator = &world.host.app.operator;
    operator.install(&hostile(), false).await.expect("installed");
    operator.enable(&world.alpha, "hostile", true).await.expect("enabled");
}

async fn log(browser: &Browser) -> String {
    browser.get(&format!("{}/log", path("hostile"))).await.expect(200).text()
}

/// Fails for several people on several pages, until the service rests.
async fn break_down(world: &World) {
    for turn in 0..40 {
        let name = ["Bob", "Carla", "Dora", "Emil"][turn % 4];
        let browser = if turn < 4 { world.member(name).await } else { world.browser() };
        let death = ["trap", "recursion", "memory-bomb", "response-bomb"][turn % 4];
        if browser.get(&format!("/hostile/{death}?turn={turn}")).await.status == 503 {
            return;
        }
        let other = ["recursion", "memory-bomb", "response-bomb", "trap"][turn % 4];
        if browser.get(&format!("/hostile/{other}?turn={turn}")).await.status == 503 {
            return;
        }
    }
    panic!("the service never rested");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_details_of_a_failure_are_for_who_is_alone_on_the_host() {
    for (world, alone) in [(World::alone().await, true), (World::new().await, false)] {
        with_hostile(&world).await;
        let anne = world.administrator().await;
        let failed = anne.get("/hostile/trap").await.expect(502).text();
        let page = shown(&anne, "hostile").await;
        let reference = page.split("Référence <code>").nth(1).and_then(|rest| rest.split('<').next());
        assert!(failed.contains(reference.expect("a reference")), "{failed}");
        assert!(page.contains("Le programme s’est arrêté") && page.contains("1 panne"), "{page}");
        assert_eq!(page.contains("<code>/trap</code>"), alone, "{page}");
        assert_eq!(page.contains("<summary>Ce qui s’est passé"), alone, "{page}");
        assert_eq!(page.contains("Plusieurs associations partagent ce serveur"), !alone, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_service_is_for_who_is_alone_on_the_host() {
    for (world, alone) in [(World::alone().await, true), (World::new().await, false)] {
        with_hostile(&world).await;
        let anne = world.administrator().await;
        assert_eq!(log(&anne).await.contains("n’a rien écrit"), alone);
        anne.get("/hostile/log-flood?lines=10").await;
        let page = log(&anne).await;
        assert_eq!(page.contains("<td><span class=\"badge"), alone, "{page}");
        assert_eq!(page.contains("est seule à lire"), !alone, "{page}");
        if alone {
            assert!(page.matches("<tr><td>").count() <= 200 && !page.contains('\u{202e}'), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_told_to_who_is_alone_on_the_host() {
    let world = World::alone().await;
    let anne = world.administrator().await;
    assert!(anne.get("/-/console/storage").await.expect(200).text().contains("Aucune sauvegarde"));
    world.host.hosts.note_backup(START_MS).await.expect("written");
    let page = anne.get("/-/console/storage").await.expect(200).text();
    assert!(page.contains("La dernière sauvegarde complète") && page.contains("23 novembre 2026, 12:00"), "{page}");
    let world = World::new().await;
    let anne = world.administrator().await;
    world.host.hosts.note_backup(START_MS).await.expect("written");
    assert!(!anne.get("/-/console/storage").await.expect(200).text().contains("auvegarde complète"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_rests_says_so_and_is_opened_again() {
    let world = World::new().await;
    with_hostile(&world).await;
    let anne = world.administrator().await;
    break_down(&world).await;
    assert!(anne.get("/-/console").await.expect(200).text().contains("Se repose"));
    let page = shown(&anne, "hostile").await;
    assert!(page.contains("Réessayé de lui-même") && has_button(&page, "resume"), "{page}");
    anne.get("/hostile/calm").await.expect(503);
    press(&anne, "hostile", "resume", &[]).await.expect(303);
    anne.get("/hostile/calm").await.expect(200);
    let page = shown(&anne, "hostile").await;
    assert!(!page.contains("Se repose") && page.contains("id=\"health-title\""), "{page}");
}
