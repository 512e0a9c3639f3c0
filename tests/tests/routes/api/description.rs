//! `/-/api/openapi.json` and the page about it.

use std::collections::BTreeSet;

use veillee_tests::world::{Backend, World};

use super::{json, scene};

#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_for_everybody_and_tells_of_open_services_alone() {
    use veillee::plugin::Closed;
    let scene = scene(Backend::Sqlite, 1).await.expect("SQLite");
    let stranger = scene.world.browser();
    let answer = stranger.get("/-/api/openapi.json").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    let (text, told) = (answer.text(), json(&answer));
    assert_eq!((told["openapi"].as_str(), told["info"]["title"].as_str()), (Some("3.1.0"), Some("Les Amis d'Alpha")));
    let paths: BTreeSet<&str> = told["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    for path in ["album/{id}/shares", "album/{id}/children/photo", "photo/{id}/state", "photo/{id}/blobs/original"] {
        assert!(paths.contains(format!("/-/api/v1/album/{path}").as_str()), "{path} in {paths:?}");
    }
    assert!(!text.contains("Anne") && !text.contains(&scene.album) && !text.contains("Mer"), "it tells of no object");
    let closed = Closed::Paused { reason: String::new(), until_ms: None };
    scene.world.host.app.plugins.close(&scene.world.alpha.id, "album", Some(closed));
    let told = json(&stranger.get("/-/api/openapi.json").await.expect(200));
    let paths = told["paths"].as_object().expect("paths");
    assert!(paths.keys().all(|path| !path.contains("/album/")), "{:?}", paths.keys());
}

/// Every `$ref` leads somewhere, and no operation has the name of another.
#[tokio::test(flavor = "multi_thread")]
async fn the_description_is_whole() {
    let world = World::new().await;
    let answer = world.browser().get("/-/api/openapi.json").await.expect(200);
    let (text, told) = (answer.text(), json(&answer));
    let mut refs = 0;
    for rest in text.split("\"$ref\":\"#").skip(1) {
        let pointer = rest.split('"').next().expect("a pointer");
        assert!(told.pointer(pointer).is_some(), "{pointer}");
        refs += 1;
    }
    assert!(refs > 100, "{refs}");
    let names: Vec<&str> = text.split("\"operationId\":\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_explains_in_both_languages_and_names_every_kind_of_problem() {
    let world = World::new().await;
    for (language, word) in [("fr", "Créez un jeton"), ("en", "Create a token")] {
        let page = world.browser().get_with("/-/api", &[("accept-language", language)]).await.expect(200);
        let text = page.text();
        assert!(text.contains(word) && text.contains("curl -H") && text.contains("http://alpha.localhost"), "{text}");
        for kind in ["malformed", "no-token", "stale", "needs-version", "closed"] {
            assert!(text.contains(&format!("id=\"{kind}\"")), "{kind}");
        }
    }
}
