//! `veillee plugin new`: the files of a plugin to begin with, in a folder of its own.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::control::Problem;
use crate::plugin::is_name;

#[derive(Args)]
pub struct New {
    /// Name of the plugin: its pages live under it. Lower-case letters, digits and hyphens.
    name: String,
    /// Where the folder of the plugin is made.
    #[arg(long, default_value = ".")]
    into: PathBuf,
    /// Folder of the SDK [default: that of the sources in which this program or this folder lies, or that it was built from]
    #[arg(long)]
    sdk: Option<PathBuf>,
}

/// Each file with its text, in which `{{name}}`, `{{title}}` and `{{sdk}}` are replaced.
const FILES: [(&str, &str); 6] = [
    (".gitignore", include_str!("../../../scaffold/gitignore")),
    ("Cargo.toml", include_str!("../../../scaffold/Cargo.toml.in")),
    ("plugin.toml", include_str!("../../../scaffold/plugin.toml")),
    // The toolchain and the target that the host's own plugins are built with.
    ("rust-toolchain.toml", include_str!("../../../../rust-toolchain.toml")),
    ("src/lib.rs", include_str!("../../../scaffold/src/lib.rs")),
    ("src/tests.rs", include_str!("../../../scaffold/src/tests.rs")),
];

/// Names that mean something else to the compiler of Rust.
const TAKEN: &str = "\
    abstract alloc as async await become box break const continue core crate do dyn \
    else enum extern false final fn for gen if impl in let loop macro \
    match mod move mut override priv proc-macro pub ref return self static std struct \
    super test trait true try type typeof unsafe unsized use veillee-sdk virtual where while \
    yield";

impl New {
    pub fn run(self) -> Result<(), Problem> {
        check_name(&self.name)?;
        let sdk = match &self.sdk {
            Some(folder) => given_sdk(folder)?,
            None => found_sdk()?,
        };
        let here = self.into == Path::new(".");
        let folder = if here { PathBuf::from(&self.name) } else { self.into.join(&self.name) };
        write(&folder, &self.name, &sdk_entry(&sdk)?)?;
        println!("{} is a plugin now, with the SDK in {}. Next:", folder.display(), sdk.display());
        println!("  cd {}", folder.display());
        println!("  cargo test");
        println!("  veillee plugin dev");
        Ok(())
    }
}

fn check_name(name: &str) -> Result<(), Problem> {
    if !is_name(name) {
        let shown: String = name.chars().flat_map(char::escape_debug).take(60).collect();
        return Err(Problem::mistake(format!(
            "`{shown}` is not a name: use 1 to 40 lower-case letters, digits and single hyphens, starting with a letter"
        )));
    }
    // Keywords are no package names; `veillee-sdk` and the standard crates would hide the ones that the plugin needs.
    if TAKEN.split(' ').any(|taken| taken == name) {
        return Err(Problem::mistake(format!("`{name}` means something else in Rust: choose another name")));
    }
    Ok(())
}

fn given_sdk(folder: &Path) -> Result<PathBuf, Problem> {
    let found = folder.canonicalize().ok().filter(|folder| is_sdk(folder));
    found.ok_or_else(|| {
        Problem::mistake(format!("{} is not the SDK: give the folder `sdk` of the sources", folder.display()))
    })
}

/// Of the sources in which this program lies, else of those around the current folder, else of those that it was built
/// from: its folder of builds may lie anywhere.
fn found_sdk() -> Result<PathBuf, Problem> {
    let sources = Ok(PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let places = [std::env::current_exe(), std::env::current_dir(), sources].into_iter().flatten();
    let mut places = places.filter_map(|place| place.canonicalize().ok());
    let found =
        places.find_map(|place| place.ancestors().map(|folder| folder.join("sdk")).find(|folder| is_sdk(folder)));
    found.ok_or_else(|| {
        Problem::mistake(
            "the SDK is not found: say where the folder `sdk` of the sources of Veillée lies, with --sdk".to_owned(),
        )
    })
}

fn is_sdk(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let parsed: Option<toml::Table> = manifest.parse().ok();
    let name = parsed.as_ref().and_then(|table| table.get("package")?.get("name")?.as_str());
    name == Some("veillee-sdk")
}

/// How `Cargo.toml` names the SDK.
fn sdk_entry(folder: &Path) -> Result<String, Problem> {
    let path = folder.to_str().ok_or_else(|| {
        Problem::mistake(format!("the name of {} is not UTF-8 text: move the SDK to another folder", folder.display()))
    })?;
    Ok(format!("path = {}", toml::Value::from(path)))
}

/// All files, or none.
fn write(folder: &Path, name: &str, sdk: &str) -> Result<(), Problem> {
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Problem::mistake(format!("{} is there already: choose another name", folder.display())));
        }
        made => made.map_err(|error| Problem::failure(format!("{}: {error}", folder.display())))?,
    }
    let written = FILES.iter().try_for_each(|(path, text)| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, filled(text, name, sdk))
    });
    written.map_err(|error| {
        std::fs::remove_dir_all(folder).ok();
        Problem::failure(format!("{}: {error}", folder.display()))
    })
}

fn filled(text: &str, name: &str, sdk: &str) -> String {
    text.replace("{{name}}", name).replace("{{title}}", &title(name)).replace("{{sdk}}", sdk)
}

/// `Shopping list` for `shopping-list`.
fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugin::{Manifest, shapes};

    #[test]
    fn every_placeholder_is_filled() {
        for (path, text) in FILES {
            let filled = filled(text, "shopping-list", "path = \"/sdk\"");
            for placeholder in ["{{name}}", "{{title}}", "{{sdk}}"] {
                assert!(!filled.contains(placeholder), "{path}: {filled}");
            }
        }
    }

    #[test]
    fn the_manifest_of_a_new_plugin_is_one() {
        let (_, text) = FILES.iter().find(|(path, _)| *path == "plugin.toml").expect("a manifest");
        let manifest = Manifest::parse(&filled(text, "shopping-list", "")).expect("readable");
        assert_eq!((manifest.name.as_str(), manifest.title.en.as_str()), ("shopping-list", "Shopping list"));
        assert_eq!(shapes(&manifest).expect("shapes").len(), 1);
    }

    #[test]
    fn a_folder_of_any_name_stands_in_cargos_manifest() {
        let (_, text) = FILES.iter().find(|(path, _)| *path == "Cargo.toml").expect("a manifest");
        let entry = sdk_entry(Path::new("/home/Zoé \"la\" douce\\sdk")).expect("text");
        let table: toml::Table = filled(text, "notes", &entry).parse().expect("TOML");
        assert_eq!(table["dependencies"]["veillee-sdk"]["path"].as_str(), Some("/home/Zoé \"la\" douce\\sdk"));
        assert_eq!(table["dev-dependencies"]["veillee-sdk"]["features"][0].as_str(), Some("testing"));
    }

    #[test]
    fn names_that_no_host_or_no_compiler_takes_are_refused() {
        for name in
            ["", "Notes", "a--b", "-a", "a-", "../evil", "ne pas", "été", "match", "std", "veillee-sdk", "yield"]
        {
            assert!(check_name(name).is_err(), "{name}");
        }
        for name in ["notes", "a", "shopping-list", "list2"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
    }
}
