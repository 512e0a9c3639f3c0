//! What each service used on each day, counted to the byte.

use veillee::boot::write_ledger;
use veillee::observe::ledger::{Entry, Spent};
use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Backend, Browser, START_MS, World, jpeg, multipart};

const TODAY: i64 = START_MS / MILLIS_PER_DAY;

async fn ledger(world: &World) -> Vec<Entry> {
    write_ledger(&world.host.app.ledger, &world.host.associations()).await;
    world.alpha.ledger(TODAY..TODAY + 2).await.expect("read")
}

fn entry<'e>(entries: &'e [Entry], service: &str, day: i64) -> &'e Spent {
    let found = entries.iter().find(|entry| entry.service == service && entry.day == day);
    found.map_or_else(|| panic!("no entry of {service} on {day} in {entries:?}"), |entry| &entry.spent)
}

/// Looks and says how many bytes came.
async fn get(browser: &Browser, path: &str) -> u64 {
    browser.get(path).await.expect(200).body.len() as u64
}

async fn a_day_of_an_album_is_counted_to_the_byte(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let anne = world.administrator().await;
    let made = anne.post("/album/", &[("title", "Un")]).await.expect(303);
    let (album, mut sent_bytes) = (made.location(), made.body.len() as u64);
    sent_bytes += get(&anne, "/album/").await + get(&anne, "/album/").await;
    let page = anne.get(&album).await.expect(200);
    let photo = jpeg(1, 700_000);
    let body = multipart(&[("veillee-upload", &page.hidden("veillee-upload", 0))], "photos", &[("a.jpg", &photo)]);
    let token = page.hidden("veillee-upload", 0);
    let uploaded = anne.upload(&album, &[("veillee-upload", &token)], "photos", &[("a.jpg", &photo)]).await.expect(303);
    let shown = anne.get(&album).await.expect(200);
    let shown_paths = shown.attributes("src");
    let path = shown_paths.iter().find_map(|path| path.strip_suffix("/thumbnail")).expect("a photo");
    let path = format!("{path}/original");
    sent_bytes += (page.body.len() + uploaded.body.len() + shown.body.len()) as u64;
    sent_bytes += get(&anne, &path).await;
    sent_bytes += anne.get_with(&path, &[("range", "bytes=10-19")]).await.expect(206).body.len() as u64;
    anne.send(hyper::Method::HEAD, &path, &[], bytes::Bytes::new()).await.expect(200);
    let hello = get(&anne, "/hello/").await;
    get(&anne, "/-/account").await;
    anne.get("/no-such-service/").await.expect(404);

    let entries = ledger(&world).await;
    let spent = entry(&entries, "album", TODAY);
    assert_eq!((spent.requests, spent.errors), (9, 0));
    assert_eq!(spent.sent_bytes, sent_bytes);
    assert_eq!(spent.received_bytes, (body.len() + "title=Un".len()) as u64);
    assert!(spent.peak_memory_bytes > 100_000, "{spent:?}");
    let greeting = entry(&entries, "hello", TODAY);
    assert_eq!((greeting.requests, greeting.sent_bytes), (1, hello));
    assert_eq!(entries.len(), 2, "only services that are there: {entries:?}");
    assert_eq!(world.beta.ledger(TODAY..TODAY + 2).await.expect("read"), []);

    // Over midnight, with nothing written between.
    let before = *spent;
    world.clock.advance(MILLIS_PER_DAY / 2 - 1);
    let late = get(&anne, &path).await;
    world.clock.advance(1);
    let early = get(&anne, &path).await + get(&anne, &path).await;
    let entries = ledger(&world).await;
    assert_eq!(entry(&entries, "album", TODAY).sent_bytes, before.sent_bytes + late);
    let next = entry(&entries, "album", TODAY + 1);
    assert_eq!((next.requests, next.sent_bytes), (2, early));
    assert_eq!(ledger(&world).await, entries, "what is written down is not counted again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_an_album_is_counted_to_the_byte_on_sqlite() {
    a_day_of_an_album_is_counted_to_the_byte(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_an_album_is_counted_to_the_byte_on_postgresql() {
    a_day_of_an_album_is_counted_to_the_byte(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_service_does_wrong_is_counted_as_its_own() {
    let world = World::with_hostile(Backend::Sqlite).await.expect("SQLite is built in");
    let anne = world.administrator().await;
    anne.get("/hostile/trap").await.expect(502);
    anne.get("/hostile/calm").await.expect(200);
    anne.get("/hostile/nothing-here").await.expect(404);
    let entries = ledger(&world).await;
    let spent = entry(&entries, "hostile", TODAY);
    assert_eq!((spent.requests, spent.errors), (3, 1));
}
