//! A link of the sharing page: its code, its poster, and what is changed while its address stays.

use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Backend, Browser, World, id_of};

/// The page of the only link of an album.
async fn page_of_link(owner: &Browser, album: &str) -> String {
    let sharing = format!("/-/share/{}", id_of(album));
    let paths = owner.get(&sharing).await.expect(200).attributes("href");
    paths.into_iter().find(|path| path.starts_with(&format!("{sharing}/links/"))).expect("the link has a page")
}

/// Sends the form of the link's page.
async fn change(owner: &Browser, page: &str, role: &str, ends: &str) -> veillee_tests::world::Answer {
    let token = owner.get(page).await.expect(200).token_of(page);
    owner.post(page, &[("token", &token), ("role", role), ("ends", ends), ("label", "Famille <b>")]).await
}

async fn a_link_is_changed_and_its_address_stays(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let (album, _) = anne.album_with_photos("Vacances", 1).await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let guest = world.browser();
    guest.visit(&link).await.expect(200);
    let page = page_of_link(&anne, &album).await;

    change(&anne, &page, "contributor", "2026-11-24").await.expect(303);
    assert!(anne.get(&page).await.expect(200).text().contains("Famille &#60;b&#62;"));
    assert!(guest.get(&album).await.expect(200).text().contains("veillee-upload"), "who has it may add from now on");
    let second = world.browser();
    second.visit(&link).await.expect(200);
    let sharing = anne.get(&format!("/-/share/{}", id_of(&album))).await.expect(200);
    assert!(sharing.attributes("value").iter().any(|value| value.ends_with(&link)), "the address is the same");
    assert!(sharing.text().contains("24 novembre 2026"), "{}", sharing.text());

    // What was left as it was stays to the millisecond; a day that is over is refused, and kept in the field.
    change(&anne, &page, "viewer", "2026-11-24").await.expect(303);
    assert!(!guest.get(&album).await.expect(200).text().contains("veillee-upload"), "a lower role counts at once");
    for wrong in ["2026-11-22", "tomorrow", "2026-02-30", "99999-01-01"] {
        let refused = change(&anne, &page, "viewer", wrong).await.expect(422);
        assert!(refused.text().contains("Cette date ne va pas"), "{wrong}: {}", refused.text());
        assert!(refused.attributes("value").contains(&wrong.to_owned()), "{wrong}");
    }
    change(&anne, &page, "owner", "").await.expect(400);

    // 2026-11-24 ends 36 hours after noon of the day before.
    world.clock.advance(MILLIS_PER_DAY + MILLIS_PER_DAY / 2 - 2);
    guest.get(&album).await.expect(200);
    world.clock.advance(1);
    guest.get(&album).await.expect(410);
    world.browser().get(&link).await.expect(410);
    anne.get(&page).await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_changed_and_its_address_stays_on_sqlite() {
    a_link_is_changed_and_its_address_stays(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_changed_and_its_address_stays_on_postgresql() {
    a_link_is_changed_and_its_address_stays(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_link_is_for_those_who_share() {
    let world = World::new().await;
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let album = anne.album("Vacances").await;
    let his = bruno.album("Bruno").await;
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let guest = world.browser();
    guest.visit(&link).await.expect(200);
    let page = page_of_link(&anne, &album).await;
    let poster = format!("{page}/poster");
    for path in [&page, &poster] {
        let text = anne.get(path).await.expect(200).text();
        assert!(text.contains("<svg class=\"qr\"") && text.contains(&link), "{text}");
        guest.get(path).await.expect(403);
        bruno.get(path).await.expect(404);
        world.browser().get(path).await.expect(404);
    }
    assert!(!anne.get(&poster).await.text().contains("name=\"token\""), "a sheet holds no form");
    let share = page.rsplit('/').next().expect("an id");
    bruno.get(&format!("/-/share/{}/links/{share}", id_of(&his))).await.expect(404);
    anne.get(&format!("/-/share/{}/links/nothing", id_of(&album))).await.expect(404);

    let token = anne.get(&page).await.expect(200).token_of(&page);
    let fields = [("role", "contributor"), ("ends", ""), ("label", "")];
    super::account::needs_its_own_token(&anne, &page, &fields).await;
    for other in [&guest, &bruno, &world.browser()] {
        other.post(&page, &[vec![("token", token.as_str())], fields.to_vec()].concat()).await.expect(400);
    }
    assert!(!guest.get(&album).await.text().contains("veillee-upload"), "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_all_members_or_everyone_see_is_in_the_list_with_a_button() {
    let world = World::new().await;
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    let album = anne.album("Vacances").await;
    let sharing = format!("/-/share/{}", id_of(&album));
    let members = format!("{sharing}/members");
    let token = anne.get(&sharing).await.expect(200).token_of(&members);
    anne.post(&members, &[("token", &token), ("role", "viewer")]).await.expect(303);
    bruno.get(&album).await.expect(200);
    let page = anne.get(&sharing).await.expect(200);
    let text = page.text();
    assert!(!text.contains("Rien n’est partagé") && text.contains("name=\"role\" value=\"none\""), "{text}");
    anne.post(&members, &[("token", &page.token_of(&members)), ("role", &page.hidden("role", 0))]).await.expect(303);
    bruno.get(&album).await.expect(404);
    assert!(anne.get(&sharing).await.expect(200).text().contains("Rien n’est partagé"));
    // An album lies in nothing: there is nothing to be private from.
    anne.post(&format!("{sharing}/private"), &[("token", &token), ("private", "yes")]).await.expect(400);
    assert!(!text.contains("/private"), "{text}");
}
