//! `cargo xtask serve`: from a fresh clone to a running host with one command.

use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::environment;
use crate::host::{self, Profile};
use crate::plugins;

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let (listen, data) = parse(arguments)?;
    host::build(Profile::Release)?;
    plugins::build_and_pack(Profile::Release)?;
    println!("==> Starting on http://{listen}, data in {data}. Ctrl-C stops it.");
    let mut server = Command::new(Profile::Release.binary());
    server.current_dir(environment::root());
    server.args(["serve", "--data", &data, "--listen", &listen, "--plugins"]).arg(plugins::folder());
    // The host takes the place of this process, so that signals and the terminal are its own.
    Err(format!("cannot start the host: {}", server.exec()))
}

fn parse(arguments: &[String]) -> Result<(String, String), String> {
    let (mut listen, mut data) = ("127.0.0.1:8080".to_owned(), "./data".to_owned());
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let place = match word.as_str() {
            "--listen" => &mut listen,
            "--data" => &mut data,
            unknown => return Err(format!("serve knows --listen ADDR and --data DIR, not `{unknown}`")),
        };
        place.clone_from(words.next().ok_or_else(|| format!("{word} needs a value"))?);
    }
    Ok((listen, data))
}
