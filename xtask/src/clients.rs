//! Programs of others that tests and measurements meet, by name from their registries, into folders of `target`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::environment::{self, find_program};
use crate::process;

/// A Python environment of its own for each tool, so that none can break another.
pub(crate) struct Python {
    /// Under the target folder.
    pub(crate) folder: &'static str,
    pub(crate) requirement: &'static str,
}

/// A package of Node.js in a folder of its own.
pub(crate) struct Npm {
    /// Under the target folder.
    pub(crate) folder: &'static str,
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

const TUS_JS_CLIENT: Npm = Npm { folder: "clients/tus-js-client", name: "tus-js-client", version: "4.3.1" };
/// Looks for what shuts people out of a page.
const AXE_CORE: Npm = Npm { folder: "clients/axe-core", name: "axe-core", version: "4.14.1" };
/// The Nu Html Checker.
const VNU: Npm = Npm { folder: "clients/vnu-jar", name: "vnu-jar", version: "26.9.27" };
/// The last line that runs on Node.js 20.
const LIGHTHOUSE: Npm = Npm { folder: "clients/lighthouse", name: "lighthouse", version: "12.8.2" };
const TUSPY: Python = Python { folder: "clients/tuspy", requirement: "tuspy==1.1.0" };
/// Tries the API by its own description.
const SCHEMATHESIS: Python = Python { folder: "clients/schemathesis", requirement: "schemathesis==4.32.5" };
const COPYPARTY: Python = Python { folder: "peers/copyparty", requirement: "copyparty==1.20.26" };

/// What measurements compare with, built from source once: some minutes.
const PEERS: [(&str, &str); 2] = [("rustus", "0.5.10"), ("dufs", "0.47.0")];

/// Where the clients of tus and the checkers of pages are; absent what could not be installed, which is said.
pub(crate) struct Clients {
    /// The folders of these three hold `node_modules`.
    pub(crate) axe_core: Option<PathBuf>,
    pub(crate) vnu: Option<PathBuf>,
    pub(crate) tus_js_client: Option<PathBuf>,
    /// A Python that knows `tusclient`.
    pub(crate) tuspy: Option<PathBuf>,
    /// A Python that knows `schemathesis`.
    pub(crate) schemathesis: Option<PathBuf>,
}

pub(crate) fn ensure() -> Clients {
    Clients {
        axe_core: said(AXE_CORE.name, AXE_CORE.ensure()),
        vnu: said(VNU.name, VNU.ensure()),
        tus_js_client: said(TUS_JS_CLIENT.name, TUS_JS_CLIENT.ensure()),
        tuspy: said(TUSPY.requirement, TUSPY.ensure()),
        schemathesis: said(SCHEMATHESIS.requirement, SCHEMATHESIS.ensure()),
    }
}

/// Installs what `bench uploads` compares with into `target/peers`.
pub(crate) fn ensure_peers() {
    for (name, version) in PEERS {
        said(name, cargo_install(name, version));
    }
    said(COPYPARTY.requirement, COPYPARTY.ensure());
}

/// Installs what `bench front` measures with; the folder that holds `node_modules`.
pub(crate) fn ensure_lighthouse() -> Option<PathBuf> {
    said(LIGHTHOUSE.name, LIGHTHOUSE.ensure())
}

/// What came of it, or nothing after the reason was printed.
pub(crate) fn said(name: &str, outcome: Result<PathBuf, String>) -> Option<PathBuf> {
    outcome.map_err(|reason| println!("==> No {name}: {reason}; what needs it is counted as not run")).ok()
}

impl Npm {
    /// The folder that holds `node_modules`.
    pub(crate) fn ensure(&self) -> Result<PathBuf, String> {
        find_program("node").ok_or("Node.js is not installed")?;
        let folder = environment::target().join(self.folder);
        let package = format!("{}@{}", self.name, self.version);
        // Written last: another version, or a folder that was left half-made, is made anew.
        let mark = folder.join(format!("version-{}", self.version));
        if !mark.is_file() {
            println!("==> Installing {package} into {}", folder.display());
            fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
            process::capture(npm.arg(package))?;
            fs::write(&mark, "").map_err(|error| error.to_string())?;
        }
        Ok(folder)
    }
}

impl Python {
    /// The environment's own Python.
    pub(crate) fn ensure(&self) -> Result<PathBuf, String> {
        let folder = environment::target().join(self.folder);
        let python = folder.join("bin/python");
        // Written last: an environment that was left half-made is made anew.
        let mark = folder.join(self.requirement);
        if !mark.is_file() {
            println!("==> Installing {} into {}", self.requirement, folder.display());
            process::capture(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
            let mut pip = Command::new(&python);
            pip.args(["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile"]);
            process::capture(pip.arg(self.requirement))?;
            fs::write(&mark, "").map_err(|error| error.to_string())?;
        }
        Ok(python)
    }
}

fn cargo_install(name: &str, version: &str) -> Result<PathBuf, String> {
    let root = environment::target().join("peers");
    let program = root.join("bin").join(name);
    if !program.is_file() {
        println!("==> Building {name} {version} into {}: some minutes", root.display());
        let mut cargo = process::cargo(&["install", "--root"]);
        cargo.arg(&root).arg("--target-dir").arg(root.join("build")).args(["--version", version]);
        process::run(cargo.arg(name))?;
    }
    Ok(program)
}
