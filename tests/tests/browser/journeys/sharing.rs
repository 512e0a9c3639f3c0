//! An album is shared by a link and with every member, the link is changed, and both are stopped.

use veillee_tests::world::id_of;

use super::{Person, Scene};
use crate::walk::Walk;

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_shared_and_taken_back_with_the_keyboard_alone() {
    for walk in Walk::with_script() {
        share(walk).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_shared_and_taken_back_without_script() {
    for walk in Walk::without_script() {
        share(walk).await;
    }
}

async fn share(walk: Walk) {
    let Some(scene) = Scene::set(walk, 1).await else { return };
    let Scene { person, album, world, .. } = &scene;
    let sharing = format!("/-/share/{}", id_of(album));
    let guest = world.browser();
    person.go("main a.veillee-share").await;
    let link = by_link(person).await;
    let seen = guest.visit(&link).await.expect(200).text();
    assert!(seen.contains("veillee-upload"), "a link that lets add: {seen}");

    change(person).await;
    let seen = guest.get(album).await.expect(200).text();
    assert!(!seen.contains("veillee-upload"), "a link that only shows: {seen}");

    person.page.visit(&sharing).await;
    person.choose("#audience-members", "viewer").await;
    person.go("form:has(#audience-members) button").await;
    let bela = world.member("Béla").await;
    bela.get(album).await.expect(200);

    person.go("form[action$='/members'] button.danger").await;
    bela.get(album).await.expect(404);
    guest.get(album).await.expect(200);
    person.go("form[action$='/stop'] button").await;
    guest.get(album).await.expect(404);
    assert_eq!(person.page.count(".shares > li").await, 0, "{}", person.page.text().await);
    person.go("main a.up").await;
    assert_eq!(person.page.path().await, *album);
    scene.leave().await;
}

/// Lets others add for a week; gives the link's path.
async fn by_link(person: &Person) -> String {
    person.press("form[action$='/links'] summary").await;
    person.choose("#role", "contributor").await;
    person.choose("#ends", "week").await;
    person.write("#label", "Famille").await;
    person.go("form[action$='/links'] button").await;
    let address = person.page.find("input.address").await.value().await.expect("an address").expect("an address");
    address.find("/-/s/").map(|at| address[at..].to_owned()).expect("a link")
}

/// On the link's own page.
async fn change(person: &Person) {
    person.go("main a[href*='/links/']").await;
    person.choose("#role", "viewer").await;
    person.write("#label", "Toute la famille").await;
    person.go("form:has(#role) button").await;
    assert!(person.page.text().await.contains("Toute la famille"), "{}", person.page.text().await);
}
