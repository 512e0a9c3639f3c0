//! Behind a link that is stopped, ended, or has another password there is nothing: whatever route is asked, in whatever way, whoever
//! had opened it is answered as somebody who never had it.

use hyper::Method;
use veillee_ambient::{MILLIS_PER_DAY, SeededRandom};
use veillee_tests::world::{Backend, Browser, World, id_of, seed, soak};

use super::{guarded_link, prove, share_of, stop};

/// Every address that a link may lead to: the routes of the table, and what the service of albums answers.
fn addresses(album: &str, photo: &str) -> Vec<String> {
    let table = include_str!("../../../../host/src/web/router.rs");
    let routes = table.split(".route(").skip(1).filter_map(|piece| piece.split('"').nth(1));
    let (album_id, photo_id) = (id_of(album), id_of(photo));
    let mut found = Vec::new();
    for route in routes.filter(|route| route.contains("{object}")) {
        for object in [album_id, photo_id] {
            for name in ["original", "thumbnail", "preview"] {
                let path = route.replace("{object}", object).replace("{name}", name).replace("{share}", "x");
                if !found.contains(&path) {
                    found.push(path);
                }
            }
        }
    }
    for rest in ["", "/download", "/order", "/choose", &format!("/{photo_id}"), &format!("/{photo_id}/download")] {
        found.push(format!("{album}{rest}"));
    }
    found
}

/// One way of asking, drawn at random.
fn way(random: &SeededRandom, validator: &str) -> (Method, &'static str, Vec<(&'static str, String)>) {
    let method = if random.below(4) == 0 { Method::HEAD } else { Method::GET };
    let query = ["", "?download=1", "?clean=1", "?clean=1&download=1"][usize::try_from(random.below(4)).expect("few")];
    let (start, end) = (random.below(4_000), random.below(4_000));
    let headers = match random.below(5) {
        0 => vec![("range", format!("bytes={start}-{end}"))],
        1 => vec![("range", format!("bytes=-{end}"))],
        2 => vec![("if-none-match", validator.to_owned())],
        3 => vec![("range", format!("bytes={start}-")), ("if-range", validator.to_owned())],
        _ => Vec::new(),
    };
    (method, query, headers)
}

async fn ask(browser: &Browser, path: &str, way: &(Method, &str, Vec<(&str, String)>)) -> veillee_tests::world::Answer {
    let headers: Vec<(&str, &str)> = way.2.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.send(way.0.clone(), &format!("{path}{}", way.1), &headers, bytes::Bytes::new()).await
}

#[derive(Clone, Copy, Debug)]
enum Closing {
    Stopped,
    Ended,
    AnotherPassword,
    /// It had a password from the beginning, and nobody proved it.
    NeverProved,
}

async fn nothing_is_behind_a_closed_link(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let seed = seed();
    let random = SeededRandom::new(seed);
    let anne = world.administrator().await;
    let (mut asked, mut let_in) = (0, 0);
    for closing in [Closing::Stopped, Closing::Ended, Closing::AnotherPassword, Closing::NeverProved] {
        let (album, photos) = anne.album_with_photos("Vacances secrètes", 1).await;
        let photo = photos[0].trim_end_matches("/original");
        let validator = anne.get(&photos[0]).await.header("etag").to_owned();
        let (page, link) = guarded_link(&anne, &album, "soleil cerise", "").await;
        let holder = world.browser();
        if matches!(closing, Closing::NeverProved) {
            holder.get(&link).await.expect(200);
        } else {
            prove(&holder, &link, "soleil cerise").await.expect(303);
        }
        let paths = addresses(&album, photo);
        for path in &paths {
            let_in += u32::from(holder.get(path).await.status == 200);
        }
        let token = anne.get(&page).await.expect(200).token_of(&page);
        let terms = [("token", token.as_str()), ("role", "viewer"), ("label", ""), ("downloads", "")];
        match closing {
            Closing::Stopped => drop(stop(&anne, &album, share_of(&page)).await.expect(303)),
            Closing::Ended => {
                let today = [("ends", "2026-11-23"), ("password", "")];
                anne.post(&page, &[terms.to_vec(), today.to_vec()].concat()).await.expect(303);
                world.clock.advance(MILLIS_PER_DAY);
            }
            Closing::AnotherPassword => {
                let other = [("ends", ""), ("password", "pomme et poire")];
                anne.post(&page, &[terms.to_vec(), other.to_vec()].concat()).await.expect(303);
            }
            Closing::NeverProved => {}
        }
        let stranger = world.browser();
        let rounds = if soak() { 200 } else { 4 };
        for path in &paths {
            for _ in 0..rounds {
                let way = way(&random, &validator);
                let (theirs, nobodys) = (ask(&holder, path, &way).await, ask(&stranger, path, &way).await);
                let expected = match (closing, nobodys.status.as_u16()) {
                    (Closing::Ended, 404) => &[404, 410][..],
                    (_, 404) => &[404],
                    (_, 400) => &[400],
                    (_, other) => panic!("{path} lets a stranger in with {other}"),
                };
                let status = theirs.status.as_u16();
                assert!(expected.contains(&status), "seed {seed}: {closing:?} {path} {way:?}: {status}");
                assert!(!theirs.text().contains("secrètes"), "seed {seed}: {closing:?} {path}: {}", theirs.text());
                asked += 1;
            }
        }
    }
    assert!(let_in > 10, "an open link leads somewhere, or this proves nothing: {let_in}");
    println!("closed links {backend:?}: {asked} asked, none let in, seed {seed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_behind_a_closed_link_on_sqlite() {
    nothing_is_behind_a_closed_link(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_behind_a_closed_link_on_postgresql() {
    nothing_is_behind_a_closed_link(Backend::Postgres).await;
}
