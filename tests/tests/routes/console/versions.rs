//! Going to a version that wants more, after reading what; and back.

use veillee::operator::Operator;
use veillee_engine::pack;
use veillee_tests::world::{Answer, Browser, World, bare, hostile};

use super::{has_button, path, press, shown};

const MANIFEST: &str = include_str!("../../../hostile/plugin.toml");

/// The hostile component as another version of a service, which asks for all that it imports.
fn greedy(name: &str, version: &str) -> Vec<u8> {
    let named = MANIFEST.replacen("name = \"hostile\"", &format!("name = \"{name}\""), 1);
    let manifest = named.replacen("version = \"0.1.0\"", &format!("version = \"{version}\""), 1);
    pack(&bare(&hostile()), &manifest, &[])
}

async fn offer(operator: &Operator, world: &World, version: &str) {
    let installed = operator.install(&greedy("hello", version), false).await.expect("installed");
    let digest = Some(installed.consent.digest.as_str());
    operator.upgrade(&world.alpha, "hello", digest, false).await.expect("it waits");
}

/// Sends the form with this button as it stands on a page.
async fn send(browser: &Browser, page: &Answer, deed: &str) -> Answer {
    let text = page.text();
    let form = text.split("<form").find(|form| has_button(form, deed)).expect("a form");
    let value = |name: &str| {
        let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a field");
        rest.split('"').next().expect("a value").to_owned()
    };
    let (token, digest) = (value("token"), value("digest"));
    browser.post(&path("hello"), &[("token", &token), ("deed", deed), ("digest", &digest)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_wants_more_waits_for_a_yes_to_the_difference() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let operator = &world.host.app.operator;
    offer(operator, &world, "0.2.0").await;
    assert!(anne.get("/-/console").await.expect(200).text().contains("Nouvelle version"));
    let page = anne.get(&path("hello")).await.expect(200);
    let text = page.text();
    let waiting = text.split("id=\"waiting-title\"").nth(1).and_then(|rest| rest.split("</section>").next());
    let waiting = waiting.expect("a version that waits");
    assert!(waiting.contains("La version 0.2.0 attend votre accord"), "{waiting}");
    // Only what is new, in words.
    assert!(waiting.contains("dire avec des mots qui peut voir quelque chose"), "{waiting}");
    assert!(
        waiting.contains("Pour noyer le journal.") && !waiting.contains("ce qui ne lui appartient pas"),
        "{waiting}"
    );
    anne.get("/hello/calm").await.expect(404);
    // Another package than the one that was read.
    press(&anne, "hello", "agree", &[("digest", "0123")]).await.expect(303);
    anne.get("/hello/calm").await.expect(404);
    offer(operator, &world, "0.3.0").await;
    send(&anne, &page, "agree").await.expect(303);
    assert!(shown(&anne, "hello").await.contains("Rien n’a été fait"));
    anne.get("/hello/calm").await.expect(404);

    let page = anne.get(&path("hello")).await.expect(200);
    send(&anne, &page, "agree").await.expect(303);
    anne.get("/hello/calm").await.expect(200);
    world.browser_at("beta.localhost").get("/hello/calm").await.expect(404);
    let text = shown(&anne, "hello").await;
    assert!(text.contains("C’est fait") && text.contains("<dd>0.3.0 ") && !has_button(&text, "agree"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_leads_to_the_version_before_and_once_more_to_the_new_one() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let operator = &world.host.app.operator;
    assert!(!has_button(&shown(&anne, "hello").await, "roll-back"));
    offer(operator, &world, "0.2.0").await;
    let page = anne.get(&path("hello")).await.expect(200);
    send(&anne, &page, "agree").await.expect(303);
    let page = anne.get(&path("hello")).await.expect(200);
    send(&anne, &page, "roll-back").await.expect(303);
    anne.get("/hello/calm").await.expect(404);
    anne.get("/hello/").await.expect(200);
    // The same page again: what was before is not before any more.
    send(&anne, &page, "roll-back").await.expect(303);
    assert!(shown(&anne, "hello").await.contains("Rien n’a été fait"));
    let page = anne.get(&path("hello")).await.expect(200);
    send(&anne, &page, "roll-back").await.expect(303);
    anne.get("/hello/calm").await.expect(200);
}
