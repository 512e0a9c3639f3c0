use std::fmt;

use crate::limits;
use crate::text;

/// What kind of thing did not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DroppedKind {
    /// An element; its text stays unless the element hides or runs it.
    Element,
    /// An attribute, for its name or its value.
    Attribute,
    /// An attribute whose address points where a plugin's page may not.
    Address,
    /// Text where none may stand: between table cells, in a list of options.
    Text,
    /// The rest of the page, or a level of nesting, beyond a limit.
    Limit,
}

/// One thing that did not pass. Its words come from the plugin: without control characters, shortened, not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    pub kind: DroppedKind,
    /// The element's name, or the limit's.
    pub element: String,
    /// For an attribute `name=value`; else empty.
    pub detail: String,
}

impl fmt::Display for Dropped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            DroppedKind::Element => write!(out, "element <{}>", self.element),
            DroppedKind::Attribute => write!(out, "attribute {} of <{}>", self.detail, self.element),
            DroppedKind::Address => write!(out, "address {} of <{}>", self.detail, self.element),
            DroppedKind::Text => write!(out, "text in <{}>", self.element),
            DroppedKind::Limit => write!(out, "limit {}", self.element),
        }
    }
}

/// Collects the first entries and forgets the rest, so that a hostile page cannot fill the operator's log.
#[derive(Default)]
pub(crate) struct Log {
    entries: Vec<Dropped>,
}

impl Log {
    pub(crate) fn add(&mut self, kind: DroppedKind, element: &str, detail: &str) {
        if self.entries.len() >= limits::DROPPED_ENTRIES {
            return;
        }
        let short = |words: &str| -> String {
            text::clean(words).replace(['\n', '\t'], " ").chars().take(limits::DROPPED_DETAIL_CHARS).collect()
        };
        self.entries.push(Dropped { kind, element: short(element), detail: short(detail) });
    }

    pub(crate) fn attribute(&mut self, kind: DroppedKind, element: &str, name: &str, value: &str) {
        if self.entries.len() < limits::DROPPED_ENTRIES {
            let value: String = value.chars().take(limits::DROPPED_DETAIL_CHARS).collect();
            self.add(kind, element, &format!("{name}={value}"));
        }
    }

    pub(crate) fn into_entries(self) -> Vec<Dropped> {
        self.entries
    }
}
