//! Big files on their way to others, and boxes for those of others, through the real host.

mod boxes;
mod ending;
mod line;
mod receipts;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use veillee_tests::on_both;
use veillee_tests::world::{Answer, Backend, Browser, World, id_of};

on_both!(files_are_sent_by_link_and_come_out_whole, what_is_sent_is_for_those_who_have_the_link_and_for_nobody_else);

/// A transfer until the first of December; its path.
pub(crate) async fn transfer(browser: &Browser, title: &str) -> String {
    let fields = [("title", title), ("message", "Bonne lecture"), ("ends", "2026-12-01")];
    browser.post("/envoi/", &fields).await.expect(303).location()
}

/// Sends files with the plain form of a page; the answer to it.
pub(crate) async fn put(browser: &Browser, path: &str, more: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    let token = browser.get(path).await.expect(200).hidden("veillee-upload", 0);
    let fields = [&[("veillee-upload", token.as_str())], more].concat();
    browser.upload(path, &fields, "files", files).await
}

/// The paths of the files of a transfer or a box, as its page lists them.
pub(crate) async fn listed(browser: &Browser, path: &str) -> Vec<String> {
    let page = browser.get(path).await.expect(200);
    let links = page.attributes("href").into_iter().filter(|link| link.starts_with(&format!("{path}/")));
    links.filter(|link| link.len() > path.len() + 20 && link.matches('/').count() == 3).collect()
}

/// Bytes that no reader takes for a picture, in more than one segment.
fn large(seed: u8) -> Vec<u8> {
    (0..5_000_000_u32).map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).expect("a byte") ^ seed).collect()
}

async fn files_are_sent_by_link_and_come_out_whole(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.member("Anne").await;
    let path = transfer(&anne, "Voyage").await;
    let film = large(1);
    let page = b"<script>alert(1)</script>";
    let files = [("film.mkv", film.as_slice()), ("page.html", page.as_slice()), ("../../etc/passwd", b"x".as_slice())];
    put(&anne, &path, &[], &files).await.expect(303);
    let link = anne.share_by_link(&path, "viewer", "none").await;

    let mamie = world.browser();
    mamie.visit(&link).await.expect(200);
    let seen = mamie.get(&path).await.expect(200);
    let text = seen.text();
    for words in
        ["De la part de Anne", "Bonne lecture", "film.mkv", "5\u{a0}Mo", "Télécharger les 3 fichiers", "passwd"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("etc/passwd"), "a path is no name: {text}");
    let sum = HEXLOWER.encode(&Sha256::digest(&film));
    assert!(text.replace("<wbr>", "").contains(&sum), "the sum of the film: {text}");

    let listed = listed(&mamie, &path).await;
    assert_eq!(listed.len(), 3);
    let got = mamie.get(&listed[0]).await.expect(200);
    assert!(got.body == film);
    for (file, (_, bytes)) in listed.iter().zip(&files) {
        let got = mamie.get(file).await.expect(200);
        assert!(got.body == *bytes);
        assert!(got.header("content-disposition").starts_with("attachment"), "nothing runs inline: {got:?}");
        assert!(got.header("content-security-policy").contains("sandbox"));
    }
    // A download that was cut goes on.
    let validator = got.header("etag").to_owned();
    let rest = mamie.get_with(&listed[0], &[("range", "bytes=4000000-"), ("if-range", &validator)]).await.expect(206);
    assert!(rest.body == film[4_000_000..]);

    let all = mamie.get(&format!("{path}/download")).await.expect(200);
    assert_eq!(all.header("content-type"), "application/zip");
    let some = mamie.get(&format!("{path}/download?file={}", id_of(&listed[1]))).await.expect(200);
    assert!(some.body.len() < 1_000 && all.body.len() > film.len(), "{}", some.body.len());
}

async fn what_is_sent_is_for_those_who_have_the_link_and_for_nobody_else(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let (anne, bob) = (world.member("Anne").await, world.member("Bob").await);
    let path = transfer(&anne, "Voyage").await;
    put(&anne, &path, &[], &[("plan.txt", b"secret")]).await.expect(303);
    let file = listed(&anne, &path).await.remove(0);
    let bytes_path = format!("/-/blob/{}/file", id_of(&file));
    let visitor = world.browser();
    for other in [&bob, &visitor] {
        for address in
            [path.clone(), file.clone(), bytes_path.clone(), format!("{path}/download"), format!("{path}/change")]
        {
            other.get(&address).await.expect(404);
        }
        other.post(&format!("{path}/end"), &[]).await.expect(404);
        assert!(!other.get("/envoi/").await.expect(200).text().contains("Voyage"));
    }
    let link = anne.share_by_link(&path, "viewer", "none").await;
    visitor.visit(&link).await.expect(200);
    visitor.get(&file).await.expect(200);
    // A receiver changes nothing.
    for address in ["change", "end"] {
        visitor.post(&format!("{path}/{address}"), &[("title", "Pris")]).await.expect(403);
    }
    visitor.post(&format!("{file}/remove"), &[]).await.expect(403);
    visitor.post(&format!("{path}/forget"), &[]).await.expect(403);
    anne.take_back(&path, 0).await;
    visitor.get(&file).await.expect(404);
    visitor.get(&path).await.expect(404);
}
