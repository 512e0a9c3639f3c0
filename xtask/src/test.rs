//! `cargo xtask test [--release] [FILTER…]`: every test of the product, with real counterparts.

use std::fs;
use std::io::{BufRead, BufReader, IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::cluster::Syncing;
use crate::debian;
use crate::environment::{self, Stopwatch};
use crate::host::{self, Profile};
use crate::languages;
use crate::plugins;
use crate::process;
use crate::services::Services;
use crate::tally::Tally;

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let watch = Stopwatch::start();
    let mut tally = Tally::default();
    let outcome = build_and_test(arguments, &mut tally);
    if outcome.is_err() {
        tally.ended_badly();
    }
    let verdict = outcome.and_then(|()| judge(&tally));
    close(&tally, &watch, verdict.as_ref().err());
    // The reason has been said; the closing line stays the last one.
    if verdict.is_err() { std::process::exit(1) } else { Ok(()) }
}

fn build_and_test(arguments: &[String], tally: &mut Tally) -> Result<(), String> {
    let profile = Profile::chosen(arguments);
    let filters: Vec<&String> = arguments.iter().filter(|argument| *argument != "--release").collect();
    println!("==> Tests use real counterparts; what is missing is installed.");
    let servers = [debian::POSTGRESQL, debian::NGINX, debian::POSTFIX, debian::CHROMIUM, debian::CHROMEDRIVER];
    let programs =
        [debian::EXIFTOOL, debian::UNZIP, debian::STRACE, debian::AGE, debian::NODE, debian::NPM, debian::PYTHON];
    let packages: Vec<_> = servers.into_iter().chain(programs).chain([debian::PEBBLE, debian::JAVA]).collect();
    let services = Services::start(profile, &packages, Syncing::Skipped);
    host::build_with_tests(profile)?;
    plugins::build_and_pack(profile)?;
    let languages = languages::ensure(profile);
    let not_run = forget_not_run()?;

    println!("==> Running the tests");
    // One failing program must not hide the others.
    let mut cargo = process::cargo(&["test", "--workspace", "--no-fail-fast"]);
    cargo.args(profile.flags()).arg("--").args(&filters).env("VEILLEE_TEST_NOT_RUN", &not_run);
    if stdout().is_terminal() {
        cargo.args(["--color", "always"]);
    }
    services.tell(&mut cargo);
    languages.tell(&mut cargo);
    if let Some(folder) = environment::memory_folder() {
        cargo.env("TMPDIR", folder);
    }
    let ended_well = stream(&mut cargo, tally)?;
    if let Ok(text) = fs::read_to_string(&not_run) {
        tally.read_not_run(&text);
    }
    if ended_well { Ok(()) } else { Err("tests failed".to_owned()) }
}

/// Shows the output line by line while adding it up; whether the command exited with 0.
fn stream(command: &mut Command, tally: &mut Tally) -> Result<bool, String> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| format!("cannot start cargo: {error}"))?;
    let output = child.stdout.take().ok_or("cargo has no output")?;
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(|error| format!("cannot read cargo's output: {error}"))? > 0 {
        // A closed terminal must not stop the tests before they are counted.
        let _ = stdout().write_all(&line);
        tally.read_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    let status = child.wait().map_err(|error| format!("cannot wait for cargo: {error}"))?;
    Ok(status.success())
}

/// The file that tests append to, empty.
fn forget_not_run() -> Result<PathBuf, String> {
    let file = environment::target().join("not-run.txt");
    fs::write(&file, "").map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    Ok(file)
}

fn judge(tally: &Tally) -> Result<(), String> {
    if tally.failed() > 0 {
        return Err("tests failed".to_owned());
    }
    if environment::is_ci() && tally.not_run() > 0 {
        return Err("with CI=true a test that did not run is a failure".to_owned());
    }
    Ok(())
}

fn close(tally: &Tally, watch: &Stopwatch, reason: Option<&String>) {
    println!();
    if tally.not_run() > 0 {
        print!("==> Not run:\n{}", tally.reasons());
    }
    if let Some(reason) = reason {
        println!("==> Failed: {reason}");
    }
    println!("==> {} seconds", watch.elapsed().as_secs());
    println!("{}", tally.closing_line());
}
