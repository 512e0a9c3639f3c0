//! Which package may depend on which: the walls that `Cargo.toml` builds.

use super::tree::sources;

/// Packages below the host, with the packages of the workspace each may see.
const HOST_CRATES: [(&str, &[&str]); 6] = [
    ("host/access", &[]),
    ("host/age", &["veillee-ambient"]),
    ("host/ambient", &[]),
    ("host/engine", &["veillee-ambient"]),
    ("host/page", &["veillee-ambient"]),
    ("host/vault", &["veillee-ambient"]),
];

/// Folders of packages that run in the sandbox, or that such packages are made with.
const GUEST_SIDE: [&str; 5] = ["sdk", "plugins", "examples", "tests/hostile", "tests/worker"];

/// The packages of the workspace that guests know: the SDK, and the macros that it hands on.
const SDK: [&str; 2] = ["veillee-sdk", "veillee-sdk-derive"];

#[test]
fn a_crate_below_the_host_sees_only_what_is_below_itself() {
    let mut breaches = Vec::new();
    for (folder, may_see) in HOST_CRATES {
        for manifest in sources(folder, &["toml"]).iter().filter(|file| file.path.ends_with("/Cargo.toml")) {
            for name in workspace_names(&manifest.text) {
                if !may_see.contains(&name.as_str()) {
                    breaches.push(format!("{}: `{name}`", manifest.path));
                }
            }
        }
    }
    super::none(
        &breaches,
        "These crates are walls: `access` decides and `vault` seals without knowing the rest.\nHand in a value or a \
         trait instead of the dependency. What they may see stands in tests/tests/tidy/dependencies.rs.",
    );
}

#[test]
fn every_crate_below_the_host_has_its_walls_written_down() {
    let is_listed = |path: &str| HOST_CRATES.iter().any(|(folder, _)| path == format!("{folder}/Cargo.toml"));
    let manifests = sources("host", &["toml"]).into_iter().map(|file| file.path);
    let crates = manifests.filter(|path| path.ends_with("/Cargo.toml") && path != "host/Cargo.toml");
    let breaches: Vec<String> = crates.filter(|path| !is_listed(path)).collect();
    super::none(&breaches, "Say in HOST_CRATES of tests/tests/tidy/dependencies.rs what the new crate may see.");
}

#[test]
fn guests_and_their_sdk_never_name_the_host() {
    let mut breaches = Vec::new();
    for folder in GUEST_SIDE {
        for manifest in sources(folder, &["toml"]).iter().filter(|file| file.path.ends_with("Cargo.toml")) {
            let foreign = workspace_names(&manifest.text).into_iter().filter(|name| !SDK.contains(&name.as_str()));
            breaches.extend(foreign.map(|name| format!("{}: `{name}`", manifest.path)));
        }
        for source in sources(folder, &["rs"]) {
            for (number, line) in source.code_lines() {
                if HOST_CRATES.iter().any(|(folder, _)| line.contains(&crate_name(folder))) || names_the_host(line) {
                    breaches.push(format!("{}:{number}: {}", source.path, line.trim()));
                }
            }
        }
    }
    super::none(&breaches, "A guest knows the contract in wit/ and the SDK, nothing of the host.");
}

/// `veillee::…` as a crate, but not the package `veillee` of the contract inside generated bindings.
fn names_the_host(line: &str) -> bool {
    line.match_indices("veillee::").any(|(start, _)| {
        let before = line[..start].chars().next_back();
        !before.is_some_and(|character| character.is_alphanumeric() || "_:".contains(character))
    })
}

#[test]
fn the_host_is_told_from_the_contract_of_the_same_name() {
    assert!(names_the_host("use veillee::storage;"));
    assert!(!names_the_host("use super::bindings::veillee::types::types;"));
}

/// `veillee_access` for `host/access`.
fn crate_name(folder: &str) -> String {
    format!("veillee_{}", folder.trim_start_matches("host/"))
}

/// The packages of the workspace that a manifest depends on.
fn workspace_names(manifest: &str) -> Vec<String> {
    let mut section = "";
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']);
            names.extend(section.rsplit_once("dependencies.").map(|(_, name)| name.to_owned()));
        } else if section.ends_with("dependencies") {
            let end = line.find(|character: char| !(character.is_alphanumeric() || "_-".contains(character)));
            names.extend(end.map(|end| line[..end].to_owned()));
        }
    }
    names.retain(|name| name == "veillee" || name.starts_with("veillee-"));
    names
}

#[test]
fn a_dependency_is_found_in_every_way_to_write_it() {
    let manifest = "[package]\nname = \"veillee-x\"\n[dependencies]\nveillee-a.workspace = true\nserde = \"1\"\n\
        [dev-dependencies]\nveillee = { path = \"..\" }\n[target.'cfg(unix)'.dependencies.veillee-b]\nversion = \"1\"\n";
    assert_eq!(workspace_names(manifest), ["veillee-a", "veillee", "veillee-b"]);
}
