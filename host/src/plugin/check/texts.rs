//! Texts that are missing in one of the two languages: all of them, where reading the manifest stops at the first.

use toml::{Table, Value};

use super::Finding;
use crate::plugin::manifest::shown;
use crate::words::Locale;

/// Stands where a text is missing, so that the rest of the manifest can be judged.
const PLACEHOLDER: &str = "…";

/// The manifest with every missing text filled in, and a sentence for each. What is no TOML comes back as it is.
pub fn complete(text: &str) -> (String, Vec<Finding>) {
    let Ok(mut manifest) = text.parse::<Table>() else { return (text.to_owned(), Vec::new()) };
    let mut findings = Vec::new();
    for name in ["title", "description"] {
        let texts = manifest.entry(name).or_insert_with(|| Value::Table(Table::new()));
        fill(texts, &format!("the {name}"), name, &mut findings);
    }
    if let Some(Value::Table(reasons)) = manifest.get_mut("reasons") {
        for (name, texts) in reasons.iter_mut() {
            let name = shown(name);
            fill(texts, &format!("the reason for `{name}`"), &name, &mut findings);
        }
    }
    if findings.is_empty() { (text.to_owned(), findings) } else { (manifest.to_string(), findings) }
}

fn fill(texts: &mut Value, place: &str, key: &str, findings: &mut Vec<Finding>) {
    // Another type is a mistake of another kind, which reading the manifest names.
    let Value::Table(texts) = texts else { return };
    for locale in Locale::ALL {
        let (tag, language) = match locale {
            Locale::Fr => ("fr", "French"),
            Locale::En => ("en", "English"),
        };
        let is_blank = match texts.get(tag) {
            None => true,
            Some(Value::String(text)) => text.trim().is_empty(),
            Some(_) => false,
        };
        if is_blank {
            texts.insert(tag.to_owned(), Value::String(PLACEHOLDER.to_owned()));
            let sentence = format!("{place} is missing in {language}: write `{tag} = \"…\"` in `{key}` of plugin.toml");
            findings.push(Finding::problem("texts", &sentence));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plugin::Manifest;

    #[test]
    fn each_text_that_is_missing_in_a_language_is_named_and_the_rest_can_be_read() {
        let text = r#"
            name = "notes"
            version = "0.1.0"
            title = { fr = "Notes" }
            [reasons]
            caller = { fr = " ", en = "To speak your language." }
        "#;
        let (complete, findings) = complete(text);
        let sentences: Vec<&str> = findings.iter().map(|found| found.sentence.as_str()).collect();
        assert_eq!(sentences.len(), 4, "{sentences:?}");
        let wanted = [
            "title is missing in English",
            "description is missing in French",
            "description is missing in English",
            "reason for `caller` is missing in French",
        ];
        for (sentence, wanted) in sentences.iter().zip(wanted) {
            assert!(sentence.contains(wanted), "{sentence}");
        }
        assert_eq!(Manifest::parse(&complete).expect("a manifest").title.fr, "Notes");
    }

    #[test]
    fn what_lacks_nothing_stays_as_it_was_written() {
        let text =
            "# ours\nname = \"x\"\ntitle = { fr = \"X\", en = \"X\" }\ndescription = { fr = \"X.\", en = \"X.\" }\n";
        assert_eq!(complete(text), (text.to_owned(), Vec::new()));
        assert_eq!(complete("name = "), ("name = ".to_owned(), Vec::new()));
    }
}
