//! `cargo xtask bench [NAME…]`: measures the release host under load.

use crate::debian;
use crate::host::{self, Profile};
use crate::plugins;
use crate::process;
use crate::services::Services;

pub(crate) fn run(names: &[String]) -> Result<(), String> {
    host::build_with_tests(Profile::Release)?;
    plugins::build_and_pack(Profile::Release)?;
    let services = Services::start(Profile::Release, &[debian::POSTGRESQL, debian::NGINX, debian::WRK, debian::VIPS]);
    let mut bench = process::cargo(&[
        "run",
        "--release",
        "--package",
        "veillee-tests",
        "--features",
        "bench",
        "--bin",
        "bench",
        "--",
    ]);
    services.tell(bench.args(names));
    process::run(&mut bench)
}
