use super::Finding;
use crate::plugin::manifest::{Manifest, ManifestError, shown};

/// Capabilities without a reason, and reasons without a capability: all of them, where [`Manifest::check_reasons`] names
/// the first.
pub fn findings(manifest: &Manifest, capabilities: &[String]) -> Vec<Finding> {
    let missing = capabilities.iter().filter(|name| !manifest.reasons.contains_key(*name));
    let needless = manifest.reasons.keys().filter(|name| !capabilities.contains(name));
    let errors = missing
        .map(|name| ManifestError::NoReason(name.clone()))
        .chain(needless.map(|name| ManifestError::NeedlessReason(shown(name))));
    errors.map(|error| Finding::problem("reasons", &error)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_missing_and_each_needless_reason_is_named() {
        let text = r#"
            name = "notes"
            version = "0.1.0"
            title = { fr = "Notes", en = "Notes" }
            description = { fr = "Des notes.", en = "Notes." }
            [reasons]
            log = { fr = "Pour rien.", en = "For nothing." }
            caller = { fr = "Pour parler votre langue.", en = "To speak your language." }
        "#;
        let manifest = Manifest::parse(text).expect("a manifest");
        let wanted = ["caller", "objects-read", "objects-write"].map(str::to_owned);
        let sentences: Vec<String> = findings(&manifest, &wanted).into_iter().map(|found| found.sentence).collect();
        assert_eq!(sentences.len(), 3, "{sentences:?}");
        for (sentence, name) in sentences.iter().zip(["objects-read", "objects-write", "log"]) {
            assert!(sentence.contains(&format!("`{name}`")), "{sentence}");
        }
    }
}
