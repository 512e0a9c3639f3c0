//! `cargo xtask look`: screenshots of every page, to be looked at by a person.

use std::process::Command;

use crate::cluster::Syncing;
use crate::debian;
use crate::host::{self, Profile};
use crate::plugins;
use crate::process;
use crate::services::Services;

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    host::build_with_programs(Profile::Release)?;
    plugins::build_and_pack(Profile::Release)?;
    let packages = [debian::POSTGRESQL, debian::CHROMIUM, debian::CHROMEDRIVER];
    let services = Services::start(Profile::Release, &packages, Syncing::Skipped);
    let mut look = Command::new(Profile::Release.program("look"));
    services.tell(look.args(arguments));
    process::run(&mut look)
}
