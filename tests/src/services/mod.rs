//! Real counterparts for tests: PostgreSQL, Chromium, nginx, Postfix, ExifTool, Pebble, checkers of pages, clients of tus and
//! TLS.
//!
//! `cargo xtask test` installs them, starts what is shared and says where it is. Each function here gives `None` when
//! its service is absent, after the test has been written down as not run; under a plain `cargo test` it panics, so
//! that a test never passes without having run.

mod age;
mod archive_readers;
mod axe;
mod chromium;
mod clients;
mod corpus;
mod devtools;
mod exiftool;
mod languages;
mod mail_reader;
mod nginx;
mod not_run;
mod pebble;
mod postfix;
mod postgres;
mod strace;
mod tls;
mod vnu;
mod webdriver_client;

pub use age::age;
pub use archive_readers::{python, unzip};
pub use axe::axe_core;
pub use chromium::{Chromium, Script, chromium, chromium_with};
pub use clients::{schemathesis, tus_js_client, tuspy};
pub use corpus::corpus;
pub use exiftool::exiftool;
pub use languages::{hello_js, hello_python};
pub use mail_reader::{ReadMail, read_mail};
pub use nginx::{Nginx, nginx};
pub use not_run::not_run;
pub use pebble::{Pebble, free_address, pebble};
pub use postfix::{Postfix, postfix};
pub use postgres::{Postgres, postgres};
pub use strace::strace;
pub use tls::{TestAuthority, TestCertificate, TlsClient, shown};
pub use vnu::{Document, MarkupError, Vnu, vnu};

use std::path::PathBuf;
use std::time::Duration;

/// Between two looks at a program that is starting.
const POLL: Duration = Duration::from_millis(50);
/// 30 seconds: a program that needs longer to start is broken, not slow.
const START_POLLS: u32 = 600;

#[expect(clippy::disallowed_methods, reason = "`cargo xtask test` tells tests by variables where services are")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The path in the variable `name`; without it the calling test is written down as not run.
fn program(name: &str, service: &str) -> Option<PathBuf> {
    let path = variable(name).map(PathBuf::from);
    if path.is_none() {
        not_run(&format!("{service} is not installed"));
    }
    path
}
