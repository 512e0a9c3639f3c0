use std::collections::BTreeSet;

/// The operator's yes: which capabilities a service of an association may use.
///
/// A capability is the WIT interface `veillee:NAME/FACE`; its name here is `NAME-FACE`, or `NAME` where both are the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grants(BTreeSet<String>);

impl Grants {
    pub fn new(capabilities: impl IntoIterator<Item = String>) -> Self {
        Self(capabilities.into_iter().collect())
    }

    pub fn allows(&self, capability: &str) -> bool {
        self.0.contains(capability)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
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
