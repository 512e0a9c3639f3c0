//! Packages made byte by byte (component model, `Binary.md`), and a shelf to install them on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;
use veillee::plugin::{Compiler, InstallError, Plugin, Plugins};
use veillee_engine::{Engine, EngineLimits, pack};
use veillee_tests::world::{hostile, program};

use crate::score::Score;

pub const MANIFEST: &str = include_str!("../../hostile/plugin.toml");
pub const HEADER: [u8; 8] = [0, b'a', b's', b'm', 0x0d, 0, 1, 0];
pub const CORE_HEADER: [u8; 8] = [0, b'a', b's', b'm', 1, 0, 0, 0];

/// The hostile component without its sections.
pub fn bare() -> Vec<u8> {
    veillee_tests::world::bare(&hostile())
}

/// The hostile component with this manifest.
pub fn with_manifest(manifest: &str) -> Vec<u8> {
    pack(&bare(), manifest, &[])
}

pub fn with_assets(assets: &[(&str, &[u8])]) -> Vec<u8> {
    let assets: Vec<(String, Vec<u8>)> =
        assets.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    pack(&bare(), MANIFEST, &assets)
}

/// Every `from` in the hostile component becomes `to`, of the same length.
pub fn patched(from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bare();
    let mut at = 0;
    let mut places = 0;
    while let Some(found) = bytes[at..].windows(from.len()).position(|window| window == from.as_bytes()) {
        bytes[at + found..at + found + from.len()].copy_from_slice(to.as_bytes());
        at += found + from.len();
        places += 1;
    }
    assert!(places > 0, "{from} is not in the component");
    pack(&bytes, MANIFEST, &[])
}

/// A custom section of any length.
pub fn custom(name: &str, content: &[u8]) -> Vec<u8> {
    let mut inner = leb(name.len());
    inner.extend_from_slice(name.as_bytes());
    inner.extend_from_slice(content);
    section(0, &inner)
}

pub fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [&[id], leb(content.len()).as_slice(), content].concat()
}

/// Unsigned LEB128.
pub fn leb(mut number: usize) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = (number & 0x7f).to_le_bytes()[0];
        number >>= 7;
        if number == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

/// A component that imports these interfaces (empty ones), holds these core modules, each instantiated, and exports an
/// empty `veillee:web/web`.
pub fn component(imports: &[&str], modules: &[Vec<u8>]) -> Vec<u8> {
    let named = |name: &str| [&[0_u8], leb(name.len()).as_slice(), name.as_bytes()].concat();
    let mut bytes = HEADER.to_vec();
    for module in modules {
        bytes.extend(section(1, module));
    }
    for number in 0..modules.len() {
        bytes.extend(section(2, &[&[1, 0][..], &leb(number), &[0]].concat()));
    }
    bytes.extend(section(7, &[1, 0x42, 0]));
    for import in imports {
        bytes.extend(section(10, &[&[1][..], &named(import), &[5, 0]].concat()));
    }
    bytes.extend(section(5, &[1, 1, 0]));
    let export = [&[1][..], &named("veillee:web/web@0.1.0"), &[5], &leb(imports.len()), &[0]].concat();
    bytes.extend(section(11, &export));
    bytes
}

/// A shelf of its own, so that what lies on it can be seen.
pub struct Workshop {
    folder: TempDir,
    plugins: Plugins,
}

/// Of a refusal.
const SENTENCE_CHARS: usize = 400;

impl Workshop {
    pub fn new() -> Self {
        Self::with_compiler(TempDir::new().unwrap(), program())
    }

    pub fn with_compiler(folder: TempDir, program: PathBuf) -> Self {
        let engine = Engine::new(EngineLimits::default()).expect("an engine");
        let plugins = Plugins::new(engine, folder.path().to_owned(), Compiler { program }).expect("a shelf");
        Self { folder, plugins }
    }

    /// Another host that comes to the same shelf later.
    pub fn beside(other: &Self) -> Self {
        let folder = TempDir::new().unwrap();
        for name in other.listing() {
            std::fs::copy(other.folder().join(&name), folder.path().join(&name)).unwrap();
        }
        Self::with_compiler(folder, program())
    }

    /// The same shelf with another compiler.
    pub fn and_compiler(self, program: PathBuf) -> Self {
        Self::with_compiler(self.folder, program)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub async fn install(&self, bytes: &[u8]) -> Result<Arc<Plugin>, InstallError> {
        self.plugins.install(bytes).await
    }

    pub fn listing(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The package is refused with one sentence, and the shelf is as it was.
    pub async fn refuses(&self, score: &mut Score, what: &str, bytes: &[u8]) -> String {
        let before = self.listing();
        let outcome = self.install(bytes).await;
        let sentence = outcome.as_ref().err().map(ToString::to_string).unwrap_or_default();
        score.check(outcome.is_err(), || format!("{what}: installed"));
        if outcome.is_err() {
            score.check(is_sentence(&sentence), || format!("{what}: {sentence:?}"));
            score.check(self.listing() == before, || format!("{what}: left {:?}", self.listing()));
        }
        sentence
    }
}

/// One line that says what is wrong and, after a colon, what to do.
pub fn is_sentence(text: &str) -> bool {
    let plain = text.chars().all(|c| !c.is_control());
    plain && !text.is_empty() && text.chars().count() < SENTENCE_CHARS && !text.ends_with('.') && text.contains(": ")
}
