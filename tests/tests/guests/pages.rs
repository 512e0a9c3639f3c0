//! What a plugin's page tries to run, to cover, to leave or to break, and what is delivered.

use veillee_tests::world::{Answer, Backend, World};

use crate::document::{Document, offences, tags};
use crate::score::Score;

/// The delivered page holds the shell whole and nothing in its `<main>` that acts.
fn judge(score: &mut Score, what: &str, answer: &Answer) {
    let text = answer.text();
    let document = Document::of(&text);
    let found = offences(document.main, "hostile");
    score.check(found.is_empty(), || format!("{what}: {}", found.join(", ")));
    let shell = format!("{}{}", document.before, document.after).to_ascii_lowercase();
    score.check(is_the_hosts_own_script(&shell) && !shell.contains("http-equiv"), || format!("{what}: {shell}"));
    let policy = answer.header("content-security-policy");
    let strict = ["default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"];
    score.check(strict.iter().all(|part| policy.contains(part)), || format!("{what}: {policy}"));
    score.check(!policy.contains("unsafe-") && !policy.contains("script-src 'self'"), || format!("{what}: {policy}"));
    score.check(answer.header("cache-control") == "no-store", || format!("{what}: kept by the browser"));
}

/// One script, from an address of the host's own, with nothing in it.
fn is_the_hosts_own_script(shell: &str) -> bool {
    let own = shell.split("<script type=\"module\" src=\"/-/asset/").nth(1).and_then(|rest| rest.split_once('>'));
    shell.matches("<script").count() == 1 && own.is_some_and(|(_, inside)| inside.starts_with("</script>"))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_script_of_a_plugins_page_is_delivered() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let digest = world.install_hostile().await.digest.clone();
    let mut score = Score::of("own script");
    for assets in [format!("/-/plugin/hostile/{digest}"), "/-/plugin/hostile".to_owned(), "//evil.example".to_owned()] {
        let answer = world.browser().get(&format!("/hostile/own-script?assets={assets}")).await.expect(200);
        judge(&mut score, &assets, &answer);
        let text = answer.text();
        let main = Document::of(&text).main.to_ascii_lowercase();
        score.check(!main.contains("<script"), || "a script".to_owned());
        assert!(text.contains("own script"), "the page itself comes");
    }
    for name in ["evil.js", "evil.svg", "evil.css", "../hostile.wasm", "%2e%2e/hostile.wasm", "plugin.toml"] {
        let answer = world.browser().get(&format!("/-/plugin/hostile/{digest}/{name}")).await;
        score.check(answer.status.is_client_error(), || format!("{name}: {}", answer.status));
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn markup_cannot_leave_the_page_nor_the_main_it_is_put_into() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let mut score = Score::of("meta refresh");
    let answer = world.browser().get("/hostile/meta-refresh").await.expect(200);
    judge(&mut score, "meta refresh", &answer);
    let text = answer.text();
    let document = Document::of(&text);
    for gone in ["http-equiv=\"refresh", "<base", "dns-prefetch", "srcdoc", "<!--", "<![CDATA[", "<?php"] {
        let found = document.main.to_ascii_lowercase().contains(&gone.to_ascii_lowercase());
        score.check(!found, || format!("{gone} is delivered"));
    }
    assert!(document.main.contains("forged footer") && document.main.contains("outside main"), "words stay inside");
    assert_eq!(document.before.matches("<title>").count(), 1);
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_covers_the_shell_or_wears_its_clothes() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let mut score = Score::of("overlay");
    judge(&mut score, "overlay", &world.browser().get("/hostile/overlay").await.expect(200));
    let member = world.member("Bob").await;
    judge(&mut score, "overlay of a member", &member.get("/hostile/overlay").await.expect(200));
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_hostile_plugin_passes_the_wall() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.member("Bob").await;
    let index = browser.get("/hostile/").await.expect(200);
    let mut score = Score::of("all pages");
    let slow = ["/loop", "/memory-bomb", "/sleep", "/recursion", "/trap"];
    let paths: Vec<String> =
        index.attributes("href").into_iter().filter(|href| href.starts_with("/hostile/")).collect();
    assert!(paths.len() > 20, "{paths:?}");
    for path in paths.iter().filter(|path| !slow.iter().any(|slow| path.ends_with(slow))) {
        let answer = browser.get(path).await;
        if answer.status == 200 && answer.header("content-type").starts_with("text/html") {
            judge(&mut score, path, &answer);
        }
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_text_and_an_errors_sentence_too() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.browser();
    let mut score = Score::of("title smuggling");
    for n in 0..10 {
        let page = browser.get(&format!("/hostile/title-smuggling?n={n}")).await.expect(200);
        let error = browser.get(&format!("/hostile/title-smuggling?n={n}&error=1")).await.expect(422);
        for answer in [page, error] {
            let what = format!("number {n}, {}", answer.status);
            let text = answer.text();
            let document = Document::of(&text);
            let scripts = text.matches("<script").count();
            score.check(scripts == 1 && !text.contains("onerror=alert(1)>"), || what.clone());
            score.check(document.before.matches("<title>").count() == 1, || what.clone());
            let title = document.before.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap();
            score.check(!title.contains(['<', '\r', '\n', '\0', '\u{202e}']), || format!("{what}: {title:?}"));
            score.check(!answer.header("set-cookie").contains("stolen"), || what.clone());
            tags(document.main);
        }
    }
    score.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_has_one_of_six_statuses() {
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let browser = world.browser();
    let mut score = Score::of("statuses");
    for status in [200, 400, 404, 405, 409, 422] {
        let answer = browser.get(&format!("/hostile/bad-status?status={status}")).await.expect(status);
        assert_eq!(answer.header("allow"), if status == 405 { "POST" } else { "" });
    }
    for status in [
        0, 1, 99, 100, 101, 103, 201, 204, 206, 301, 302, 304, 401, 403, 407, 418, 429, 500, 502, 503, 600, 999, 65_535,
    ] {
        let answer = browser.get(&format!("/hostile/bad-status?status={status}")).await;
        score.check(answer.status == 502, || format!("{status} became {}", answer.status));
        Document::of(&answer.text());
    }
    score.end();
}
