//! A link with a password that was not given: each route that returns bytes answers as for somebody who never had the link, in
//! whatever way it is asked, and its page says no word of what lies behind.

use hyper::Method;
use veillee_ambient::SeededRandom;
use veillee_tests::on_both;
use veillee_tests::world::{Backend, Connection, World, seed, soak};

use super::roads::{Container, Holder};
use crate::race::round::Ask;
use crate::sharing::{guarded_link, prove};

on_both!(no_route_returns_a_byte_before_the_password_is_given);

/// A way of asking drawn at random, with what the owner's browser kept.
fn drawn(random: &SeededRandom, road: &Ask, validator: &str) -> Ask {
    let (start, length) = (random.below(3_500), random.below(3_500));
    let range = match random.below(3) {
        0 => format!("bytes={start}-{}", start + length),
        1 => format!("bytes={start}-"),
        _ => format!("bytes=-{length}"),
    };
    let headers = match random.below(6) {
        0 => vec![("range", range)],
        1 => vec![("range", range), ("if-range", validator.to_owned())],
        2 => vec![("if-none-match", validator.to_owned())],
        3 => vec![("if-none-match", "*".to_owned())],
        4 => vec![("if-match", validator.to_owned())],
        _ => Vec::new(),
    };
    let method = if random.below(4) == 0 { Method::HEAD } else { Method::GET };
    Ask { method, headers, ..road.clone() }
}

async fn no_route_returns_a_byte_before_the_password_is_given(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let world = world.with_pictures().await;
    let seed = seed();
    let random = SeededRandom::new(seed);
    let anne = world.administrator().await;
    let (mut tried, mut blocked, mut leaked) = (0, 0, Vec::new());
    for container in [Container::album(&anne).await, Container::transfer(&anne).await] {
        let (_, link) = guarded_link(&anne, &container.path, "soleil cerise", "").await;
        let (holder, stranger) = (world.browser(), world.browser());
        let gate = holder.get(&link).await.expect(200).text();
        assert!(!gate.contains("Vacances") && !gate.contains("Voyage"), "{gate}");
        // A wrong one opens as little.
        prove(&holder, &link, "soleil citron").await.expect(422);
        let mut roads = container.asks(&world, &Holder::of(&anne)).await;
        roads.retain(|ask| ask.headers.iter().any(|(name, _)| *name == "if-none-match"));
        assert!(roads.len() >= 3, "{roads:?}");
        let mut connection = Connection::of(&holder);
        for road in &roads {
            let validator = &road.headers.iter().find(|(name, _)| *name == "if-none-match").expect("a validator").1;
            for _ in 0..if soak() { 10_000 } else { 40 } {
                let ask = drawn(&random, road, validator);
                let headers: Vec<(&str, &str)> =
                    ask.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let theirs = connection.ask(ask.method.clone(), &ask.path, &holder.cookie_header(), &headers).await;
                let nobodys = connection.ask(ask.method.clone(), &ask.path, &stranger.cookie_header(), &headers).await;
                tried += 1;
                assert_eq!(theirs.status, nobodys.status, "seed {seed}: {ask:?}");
                if theirs.status == 404 && !theirs.text().contains("Vacances") {
                    blocked += 1;
                } else {
                    leaked.push(format!("{ask:?}: {}", theirs.status));
                }
            }
        }
        prove(&holder, &link, "soleil cerise").await.expect(303);
        for road in &roads {
            holder.get(&road.path).await.expect(200);
        }
    }
    println!("passwords {backend:?}: tried {tried}, blocked {blocked}, leaked {}, seed {seed}", leaked.len());
    assert!(leaked.is_empty(), "seed {seed}: {leaked:?}");
}
