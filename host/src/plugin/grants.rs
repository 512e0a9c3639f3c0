use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

/// The operator's yes: which capabilities a service of an association may use.
///
/// A capability is the WIT interface `veillee:NAME/FACE`; its name here is `NAME-FACE`, or `NAME` where both are the same.
/// A clone is the same yes, not a copy: what is taken back is taken from the calls under way, at their next host call.
#[derive(Clone, Debug, Default)]
pub struct Grants(Arc<RwLock<BTreeSet<String>>>);

impl Grants {
    pub fn new(capabilities: impl IntoIterator<Item = String>) -> Self {
        Self(Arc::new(RwLock::new(capabilities.into_iter().collect())))
    }

    pub fn allows(&self, capability: &str) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).contains(capability)
    }

    pub fn names(&self) -> BTreeSet<String> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn give(&self, capability: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(capability.to_owned());
    }

    pub fn take_back(&self, capability: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(capability);
    }
}

/// The capabilities among a component's imports, such as `veillee:objects/read@0.1.0`. Shared words (`veillee:types`) and
/// WASI are no capabilities of ours.
pub fn capabilities(imports: &[String]) -> BTreeSet<String> {
    imports
        .iter()
        .filter_map(|import| import.strip_prefix("veillee:"))
        .filter_map(|import| import.split('@').next()?.split_once('/'))
        .filter(|(package, _)| *package != "types")
        .map(|(package, face)| if package == face { package.to_owned() } else { format!("{package}-{face}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capability_is_named_after_its_interface() {
        let imports = [
            "veillee:objects/read@0.1.0",
            "veillee:log/log@0.1.0",
            "veillee:types/types@0.1.0",
            "veillee:types/choices@0.1.0",
            "wasi:io/streams@0.2.6",
        ];
        let found = capabilities(&imports.map(str::to_owned));
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["log", "objects-read"]);
    }
}
