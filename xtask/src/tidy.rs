//! `cargo xtask tidy`: formatting, lints, and the rules of the source tree.

use crate::contract;
use crate::environment;
use crate::plugins;
use crate::process;

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    if let Some(unknown) = arguments.first() {
        return Err(format!("tidy takes no argument, not `{unknown}`"));
    }
    println!("==> Formatting");
    process::run(&mut process::cargo(&["fmt", "--all", "--check"]))?;
    println!("==> Lints of everything on this machine");
    process::run(&mut process::cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    plugins::add_wasm_target()?;
    println!("==> Lints of the guests for WebAssembly");
    let mut guests = process::cargo(&["clippy", "--target", plugins::WASM_TARGET, "--target-dir"]);
    guests.arg(environment::target().join("guests"));
    guests.args(plugins::GUESTS.iter().flat_map(|guest| ["--package", guest.package]));
    process::run(guests.args(["--", "--deny", "warnings"]))?;
    println!("==> The contract's reference");
    contract::check()?;
    println!("==> Rules of the source tree");
    process::run(&mut process::cargo(&["test", "--package", "veillee-tests", "--test", "tidy"]))
}
