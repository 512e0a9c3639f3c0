//! What browsers are given for when nobody answers: one page of words for everybody.

use veillee_tests::world::{Browser, World};

async fn address_of(browser: &Browser, name: &str) -> String {
    browser.get("/").await.expect(200).attributes(name).remove(0)
}

/// Changes a setting, and gives the page's addresses before and after.
async fn change(administrator: &Browser, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let before = address_of(administrator, "data-offline").await;
    let action = format!("/-/settings/{form}");
    let token = administrator.get("/-/settings").await.expect(200).token_of(&action);
    let fields: Vec<(&str, &str)> = [("token", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
    administrator.post(&action, &fields).await.expect(303);
    (before, address_of(administrator, "data-offline").await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_is_one_for_everybody_and_holds_no_words() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let path = address_of(&world.browser(), "data-worker").await;
    let beta = world.browser_at("beta.localhost");
    for browser in [&anne, &beta] {
        assert_eq!(address_of(browser, "data-worker").await, path);
    }
    let worker = anne.get(&path).await.expect(200);
    assert_eq!(worker.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(worker.header("service-worker-allowed"), "/");
    let policy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";
    assert_eq!(worker.header("content-security-policy"), policy);
    assert!(!worker.text().contains("Alpha") && !worker.text().contains("connexion"), "{}", worker.text());
    change(&anne, "name", &[("name", "L'Amicale")]).await;
    assert_eq!(
        address_of(&anne, "data-worker").await,
        path,
        "a worker that was replaced could leave visits unanswered"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kept_page_is_the_same_for_everybody_and_another_for_each_language_name_and_look() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let first = address_of(&world.browser(), "data-offline").await;
    assert_eq!(address_of(&anne, "data-offline").await, first);
    let page = anne.get(&first).await.expect(200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.body, anne.get("/-/offline").await.expect(200).body);
    world.browser_at("beta.localhost").get(&first).await.expect(404);

    anne.get("/-/language?to=en").await.expect(303);
    let english = address_of(&anne, "data-offline").await;
    assert!(english != first && english.ends_with(".en.html"), "{english}");
    let colours = [("accent", "#204060"), ("glow", "#d8efe4"), ("deed", "save")];
    for (form, fields) in [("name", &[("name", "L'Amicale")][..]), ("colours", &colours)] {
        let (before, after) = change(&anne, form, fields).await;
        assert_ne!(before, after, "{form}");
        anne.get(&before).await.expect(404);
        anne.get(&after).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_for_when_nobody_answers_needs_nothing_and_names_nobody() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let page = anne.get("/-/offline").await.expect(200);
    let (text, policy) = (page.text(), page.header("content-security-policy"));
    assert!(text.contains("Pas de connexion") && text.contains("Les Amis d&#39;Alpha"), "{text}");
    for unwanted in ["Anne", "<script", "<link rel=\"stylesheet\"", "src=\"/"] {
        assert!(!text.contains(unwanted), "{unwanted}: {text}");
    }
    assert!(policy.contains("style-src 'sha256-") && policy.contains("img-src data:;"), "{policy}");
    assert!(!policy.contains("script-src") && !policy.contains("nonce"), "{policy}");
    assert_eq!(world.browser().get("/-/offline").await.expect(200).body, page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_the_hosts_worker_is_sent_to_become_one() {
    let world = World::new().await;
    let anne = world.administrator().await;
    let (_, photos) = anne.album_with_photos("Vacances", 1).await;
    let page = anne.get("/").await.expect(200);
    let script = page.attributes("src").into_iter().find(|path| path.contains("/elements.")).expect("a script");
    let asked = [("service-worker", "script")];
    let offline = address_of(&anne, "data-offline").await;
    for path in ["/", "/album", &script, &photos[0], &offline] {
        anne.get(path).await.expect(200);
        anne.get_with(path, &asked).await.expect(404);
    }
    anne.get_with(&address_of(&anne, "data-worker").await, &asked).await.expect(200);
}
