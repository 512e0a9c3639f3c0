//! What was saved. Times and sizes are compared every now and then: it works on every file system, and a plugin has few files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::limits;

/// Made by the build, or none of the author's.
const NOT_WATCHED: [&str; 3] = ["target", "node_modules", "Cargo.lock"];

/// The files of a plugin at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glance(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

pub fn glance(folder: &Path) -> Glance {
    let mut files = BTreeMap::new();
    look(folder, &mut files);
    Glance(files)
}

/// Resolves when the files are others than `before`, and have come to rest.
pub async fn changed(folder: &Path, before: Glance) {
    let pause = Duration::from_millis(limits::DEV_LOOK_MS);
    let mut last = before.clone();
    loop {
        let now = glance(folder);
        if now != before && now == last {
            return;
        }
        last = now;
        tokio::time::sleep(pause).await;
    }
}

/// A folder that cannot be read, or goes meanwhile, holds nothing.
fn look(folder: &Path, files: &mut BTreeMap<PathBuf, (Option<SystemTime>, u64)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // Hidden files are those of editors and of version control.
        if name.starts_with('.') || name.ends_with('~') || NOT_WATCHED.contains(&name.as_ref()) {
            continue;
        }
        match entry.metadata() {
            Ok(facts) if facts.is_dir() => look(&entry.path(), files),
            Ok(facts) => {
                files.insert(entry.path(), (facts.modified().ok(), facts.len()));
            }
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use veillee_ambient::SystemRandom;

    use super::*;
    use crate::storage::ids::new_id;

    #[test]
    fn what_an_author_saves_is_seen_and_what_a_build_makes_is_not() {
        let folder = std::env::temp_dir().join(format!("veillee-{}", new_id(&SystemRandom)));
        for made in ["src", "target", ".veillee"] {
            std::fs::create_dir_all(folder.join(made)).unwrap();
        }
        let write = |path: &str, text: &str| std::fs::write(folder.join(path), text).unwrap();
        write("src/lib.rs", "1");
        let first = glance(&folder);
        for (path, text) in [("target/a.wasm", "x"), (".veillee/p", "x"), ("Cargo.lock", "x"), ("src/.lib.rs.swp", "x")]
        {
            write(path, text);
        }
        assert_eq!(glance(&folder), first);
        write("src/lib.rs", "12");
        let second = glance(&folder);
        assert_ne!(second, first);
        write("plugin.toml", "");
        assert_ne!(glance(&folder), second);
        std::fs::remove_file(folder.join("plugin.toml")).unwrap();
        assert_eq!(glance(&folder), second);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
