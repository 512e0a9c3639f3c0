//! The example in other languages: the same contract, the same limits, the same pages.

use std::fs;
use std::path::Path;

use veillee_engine::CallLimits;
use veillee_tests::services::{hello_js, hello_python};
use veillee_tests::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_service_in_javascript_greets_and_counts_within_the_limits() {
    let Some(package) = hello_js() else { return };
    greets_and_counts("hello-js", &package).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_in_python_greets_and_counts_within_the_limits() {
    let Some(package) = hello_python() else { return };
    greets_and_counts("hello-python", &package).await;
}

async fn greets_and_counts(name: &str, package: &Path) {
    let world = World::new().await;
    let bytes = fs::read(package).unwrap();
    let plugin = world.host.app.plugins.install(&bytes).await.unwrap();
    let mut asked = plugin.capabilities.clone();
    asked.sort();
    assert_eq!(asked, ["caller", "objects-read", "objects-write"], "no more than the example in Rust");
    world.enable(&plugin, &asked, CallLimits::web()).await;

    let path = format!("/{name}/");
    let visitor = world.browser().get(&path).await.expect(200);
    assert!(!visitor.text().contains(&format!("action=\"{path}\"")), "a visitor may not greet");
    world.browser().post(&path, &[]).await.expect(403);

    let bob = world.member("Bob").await;
    let page = bob.get(&path).await.expect(200).text();
    assert!(page.contains("Bonjour Bob") && page.contains("Saluts\u{a0}: 0"), "{page}");
    assert_eq!(bob.post(&path, &[]).await.expect(303).location(), format!("/{name}"));
    assert!(bob.get(&path).await.expect(200).text().contains("Saluts\u{a0}: 1"));
    bob.get(&format!("{path}nowhere")).await.expect(404);
}
