//! `docs/first-hour.md`, followed word for word: its files are what `plugin new` writes, its commands work one after the other.

mod dev;
mod guide;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;
use veillee_tests::world::{build_folder, program, refused};

use guide::{SDK, commands, files};

/// The folder of the SDK in this tree.
fn sdk() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sdk").canonicalize().unwrap()
}

/// The program, told where the SDK lies: tests run from anywhere.
fn new(into: &Path, name: &str) -> Command {
    let mut command = Command::new(program());
    command.args(["plugin", "new", name, "--into"]).arg(into).arg("--sdk").arg(sdk()).stdin(Stdio::null());
    command
}

/// A new plugin `notes`, which is built in a folder that tests keep.
struct Notes {
    path: PathBuf,
    _folder: TempDir,
    /// One at a time: they would all write the same `notes.wasm`.
    _turn: MutexGuard<'static, ()>,
}

static TURN: Mutex<()> = Mutex::new(());

fn notes() -> Notes {
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = TempDir::new().unwrap();
    let made = new(folder.path(), "notes").output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let path = folder.path().join("notes");
    std::os::unix::fs::symlink(build_folder("first-hour"), path.join("target")).unwrap();
    Notes { path, _folder: folder, _turn: turn }
}

/// For commands that build: in the plugin's own `target`, without the network.
fn building(mut command: Command) -> Command {
    command.env_remove("CARGO_TARGET_DIR").env("CARGO_NET_OFFLINE", "true");
    command
}

/// Every file below a folder, by its path from there.
fn written(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(folder).unwrap().display().to_string(), text));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_guide_shows_every_file_that_a_new_plugin_has() {
    let folder = TempDir::new().unwrap();
    let made = new(folder.path(), "notes").output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let sdk = sdk().display().to_string();
    let mut shown: Vec<_> = files().into_iter().map(|(path, text)| (path, text.replace(SDK, &sdk))).collect();
    shown.sort();
    let written = written(&folder.path().join("notes"));
    let names = |files: &[(String, String)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(names(&shown), names(&written));
    for ((path, shown), (_, written)) in shown.iter().zip(&written) {
        assert_eq!(shown, written, "docs/first-hour.md shows another {path} than `plugin new` writes");
    }
}

/// What a test cannot do or does elsewhere: the program is built already, and the PATH is set.
const BEFORE: [&str; 4] =
    ["cd veillee", "cargo build --release --package veillee", "export PATH=\"$PWD/target/release:$PATH\"", "cd .."];

#[test]
fn the_commands_of_the_guide_work_one_after_the_other() {
    let commands = commands();
    let (before, rest) = commands.split_at(BEFORE.len());
    assert_eq!(before, BEFORE);
    let notes = notes();
    assert_eq!(rest[..2], ["veillee plugin new notes", "cd notes"]);
    let mut followed = 0;
    for line in rest[2..].iter().filter(|line| *line != "veillee plugin dev") {
        let mut shell = building(Command::new("sh"));
        shell.args(["-c", &format!("veillee() {{ \"$PROGRAM\" \"$@\"; }}; {line}")]).env("PROGRAM", program());
        let output = shell.current_dir(&notes.path).stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{line}: {said}{}", String::from_utf8_lossy(&output.stderr));
        if line.starts_with("veillee plugin check") {
            assert!(said.contains("nothing to mend") && said.contains("starts     in "), "{line}: {said}");
        }
        followed += 1;
    }
    // One is left out above, and has tests of its own.
    assert_eq!(rest.len(), followed + 3);
    assert!(rest.contains(&"veillee plugin dev".to_owned()));
}

#[test]
fn a_name_that_cannot_be_or_is_taken_writes_nothing() {
    let folder = TempDir::new().unwrap();
    for name in ["Notes", "../notes", "match", ""] {
        refused(&new(folder.path(), name).output().unwrap(), 2);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    std::fs::create_dir(folder.path().join("notes")).unwrap();
    std::fs::write(folder.path().join("notes/mine.txt"), "mine").unwrap();
    let sentence = refused(&new(folder.path(), "notes").output().unwrap(), 2);
    assert!(sentence.contains("is there already"), "{sentence}");
    assert_eq!(written(&folder.path().join("notes")), [("mine.txt".to_owned(), "mine".to_owned())]);
}

#[test]
fn a_folder_that_is_not_the_sdk_is_refused() {
    let folder = TempDir::new().unwrap();
    let mut command = Command::new(program());
    command.args(["plugin", "new", "notes", "--into"]).arg(folder.path()).arg("--sdk").arg(folder.path());
    let sentence = refused(&command.output().unwrap(), 2);
    assert!(sentence.contains("is not the SDK"), "{sentence}");
    assert!(!folder.path().join("notes").exists());
}

#[test]
fn a_program_that_lies_elsewhere_finds_the_sdk_it_was_built_with() {
    let folder = TempDir::new().unwrap();
    let elsewhere = folder.path().join("veillee");
    std::fs::copy(program(), &elsewhere).unwrap();
    let made = Command::new(&elsewhere).args(["plugin", "new", "notes"]).current_dir(folder.path()).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    let manifest = std::fs::read_to_string(folder.path().join("notes/Cargo.toml")).unwrap();
    assert!(manifest.contains(&format!("path = \"{}\"", sdk().display())), "{manifest}");
}
