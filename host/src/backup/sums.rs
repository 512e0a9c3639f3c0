use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entry::Entry;

/// What a group of entries adds up to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Group {
    pub(super) entries: u64,
    pub(super) bytes: u64,
    /// BLAKE3 over name, size and bytes of each entry, in order, in hexadecimal.
    pub(super) blake3: String,
}

/// What stands last in the archive.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) groups: BTreeMap<String, Group>,
}

/// Adds up entries as they pass.
#[derive(Default)]
pub(super) struct Sums {
    groups: BTreeMap<String, (u64, u64, blake3::Hasher)>,
}

impl Sums {
    pub(super) fn add(&mut self, entry: &Entry, bytes: &[u8]) {
        let Some(group) = entry.group() else { return };
        let (entries, total, hasher) = self.groups.entry(group).or_default();
        let name = entry.to_string();
        *entries += 1;
        *total += bytes.len() as u64;
        for part in
            [&(name.len() as u64).to_be_bytes()[..], name.as_bytes(), &(bytes.len() as u64).to_be_bytes(), bytes]
        {
            hasher.update(part);
        }
    }

    pub(super) fn manifest(&self) -> Manifest {
        let groups = self.groups.iter().map(|(name, (entries, bytes, hasher))| {
            let blake3 = hasher.finalize().to_hex().to_string();
            (name.clone(), Group { entries: *entries, bytes: *bytes, blake3 })
        });
        Manifest { groups: groups.collect() }
    }
}

/// Adds up a set in any order: two sets with the same sum and count are the same, but by chance or by design. Design is
/// not at issue: what is compared was written by one program into one authenticated file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SetSum {
    count: u64,
    sum: u128,
}

impl SetSum {
    pub(super) fn add(&mut self, member: &[&[u8]]) {
        let mut hasher = blake3::Hasher::new();
        for part in member {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        let mut first = [0; 16];
        hasher.finalize_xof().fill(&mut first);
        self.count += 1;
        self.sum = self.sum.wrapping_add(u128::from_be_bytes(first));
    }
}
