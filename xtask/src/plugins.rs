//! `cargo xtask plugins`: builds the guests for WebAssembly and packs each with its manifest into one file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::environment;
use crate::host::{self, Profile};
use crate::process;

pub(crate) const WASM_TARGET: &str = "wasm32-wasip2";

/// All guests may use the 128-bit vectors of WebAssembly: with the same flags they share one folder, and its macros are built once.
const FLAGS: &str = "-C target-feature=+simd128";

/// A package that becomes a plugin.
pub(crate) struct Guest {
    pub(crate) package: &'static str,
    /// Where `plugin.toml` and `assets` lie, from the workspace's folder.
    folder: &'static str,
    use_by: Use,
}

#[derive(PartialEq, Eq)]
enum Use {
    /// Packed into `target/plugins`, which `serve` offers to the operator.
    Everyone,
    /// Packed into `target/hostile`: it attacks the host, or does what a test tells it, and must never be offered.
    Tests,
}

/// Every guest of the workspace.
pub(crate) const GUESTS: &[Guest] = &[
    Guest { package: "album", folder: "plugins/album", use_by: Use::Everyone },
    Guest { package: "envoi", folder: "plugins/envoi", use_by: Use::Everyone },
    Guest { package: "hello", folder: "examples/hello", use_by: Use::Everyone },
    Guest { package: "hostile", folder: "tests/hostile", use_by: Use::Tests },
    Guest { package: "worker", folder: "tests/worker", use_by: Use::Tests },
    Guest { package: "images", folder: "plugins/images", use_by: Use::Everyone },
    Guest { package: "bad-codec", folder: "tests/bad-codec", use_by: Use::Tests },
];

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let profile = Profile::chosen(arguments);
    host::build(profile)?;
    build_and_pack(profile)
}

/// Where the packed plugins lie.
pub(crate) fn folder() -> PathBuf {
    environment::target().join("plugins")
}

/// The packed guest that attacks the host.
pub(crate) fn hostile() -> PathBuf {
    environment::target().join("hostile/hostile.wasm")
}

/// The packed codec that does wrong.
pub(crate) fn bad_codec() -> PathBuf {
    environment::target().join("hostile/bad-codec.wasm")
}

/// Builds all guests, then packs them with the host built in `profile`.
pub(crate) fn build_and_pack(profile: Profile) -> Result<(), String> {
    add_wasm_target()?;
    println!("==> Building the plugins for WebAssembly");
    // A target folder of its own: guests and host never wait for each other's lock.
    let target = environment::target().join("guests");
    let mut build = process::cargo(&["build", "--profile", "guest", "--target", WASM_TARGET, "--target-dir"]);
    // For the guests' target alone: what runs while building is built without.
    build.arg(&target).env("CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS", FLAGS);
    process::run(build.args(GUESTS.iter().flat_map(|guest| ["--package", guest.package])))?;
    for guest in GUESTS {
        let file = format!("{}.wasm", guest.package.replace('-', "_"));
        let component = target.join(WASM_TARGET).join("guest").join(file);
        pack(guest, &component, &profile.binary())?;
    }
    Ok(())
}

pub(crate) fn add_wasm_target() -> Result<(), String> {
    let mut where_is = Command::new("rustc");
    where_is.current_dir(environment::root()).args(["--print", "target-libdir", "--target", WASM_TARGET]);
    if process::capture(&mut where_is).is_ok_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    println!("==> Adding Rust's standard library for {WASM_TARGET} (rustup target add)");
    process::run(Command::new("rustup").current_dir(environment::root()).args(["target", "add", WASM_TARGET]))
}

fn pack(guest: &Guest, component: &Path, binary: &Path) -> Result<(), String> {
    let package = guest.package;
    let folder = environment::root().join(guest.folder);
    let manifest = folder.join("plugin.toml");
    let out = match guest.use_by {
        Use::Everyone => self::folder().join(format!("{package}.wasm")),
        Use::Tests => environment::target().join("hostile").join(format!("{package}.wasm")),
    };
    if !manifest.exists() {
        return Err(format!("{} is missing: a plugin needs a manifest to be packed", manifest.display()));
    }
    let assets = folder.join("assets");
    if is_current(&out, &[component, &manifest, &assets, binary]) {
        return Ok(());
    }
    println!("==> Packing {package}");
    let parent = out.parent().unwrap_or(&out);
    fs::create_dir_all(parent).map_err(|error| format!("cannot create {}: {error}", parent.display()))?;
    let mut command = Command::new(binary);
    command.args(["plugin", "pack", "--component"]).arg(component).arg("--manifest").arg(&manifest);
    if assets.is_dir() {
        command.arg("--assets").arg(&assets);
    }
    process::run(command.arg("--out").arg(&out))?;
    if out.exists() { Ok(()) } else { Err(format!("packing {package} did not write {}", out.display())) }
}

/// Whether `out` is newer than every input. The host counts as one: it decides how a package is laid out.
pub(crate) fn is_current(out: &Path, inputs: &[&Path]) -> bool {
    let Some(written) = modified(out) else { return false };
    inputs.iter().filter_map(|input| newest(input)).all(|input| input <= written)
}

/// The latest change in a file or, for a folder, in anything under it; `None` when it is not there.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = modified(path)?;
    let Ok(entries) = fs::read_dir(path) else { return Some(own) };
    entries.flatten().filter_map(|entry| newest(&entry.path())).chain([own]).max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|facts| facts.modified()).ok()
}
