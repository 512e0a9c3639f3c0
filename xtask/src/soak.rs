//! `cargo xtask soak`: the long tests (many more random worlds, a long race between reading and taking back, every journey of a
//! person in every language, width and light), and on PostgreSQL what tests run on SQLite alone.

use crate::cluster::Syncing;
use crate::debian;
use crate::host::{self, Profile};
use crate::plugins;
use crate::process;
use crate::services::Services;

/// Words in the names of long tests.
const LONG: &[&str] = &[
    "soak",
    "random_worlds::",
    "race::",
    "revocation::",
    "lifecycle::load::",
    "failing_calls::",
    "operator::transfer::",
];
/// And of journeys in a real browser.
const JOURNEYS: &[&str] = &["journeys::", "house::", "trust::"];
/// Words in the names of tests that run on the database that the run chose.
const EITHER: &[&str] = &["either::", "an_import_that_is_killed", "a_field_never_changes_its_type"];

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    host::build_with_tests(Profile::Release)?;
    plugins::build_and_pack(Profile::Release)?;
    let browser = [debian::CHROMIUM, debian::CHROMEDRIVER, debian::NODE, debian::NPM, debian::PYTHON];
    let packages: Vec<_> = [debian::POSTGRESQL, debian::POSTFIX, debian::STRACE].into_iter().chain(browser).collect();
    let services = Services::start(Profile::Release, &packages, Syncing::Skipped);
    let on_postgresql = ("VEILLEE_TEST_BACKEND", "postgres");
    let long = ("VEILLEE_SOAK", "1");
    for (names, (variable, value)) in [(LONG, long), (JOURNEYS, long), (EITHER, on_postgresql)] {
        let mut tests = process::cargo(&["test", "--release", "--package", "veillee-tests", "--"]);
        services.tell(tests.args(names).args(arguments).env(variable, value));
        process::run(&mut tests)?;
    }
    Ok(())
}
