//! Each state × pages, bytes, forms, files, menu.

use bytes::Bytes;
use hyper::Method;
use veillee_tests::world::{Answer, Backend, Browser, World, id_of, jpeg};

use crate::score::Score;

const REASON: &str = "nous rangeons les photos <b>de Noël</b>";
const HOUR_MS: i64 = 60 * 60 * 1000;

struct Scene {
    world: World,
    anne: Browser,
    album: String,
    photo: String,
}

async fn scene(backend: Backend) -> Option<Scene> {
    let world = World::on(backend).await?;
    let anne = world.administrator().await;
    let (album, photos) = anne.album_with_photos("Vacances", 1).await;
    let photo = photos[0].clone();
    Some(Scene { world, anne, album, photo })
}

fn is_closed(score: &mut Score, what: &str, answer: &Answer, retry_s: &str) {
    score.check(answer.status == 503, || format!("{what}: {}", answer.status));
    score.check(answer.header("retry-after") == retry_s, || {
        format!("{what}: retry after {:?}, not {retry_s}", answer.header("retry-after"))
    });
    score.check(answer.header("cache-control").contains("no-store"), || format!("{what}: may be kept"));
}

/// Every way into the album, for somebody who may enter: closed. For a stranger, bytes are not there.
async fn all_ways_are_closed(score: &mut Score, scene: &Scene, token: &str, state: &str, retry_s: &str) {
    let Scene { world, anne, album, photo } = scene;
    let picture = jpeg(3, 2_000);
    for path in ["/album", "/album/", album.as_str()] {
        is_closed(score, &format!("{state}: {path}"), &anne.get(path).await, retry_s);
    }
    is_closed(score, &format!("{state}: bytes"), &anne.get(photo).await, retry_s);
    let range = anne.get_with(photo, &[("range", "bytes=0-3")]).await;
    is_closed(score, &format!("{state}: a range"), &range, retry_s);
    let written = anne.post("/album/", &[("title", "écrit quand même")]).await;
    is_closed(score, &format!("{state}: a form"), &written, retry_s);
    let sent = anne.upload(album, &[("veillee-upload", token)], "photos", &[("a.jpg", &picture)]).await;
    is_closed(score, &format!("{state}: a file"), &sent, retry_s);
    let target = format!("target {}", data_encoding::BASE64.encode(token.as_bytes()));
    let headers = [("tus-resumable", "1.0.0"), ("upload-length", "2000"), ("upload-metadata", target.as_str())];
    let resumable = anne.send(Method::POST, "/-/uploads", &headers, Bytes::new()).await.status;
    score.check(resumable == 503, || format!("{state}: a resumable upload: {resumable}"));
    let strangers = world.browser().get(photo).await.status;
    score.check(strangers == 404, || format!("{state}: a stranger learnt of bytes: {strangers}"));
    let unknown = anne.get(&photo.replace("original", "other")).await.status;
    score.check(unknown == 404, || format!("{state}: bytes that are not there: {unknown}"));
    // Sharing can be taken back whatever the service does, and the neighbour goes on.
    score.check(anne.get(&format!("/-/share/{}", id_of(album))).await.status == 200, || format!("{state}: sharing"));
    score.check(world.browser_at("beta.localhost").get("/album/").await.status != 503, || format!("{state}: beta"));
}

async fn all_is_as_before(score: &mut Score, scene: &Scene, after: &str) {
    let Scene { anne, album, photo, .. } = scene;
    let page = anne.get(album).await;
    let photos = page.attributes("src").into_iter().filter(|path| path.starts_with("/-/blob/")).count();
    score.check(page.status == 200 && photos == 1, || format!("after {after}: {} with {photos} photos", page.status));
    score.check(anne.get(photo).await.status == 200, || format!("after {after}: the photo"));
    let list = anne.get("/album/").await.text();
    score.check(!list.contains("quand même"), || format!("after {after}: a closed service was written to"));
    let home = anne.get("/").await.text();
    score.check(home.contains("href=\"/album\"") && !home.contains("en pause"), || format!("after {after}: the menu"));
}

