//! Building the host and the programs of `tests`, in one of two profiles.

use std::path::PathBuf;

use crate::environment;
use crate::process;

/// How the host is compiled. Guests always use the profile `guest`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
}

impl Profile {
    /// Release with `--release`, dev otherwise.
    pub(crate) fn chosen(arguments: &[String]) -> Self {
        let asked = arguments.iter().any(|argument| argument == "--release");
        if asked { Self::Release } else { Self::Dev }
    }

    /// The words cargo wants for this profile.
    pub(crate) fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &[],
            Self::Release => &["--release"],
        }
    }

    /// The built host.
    pub(crate) fn binary(self) -> PathBuf {
        self.program("veillee")
    }

    /// A built program of the workspace.
    pub(crate) fn program(self, name: &str) -> PathBuf {
        let folder = match self {
            Self::Dev => "debug",
            Self::Release => "release",
        };
        environment::target().join(folder).join(name)
    }

    /// Says how long the first build takes, when there is none yet.
    pub(crate) fn announce(self) {
        if self.binary().exists() {
            println!("==> Building what changed");
        } else {
            println!(
                "==> Building the host for the first time: about 10 minutes on two cores, 2 minutes on sixteen.\n    \
                 The next time takes seconds."
            );
        }
    }
}

/// Builds the host alone.
pub(crate) fn build(profile: Profile) -> Result<(), String> {
    profile.announce();
    process::run(process::cargo(&["build", "--package", "veillee"]).args(profile.flags()))
}

/// Builds the host and every test program in one go.
///
/// One call, because Cargo unites the features of all packages it is asked for: the host built alone and the host
/// built beside its tests would be compiled twice.
pub(crate) fn build_with_tests(profile: Profile) -> Result<(), String> {
    profile.announce();
    process::run(process::cargo(&["build", "--workspace", "--bins", "--lib", "--tests"]).args(profile.flags()))
}

/// Builds the host and the programs that measure and show it, in one go for the same reason.
pub(crate) fn build_with_programs(profile: Profile) -> Result<(), String> {
    profile.announce();
    let mut build = process::cargo(&["build", "--bins", "--package", "veillee", "--package", "veillee-tests"]);
    process::run(build.args(["--features", "veillee-tests/bench"]).args(profile.flags()))
}
