//! The folder of one cluster, and what runs that were killed left behind.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::{as_postgres, programs};
use crate::process;

/// The names of all such folders begin so; the number of the process follows.
const PREFIX: &str = "veillee-postgres-";
const LOCK: &str = "lock";

/// A folder of this run. It is kept when dropped: the next run removes it, if this one did not.
pub(super) struct Folder {
    path: PathBuf,
    /// Held as long as the process lives, however it ends.
    _lock: File,
}

impl Folder {
    /// An empty one in `place`, after those of runs that are no more were removed.
    pub(super) fn create(place: &Path) -> Result<Self, String> {
        remove_remains(place);
        let path = place.join(format!("{PREFIX}{}", std::process::id()));
        fs::create_dir(&path).map_err(|error| format!("cannot create {}: {error}", path.display()))?;
        let lock = File::create(path.join(LOCK)).and_then(|file| file.lock().map(|()| file));
        let lock = lock.map_err(|error| format!("cannot lock {}: {error}", path.display()))?;
        Ok(Self { path, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn remove(self) {
        // What cannot go now goes with the next run.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A folder whose lock nobody holds has no run any more. One without a lock is being made.
fn remove_remains(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(lock) = File::open(path.join(LOCK)) else { continue };
        if entry.file_name().to_string_lossy().starts_with(PREFIX) && lock.try_lock().is_ok() {
            stop_remains(&path);
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Ends a server that an earlier run left behind, so that its folder can go.
fn stop_remains(folder: &Path) {
    let data = folder.join("data");
    let Some(programs) = programs().filter(|_| data.join("postmaster.pid").exists()) else { return };
    let mut stop = as_postgres(&programs.join("pg_ctl"));
    // A stale file without a server behind it is no failure.
    let _ = process::capture(stop.args(["stop", "--wait", "--mode", "immediate", "--pgdata"]).arg(&data));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_behind_is_removed_and_what_runs_is_left_alone() {
        let place = std::env::temp_dir().join(format!("veillee-clusters-{}", std::process::id()));
        let (left, running, strange) = (format!("{PREFIX}0"), format!("{PREFIX}1"), "somebody-elses".to_owned());
        for name in [&left, &running, &strange] {
            fs::create_dir_all(place.join(name)).expect("a folder");
            fs::write(place.join(name).join(LOCK), "").expect("a lock");
        }
        let held = File::open(place.join(&running).join(LOCK)).expect("a lock");
        held.lock().expect("held");
        let own = Folder::create(&place).expect("a folder");
        assert!(own.path().is_dir() && !place.join(&left).exists());
        assert!(place.join(&running).is_dir() && place.join(&strange).is_dir());
        let path = own.path().to_owned();
        own.remove();
        assert!(!path.exists());
        fs::remove_dir_all(&place).expect("removed");
    }
}
