//! The real program with certificates from files, as an operator runs it.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::time::Duration;

use tokio::time::sleep;
use veillee_tests::services::{TestAuthority, TlsClient, shown};
use veillee_tests::world::{Real, Served, refused};

use super::NAME;

/// A running host has half a minute to do what it was told to.
const TRIES: u32 = 300;
const TRY_AGAIN: Duration = Duration::from_millis(100);

fn with_chorale() -> Real {
    let real = Real::new();
    real.json(&["association", "create", "--name", "Chorale", "--domain", NAME]);
    real
}

async fn shown_by(served: &Served, client: &TlsClient) -> Vec<u8> {
    shown(&client.connect(served.address, NAME).await.expect("trust"))
}

fn findings(real: &Real) -> String {
    let output = real.run(&["doctor", "--json"]);
    String::from_utf8(output.stdout).expect("text")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hangup_brings_new_certificates_without_a_restart() {
    let (real, authority) = (with_chorale(), TestAuthority::new());
    let (chain, key) = authority.issue(&[NAME], 2090).write(real.folder.path());
    let files = ["--tls-certificate", chain.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let served = real.serve(&files);
    let client = authority.client();
    let before = shown_by(&served, &client).await;
    client.get(served.address, NAME, "/-/sign-in").await.expect("trust").expect(200);
    assert!(findings(&real).contains("2090-01-01"), "{}", findings(&real));

    authority.issue(&[NAME], 2080).write(real.folder.path());
    hang_up(&served);
    let mut tries = 0;
    while shown_by(&served, &client).await == before {
        tries += 1;
        assert!(tries < TRIES, "the host did not read the files anew");
        sleep(TRY_AGAIN).await;
    }
    assert!(findings(&real).contains("2080-01-01"), "{}", findings(&real));
    let after = shown_by(&served, &client).await;

    std::fs::write(&key, "bonjour").unwrap();
    hang_up(&served);
    // The order to the doctor is answered after the hangup arrived.
    findings(&real);
    assert_eq!(shown_by(&served, &client).await, after);
    assert!(served.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hangup_without_certificates_ends_nothing() {
    let real = with_chorale();
    let served = real.serve(&[]);
    hang_up(&served);
    for _ in 0..5 {
        served.browser_at("localhost").get("/-/health").await.expect(200);
    }
    assert!(served.stop().success());
}

fn hang_up(served: &Served) {
    assert!(Command::new("kill").args(["-HUP", &served.pid().to_string()]).status().expect("kill runs").success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_when_a_certificate_ends_and_which_names_have_none() {
    let (real, authority) = (with_chorale(), TestAuthority::new());
    real.json(&["association", "add-domain", NAME, "quai.example.org"]);
    // Ended on the first day of the year in which it began.
    let (chain, key) = authority.issue(&[NAME], 2026).write(real.folder.path());
    let _served = real.serve(&["--tls-certificate", chain.to_str().unwrap(), "--tls-key", key.to_str().unwrap()]);
    let text = findings(&real);
    assert!(text.contains("ended on 2026-01-01"), "{text}");
    assert!(text.contains("no certificate is for quai.example.org"), "{text}");
}

#[test]
fn what_cannot_be_a_front_is_refused_with_a_sentence_at_the_start() {
    let (real, authority) = (with_chorale(), TestAuthority::new());
    let (chain, key) = authority.issue(&[NAME], 2090).write(real.folder.path());
    let (chain, key) = (chain.to_str().unwrap(), key.to_str().unwrap());
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    for (arguments, word) in [
        (&["--listen-plain", "127.0.0.1:0"][..], "--tls-certificate"),
        (&["--tls-certificate", chain, "--tls-certificate", chain, "--tls-key", key], "one --tls-key for each"),
        (&["--tls-certificate", key, "--tls-key", key], "no certificate"),
        (&["--tls-certificate", chain, "--tls-key", "/none"], "/none"),
        (&["--acme", "anne", "--listen-plain", "127.0.0.1:0"], "mail address"),
        (&["--acme", "a@b.org", "--listen-plain", "127.0.0.1:0", "--acme-directory", "http://x/"], "https://"),
    ] {
        let sentence = refused(&real.run(&[&serve[..], arguments].concat()), 1);
        assert!(sentence.contains(word), "{arguments:?}: {sentence}");
    }
    let mode = real.data.metadata().expect("the data folder").permissions().mode() & 0o777;
    assert_eq!(format!("{mode:o}"), "700");
}
