//! `cargo xtask bench [NAME…]`: measures the release host under load.

use std::process::Command;

use crate::clients;
use crate::cluster::Syncing;
use crate::debian;
use crate::host::{self, Profile};
use crate::plugins;
use crate::process;
use crate::services::Services;

pub(crate) fn run(names: &[String]) -> Result<(), String> {
    host::build_with_programs(Profile::Release)?;
    plugins::build_and_pack(Profile::Release)?;
    if names.is_empty() || names.iter().any(|name| name == "uploads") {
        clients::ensure_peers();
    }
    if names.is_empty() || names.iter().any(|name| name == "front") {
        debian::ensure(&[debian::NODE, debian::NPM, debian::CHROMIUM]);
        clients::ensure_lighthouse();
    }
    let tools = [debian::POSTGRESQL, debian::NGINX, debian::WRK, debian::VIPS, debian::PYTHON];
    let services = Services::start(Profile::Release, &tools, Syncing::Real);
    let mut bench = Command::new(Profile::Release.program("bench"));
    services.tell(bench.args(names));
    process::run(&mut bench)
}
