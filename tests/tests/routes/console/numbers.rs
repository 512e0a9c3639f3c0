//! What services used, and what is kept.

use veillee::boot::write_ledger;
use veillee::storage::quota::{Allowance, Budget};
use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Backend, World, jpeg};

async fn what_services_used_is_drawn_and_written_by_day(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    assert!(anne.get("/-/console/usage").await.expect(200).text().contains("Rien n’a encore été compté"));
    for _ in 0..3 {
        anne.get("/album/").await.expect(200);
    }
    world.clock.advance(MILLIS_PER_DAY);
    anne.get("/album/").await.expect(200);
    world.browser_at("beta.localhost").get("/hello/").await.expect(200);
    write_ledger(&world.host.app.ledger, &world.host.associations()).await;

    let page = anne.get("/-/console/usage").await.expect(200).text();
    let row = page.split("href=\"/-/console/usage/album\"").nth(1).expect("a row");
    assert!(row.contains("<td class=\"number\">4</td><td class=\"number\">0</td>"), "{page}");
    assert!(!page.contains("usage/hello"), "of this association alone: {page}");

    let page = anne.get("/-/console/usage/album").await.expect(200).text();
    assert_eq!(page.matches("<svg").count(), 6, "{page}");
    assert!(page.contains("Le plus haut\u{a0}: 3, le 23 novembre 2026. Le dernier jour\u{a0}: 1."), "{page}");
    let table = page.split("<tbody>").nth(1).expect("a table");
    assert_eq!(table.matches("<tr>").count(), 30, "{page}");
    let today = table.split("<tr>").nth(1).expect("today");
    assert!(today.contains("24 novembre 2026") && today.contains("<td class=\"number\">1</td>"), "{today}");
    // Enabled and not used: there, and empty.
    let page = anne.get("/-/console/usage/hello").await.expect(200).text();
    assert!(page.contains("Rien jusqu’ici") && !page.contains("<rect"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_services_used_is_drawn_and_written_by_day_on_sqlite() {
    what_services_used_is_drawn_and_written_by_day(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_services_used_is_drawn_and_written_by_day_on_postgresql() {
    what_services_used_is_drawn_and_written_by_day(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_is_counted_once_a_minute_and_measured_by_its_limits() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let page = anne.get("/-/console/storage").await.expect(200).text();
    assert!(page.contains("Pas encore") && !page.contains("<meter"), "{page}");
    let album = anne.album("Anne").await;
    anne.add_photos(&album, &[("a.jpg", &jpeg(1, 700_000))]).await;
    let allowance = Allowance { soft_bytes: Some(100_000), hard_bytes: Some(10_000_000), ..Allowance::default() };
    world.alpha.set_allowance(&Budget::Whole, allowance).await.expect("set");
    assert!(!anne.get("/-/console/storage").await.expect(200).text().contains("<meter"), "the last count is young");
    world.clock.advance(60_000);
    let page = anne.get("/-/console/storage").await.expect(200).text();
    assert!(page.contains("sur 10\u{a0}Mo") && page.contains("high=\"100000\""), "{page}");
    assert!(page.contains("La place sera bientôt prise"), "{page}");
    assert!(page.contains("<dd>2</dd>"), "an album and a photo: {page}");
    world.alpha.set_allowance(&Budget::Whole, Allowance { hard_bytes: Some(1), ..allowance }).await.expect("set");
    world.clock.advance(60_000);
    let page = anne.get("/-/console/storage").await.expect(200).text();
    assert!(page.contains("La place est prise"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_of_stored_bytes_is_told() {
    let world = World::new().await;
    let anne = world.administrator().await;
    anne.album_with_photos("Anne", 1).await;
    world.alpha.scrub_now(|_| true).await.expect("a pass");
    let page = anne.get("/-/console/storage").await.expect(200).text();
    assert!(page.contains("23 novembre 2026, 12:00") && !page.contains("ne se lit plus"), "{page}");
}

/// Every file of the vault of the first association is cut short, and then found out.
async fn damage(world: &World) {
    let vault = world.folder.path().join("data/associations").join(&world.alpha.id).join("segments");
    let mut cut = 0;
    for folder in std::fs::read_dir(&vault).expect("a vault").flatten() {
        for file in std::fs::read_dir(folder.path()).expect("a folder").flatten() {
            std::fs::write(file.path(), b"cut").expect("written");
            cut += 1;
        }
    }
    assert!(cut > 0, "nothing in {}", vault.display());
    world.alpha.scrub_now(|_| true).await.expect("a pass");
}

async fn what_is_damaged_is_named_to_those_who_may_see_it(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bob) = (world.administrator().await, world.member("Bob").await);
    let (hers, his) = (anne.album("Anne").await, bob.album("Bob").await);
    anne.add_photos(&hers, &[("dune.jpg", &jpeg(1, 700_000))]).await;
    bob.add_photos(&his, &[("secret.jpg", &jpeg(2, 700_000))]).await;
    damage(&world).await;
    let page = anne.get("/-/console/storage").await.expect(200).text();
    assert!(page.contains(&format!("<a href=\"{hers}\">dune</a>")), "{page}");
    assert!(page.contains("que vous ne voyez pas <code>"), "{page}");
    assert!(!page.contains("secret") && !page.contains(&his), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_damaged_is_named_to_those_who_may_see_it_on_sqlite() {
    what_is_damaged_is_named_to_those_who_may_see_it(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_damaged_is_named_to_those_who_may_see_it_on_postgresql() {
    what_is_damaged_is_named_to_those_who_may_see_it(Backend::Postgres).await;
}
