//! The console, with something in each of its lists, and the page of a service that it paused.

use veillee::boot::write_ledger;
use veillee::storage::outbox::NewMail;
use veillee_tests::world::{Browser, World, hostile, worker};

use super::Stop;

const JOBS: [&str; 2] = ["give-up the lake is dry", "give-up again"];

pub(super) async fn stops(world: &World) -> (Browser, Vec<Stop>) {
    let operator = &world.host.app.operator;
    for (name, package) in [("hostile", hostile()), ("worker", worker())] {
        operator.install(&package, false).await.expect("installed");
        operator.enable(&world.alpha, name, true).await.expect("enabled");
    }
    let anne = world.administrator().await;
    queue(world, &anne).await;
    anne.get("/hostile/trap").await.expect(502);
    let hello = "/-/console/services/hello";
    let token = anne.get(hello).await.expect(200).hidden("token", 0);
    let pause = [("token", token.as_str()), ("deed", "pause"), ("reason", "On range <b>tout</b>"), ("lasts", "4h")];
    anne.post(hello, &pause).await.expect(303);
    let album = "/-/console/services/album";
    let token = anne.get(album).await.expect(200).hidden("token", 0);
    let long = "x".repeat(301);
    let wrong = [("token", token.as_str()), ("deed", "pause"), ("reason", long.as_str()), ("lasts", "4h")];
    write_to_somebody(world).await;
    // So that the plots have something to draw.
    write_ledger(&world.host.app.ledger, &world.host.associations()).await;
    let stops = vec![
        Stop::at("/-/console"),
        Stop::at(album),
        Stop::wrong(album, &wrong, 422),
        Stop::at(hello),
        Stop::at("/-/console/services/hostile"),
        Stop::at("/-/console/services/hostile/log"),
        Stop::at("/-/console/usage"),
        Stop::at("/-/console/usage/album"),
        Stop::at("/-/console/usage/hostile"),
        Stop::at("/-/console/jobs"),
        Stop::at("/-/console/mail"),
        Stop::at("/-/console/storage"),
        Stop::at("/-/console/activity"),
        Stop::answered("/hello/", 503),
        Stop::at("/-/settings"),
    ];
    (anne, stops)
}

/// A mail that waits to be handed on.
async fn write_to_somebody(world: &World) {
    let (from_name, subject, key) = ("Les Amis d'Alpha", "Choisir un <nouveau> mot de passe", "");
    let (text, html) = ("Bonjour,\n\nOuvrir :\nhttps://alpha.example/-/reset/c2VjcmV0\n\n-- \nAlpha", "<p>Bonjour</p>");
    let mail = NewMail { to: "mamie.jeanne@example.org", from_name, subject, text, html, key, until_ms: None };
    world.alpha.post(&mail).await.expect("posted");
}

/// Jobs that were given up, and one that waits.
async fn queue(world: &World, browser: &Browser) {
    let made = browser.post("/worker/album", &[]).await.expect(200).text();
    let id = made.split("id: ").nth(1).and_then(|rest| rest.split(' ').next()).expect("an id").to_owned();
    let add = async |input: &str| {
        browser.post("/worker/queue", &[("about", &id), ("input", input)]).await.expect(200);
    };
    for input in JOBS {
        add(input).await;
    }
    world.host.runner.run_due().await;
    add("add").await;
}
