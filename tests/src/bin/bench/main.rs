//! Measures the release host: `cargo xtask bench [NAME…]`, all of them without a name.
//!
//! Each measurement prints its raw figures and writes them between its own two marks in `docs/benchmarks.md`, so that one
//! can be run again without the others. What is compared is measured side by side in one run, in turns.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a measurement stops at what it does not expect"
)]

mod access;
mod access_http;
mod access_worlds;
mod client;
mod document;
mod download;
mod front;
mod guests;
mod host;
mod lighthouse;
mod list;
mod list_worlds;
mod machine;
mod memory;
mod native;
mod nginx;
mod own_host;
mod page;
mod peers;
mod photo;
mod renditions;
mod report;
mod revocation;
mod samples;
mod services;
mod signin;
mod signin_load;
mod statements;
mod trivial;
mod uploads;
mod wrk;

use report::Report;

const NAMES: [&str; 14] = [
    "page",
    "photo",
    "list",
    "trivial",
    "memory",
    "revocation",
    "renditions",
    "guests",
    "uploads",
    "downloads",
    "services",
    "front",
    "access",
    "signin",
];

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|name| !NAMES.contains(&name.as_str())) {
        eprintln!("there is no measurement `{unknown}`: choose of {}", NAMES.join(", "));
        std::process::exit(2);
    }
    document::write("machine", &machine::describe());
    for name in NAMES.into_iter().filter(|name| asked.is_empty() || asked.iter().any(|one| one == name)) {
        let load = machine::load();
        let started = machine::now_text();
        eprintln!("==> {name}");
        let report = run(name).await;
        let text = report.text(&started, &load);
        println!("\n{text}");
        document::write(name, &text);
    }
}

async fn run(name: &str) -> Report {
    match name {
        "page" => page::measure().await,
        "photo" => photo::measure().await,
        "list" => list::measure().await,
        "trivial" => trivial::measure().await,
        "memory" => memory::measure().await,
        "revocation" => revocation::measure().await,
        "uploads" => uploads::measure().await,
        "downloads" => download::measure().await,
        "services" => services::measure().await,
        "front" => front::measure().await,
        "access" => access::measure().await,
        "signin" => signin::measure().await,
        "renditions" => renditions::measure().await,
        _ => guests::measure().await,
    }
}
