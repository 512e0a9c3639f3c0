//! The elements a plugin's page may hold, and how a browser nests them (HTML standard, 13.2.6 tree construction).

use html5gum::State;

use crate::values;

/// Where an element may stand, and what it changes for what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Inside a line; leaves an open paragraph open.
    Phrase,
    /// Like `Phrase`, but never a second one inside the first: a browser would take it apart, or two would act at once.
    Single,
    /// Closes an open paragraph.
    Block,
    /// Closes an open paragraph and an open heading.
    Heading,
    /// Closes an open paragraph; a second one inside the first is ignored by a browser.
    Form,
    Table,
    /// Only in its place inside a table.
    TablePart,
    /// Only inside one of these, which it is brought back to; closes an open paragraph.
    Item(&'static [&'static str]),
    /// Holds options and nothing else.
    Options,
    /// Only inside `Options`.
    Choice,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    /// Has neither content nor end tag.
    pub(crate) void: bool,
}

const fn element(name: &'static str, place: Place) -> Element {
    Element { name, place, void: false }
}

const fn void(name: &'static str, place: Place) -> Element {
    Element { name, place, void: true }
}

/// Sorted by name, for the search.
static ALLOWED: &[Element] = &[
    element("a", Place::Single),
    element("abbr", Place::Phrase),
    element("address", Place::Block),
    element("article", Place::Block),
    element("aside", Place::Block),
    element("b", Place::Phrase),
    element("bdi", Place::Phrase),
    element("bdo", Place::Phrase),
    element("blockquote", Place::Block),
    void("br", Place::Phrase),
    element("button", Place::Single),
    element("caption", Place::TablePart),
    element("cite", Place::Phrase),
    element("code", Place::Phrase),
    void("col", Place::TablePart),
    element("colgroup", Place::TablePart),
    element("data", Place::Phrase),
    element("datalist", Place::Options),
    element("dd", Place::Item(&["dl"])),
    element("del", Place::Phrase),
    element("details", Place::Block),
    element("dfn", Place::Phrase),
    element("div", Place::Block),
    element("dl", Place::Block),
    element("dt", Place::Item(&["dl"])),
    element("em", Place::Phrase),
    element("fieldset", Place::Block),
    element("figcaption", Place::Block),
    element("figure", Place::Block),
    element("footer", Place::Block),
    element("form", Place::Form),
    element("h1", Place::Heading),
    element("h2", Place::Heading),
    element("h3", Place::Heading),
    element("h4", Place::Heading),
    element("h5", Place::Heading),
    element("h6", Place::Heading),
    element("header", Place::Block),
    element("hgroup", Place::Block),
    void("hr", Place::Block),
    element("i", Place::Phrase),
    void("img", Place::Phrase),
    void("input", Place::Phrase),
    element("ins", Place::Phrase),
    element("kbd", Place::Phrase),
    element("label", Place::Phrase),
    element("legend", Place::Phrase),
    element("li", Place::Item(&["ol", "ul"])),
    element("mark", Place::Phrase),
    element("meter", Place::Phrase),
    element("nav", Place::Block),
    element("ol", Place::Block),
    element("optgroup", Place::Choice),
    element("option", Place::Choice),
    element("output", Place::Phrase),
    element("p", Place::Block),
    element("pre", Place::Block),
    element("progress", Place::Phrase),
    element("q", Place::Phrase),
    element("rp", Place::Item(&["ruby"])),
    element("rt", Place::Item(&["ruby"])),
    element("ruby", Place::Phrase),
    element("s", Place::Phrase),
    element("samp", Place::Phrase),
    element("search", Place::Block),
    element("section", Place::Block),
    element("select", Place::Options),
    element("small", Place::Phrase),
    element("span", Place::Phrase),
    element("strong", Place::Phrase),
    element("sub", Place::Phrase),
    element("summary", Place::Block),
    element("sup", Place::Phrase),
    element("table", Place::Table),
    element("tbody", Place::TablePart),
    element("td", Place::TablePart),
    element("textarea", Place::Phrase),
    element("tfoot", Place::TablePart),
    element("th", Place::TablePart),
    element("thead", Place::TablePart),
    element("time", Place::Phrase),
    element("tr", Place::TablePart),
    element("u", Place::Phrase),
    element("ul", Place::Block),
    element("var", Place::Phrase),
    // Around a plugin's own HTML, which the host's script enhances. A second one inside the first would have two minds.
    element("veillee-autosave", Place::Single),
    element("veillee-confirm", Place::Single),
    element("veillee-copy", Place::Single),
    element("veillee-lightbox", Place::Single),
    element("veillee-people", Place::Single),
    element("veillee-picker", Place::Single),
    element("veillee-preview", Place::Single),
    element("veillee-reorder", Place::Single),
    element("veillee-shortcuts", Place::Single),
    element("video", Place::Single),
    void("wbr", Place::Phrase),
];

/// The allowed element of this name; `None` for every other name.
pub(crate) fn find(name: &str) -> Option<&'static Element> {
    ALLOWED.binary_search_by(|element| element.name.cmp(name)).ok().map(|at| &ALLOWED[at])
}

/// The elements of the host that stand around a plugin's own HTML, in the order of the alphabet.
pub(crate) fn around() -> impl Iterator<Item = &'static str> {
    ALLOWED.iter().map(|element| element.name).filter(|name| values::is_of_host(name))
}

/// Elements that vanish with their content: it is no text for people, or a browser reads it by other rules.
pub(crate) fn drops_content(name: &str) -> bool {
    matches!(
        name,
        "applet"
            | "audio"
            | "canvas"
            | "frameset"
            | "iframe"
            | "math"
            | "noembed"
            | "noframes"
            | "noscript"
            | "object"
            | "plaintext"
            | "script"
            | "style"
            | "svg"
            | "template"
            | "title"
            | "xmp"
    )
}

/// How a browser that runs scripts reads the content of the element (HTML standard, 13.2.6.4.7 and 13.4).
pub(crate) fn content_state(name: &str) -> Option<State> {
    match name {
        "textarea" | "title" => Some(State::RcData),
        "iframe" | "noembed" | "noframes" | "noscript" | "style" | "xmp" => Some(State::RawText),
        "script" => Some(State::ScriptData),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}

/// Elements that an end tag does not reach out of, and that hide a paragraph around them.
pub(crate) fn is_boundary(name: &str) -> bool {
    matches!(name, "button" | "caption" | "table" | "td" | "th")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allow_list_is_sorted_so_that_the_search_finds_every_name() {
        assert!(ALLOWED.is_sorted_by(|left, right| left.name < right.name));
        for element in ALLOWED {
            assert_eq!(find(element.name), Some(element));
        }
    }

    #[test]
    fn nothing_allowed_is_dropped_with_its_content() {
        assert!(ALLOWED.iter().all(|element| !drops_content(element.name)));
    }
}
