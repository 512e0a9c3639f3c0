//! What an operator says yes to: computed from what the component really imports, with the manifest's reasons.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::install::{Package, PackageKind};
use super::manifest::{Manifest, Texts};
use super::registry::Plugin;
use crate::words::{Locale, Words};

/// All of it, in both languages.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Consent {
    pub name: String,
    pub version: String,
    /// SHA-256 of the package.
    pub digest: String,
    pub kind: PackageKind,
    /// The key it is signed with; none: it is not signed.
    pub publisher: Option<String>,
    pub title: Texts,
    pub description: Texts,
    pub keeps: Vec<Kept>,
    pub wants: Vec<Wanted>,
    /// Interfaces of WASI that the language's own library asks for: a clock, random numbers, output that ends in the
    /// log. Nothing is granted by them.
    pub wasi: Vec<String>,
}

/// A collection, and who may see its objects.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Kept {
    pub collection: String,
    /// Names of the files that each object may have.
    pub files: Vec<String>,
    pub seen_by: Texts,
}

/// A capability: what the host says it is, and why the plugin wants it.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Wanted {
    pub capability: String,
    pub means: Texts,
    pub reason: Texts,
}

impl Consent {
    pub fn of_package(package: &Package) -> Self {
        let Package { manifest, digest, kind, publisher, wasi, .. } = package;
        let (keeps, wants) = (keeps(manifest), wants(manifest, package.capabilities.iter()));
        Self::new(manifest, digest, *kind, publisher.as_ref(), wasi, keeps, wants)
    }

    pub fn of_plugin(plugin: &Plugin) -> Self {
        let Plugin { manifest, digest, kind, publisher, wasi, .. } = plugin;
        let (keeps, wants) = (keeps(manifest), wants(manifest, plugin.capabilities.iter()));
        Self::new(manifest, digest, *kind, publisher.as_ref(), wasi, keeps, wants)
    }

    fn new(
        manifest: &Manifest,
        digest: &str,
        kind: PackageKind,
        publisher: Option<&String>,
        wasi: &[String],
        keeps: Vec<Kept>,
        wants: Vec<Wanted>,
    ) -> Self {
        Self {
            name: manifest.name.clone(),
            version: manifest.version.clone(),
            digest: digest.to_owned(),
            kind,
            publisher: publisher.cloned(),
            title: manifest.title.clone(),
            description: manifest.description.clone(),
            keeps,
            wants,
            wasi: wasi.to_vec(),
        }
    }

    /// What it asks for, by name.
    pub fn capabilities(&self) -> BTreeSet<String> {
        self.wants.iter().map(|wanted| wanted.capability.clone()).collect()
    }

    /// Only these of its wishes: the difference that an upgrade makes.
    #[must_use]
    pub fn only(mut self, capabilities: &BTreeSet<String>) -> Self {
        self.wants.retain(|wanted| capabilities.contains(&wanted.capability));
        self
    }

    /// For a terminal.
    pub fn lines(&self, words: &Words) -> Vec<String> {
        let locale = words.locale();
        let mut lines = vec![
            format!("{} {} · {}", self.name, self.version, self.title.of(locale)),
            self.description.of(locale).to_owned(),
            format!("sha256:{}", self.digest),
            match &self.publisher {
                Some(key) => words.say_with("consent-publisher", &[("key", key.into())]),
                None => words.say("consent-unsigned"),
            },
        ];
        for kept in &self.keeps {
            let seen_by = kept.seen_by.of(locale);
            let values = [("collection", (&kept.collection).into()), ("who", seen_by.into())];
            lines.push(words.say_with("consent-keeps", &values));
        }
        lines.extend(self.wishes(words));
        if !self.wasi.is_empty() {
            lines.push(words.say("consent-wasi"));
        }
        lines
    }

    /// Each capability with its meaning and the plugin's reason.
    pub fn wishes(&self, words: &Words) -> Vec<String> {
        let locale = words.locale();
        let line = |wanted: &Wanted| {
            format!("{}: {} — {}", wanted.capability, wanted.means.of(locale), wanted.reason.of(locale))
        };
        if self.wants.is_empty() { vec![words.say("consent-nothing")] } else { self.wants.iter().map(line).collect() }
    }
}

