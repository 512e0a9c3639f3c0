//! The tasks of this repository: `cargo xtask <command>`. One file per command.

mod bench;
mod clients;
mod cluster;
mod contract;
mod debian;
mod environment;
mod host;
mod languages;
mod look;
mod plugins;
mod process;
mod serve;
mod services;
mod soak;
mod tally;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <command>

  serve [--listen ADDR] [--data DIR]   build everything and start the host on this machine
  test [--release] [FILTER…]           run every test, with real PostgreSQL, Chromium and nginx
  plugins [--release]                  build and pack the plugins into target/plugins
  bench [NAME…]                        measure
  look [--release] [NAME…]             take screenshots of every page, or of those named
  soak                                 run the long tests
  contract                             write docs/contract.md, the reference of `wit/`
  tidy                                 formatting, lints and the rules of the source tree
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "serve" => serve::run(&rest),
        "test" => test::run(&rest),
        "plugins" => plugins::run(&rest),
        "bench" => bench::run(&rest),
        "look" => look::run(&rest),
        "contract" => contract::run(&rest),
        "soak" => soak::run(&rest),
        "tidy" => tidy::run(&rest),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        unknown => Err(format!("there is no command `{unknown}`\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}