async fn a_closed_service_says_so_everywhere_and_loses_nothing(backend: Backend) {
    let Some(scene) = scene(backend).await else { return };
    let operator = scene.world.host.app.operator.clone();
    let (alpha, clock) = (scene.world.alpha.clone(), scene.world.clock.clone());
    let token = scene.anne.get(&scene.album).await.expect(200).hidden("veillee-upload", 0);
    let mut score = Score::of(&format!("closed services on {backend:?}"));

    operator.pause(&alpha, "album", REASON, None).await.unwrap();
    all_ways_are_closed(&mut score, &scene, &token, "paused", "3600").await;
    let page = scene.anne.get("/album/").await.text();
    score.check(page.contains("&#60;b&#62;de Noël") && !page.contains("<b>"), || page.clone());
    score.check(page.contains("a mis") || page.contains("mis en pause"), || page.clone());
    let english = scene.world.browser().get_with("/album/", &[("accept-language", "en")]).await.text();
    score.check(english.contains("have paused it"), || english.clone());
    let home = scene.anne.get("/").await.text();
    score.check(home.contains("(en pause)"), || home.clone());
    operator.resume(&alpha, "album").await.unwrap();
    all_is_as_before(&mut score, &scene, "a pause").await;

    let until_ms = veillee_tests::world::START_MS + 2 * HOUR_MS;
    operator.pause(&alpha, "album", "", Some(until_ms)).await.unwrap();
    all_ways_are_closed(&mut score, &scene, &token, "paused until", "7200").await;
    let page = scene.anne.get("/album/").await.text();
    score.check(page.contains("23 novembre 2026 à 14:00") && page.contains("environ 2 heures"), || page.clone());
    clock.advance(2 * HOUR_MS - 1);
    score.check(scene.anne.get("/album/").await.status == 503, || "it came back too early".to_owned());
    clock.advance(1);
    all_is_as_before(&mut score, &scene, "the end of a pause").await;

    operator.disable(&alpha, "album", REASON).await.unwrap();
    all_ways_are_closed(&mut score, &scene, &token, "disabled", "3600").await;
    let home = scene.anne.get("/").await.text();
    score.check(!home.contains("href=\"/album\""), || format!("a disabled service is in the menu: {home}"));
    operator.enable(&alpha, "album", false).await.unwrap();
    all_is_as_before(&mut score, &scene, "a disabling").await;

    operator.remove(&alpha, "album").await.unwrap();
    for path in ["/album", "/album/", scene.album.as_str(), scene.photo.as_str()] {
        let status = scene.anne.get(path).await.status;
        score.check(status == 404, || format!("removed: {path}: {status}"));
    }
    let sharing = scene.anne.get(&format!("/-/share/{}", id_of(&scene.album))).await.status;
    score.check(sharing == 404, || format!("removed: sharing: {sharing}"));
    score.check(scene.anne.post("/album/", &[("title", "écrit quand même")]).await.status == 404, || "a form".into());
    operator.enable(&alpha, "album", false).await.unwrap();
    all_is_as_before(&mut score, &scene, "a removal").await;
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_service_says_so_everywhere_and_loses_nothing_on_sqlite() {
    a_closed_service_says_so_everywhere_and_loses_nothing(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_service_says_so_everywhere_and_loses_nothing_on_postgresql() {
    a_closed_service_says_so_everywhere_and_loses_nothing(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_asks_in_error_is_refused_with_a_sentence() {
    let world = World::new().await;
    let operator = &world.host.app.operator;
    let mut score = Score::of("operators' errors");
    let mut refused = |what: &str, outcome: Result<veillee::operator::Outcome, veillee::operator::OperatorError>| {
        let sentence = outcome.as_ref().err().map(ToString::to_string).unwrap_or_default();
        score.check(crate::components::is_sentence(&sentence), || format!("{what}: {outcome:?}"));
    };
    refused("an unknown plugin", operator.enable(&world.alpha, "unknown", true).await);
    refused("an unknown service", operator.pause(&world.alpha, "unknown", "", None).await);
    refused("a past end", operator.pause(&world.alpha, "album", "", Some(1)).await);
    refused("two lines", operator.pause(&world.alpha, "album", "a\nb", None).await);
    refused("a long reason", operator.disable(&world.alpha, "album", &"x".repeat(301)).await);
    refused("no version before", operator.rollback(&world.alpha, "album", None).await);
    refused("a capability of nobody", operator.grant(&world.alpha, "hello", "sharing").await);
    refused("an absent package", operator.upgrade(&world.alpha, "album", Some(&"0".repeat(64)), true).await);
    refused("no digest at all", operator.upgrade(&world.alpha, "album", Some("../../etc/passwd"), true).await);
    let hello = shown_digest(&world, "hello").await;
    refused("another plugin", operator.upgrade(&world.alpha, "album", Some(&hello), true).await);
    operator.disable(&world.alpha, "album", "").await.unwrap();
    refused("a pause of what is disabled", operator.pause(&world.alpha, "album", "", None).await);
    refused("an unknown association", operator.associations(Some("nobody")).await.map(|_| unreachable!()));
    score.end();
}

async fn shown_digest(world: &World, service: &str) -> String {
    super::shown(world, service).await.current.digest
}
