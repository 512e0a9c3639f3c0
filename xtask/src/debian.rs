//! The Debian packages that tests and measurements need: said first, installed only when absent.

use std::fs;
use std::io::{IsTerminal, stdin};
use std::path::Path;
use std::process::Command;

use crate::cluster;
use crate::environment::find_program;
use crate::process;

/// A package, what it is needed for, and how to see that it is already there.
pub(crate) struct Package {
    name: &'static str,
    purpose: &'static str,
    is_present: fn() -> bool,
}

pub(crate) const POSTGRESQL: Package = Package {
    name: "postgresql",
    purpose: "the second database; each run starts a private server, and removes it",
    is_present: || cluster::programs().is_some(),
};
pub(crate) const CHROMIUM: Package =
    Package { name: "chromium", purpose: "a real browser", is_present: || find_program("chromium").is_some() };
pub(crate) const CHROMEDRIVER: Package = Package {
    name: "chromium-driver",
    purpose: "drives the browser",
    is_present: || find_program("chromedriver").is_some(),
};
pub(crate) const NGINX: Package = Package {
    name: "nginx-light",
    purpose: "the proxy that hosts usually stand behind",
    is_present: || find_program("nginx").is_some(),
};
pub(crate) const NODE: Package = Package {
    name: "nodejs",
    purpose: "runs tus-js-client and Lighthouse",
    is_present: || find_program("node").is_some(),
};
pub(crate) const NPM: Package = Package {
    name: "npm",
    purpose: "installs tus-js-client, axe-core, vnu and Lighthouse",
    is_present: || find_program("npm").is_some(),
};
pub(crate) const PYTHON: Package = Package {
    name: "python3-venv",
    purpose: "reads the archives that the host makes; environments for tuspy and schemathesis",
    is_present: || Command::new("python3").args(["-c", "import ensurepip"]).status().is_ok_and(|done| done.success()),
};
pub(crate) const JAVA: Package = Package {
    name: "default-jre-headless",
    purpose: "runs vnu, which checks HTML and CSS",
    is_present: || find_program("java").is_some(),
};
pub(crate) const EXIFTOOL: Package = Package {
    name: "libimage-exiftool-perl",
    purpose: "looks for places and names in pictures",
    is_present: || find_program("exiftool").is_some(),
};
pub(crate) const VIPS: Package = Package {
    name: "libvips-tools",
    purpose: "makes thumbnails, to compare with",
    is_present: || find_program("vipsthumbnail").is_some(),
};
pub(crate) const UNZIP: Package = Package {
    name: "unzip",
    purpose: "reads the archives that the host makes",
    is_present: || find_program("unzip").is_some(),
};
pub(crate) const WRK: Package =
    Package { name: "wrk", purpose: "makes the load", is_present: || find_program("wrk").is_some() };

pub(crate) const AGE: Package = Package {
    name: "age",
    purpose: "opens and makes files like our backups",
    is_present: || find_program("age").is_some(),
};
pub(crate) const PEBBLE: Package =
    Package { name: "pebble", purpose: "issues certificates by ACME", is_present: || find_program("pebble").is_some() };
pub(crate) const POSTFIX: Package = Package {
    name: "postfix",
    purpose: "takes the mails that the host sends; each test runs a private one, the system's own is not used",
    is_present: || find_program("postfix").is_some(),
};
pub(crate) const STRACE: Package = Package {
    name: "strace",
    purpose: "shows the order of writes and syncs, and makes them fail",
    is_present: || find_program("strace").is_some(),
};

/// Installs what is missing. Never an error: what stays absent is named, and whatever needs it is not run.
pub(crate) fn ensure(packages: &[Package]) {
    let missing: Vec<&Package> = packages.iter().filter(|package| !(package.is_present)()).collect();
    if missing.is_empty() {
        return;
    }
    println!("==> Debian packages to install (they may start services of their own; none of those is used):");
    for package in &missing {
        println!("    {:<16} {}", package.name, package.purpose);
    }
    if let Err(reason) = install(&missing) {
        println!("==> Cannot install packages: {reason}");
    }
    for package in missing.iter().filter(|package| !(package.is_present)()) {
        println!("    without {}: what needs it will be counted as not run", package.name);
    }
}

fn install(missing: &[&Package]) -> Result<(), String> {
    if find_program("apt-get").is_none() {
        return Err("this machine has no apt-get".to_owned());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let known = has_lists();
    if !known {
        process::run(apt_get()?.arg("update"))?;
    }
    let first = process::run(apt_get()?.args(["install", "--yes", "--no-install-recommends"]).args(&names));
    if first.is_ok() || !known {
        return first;
    }
    // Old lists name versions that are no longer served.
    process::run(apt_get()?.arg("update"))?;
    process::run(apt_get()?.args(["install", "--yes", "--no-install-recommends"]).args(&names))
}

fn has_lists() -> bool {
    let lists = Path::new("/var/lib/apt/lists");
    let Ok(entries) = fs::read_dir(lists) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages"))
}

fn apt_get() -> Result<Command, String> {
    let environment = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"];
    if process::is_root() {
        let mut command = Command::new("env");
        command.args(environment);
        return Ok(command);
    }
    if find_program("sudo").is_none() {
        return Err("that needs root or sudo".to_owned());
    }
    let mut command = Command::new("sudo");
    if !stdin().is_terminal() {
        command.arg("--non-interactive");
    }
    command.arg("env").args(environment);
    Ok(command)
}
