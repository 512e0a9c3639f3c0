//! The end of a transfer, to the millisecond; and a change of mind before it.

use veillee_tests::on_both;
use veillee_tests::world::{Backend, START_MS, World, id_of};

use super::{large, listed, put, transfer};

on_both!(
    a_transfer_ends_to_the_millisecond_and_its_keys_are_destroyed,
    an_end_that_is_extended_holds_and_one_that_is_now_cuts,
    another_file_stands_behind_the_same_link,
    what_was_removed_is_gone_for_good,
);

/// The end of the first of December 2026, in UTC.
const END_MS: i64 = 1_796_169_599_999;

async fn a_transfer_ends_to_the_millisecond_and_its_keys_are_destroyed(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let path = transfer(&anne, "Voyage").await;
    put(&anne, &path, &[], &[("film.mkv", &large(1)), ("plan.txt", b"un petit plan")]).await.expect(303);
    let link = anne.share_by_link(&path, "viewer", "none").await;
    let mamie = world.browser();
    mamie.visit(&link).await.expect(200);
    let files = listed(&mamie, &path).await;
    let blob = format!("/-/blob/{}/file", id_of(&files[0]));
    assert!(world.segments() > 0);

    world.clock.advance(END_MS - START_MS - 1);
    assert_eq!(world.host.runner.run_due().await, 0, "not a moment too early");
    mamie.get(&files[0]).await.expect(200);
    mamie.get(&blob).await.expect(200);

    // Nobody has run anything yet: the rule alone says no.
    world.clock.advance(1);
    mamie.get(&files[0]).await.expect(404);
    mamie.get(&blob).await.expect(404);
    mamie.get(&format!("{path}/download")).await.expect(404);
    let over = mamie.get(&path).await.expect(200).text();
    assert!(over.contains("Cet envoi est terminé") && over.contains("Demandez à Anne"), "{over}");
    assert!(!over.contains("film.mkv"), "{over}");

    assert!(world.host.runner.run_due().await > 0);
    anne.get(&blob).await.expect(404);
    // The keys are gone; the bytes follow.
    assert_eq!(world.alpha.doomed_segments().await.expect("a count"), 3);
    world.alpha.collect_doomed().await.expect("a collection");
    assert_eq!(world.segments(), 0);
    let page = anne.get(&path).await.expect(200).text();
    assert!(page.contains("film.mkv") && page.contains("Terminé le"), "{page}");
    anne.post(&format!("{path}/forget"), &[]).await.expect(303);
    assert!(!anne.get("/envoi/").await.text().contains("Voyage"));
}

async fn an_end_that_is_extended_holds_and_one_that_is_now_cuts(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let path = transfer(&anne, "Voyage").await;
    put(&anne, &path, &[], &[("plan.txt", b"un petit plan")]).await.expect(303);
    let link = anne.share_by_link(&path, "viewer", "none").await;
    let mamie = world.browser();
    mamie.visit(&link).await.expect(200);
    let file = listed(&mamie, &path).await.remove(0);
    let form = anne.get(&format!("{path}/change")).await.expect(200).text();
    let version = form.split("name=\"version\" type=\"hidden\" value=\"").nth(1).expect("a version");
    let version = version.split('"').next().expect("a value");
    let later = [("title", "Voyage"), ("ends", "2026-12-10"), ("version", version)];
    anne.post(&format!("{path}/change"), &later).await.expect(303);

    world.clock.advance(END_MS - START_MS + 1);
    world.host.runner.run_due().await;
    mamie.get(&file).await.expect(200);
    // By now it needs no question in a browser without script: the page before asked.
    anne.get(&format!("{path}/end")).await.expect(200);
    anne.post(&format!("{path}/end"), &[]).await.expect(303);
    mamie.get(&file).await.expect(404);
    world.host.runner.run_due().await;
    anne.get(&format!("/-/blob/{}/file", id_of(&file))).await.expect(404);
    anne.get(&format!("{path}/change")).await.expect(404);
}

async fn another_file_stands_behind_the_same_link(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let path = transfer(&anne, "Voyage").await;
    put(&anne, &path, &[], &[("plan.txt", b"le premier")]).await.expect(303);
    let link = anne.share_by_link(&path, "viewer", "none").await;
    let mamie = world.browser();
    mamie.visit(&link).await.expect(200);
    let file = listed(&mamie, &path).await.remove(0);
    let before = mamie.get(&file).await.expect(200).header("etag").to_owned();
    put(&anne, &format!("{file}/replace"), &[], &[("plan-2.txt", b"le second, plus long")]).await.expect(303);
    let got = mamie.get(&file).await.expect(200);
    assert!(got.body == b"le second, plus long"[..] && got.header("etag") != before);
    assert!(got.header("content-disposition").contains("plan%2D2%2Etxt"), "{got:?}");
    let page = mamie.get(&path).await.text();
    assert!(page.contains("plan-2.txt") && page.contains("20\u{a0}octets"), "{page}");
    // Who only receives puts nothing in its place.
    mamie.get(&format!("{file}/replace")).await.expect(403);
}

async fn what_was_removed_is_gone_for_good(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let path = transfer(&anne, "Voyage").await;
    put(&anne, &path, &[], &[("secret.bin", &large(2))]).await.expect(303);
    let file = listed(&anne, &path).await.remove(0);
    anne.get(&format!("{file}/remove")).await.expect(200);
    anne.post(&format!("{file}/remove"), &[]).await.expect(303);
    anne.get(&file).await.expect(404);
    world.alpha.collect_doomed().await.expect("a collection");
    assert_eq!(world.segments(), 0);
    assert!(anne.get(&path).await.text().contains("Aucun fichier"));
}
