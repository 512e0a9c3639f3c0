//! One file of texts.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Entry, Pattern};
use fluent_syntax::parser;
use syn::Result;

use super::{Language, broken};

/// Messages and terms of one language.
#[derive(Debug)]
pub(super) struct Texts {
    /// Of the file, for complaints.
    pub(super) name: String,
    pub(super) language: Language,
    messages: BTreeMap<String, Pattern<String>>,
    terms: BTreeMap<String, Pattern<String>>,
}

impl Texts {
    pub(super) fn read(name: &str, text: &str, language: Language) -> Result<Self> {
        let resource = parser::parse(text.to_owned()).map_err(|(_, errors)| {
            let error = errors.first();
            let line = error.map_or(1, |error| 1 + text[..error.pos.start.min(text.len())].matches('\n').count());
            let reason = error.map(ToString::to_string).unwrap_or_default();
            broken(&format!("{name}, line {line}: {reason}"))
        })?;
        let mut texts = Self { name: name.to_owned(), language, messages: BTreeMap::new(), terms: BTreeMap::new() };
        for entry in resource.body {
            texts.add(entry)?;
        }
        Ok(texts)
    }

    fn add(&mut self, entry: Entry<String>) -> Result<()> {
        let (id, value, attributes, known) = match entry {
            Entry::Message(message) => (message.id.name, message.value, message.attributes, &mut self.messages),
            Entry::Term(term) => (term.id.name, Some(term.value), term.attributes, &mut self.terms),
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) | Entry::Junk { .. } => {
                return Ok(());
            }
        };
        let (Some(value), true) = (value, attributes.is_empty()) else {
            return Err(broken(&format!("{}: `{id}` has attributes; make a message of each", self.name)));
        };
        if known.insert(id.clone(), value).is_some() {
            return Err(broken(&format!("{}: `{id}` stands there twice", self.name)));
        }
        Ok(())
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }

    pub(super) fn holds(&self, key: &str) -> bool {
        self.messages.contains_key(key)
    }

    pub(super) fn message(&self, key: &str) -> Result<&Pattern<String>> {
        self.messages.get(key).ok_or_else(|| broken(&format!("{}: there is no message `{key}`", self.name)))
    }

    pub(super) fn term(&self, key: &str) -> Result<&Pattern<String>> {
        self.terms.get(key).ok_or_else(|| broken(&format!("{}: there is no term `-{key}`", self.name)))
    }
}
