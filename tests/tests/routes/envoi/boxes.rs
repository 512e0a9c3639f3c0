//! Deposit boxes: strangers put files in, and see nothing of what is there.

use veillee_tests::on_both;
use veillee_tests::world::{Backend, Browser, World, id_of};

use super::{listed, put};

on_both!(a_stranger_deposits_and_reads_nothing_back, a_box_takes_no_more_than_it_should_even_from_many_at_once);

async fn a_box(anne: &Browser, files: &str) -> String {
    let fields = [("title", "Vos photos"), ("ends", "2026-12-01"), ("files", files), ("gigabytes", "1")];
    anne.post("/envoi/boxes", &fields).await.expect(303).location()
}

async fn a_stranger_deposits_and_reads_nothing_back(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let path = a_box(&anne, "3").await;
    let link = anne.share_by_link(&path, "depositor", "none").await;
    let (stranger, other) = (world.browser(), world.browser());
    stranger.visit(&link).await.expect(200);
    other.visit(&link).await.expect(200);
    let page = stranger.get(&path).await.expect(200).text();
    assert!(page.contains("Anne vous demande des fichiers") && page.contains("encore 3 fichiers"), "{page}");
    assert!(!page.contains("/-/sign-in"), "nothing to sign in to: {page}");

    let answer = put(&stranger, &path, &[("who", "Zoé")], &[("photo.bin", b"une photo")]).await.expect(303);
    let thanks = stranger.get(&answer.location()).await.expect(200).text();
    assert!(thanks.contains("Merci") && !thanks.contains("photo.bin") && !thanks.contains("/-/sign-in"), "{thanks}");
    let deposit = listed(&anne, &path).await.remove(0);
    assert_eq!(anne.get(&deposit).await.expect(200).body, b"une photo"[..]);
    let owners = anne.get(&path).await.text();
    assert!(owners.contains("photo.bin") && owners.contains("de Zoé"), "{owners}");
    for visitor in [&stranger, &other] {
        for address in [deposit.clone(), format!("/-/blob/{}/file", id_of(&deposit)), format!("{path}/download")] {
            visitor.get(&address).await.expect(404);
        }
        visitor.post(&format!("{path}/close"), &[]).await.expect(403);
        visitor.get(&format!("{path}/change")).await.expect(403);
    }
    // One who may look sees what came, and puts nothing in.
    let looking = anne.share_by_link(&path, "viewer", "none").await;
    let viewer = world.browser();
    viewer.visit(&looking).await.expect(200);
    assert!(viewer.get(&path).await.expect(200).text().contains("photo.bin"));

    let token = other.get(&path).await.expect(200).hidden("veillee-upload", 0);
    anne.post(&format!("{path}/close"), &[]).await.expect(303);
    let late = [("veillee-upload", token.as_str())];
    let refused = other.upload(&path, &late, "files", &[("late.bin", b"x")]).await;
    assert!(matches!(refused.status.as_u16(), 403 | 404), "{refused:?}");
    assert!(other.get(&path).await.expect(200).text().contains("Cette boîte est fermée"));
    assert_eq!(listed(&anne, &path).await.len(), 1);
}

async fn a_box_takes_no_more_than_it_should_even_from_many_at_once(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let path = a_box(&anne, "3").await;
    let link = anne.share_by_link(&path, "depositor", "none").await;
    let mut tasks = Vec::new();
    for n in 0..6_u8 {
        let (browser, link, path) = (world.browser(), link.clone(), path.clone());
        tasks.push(tokio::spawn(async move {
            browser.visit(&link).await.expect(200);
            let page = browser.get(&path).await.expect(200);
            if page.text().contains("Cette boîte est pleine") {
                return 422_u16;
            }
            let token = page.hidden("veillee-upload", 0);
            let name = format!("photo-{n}.bin");
            let bytes = [n];
            let files = [(name.as_str(), bytes.as_slice())];
            browser.upload(&path, &[("veillee-upload", token.as_str())], "files", &files).await.status.as_u16()
        }));
    }
    let mut kept = 0;
    for task in tasks {
        match task.await.expect("it ends") {
            303 => kept += 1,
            status => assert!(matches!(status, 409 | 422), "{status}"),
        }
    }
    assert!((1..=3).contains(&kept), "{kept}");
    assert_eq!(listed(&anne, &path).await.len(), kept);
    assert!(anne.get(&path).await.text().contains(if kept == 1 { "Un fichier" } else { " fichiers, " }));
}
