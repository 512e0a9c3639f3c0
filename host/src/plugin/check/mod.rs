//! What an author should mend in a package before anybody else meets it: everything at once, where installing stops at the
//! first thing. What a host would refuse is a problem here too.

mod finding;
mod reasons;
mod rules;
mod start;
mod texts;

use std::fmt;
use std::path::Path;

use serde::Serialize;
use veillee_engine::{API_VERSION, Inspection, Refusal};

use super::compiler::Compiler;
use super::duties::Duties;
use super::grants::capabilities;
use super::install::{PackageKind, inspect_package};
use super::manifest::Manifest;
use super::shapes::shapes;
use crate::limits;
use crate::words::{Locale, Words};
pub use finding::{Finding, Level};
pub(super) use start::EmptyHost;
pub use start::Start;

/// What is known of a package, and what is to be mended. What could not be read is left out.
#[derive(Debug, Default, Serialize)]
pub struct CheckReport {
    pub name: Option<String>,
    pub version: Option<String>,
    pub kind: Option<PackageKind>,
    pub size_bytes: usize,
    /// Version of the interface that the package is made for.
    pub interface: Option<String>,
    /// Capabilities that the component imports.
    pub capabilities: Vec<String>,
    /// Interfaces of WASI that it imports.
    pub wasi: Vec<String>,
    /// Of a service that starts.
    pub start: Option<Start>,
    pub findings: Vec<Finding>,
}

impl CheckReport {
    pub fn problems(&self) -> usize {
        self.findings.iter().filter(|finding| finding.level == Level::Problem).count()
    }

    fn problem(&mut self, about: &'static str, sentence: &dyn fmt::Display) {
        self.findings.push(Finding::problem(about, sentence));
    }

    fn advice(&mut self, about: &'static str, sentence: &dyn fmt::Display) {
        self.findings.push(Finding::advice(about, sentence));
    }
}

/// Looks at a package from all sides, and starts it a few times on a host that is empty. Compiles it in a child process, into
/// `folder`, which must be nobody else's: seconds for a package of some megabytes.
pub async fn check_package(bytes: &[u8], compiler: &Compiler, folder: &Path) -> CheckReport {
    let mut report = CheckReport { size_bytes: bytes.len(), ..CheckReport::default() };
    let inspection = match veillee_engine::inspect(bytes) {
        Ok(inspection) => inspection,
        Err(refusal) => {
            refused(&mut report, bytes, &refusal);
            return report;
        }
    };
    interface(&mut report, &inspection);
    size(&mut report);
    manifest(&mut report, &inspection);
    if report.problems() == 0 {
        match inspect_package(bytes) {
            Ok(package) => report.kind = Some(package.kind),
            Err(error) => report.problem("package", &error),
        }
    }
    if inspection.offers.contains(&veillee_engine::Offer::Web) {
        start(&mut report, bytes, compiler, folder).await;
    }
    report
}

/// Imports all at once; of the rest there is one reason.
fn refused(report: &mut CheckReport, bytes: &[u8], refusal: &Refusal) {
    match refusal {
        Refusal::NetworkImport(_) | Refusal::UnknownImport(_) => {
            for refused in veillee_engine::refused_imports(bytes) {
                report.problem("imports", &refused);
            }
        }
        Refusal::UnknownApi { .. } => report.problem("interface", refusal),
        Refusal::TooLarge { .. } => report.problem("size", refusal),
        _ => report.problem("package", refusal),
    }
}

fn interface(report: &mut CheckReport, inspection: &Inspection) {
    report.interface = Some(inspection.api.clone());
    report.capabilities = capabilities(&inspection.imports).into_iter().collect();
    report.wasi = inspection.imports.iter().filter(|import| import.starts_with("wasi:")).cloned().collect();
    if inspection.api != API_VERSION {
        let sentence = format!(
            "the package is made for version {} of the interface, and this host speaks {API_VERSION}: it is taken, but \
             build it with the SDK of this host",
            inspection.api
        );
        report.advice("interface", &sentence);
    }
}

fn size(report: &mut CheckReport) {
    if report.size_bytes > limits::CHECK_PACKAGE_BYTES_ADVISED {
        let size = size_words(report.size_bytes);
        let sentence = format!(
            "the package has {size}, which take seconds to compile: build it in release mode, with `strip = true` and \
             `opt-level = \"s\"`"
        );
        report.advice("size", &sentence);
    }
}

fn manifest(report: &mut CheckReport, inspection: &Inspection) {
    let (complete, missing) = texts::complete(&inspection.manifest);
    report.findings.extend(missing);
    let manifest = match Manifest::parse(&complete) {
        Ok(manifest) => manifest,
        Err(error) => return report.problem("manifest", &error),
    };
    report.name = Some(manifest.name.clone());
    report.version = Some(manifest.version.clone());
    report.findings.extend(reasons::findings(&manifest, &report.capabilities));
    if let Err(error) = Duties::read(&manifest, &inspection.offers) {
        report.problem("duties", &error);
    }
    match shapes(&manifest) {
        Ok(shapes) => report.findings.extend(rules::findings(&shapes)),
        Err(error) => report.problem("rules", &error),
    }
}

async fn start(report: &mut CheckReport, bytes: &[u8], compiler: &Compiler, folder: &Path) {
    match start::measure(bytes, compiler, folder).await {
        Ok(start) => {
            if start.start_us > limits::CHECK_START_US_ADVISED {
                let sentence = format!(
                    "it takes {} ms to start, and everybody waits for that at every page: do less before the first answer",
                    start.start_us / 1_000
                );
                report.advice("start", &sentence);
            }
            if start.memory_bytes > limits::CHECK_MEMORY_BYTES_ADVISED {
                let size = size_words(start.memory_bytes);
                report.advice("start", &format!("it takes {size} of memory to start: load less, or only when asked"));
            }
            report.start = Some(start);
        }
        Err(sentence) => report.problem("start", &sentence),
    }
}

fn size_words(bytes: usize) -> String {
    Words::of(Locale::En).size(u64::try_from(bytes).unwrap_or(u64::MAX))
}
