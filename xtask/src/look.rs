//! `cargo xtask look [--release] [NAME…]`: screenshots of every page, or of those named, to be looked at by a person.

use std::process::Command;

use crate::cluster::Syncing;
use crate::debian;
use crate::host::{self, Profile};
use crate::plugins;
use crate::process;
use crate::services::Services;

pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let profile = Profile::chosen(arguments);
    let names = arguments.iter().filter(|argument| *argument != "--release");
    host::build_with_programs(profile)?;
    plugins::build_and_pack(profile)?;
    let packages = [debian::POSTGRESQL, debian::CHROMIUM, debian::CHROMEDRIVER];
    let services = Services::start(profile, &packages, Syncing::Skipped);
    let mut look = Command::new(profile.program("look"));
    services.tell(look.args(names));
    process::run(&mut look)
}
