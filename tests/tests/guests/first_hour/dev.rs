//! `veillee plugin dev`: from a saved file to the page in the browser.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use veillee_tests::world::{Browser, Real, Served, program};

use super::{building, notes};
use crate::operator::wait;

/// A cold build on a busy machine; nothing waits for it when all is well.
const PATIENCE: Duration = Duration::from_mins(10);
/// What the issue grants the host for a swap, in milliseconds.
const SWAP_MS: u64 = 1_000;

/// A running `plugin dev`, with all that it says.
struct Dev {
    child: Child,
    lines: Receiver<String>,
}

impl Dev {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = building(Command::new(program()));
        command.args(["plugin", "dev"]).arg(folder).args(arguments);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let (said, lines) = channel();
        let (out, errors) = (child.stdout.take().expect("output"), child.stderr.take().expect("errors"));
        let outputs: [Box<dyn std::io::Read + Send>; 2] = [Box::new(out), Box::new(errors)];
        for output in outputs {
            let said = said.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    said.send(line).ok();
                }
            });
        }
        Self { child, lines }
    }

    /// Waits for a line with these words.
    #[track_caller]
    fn says(&self, words: &str) -> String {
        let mut before = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => before.push(line),
                Err(error) => panic!("`{words}` was not said ({error}), but: {}", before.join("\n")),
            }
        }
    }

    /// Waits for a swap and gives the milliseconds it took.
    #[track_caller]
    fn swaps(&self) -> u64 {
        let line = self.says("The host swapped in ");
        let words: Vec<&str> = line.split_whitespace().collect();
        words.iter().find_map(|word| word.parse().ok()).expect("a number")
    }

    /// Ctrl+C, and whether it ended well.
    fn interrupt(mut self) -> bool {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().expect("kill runs").success());
        self.child.wait().expect("it ends").success()
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        // Killed at once, it would leave its host behind.
        Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().ok();
        for _ in 0..200 {
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[track_caller]
fn shows(browser: &Browser, words: &str) {
    let page = wait(async { browser.get("/notes/").await.expect(200).text() });
    assert!(page.contains(words), "{words}: {page}");
}

/// Replaces words in a file of the plugin, as an editor does when one saves.
fn save(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn what_is_saved_is_swapped_and_what_does_not_build_changes_nothing() {
    let notes = notes();
    let dev = Dev::start(&notes.path, &["--listen", "127.0.0.1:0", "--yes"]);
    let listens = dev.says("Veillée listens on http://");
    let port = listens.trim_end_matches('/').rsplit(':').next().unwrap().parse::<u16>().unwrap();
    let browser = Browser::new(([127, 0, 0, 1], port).into(), "localhost");
    dev.swaps();
    shows(&browser, "Pas encore de note.");
    let source = notes.path.join("src/lib.rs");
    save(&source, "Pas encore de note.", "Rien encore.");
    let swap_ms = dev.swaps();
    println!("swapped in {swap_ms} ms of {SWAP_MS}");
    shows(&browser, "Rien encore.");
    save(&source, "Rien encore.\"", "Cassé");
    dev.says("The version before serves on.");
    shows(&browser, "Rien encore.");
    save(&source, "Cassé", "Réparé.\"");
    dev.swaps();
    shows(&browser, "Réparé.");
    // A rule that no host reads: the sentence is said, and the version before serves on.
    save(&notes.path.join("plugin.toml"), "read = \"viewer\"", "read = \"grandmother\"");
    dev.says("`grandmother` is not a role");
    dev.says("The version before serves on.");
    shows(&browser, "Réparé.");
    assert!(dev.interrupt(), "Ctrl+C is no failure");
}

#[test]
fn a_host_that_runs_already_is_used_and_goes_on_after_the_end() {
    let notes = notes();
    let real = Real::new();
    let served: Served = real.serve(&[]);
    let data = real.data.display().to_string();
    let refused = Dev::start(&notes.path, &["--data", &data]);
    // Nobody at a terminal, and no `--yes`: the consent is shown, and nothing is done.
    refused.says("objects-write: ");
    refused.says("say yes at the terminal");
    drop(refused);
    let dev = Dev::start(&notes.path, &["--data", &data, "--yes"]);
    dev.swaps();
    assert!(dev.interrupt());
    let browser = served.browser_at("localhost");
    shows(&browser, "Pas encore de note.");
    assert!(served.stop().success());
}

#[test]
fn a_folder_that_is_no_plugin_is_refused_before_anything_starts() {
    let folder = tempfile::TempDir::new().unwrap();
    let dev = Dev::start(folder.path(), &["--yes"]);
    dev.says("has no plugin.toml");
    assert!(!folder.path().join(".veillee").exists());
}
