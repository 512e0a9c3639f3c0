//! Gathers an element of the host from the tokens of a plugin's page.

use html5gum::StartTag;

use crate::elements;
use crate::limits;
use crate::text;
use crate::{HostElement, values};

/// A host element whose end tag has not come yet.
pub(crate) struct Gathering {
    element: HostElement,
    /// Elements open inside it: their tags vanish, and so does the text of those that hide it.
    inside: Vec<String>,
}

/// What an end tag means to a host element that is being gathered.
#[derive(PartialEq, Eq)]
pub(crate) enum End {
    Inside,
    Own,
    Unknown,
}

/// A name of the host's elements, of a form that needs no escaping.
pub(crate) fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    values::is_of_host(name) && name.len() <= limits::NAME_CHARS && name.bytes().all(plain)
}

impl Gathering {
    pub(crate) fn start(name: &str, tag: &StartTag<()>) -> Self {
        let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let attributes = tag
            .attributes
            .iter()
            .map(|(name, value)| (String::from_utf8_lossy(name), String::from_utf8_lossy(value)))
            .filter(|(name, value)| plain(name) && value.len() <= limits::ADDRESS_BYTES)
            .take(limits::HOST_ELEMENT_ATTRIBUTES)
            .map(|(name, value)| (name.into_owned(), text::clean(&value)))
            .collect();
        let element = HostElement { name: name.to_owned(), attributes, text: String::new() };
        Self { element, inside: Vec::new() }
    }

    pub(crate) fn inner_start(&mut self, name: &str) {
        let void = elements::find(name).is_some_and(|element| element.void);
        if !void && self.inside.len() < limits::DEPTH {
            self.inside.push(name.to_owned());
        }
    }

    pub(crate) fn end(&mut self, name: &str) -> End {
        if let Some(at) = self.inside.iter().rposition(|inner| inner == name) {
            self.inside.truncate(at);
            return End::Inside;
        }
        if name == self.element.name { End::Own } else { End::Unknown }
    }

    pub(crate) fn text(&mut self, words: &str) {
        if self.inside.iter().any(|inner| elements::drops_content(inner)) {
            return;
        }
        let room = limits::HOST_ELEMENT_TEXT_BYTES.saturating_sub(self.element.text.len());
        self.element.text.push_str(&words[..words.floor_char_boundary(room)]);
    }

    pub(crate) fn finish(mut self) -> HostElement {
        let words = text::clean(&self.element.text);
        words.trim().clone_into(&mut self.element.text);
        self.element
    }
}

/// Whether trusted HTML holds a start tag that `wanted` accepts by name.
pub(crate) fn holds_tag(html: &str, wanted: impl Fn(&str) -> bool) -> bool {
    html.match_indices('<').any(|(at, _)| {
        let rest = &html[at + 1..];
        let end = rest.find(|character: char| !character.is_ascii_alphanumeric() && character != '-');
        wanted(&rest[..end.unwrap_or(rest.len())].to_ascii_lowercase())
    })
}
