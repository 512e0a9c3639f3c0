//! The program `veillee`.

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main]
async fn main() -> ExitCode {
    veillee::cli::Cli::parse().run().await
}
