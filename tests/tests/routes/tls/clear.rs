//! Plain HTTP by a name of the world.

use bytes::Bytes;
use hyper::Method;
use veillee_tests::world::Answer;

use super::{NAME, Secure};

/// A sentence in both languages, and nothing that could be filled in.
fn is_the_sentence(answer: Answer) {
    let answer = answer.expect(421);
    let text = answer.text();
    assert!(text.contains("écrivez https://") && text.contains("write https://"), "{text}");
    assert!(!text.contains("<form") && answer.header("set-cookie").is_empty());
    assert!(answer.header("strict-transport-security").is_empty());
    assert_eq!((answer.header("x-content-type-options"), answer.header("cache-control")), ("nosniff", "no-store"));
}

#[tokio::test(flavor = "multi_thread")]
async fn instead_of_a_form_that_cannot_work_there_is_a_sentence() {
    let secure = Secure::new().await;
    let browser = secure.world.browser_at(NAME);
    for path in ["/", "/-/sign-in", "/-/welcome/x", "/album", "/-/s/x", "/-/blob/x/y"] {
        is_the_sentence(browser.get(path).await);
    }
    is_the_sentence(browser.post("/-/sign-in", &[("address", "anne@example.org"), ("password", "x")]).await);
    is_the_sentence(secure.world.browser_at(&format!("{}:8080", NAME.to_uppercase())).get("/").await);
    // What needs no secret goes on: probes, and saying that a name is unknown.
    browser.get("/-/health").await.expect(200);
    secure.world.browser_at("unknown.example.org").get("/").await.expect(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn this_machine_needs_no_tls_and_is_promised_nothing() {
    let secure = Secure::new().await;
    let answer = secure.world.browser().get("/-/sign-in").await.expect(200);
    assert!(answer.text().contains("<form") && answer.header("strict-transport-security").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_says_how_its_client_came() {
    let secure = Secure::new().await;
    let browser = secure.world.browser_at(NAME);
    let answer = browser.get_with("/-/sign-in", &[("x-forwarded-proto", "https")]).await.expect(200);
    assert!(answer.text().contains("<form"));
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
    for told in ["http", "", "https,http", "ftp"] {
        is_the_sentence(browser.get_with("/", &[("x-forwarded-proto", told)]).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plain_address_leads_to_https_under_known_names_only() {
    let secure = Secure::new().await;
    let browser = secure.world.browser_at(NAME).moved_to(secure.plain);
    let base = format!("https://{NAME}:{}", secure.https.port());
    for path in ["/", "/album?after=x&y=%20z", "/-/s/token", "//evil.example/", "/-/sign-in"] {
        let answer = browser.get(path).await.expect(308);
        assert_eq!(answer.location(), format!("{base}{path}"));
        assert!(answer.header("strict-transport-security").is_empty(), "browsers heed it over HTTPS alone");
    }
    let shouted = secure.world.browser_at("CHORALE.example.org:80").moved_to(secure.plain);
    assert_eq!(shouted.send(Method::HEAD, "/", &[], Bytes::new()).await.expect(308).location(), format!("{base}/"));
    for host in ["evil.example", "", "chorale.example.org.evil.example", "evil.example/chorale.example.org"] {
        let answer = secure.world.browser_at(host).moved_to(secure.plain).get("/").await;
        assert!(answer.status.is_client_error() && answer.location().is_empty(), "{host}: {}", answer.status);
    }
    is_the_sentence(browser.post("/-/sign-in", &[("password", "x")]).await);
    browser.get("/.well-known/acme-challenge/unknown").await.expect(404);
    browser.get("/-/health").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_proof_is_shown_where_pages_are() {
    let secure = Secure::new().await;
    let path = "/.well-known/acme-challenge/unknown";
    secure.client().get(secure.https, NAME, path).await.expect("trust").expect(404);
}
