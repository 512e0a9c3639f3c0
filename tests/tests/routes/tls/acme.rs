//! Certificates by ACME, from Pebble: the authority that Let's Encrypt made for tests.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use tokio::time::sleep;
use veillee::tls::acme::{renewal_ms, retry_wait_ms};
use veillee_ambient::SeededRandom;
use veillee_tests::services::{TestAuthority, TlsClient, free_address, pebble, shown};
use veillee_tests::world::{Real, Served};

use super::{NAME, parsed};

/// An order takes seconds; two minutes are for a machine that is busy.
const TRIES: u32 = 600;
const TRY_AGAIN: Duration = Duration::from_millis(200);

/// The certificate for a name, once it is there.
async fn ordered(served: &Served, client: &TlsClient, name: &str) -> Vec<u8> {
    for _ in 0..TRIES {
        if let Ok(stream) = client.connect(served.address, name).await {
            return shown(&stream);
        }
        sleep(TRY_AGAIN).await;
    }
    panic!("no certificate for {name}");
}

/// Files below a folder, with their modes.
fn files(folder: &Path) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let metadata = entry.metadata().expect("it is there");
        found.push((entry.file_name().to_string_lossy().into_owned(), metadata.permissions().mode() & 0o777));
        if metadata.is_dir() {
            found.extend(files(&entry.path()));
        }
    }
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_are_ordered_kept_and_shown_after_a_restart() {
    let plain = free_address();
    let Some(pebble) = pebble(plain.port()) else { return };
    let real = Real::new();
    real.json(&["association", "create", "--name", "Chorale", "--domain", NAME]);
    let (plain, root) = (plain.to_string(), pebble.root.to_str().unwrap().to_owned());
    let directory = pebble.directory.clone();
    let options =
        ["--listen-plain", &plain, "--acme", "anne@example.org", "--acme-directory", &directory, "--acme-root", &root];

    let served = real.serve(&options);
    let client = pebble.client().await;
    let first = ordered(&served, &client, NAME).await;
    client.get(served.address, NAME, "/-/sign-in").await.expect("trust").expect(200);
    // An association that comes while the host runs has its own before long, and neither tells of the other.
    real.json(&["association", "create", "--name", "Quai", "--domain", "quai.example.org"]);
    let second = ordered(&served, &client, "quai.example.org").await;
    assert_ne!(first, second);
    client.connect(served.address, "unknown.example.org").await.expect_err("nobody's name");

    let kept = files(&real.data.join("tls"));
    let names: Vec<&str> = kept.iter().map(|(name, _)| name.as_str()).filter(|name| name.contains('.')).collect();
    assert_eq!(names, ["account.json", "chorale.example.org.pem", "quai.example.org.pem"]);
    for (name, mode) in &kept {
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
    assert!(served.stop().success());

    // Without the authority: what was kept serves.
    drop(pebble);
    let served = real.serve(&options);
    assert_eq!(shown(&client.connect(served.address, NAME).await.expect("trust")), first);
    assert_eq!(shown(&client.connect(served.address, "quai.example.org").await.expect("trust")), second);
    assert!(served.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authority_that_cannot_be_convinced_says_why_to_the_doctor() {
    // It looks for the proof where nobody is.
    let Some(pebble) = pebble(free_address().port()) else { return };
    let real = Real::new();
    real.json(&["association", "create", "--name", "Chorale", "--domain", NAME]);
    let (root, directory) = (pebble.root.to_str().unwrap().to_owned(), pebble.directory.clone());
    let served = real.serve(&[
        "--listen-plain",
        "127.0.0.1:0",
        "--acme",
        "anne@example.org",
        "--acme-directory",
        &directory,
        "--acme-root",
        &root,
    ]);
    let text = failed(&real).await;
    assert!(text.contains("urn:ietf:params:acme"), "{text}");
    assert!(served.stop().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn why_an_authority_cannot_be_reached_is_told_down_to_its_cause() {
    let real = Real::new();
    real.json(&["association", "create", "--name", "Chorale", "--domain", NAME]);
    let directory = format!("https://{}/directory", free_address());
    let options = ["--listen-plain", "127.0.0.1:0", "--acme", "anne@example.org", "--acme-directory", &directory];
    let served = real.serve(&options);
    let text = failed(&real).await;
    assert!(text.contains("onnection refused"), "{text}");
    assert!(served.stop().success());
}

/// What the doctor says, once an order has failed.
async fn failed(real: &Real) -> String {
    for _ in 0..TRIES {
        let text = String::from_utf8(real.run(&["doctor", "--json"]).stdout).expect("text");
        if text.contains("none was issued for chorale.example.org") {
            return text;
        }
        sleep(TRY_AGAIN).await;
    }
    panic!("no order failed");
}

#[test]
fn a_certificate_is_renewed_in_the_last_third_of_its_life_and_not_all_at_once() {
    // From the first day of 2026 to the first of 2029: 1,096 days.
    let certificate = parsed(&TestAuthority::new().issue(&[NAME], 2029));
    let life_ms = certificate.ends_ms() - certificate.begins_ms();
    assert_eq!(life_ms, 1_096 * 24 * 60 * 60 * 1000);
    let random = SeededRandom::new(5);
    let moments: Vec<i64> = (0..100).map(|_| renewal_ms(&certificate, &random) - certificate.begins_ms()).collect();
    let (earliest, latest) = (life_ms * 2 / 3 - life_ms / 24 - 2, life_ms * 2 / 3);
    assert!(moments.iter().all(|at_ms| (earliest..=latest).contains(at_ms)), "{moments:?}");
    assert!(moments.iter().max() > moments.iter().min());
    assert!((200_000..400_000).contains(&retry_wait_ms(1, &random)));
}
