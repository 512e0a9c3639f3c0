//! `cargo xtask soak`: the long tests (many more random worlds, a long race between reading and taking back).

use crate::cluster::Syncing;
use crate::debian;
use crate::host::{self, Profile};
use crate::plugins;
use crate::process;
use crate::services::Services;

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    host::build_with_tests(Profile::Release)?;
    plugins::build_and_pack(Profile::Release)?;
    let services = Services::start(Profile::Release, &[debian::POSTGRESQL, debian::STRACE], Syncing::Skipped);
    let mut soak = process::cargo(&[
        "test",
        "--release",
        "--package",
        "veillee-tests",
        "--",
        "soak",
        "random_worlds::",
        "race::",
        "lifecycle::load::",
        "failing_calls::",
        "operator::transfer::",
    ]);
    services.tell(soak.args(arguments).env("VEILLEE_SOAK", "1"));
    process::run(&mut soak)
}
