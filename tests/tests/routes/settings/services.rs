//! Services on and off: by administrators what was agreed to, and nothing that the operator closed.

use veillee_tests::world::{World, hostile};

use super::send;

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_switched_off_and_on_again_and_loses_nothing() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let album = anne.album("Anne").await;
    send(&anne, "services/album", &[("deed", "off")]).await.expect(303);
    let closed = world.browser().get("/album").await.expect(503).text();
    assert!(closed.contains("L’association a éteint ce service"), "{closed}");
    assert!(!world.browser().get("/").await.expect(200).text().contains("href=\"/album\""));
    world.browser_at("beta.localhost").get("/album").await.expect(200);

    let world = world.restart().await;
    let anne = anne.moved_to(world.address);
    anne.get(&album).await.expect(503);
    send(&anne, "services/album", &[("deed", "on")]).await.expect(303);
    assert!(anne.get(&album).await.expect(200).text().contains("Anne"));
    send(&anne, "services/album", &[("deed", "explode")]).await.expect(400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_closed_stays_closed() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let operator = &world.host.app.operator;
    let action = "/-/settings/services/album";
    let token = anne.get("/-/settings").await.expect(200).token_of(action);
    let on = [("token", token.as_str()), ("deed", "on")];

    operator.disable(&world.alpha, "album", "Une <panne>").await.expect("disabled");
    let page = anne.get("/-/settings").await.expect(200).text();
    assert!(page.contains("Une &#60;panne&#62;") && !page.contains(&format!("action=\"{action}\"")), "{page}");
    anne.post(action, &on).await.expect(409);
    operator.enable(&world.alpha, "album", false).await.expect("enabled");
    operator.pause(&world.alpha, "album", "", None).await.expect("paused");
    anne.post(action, &on).await.expect(409);
    operator.resume(&world.alpha, "album").await.expect("resumed");

    // Also when an administrator had switched it off before.
    anne.post(action, &[("token", &token), ("deed", "off")]).await.expect(303);
    operator.disable(&world.alpha, "album", "").await.expect("disabled");
    anne.post(action, &on).await.expect(409);
    anne.get("/album").await.expect(503);
    operator.remove(&world.alpha, "album").await.expect("removed");
    anne.post(action, &on).await.expect(404);
    anne.get("/album").await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_is_never_switched_on_without_a_yes_to_what_it_asks_for() {
    let world = World::new().await;
    let anne = world.administrator().await;
    world.host.app.operator.install(&hostile(), false).await.expect("installed");
    let action = "/-/settings/services/hostile";
    assert!(anne.get("/-/settings").await.expect(200).text().contains(&format!("href=\"{action}\"")));
    let page = anne.get(action).await.expect(200);
    let (token, digest) = (page.token_of(action), page.hidden("digest", 0));
    assert!(page.text().contains("objects-read"), "{}", page.text());
    for wrong in ["", "0123"] {
        let fields = [("token", token.as_str()), ("deed", "on"), ("digest", wrong)];
        assert_eq!(anne.post(action, &fields).await.expect(303).location(), action);
        anne.get("/hostile/").await.expect(404);
    }
    anne.post(action, &[("deed", "on"), ("digest", &digest)]).await.expect(400);
    anne.get("/hostile/").await.expect(404);
    anne.post(action, &[("token", &token), ("deed", "on"), ("digest", &digest)]).await.expect(303);
    assert_ne!(anne.get("/hostile/").await.status, 404);
    world.browser_at("beta.localhost").get("/hostile/").await.expect(404);
    assert_eq!(anne.get(action).await.expect(303).location(), "/-/settings");
    anne.get("/-/settings/services/nothing").await.expect(404);
}
