//! The example in other languages, built where its toolchains install.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::clients::{Npm, Python, said};
use crate::environment;
use crate::host::Profile;
use crate::plugins;
use crate::process;

const JCO: Npm = Npm { folder: "guests-of-others/jco", name: "@bytecodealliance/jco", version: "1.35.0" };
const COMPONENTIZE_PY: Python =
    Python { folder: "guests-of-others/componentize-py", requirement: "componentize-py==0.25.1" };

/// The packed examples; absent what could not be built, which is said.
pub(crate) struct Languages {
    javascript: Option<PathBuf>,
    python: Option<PathBuf>,
}

/// Installs the toolchains into the target folder, then builds and packs what changed. About a minute the first time.
pub(crate) fn ensure(profile: Profile) -> Languages {
    Languages {
        javascript: said("hello-js", build("hello-js", profile, javascript)),
        python: said("hello-python", build("hello-python", profile, python)),
    }
}

impl Languages {
    /// Tells a command where they are; the variable of one that is absent is removed.
    pub(crate) fn tell(&self, command: &mut Command) {
        for (name, file) in [("VEILLEE_HELLO_JS", &self.javascript), ("VEILLEE_HELLO_PYTHON", &self.python)] {
            match file {
                Some(file) => command.env(name, file),
                None => command.env_remove(name),
            };
        }
    }
}

/// Lets `compile` make the component of an example, unless the package is newer than its sources, and packs it.
fn build(name: &str, profile: Profile, compile: fn(&Path, &Path) -> Result<(), String>) -> Result<PathBuf, String> {
    let source = environment::root().join("examples").join(name);
    let folder = environment::target().join("guests-of-others");
    let (component, package) = (folder.join(format!("{name}.component.wasm")), folder.join(format!("{name}.wasm")));
    // This file too: it says which toolchain builds.
    let own = environment::root().join("xtask/src/languages.rs");
    if !plugins::is_current(&component, &[&source, &environment::root().join("wit"), &own]) {
        println!("==> Building {name}");
        fs::create_dir_all(&folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
        compile(&source, &component)?;
    }
    let manifest = source.join("plugin.toml");
    if !plugins::is_current(&package, &[&component, &manifest, &profile.binary()]) {
        let mut pack = Command::new(profile.binary());
        pack.args(["plugin", "pack", "--component"]).arg(&component).arg("--manifest").arg(&manifest);
        process::capture(pack.arg("--out").arg(&package))?;
    }
    Ok(package)
}

fn javascript(source: &Path, out: &Path) -> Result<(), String> {
    let mut jco = Command::new(JCO.ensure()?.join("node_modules/.bin/jco"));
    jco.current_dir(source).args(["componentize", "hello.js", "--wit", "wit", "--world-name", "hello"]);
    jco.args(["--backend", "quickjs", "--backend-qjs-disable-async", "--out"]);
    process::capture(jco.arg(out)).map(drop)
}

fn python(source: &Path, out: &Path) -> Result<(), String> {
    let tool = COMPONENTIZE_PY.ensure()?.with_file_name("componentize-py");
    let mut componentize = Command::new(tool);
    componentize.current_dir(source).args(["-d", "wit", "-w", "hello", "componentize", "--stub-wasi", "app", "-o"]);
    // Nothing is left beside the source.
    process::capture(componentize.arg(out).env("PYTHONDONTWRITEBYTECODE", "1")).map(drop)
}