fn keeps(manifest: &Manifest) -> Vec<Kept> {
    let kept = manifest.collections.iter().map(|(name, collection)| Kept {
        collection: name.clone(),
        files: collection.blobs.keys().cloned().collect(),
        seen_by: in_both(|words| seen_by(words, collection.rules.get("read").map_or("", String::as_str))),
    });
    kept.collect()
}

fn wants<'a>(manifest: &Manifest, capabilities: impl Iterator<Item = &'a String>) -> Vec<Wanted> {
    let wanted = capabilities.map(|capability| Wanted {
        capability: capability.clone(),
        means: in_both(|words| means(words, capability)),
        reason: manifest.reasons.get(capability).cloned().unwrap_or_default(),
    });
    wanted.collect()
}

fn in_both(say: impl Fn(&Words) -> String) -> Texts {
    Texts { fr: say(Words::of(Locale::Fr)), en: say(Words::of(Locale::En)) }
}

/// The host's own word on a capability: a plugin's reason is its author's.
fn means(words: &Words, capability: &str) -> String {
    match capability {
        "objects-read" => words.say("consent-objects-read"),
        "objects-write" => words.say("consent-objects-write"),
        "sharing" => words.say("consent-sharing"),
        "caller" => words.say("consent-caller"),
        "jobs-queue" => words.say("consent-jobs-queue"),
        "log" => words.say("consent-log"),
        _ => words.say("consent-other"),
    }
}

/// A rule to read in words. What fields hold are the plugin's own words, and stand as the manifest has them.
fn seen_by(words: &Words, rule: &str) -> String {
    let said = |term: &str| {
        let mut parts = term.split_whitespace();
        let who = match parts.next().unwrap_or("") {
            "visitor" => words.say("consent-seen-by-visitor"),
            "account" => words.say("consent-seen-by-account"),
            "member" => words.say("consent-seen-by-member"),
            "author" => words.say("consent-seen-by-author"),
            "owner" => words.say("consent-seen-by-owner"),
            "editor" => words.say("consent-seen-by-editor"),
            "depositor" | "viewer" | "contributor" => words.say("consent-seen-by-shared"),
            other => other.to_owned(),
        };
        let conditions: Vec<String> = parts.map(|condition| said_condition(words, condition)).collect();
        if conditions.is_empty() { who } else { format!("{who} ({})", conditions.join(", ")) }
    };
    let mut terms: Vec<String> = Vec::new();
    // Several roles have the same words: each is said once.
    for term in rule.split('|').map(said) {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms.join(", ")
}

fn said_condition(words: &Words, condition: &str) -> String {
    match condition.split_once('=') {
        Some(("within", time)) => words.say_with("consent-while-new", &[("time", time.into())]),
        Some(("before", field)) => words.say_with("consent-until", &[("field", field.into())]),
        Some((field, value)) if !field.ends_with('!') => {
            words.say_with("consent-while", &[("field", field.into()), ("value", value.into())])
        }
        _ => words.say_with("consent-if", &[("condition", condition.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sees_an_object_is_said_in_words() {
        let rule =
            "viewer state=shown | author | editor | member within=24h plan:large | visitor hidden!=true before=ends";
        let said = Locale::ALL.map(|locale| seen_by(Words::of(locale), rule));
        let [french, english] = said;
        assert_eq!(
            english,
            "those it is shared with (while “state” is “shown”), whoever made it, those who may change it, every member \
             (for 24h after it was made, if plan:large), everybody (if hidden!=true, until “ends”)"
        );
        assert_eq!(
            french,
            "les personnes avec qui c’est partagé (tant que «\u{a0}state\u{a0}» vaut «\u{a0}shown\u{a0}»), la personne qui l’a fait, \
             les personnes qui peuvent le modifier, tous les membres (pendant 24h après la création, si plan:large), \
             tout le monde (si hidden!=true, jusqu’à «\u{a0}ends\u{a0}»)"
        );
    }
}
