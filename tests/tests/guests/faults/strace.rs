use std::path::Path;
use std::process::{Child, Command, Stdio};

use veillee_tests::services::strace;

use super::program::Running;

/// Watches, and if so told disturbs, the calls of a running program. Dropped, it lets go.
pub(crate) struct Watch {
    child: Child,
}

impl Watch {
    /// None when strace is not there: the test is then counted as not run.
    pub(crate) fn on(running: &Running, arguments: &[&str], log: &Path) -> Option<Self> {
        let strace = strace()?;
        let mut command = Command::new(strace);
        command.args(["-f", "-q", "-y", "-s", "32"]).args(arguments).arg("-o").arg(log);
        command.args(["-p", &running.child.id().to_string()]).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("strace starts");
        // It has every thread when it traces: /proc says so.
        for _ in 0..400 {
            if all_threads_are_traced(running.child.id()) {
                return Some(Self { child });
            }
            if child.try_wait().expect("asked").is_some() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let mut said = String::new();
        child.kill().ok();
        std::io::Read::read_to_string(&mut child.stderr.take().expect("a pipe"), &mut said).ok();
        panic!("strace cannot follow the program: {said}");
    }

    /// Lets go, so that the log is whole.
    pub(crate) fn end(mut self) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-INT", &id]).status().expect("kill runs");
        self.child.wait().expect("ended");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn all_threads_are_traced(process: u32) -> bool {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{process}/task")) else { return false };
    threads.flatten().all(|thread| {
        let status = std::fs::read_to_string(thread.path().join("status")).unwrap_or_default();
        status.lines().any(|line| line.strip_prefix("TracerPid:").is_some_and(|id| id.trim() != "0"))
    })
}
