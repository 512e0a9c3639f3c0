//! The real counterparts that tests and measurements meet, and the variables that tell where they are.

use std::process::Command;

use crate::clients::{self, Clients};
use crate::cluster::{self, Cluster, Syncing};
use crate::debian::{self, Package};
use crate::environment::find_program;
use crate::host::Profile;
use crate::plugins;

/// What runs while this value lives.
pub(crate) struct Services {
    cluster: Option<Cluster>,
    clients: Clients,
    profile: Profile,
}

impl Services {
    /// Installs what is missing and starts the database. What cannot start is said and left out.
    pub(crate) fn start(profile: Profile, packages: &[Package], syncing: Syncing) -> Self {
        debian::ensure(packages);
        let clients = clients::ensure();
        let cluster = match cluster::start(syncing) {
            Ok(cluster) => Some(cluster),
            Err(reason) => {
                println!("==> No PostgreSQL: {reason}");
                None
            }
        };
        Self { cluster, clients, profile }
    }

    /// Tells a command where everything is. A variable whose service is absent is removed, never inherited:
    /// a server that the caller's shell points at is not ours to write into.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env("VEILLEE_BIN", self.profile.binary());
        command.env("VEILLEE_PLUGINS", plugins::folder());
        command.env("VEILLEE_HOSTILE", plugins::hostile());
        command.env("VEILLEE_BAD_CODEC", plugins::bad_codec());
        let found = [
            ("VEILLEE_TEST_POSTGRES", self.cluster.as_ref().map(|cluster| cluster.url.clone().into())),
            ("VEILLEE_CHROMEDRIVER", find_program("chromedriver")),
            ("VEILLEE_NGINX", find_program("nginx")),
            ("VEILLEE_AXE_CORE", self.clients.axe_core.clone()),
            ("VEILLEE_VNU", self.clients.vnu.clone()),
            ("VEILLEE_JAVA", find_program("java")),
            ("VEILLEE_TUS_JS_CLIENT", self.clients.tus_js_client.clone()),
            ("VEILLEE_TUSPY", self.clients.tuspy.clone()),
            ("VEILLEE_SCHEMATHESIS", self.clients.schemathesis.clone()),
            ("VEILLEE_EXIFTOOL", find_program("exiftool")),
            ("VEILLEE_PYTHON", find_program("python3")),
            ("VEILLEE_UNZIP", find_program("unzip")),
            ("VEILLEE_STRACE", find_program("strace")),
            ("VEILLEE_AGE", find_program("age")),
            ("VEILLEE_POSTFIX", find_program("postfix")),
            ("VEILLEE_PEBBLE", find_program("pebble")),
        ];
        for (name, value) in found {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
    }
}
