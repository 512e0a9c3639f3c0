//! `veillee plugin check`.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;

use clap::Args;
use veillee_ambient::SystemRandom;

use super::{build, package};
use crate::cli::ask::print;
use crate::control::Problem;
use crate::plugin::{CheckReport, Compiler, Level, check_package};
use crate::storage::ids::new_id;
use crate::words::{Locale, Words};

#[derive(Args)]
pub struct Check {
    /// A package, or the folder of a plugin, which is built first.
    #[arg(default_value = ".")]
    place: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Ends with 1 when something is to be mended; advice alone ends with 0.
    pub async fn run(self) -> Result<(), Problem> {
        let package = if self.place.is_dir() {
            build::build(&self.place).await.map_err(Problem::failure)?
        } else {
            package::read(&self.place).map_err(Problem::mistake)?
        };
        let program = std::env::current_exe()
            .map_err(|error| Problem::failure(format!("the program does not know itself: {error}")))?;
        let scratch = Scratch::new()?;
        let report = check_package(&package, &Compiler { program }, &scratch.0).await;
        print(self.json, &report, text)?;
        match report.problems() {
            0 => Ok(()),
            1 => Err(Problem::failure("there is one problem: mend it, and check again")),
            count => Err(Problem::failure(format!("there are {count} problems: mend them, and check again"))),
        }
    }
}

/// A folder of this process alone, which goes with it: compiled code is loaded from there.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Problem> {
        let folder = std::env::temp_dir().join(format!("veillee-{}", new_id(&SystemRandom)));
        let made = std::fs::DirBuilder::new().mode(0o700).create(&folder);
        made.map_err(|error| Problem::failure(format!("{}: {error}", folder.display())))?;
        Ok(Self(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn text(report: &CheckReport) -> String {
    let words = Words::of(Locale::En);
    let size = |bytes: usize| words.size(u64::try_from(bytes).unwrap_or(u64::MAX));
    let mut lines = Vec::new();
    if let (Some(name), Some(version)) = (&report.name, &report.version) {
        lines.push(format!("{name} {version}"));
    }
    lines.push(format!("size       {}", size(report.size_bytes)));
    if let Some(interface) = &report.interface {
        lines.push(format!("interface  {interface}"));
        let asks = if report.capabilities.is_empty() { "nothing".to_owned() } else { report.capabilities.join(", ") };
        lines.push(format!("asks for   {asks}"));
    }
    if let Some(start) = &report.start {
        lines.push(format!("compiles   in {} ms, once", start.compile_ms));
        let (whole, part) = (start.start_us / 1_000, start.start_us % 1_000 / 100);
        lines.push(format!("starts     in {whole}.{part} ms with {}, at every call", size(start.memory_bytes)));
    }
    for finding in &report.findings {
        let level = match finding.level {
            Level::Problem => "problem",
            Level::Advice => "advice",
        };
        lines.push(format!("{level:<9}  {}: {}", finding.about, finding.sentence));
    }
    if report.findings.is_empty() {
        lines.push("nothing to mend".to_owned());
    }
    lines.join("\n")
}
