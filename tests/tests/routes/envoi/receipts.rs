//! Who took what: written down when the last byte leaves, and told to the sender alone.

use hyper::Method;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, Browser, World, id_of};

use super::{large, listed, put, transfer};

on_both!(the_sender_reads_who_got_a_file_whole, an_archive_is_noted_file_by_file);

/// What the page of the sender says of who took what.
async fn taken(anne: &Browser, path: &str) -> String {
    let page = anne.get(path).await.expect(200).text();
    page.split_once("Qui a pris quoi")
        .map(|(_, rest)| rest.split_once("</section>").expect("an end").0.to_owned())
        .unwrap_or_default()
}

async fn the_sender_reads_who_got_a_file_whole(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bob) = (world.member("Anne").await, world.member("Bob").await);
    let path = transfer(&anne, "Voyage").await;
    let film = large(1);
    put(&anne, &path, &[], &[("film.mkv", &film), ("plan.txt", b"un petit plan")]).await.expect(303);
    let link = anne.share_by_link(&path, "viewer", "none").await;
    bob.visit(&link).await.expect(200);
    let files = listed(&bob, &path).await;

    // Neither the sender's own, nor a look without the bytes, nor a part that is not the last.
    anne.get(&files[0]).await.expect(200);
    bob.send(Method::HEAD, &files[0], &[], bytes::Bytes::new()).await.expect(200);
    bob.send(Method::HEAD, &files[1], &[], bytes::Bytes::new()).await.expect(200);
    bob.get_with(&files[0], &[("range", "bytes=0-1000000")]).await.expect(206);
    assert!(taken(&anne, &path).await.contains("Personne n’a encore pris de fichier"));

    // The rest of it, and then all of it once more.
    bob.get_with(&files[0], &[("range", "bytes=1000001-")]).await.expect(206);
    let first = taken(&anne, &path).await;
    assert!(first.contains("Bob") && first.contains("film.mkv") && !first.contains("plan.txt"), "{first}");
    bob.get(&files[0]).await.expect(200);
    assert!(taken(&anne, &path).await.contains("2 fois"));
    bob.get(&format!("/-/blob/{}/file", id_of(&files[1]))).await.expect(200);
    assert!(taken(&anne, &path).await.contains("plan.txt"), "the short way counts too");
    let seen = bob.get(&path).await.text();
    assert!(!seen.contains("Qui a pris quoi"), "{seen}");
}

async fn an_archive_is_noted_file_by_file(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let path = transfer(&anne, "Voyage").await;
    put(&anne, &path, &[], &[("film.mkv", &large(1)), ("plan.txt", b"un petit plan")]).await.expect(303);
    let page_path = format!("/-/share/{}", id_of(&path));
    let action = format!("{page_path}/links");
    let token = anne.get(&page_path).await.expect(200).token_of(&action);
    let fields = [("token", token.as_str()), ("role", "viewer"), ("ends", "none"), ("label", "Mamie Jeanne")];
    anne.post(&action, &fields).await.expect(303);
    let shown = anne.get(&page_path).await.expect(200).attributes("value");
    let link = shown.iter().find_map(|value| value.split_once("/-/s/")).expect("a link").1;
    let mamie = world.browser();
    mamie.visit(&format!("/-/s/{link}")).await.expect(200);
    mamie.get(&format!("{path}/download")).await.expect(200);
    let receipts = taken(&anne, &path).await;
    assert_eq!(receipts.matches("Mamie Jeanne").count(), 2, "{receipts}");
    assert!(receipts.contains("film.mkv") && receipts.contains("plan.txt"), "{receipts}");
}
