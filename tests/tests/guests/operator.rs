//! What an operator types, with the real program: against a running host by its socket, against a stopped one by the
//! lock of its data folder.

mod accounts;
mod bounces;
mod codecs;
mod doctor;
mod factors;
mod numbers;
mod plugins;
mod rights;
mod socket;
mod transfer;

use veillee_tests::world::{Real, Served};

/// Arguments that make an account, with its password on standard input.
fn account<'a>(address: &'a str, role: &'a str) -> Vec<&'a str> {
    vec!["account", "create", "--email", address, "--role", role, "--password-stdin", "--json"]
}

/// The program with an association that answers as `localhost`, stopped.
fn with_association() -> Real {
    let real = Real::new();
    let made = real.json(&["association", "create", "--name", "Les Amis", "--domain", "localhost"]);
    assert_eq!(made["domains"][0], "localhost");
    real
}

/// Writes a package beside the data, and gives its path.
fn package(real: &Real, name: &str, bytes: &[u8]) -> String {
    let path = real.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

/// Standard output of a command that succeeds.
#[track_caller]
fn said(real: &Real, arguments: &[&str]) -> String {
    let output = real.run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Standard error of a command that is refused.
#[track_caller]
fn refused(real: &Real, arguments: &[&str]) -> String {
    let output = real.run(arguments);
    assert!(!output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

/// A runtime for the few requests that these tests make.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Signs in with the password of all tests.
fn signs_in(served: &Served, host: &str, address: &str) {
    let browser = served.browser_at(host);
    wait(async {
        browser.sign_in(address).await;
        browser.get("/-/account").await.expect(200);
    });
}
