use crate::refusal::Refusal;
use crate::sections::{KNOWN_API, is_patch_of};

const OURS: [&str; 8] = [
    "veillee:caller/caller",
    "veillee:jobs/queue",
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
/// What a plugin may offer: by interface.
const OFFERS: [(&str, Offer); 5] = [
    ("veillee:codec/codec", Offer::Codec),
    ("veillee:events/handler", Offer::Events),
    ("veillee:jobs/run", Offer::Jobs),
    ("veillee:rules/rules", Offer::Rules),
    ("veillee:web/web", Offer::Web),
];

/// An interface that a plugin exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offer {
    /// Turns bytes into facts and other bytes; it imports nothing of the host.
    Codec,
    Events,
    Jobs,
    /// Says of each change whether it may be.
    Rules,
    Web,
}

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

/// What an export of this name offers; others are the guest's own affair.
pub(crate) fn offer(export: &str) -> Option<Offer> {
    let (interface, version) = export.split_once('@')?;
    let known = OFFERS.iter().find(|(name, _)| *name == interface && is_patch_of(version, KNOWN_API));
    known.map(|(_, offer)| *offer)
}

/// Whether an import is ours, and so a question to the host.
pub(crate) fn asks_host(import: &str) -> bool {
    import.starts_with("veillee:")
}
