//! Certificates that an operator keeps in files.

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use veillee::tls::{Certificate, CertificateError, CertificateFiles, Certificates, FilePair};
use veillee_tests::services::{TestAuthority, TestCertificate};

use super::NAME;

fn folder() -> TempDir {
    TempDir::new().expect("a temporary folder")
}

fn pair(folder: &Path, certificate: &TestCertificate) -> FilePair {
    let (certificate, key) = certificate.write(folder);
    FilePair { certificate, key }
}

fn end(certificates: &Certificates) -> i64 {
    certificates.find(Some(NAME)).expect("a certificate").ends_ms()
}

/// The first day of a year, in milliseconds since 1970.
const YEAR_2050_MS: i64 = 2_524_608_000_000;
const YEAR_2060_MS: i64 = 2_840_140_800_000;

#[test]
fn files_are_read_anew_when_they_change_and_an_error_keeps_what_was() {
    let (folder, authority, certificates) = (folder(), TestAuthority::new(), Arc::new(Certificates::default()));
    let pair = pair(folder.path(), &authority.issue(&[NAME], 2050));
    let mut files = CertificateFiles::open(vec![pair.clone()], certificates.clone()).expect("good files");
    assert_eq!(end(&certificates), YEAR_2050_MS);
    assert!(!files.load_if_changed().expect("as before"));

    // The certificate alone: it does not belong to the key any more.
    let next = authority.issue(&[NAME], 2060);
    std::fs::write(&pair.certificate, &next.chain).expect("room");
    let sentence = files.load_if_changed().expect_err("half a change").to_string();
    assert!(sentence.contains("do not belong together") && sentence.contains("chain.pem"), "{sentence}");
    assert_eq!(end(&certificates), YEAR_2050_MS);
    // Said once: nothing changed since.
    assert!(!files.load_if_changed().expect("as before"));

    std::fs::write(&pair.key, &next.key).expect("room");
    assert!(files.load_if_changed().expect("the whole change"));
    assert_eq!(end(&certificates), YEAR_2060_MS);

    for broken in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        std::fs::write(&pair.certificate, broken).expect("room");
        files.load().expect_err("no certificate");
        assert_eq!(end(&certificates), YEAR_2060_MS);
    }
    std::fs::remove_file(&pair.key).expect("it is there");
    let sentence = files.load().expect_err("no key").to_string();
    assert!(!sentence.is_empty());
    assert_eq!(end(&certificates), YEAR_2060_MS);
}

#[test]
fn a_file_that_is_no_certificate_is_refused_with_a_sentence() {
    let authority = TestAuthority::new();
    let good = authority.issue(&[NAME], 2050);
    let other = authority.issue(&[NAME], 2050);
    let nameless = authority.issue(&[], 2050);
    let judged = |chain: &str, key: &str| Certificate::from_pem(chain.as_bytes(), key.as_bytes()).err();
    assert_eq!(judged("bonjour", &good.key), Some(CertificateError::NoCertificate));
    assert_eq!(judged(&good.chain, "bonjour"), Some(CertificateError::NoKey));
    assert_eq!(judged(&good.chain, &good.chain), Some(CertificateError::NoKey));
    assert_eq!(judged(&nameless.chain, &nameless.key), Some(CertificateError::Nameless));
    assert_eq!(judged(&good.chain, &other.key), Some(CertificateError::Mismatch));
    // Both may stand in one file.
    let both = format!("{}{}", good.key, good.chain);
    assert_eq!(judged(&both, &both), None);
}

#[test]
fn a_file_that_is_far_too_large_is_not_read() {
    let folder = folder();
    let pair = pair(folder.path(), &TestAuthority::new().issue(&[NAME], 2050));
    std::fs::write(&pair.certificate, vec![b'x'; 1024 * 1024 + 1]).expect("room");
    let refused = CertificateFiles::open(vec![pair], Arc::default()).err().expect("too large").to_string();
    assert!(refused.contains("1048576"), "{refused}");
}
