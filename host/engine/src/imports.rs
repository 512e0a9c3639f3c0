use crate::refusal::Refusal;
use crate::sections::{KNOWN_API, is_patch_of};

const OURS: [&str; 7] = [
    "veillee:caller/caller",
    "veillee:log/log",
    "veillee:objects/read",
    "veillee:objects/write",
    "veillee:sharing/sharing",
    "veillee:types/choices",
    "veillee:types/types",
];
const WASI: [&str; 5] = ["wasi:cli", "wasi:clocks", "wasi:filesystem", "wasi:io", "wasi:random"];
const WASI_VERSION: &str = "0.2";
const NETWORK: [&str; 3] = ["wasi:http", "wasi:sockets", "wasi:tls"];
const WEB: &str = "veillee:web/web";

/// May a component ask for this? Whether the functions inside fit is seen when it is linked.
pub(crate) fn check(import: &str) -> Result<(), Refusal> {
    let (interface, version) = import.split_once('@').unwrap_or((import, ""));
    let package = interface.split_once('/').map_or(interface, |(package, _)| package);
    if NETWORK.contains(&package) {
        return Err(Refusal::NetworkImport(import.to_owned()));
    }
    let is_ours = OURS.contains(&interface) && is_patch_of(version, KNOWN_API);
    let is_wasi = interface != package && WASI.contains(&package) && is_patch_of(version, WASI_VERSION);
    if is_ours || is_wasi { Ok(()) } else { Err(Refusal::UnknownImport(import.to_owned())) }
}

pub(crate) fn is_web(export: &str) -> bool {
    export.split_once('@').is_some_and(|(interface, version)| interface == WEB && is_patch_of(version, KNOWN_API))
}
