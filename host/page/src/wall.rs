//! Reads the tokens of a page and writes what passes.

use html5gum::{StartTag, Token, Tokenizer};

use crate::dropped::{DroppedKind, Log};
use crate::elements::{self, Element, Place};
use crate::host_element::{self, End, Gathering};
use crate::limits;
use crate::stack::Stack;
use crate::tag::{self, Tag};
use crate::text;
use crate::values;
use crate::{Filtered, HostElement, Site};

/// An element that vanishes with its content, and how many of its name are open.
struct Hidden {
    name: String,
    depth: usize,
}

pub(crate) struct Wall<'s> {
    pub(crate) site: &'s Site<'s>,
    out: String,
    pub(crate) stack: Stack,
    pub(crate) log: Log,
    hidden: Option<Hidden>,
    gathering: Option<Gathering>,
    nodes: usize,
    /// A limit was reached: nothing more is read.
    full: bool,
}

impl<'s> Wall<'s> {
    pub(crate) fn new(site: &'s Site<'s>) -> Self {
        Self {
            site,
            out: String::new(),
            stack: Stack::default(),
            log: Log::default(),
            hidden: None,
            gathering: None,
            nodes: 0,
            full: false,
        }
    }

    pub(crate) fn pass(mut self, main: &str) -> Filtered {
        let read = &main[..main.floor_char_boundary(limits::INPUT_BYTES)];
        if read.len() < main.len() {
            self.log.add(DroppedKind::Limit, "bytes read", "");
        }
        self.out.reserve(read.len() + read.len() / 8);
        let mut tokens = Tokenizer::new(read);
        while let Some(Ok(token)) = tokens.next() {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    if let Some(state) = elements::content_state(&name).filter(|_| !self.is_in_foreign_content()) {
                        tokens.set_state(state);
                    }
                    self.start(&name, &tag);
                }
                Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(words) => self.text(&String::from_utf8_lossy(&words)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
            if self.full {
                self.log.add(DroppedKind::Limit, "nodes or bytes written", "");
                break;
            }
        }
        self.place_host_element();
        self.close_from(0);
        Filtered { html: self.out, dropped: self.log.into_entries() }
    }

    /// Inside vector graphics and formulas the standard reads `<style>` and its like as any other element.
    fn is_in_foreign_content(&self) -> bool {
        self.hidden.as_ref().is_some_and(|hidden| matches!(hidden.name.as_str(), "svg" | "math"))
    }

    fn start(&mut self, name: &str, tag: &StartTag<()>) {
        if let Some(hidden) = &mut self.hidden {
            hidden.depth += usize::from(hidden.name == name);
        } else if let Some(gathering) = &mut self.gathering {
            gathering.inner_start(name);
        } else if host_element::is_name(name) && elements::find(name).is_none() {
            self.gathering = Some(Gathering::start(name, tag));
            // A browser would not close it here, but whoever writes the slash means it.
            if tag.self_closing {
                self.place_host_element();
            }
        } else if elements::drops_content(name) || tag::is_mark_of_host(name, tag) {
            self.log.add(DroppedKind::Element, name, "");
            let closed = tag.self_closing && matches!(name, "svg" | "math");
            self.hidden = (!closed).then(|| Hidden { name: name.to_owned(), depth: 1 });
        } else if let Some(element) = elements::find(name) {
            self.start_allowed(element, tag);
        } else {
            self.log.add(DroppedKind::Element, name, "");
        }
    }

    fn start_allowed(&mut self, element: &'static Element, tag: &StartTag<()>) {
        let Some(Tag { written, outside }) = tag::write(element.name, tag, self.site, &mut self.log) else {
            self.log.add(DroppedKind::Element, element.name, "");
            // Its content is checked for itself; only void elements are refused for what they say.
            return;
        };
        if !self.make_place(element) {
            self.log.add(DroppedKind::Element, element.name, "");
            return;
        }
        if element.void {
            self.put(&written);
        } else if self.stack.is_full() {
            self.log.add(DroppedKind::Limit, "depth", "");
        } else if self.put(&written) {
            self.stack.push(element, outside);
        }
    }

    /// Opens an element that the plugin left to the browser to imply.
    pub(crate) fn open_implied(&mut self, name: &str) -> bool {
        let Some(element) = elements::find(name) else { return false };
        if self.stack.is_full() || !self.put(&format!("<{name}>")) {
            return false;
        }
        self.stack.push(element, false);
        true
    }

    fn end(&mut self, name: &str) {
        if let Some(hidden) = &mut self.hidden {
            hidden.depth -= usize::from(hidden.name == name);
            if hidden.depth == 0 {
                self.hidden = None;
            }
            return;
        }
        if let Some(gathering) = &mut self.gathering {
            match gathering.end(name) {
                End::Own => return self.place_host_element(),
                // The end of an element around it ends a host element that was never closed.
                End::Unknown if self.stack.closed_by(name).is_some() => self.place_host_element(),
                End::Inside | End::Unknown => return,
            }
        }
        if let Some(at) = self.stack.closed_by(name) {
            self.close_from(at);
        }
    }

    fn text(&mut self, words: &str) {
        if self.hidden.is_some() {
            return;
        }
        if let Some(gathering) = &mut self.gathering {
            return gathering.text(words);
        }
        let words = text::clean(words);
        let inner = self.stack.innermost();
        let only_options = inner.is_some_and(|inner| inner.place == Place::Options || inner.name == "optgroup");
        if only_options || self.stack.is_between_cells() {
            let blank = words.bytes().all(|byte| byte.is_ascii_whitespace());
            if !blank {
                self.log.add(DroppedKind::Text, inner.map_or("", |inner| inner.name), "");
                return;
            }
        }
        if !words.is_empty() {
            let mut written = String::with_capacity(words.len() + 16);
            text::escape_into(&mut written, &words);
            self.put(&written);
        }
    }

    /// Writes one element or text, unless that reaches a limit.
    fn put(&mut self, written: &str) -> bool {
        if self.nodes >= limits::NODES || self.out.len() + written.len() > limits::OUTPUT_BYTES {
            self.full = true;
            return false;
        }
        self.nodes += 1;
        self.out.push_str(written);
        true
    }

    /// Closes every element from this depth on.
    pub(crate) fn close_from(&mut self, depth: usize) {
        while self.stack.len() > depth {
            let Some((name, outside)) = self.stack.pop() else { continue };
            if outside {
                self.out.push_str("<span class=\"");
                self.out.push_str(values::OUTSIDE_CLASS);
                self.out.push_str("\"> ");
                text::escape_into(&mut self.out, &text::clean(self.site.outside_mark));
                self.out.push_str("</span>");
            }
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// Puts the host's HTML where the plugin named the element, where such HTML can stand.
    fn place_host_element(&mut self) {
        let Some(gathering) = self.gathering.take() else { return };
        let element = gathering.finish();
        match self.expansion(&element) {
            Some(html) if self.has_place_for(&html) => {
                let is_block = |name: &str| elements::find(name).is_some_and(|found| found.place.ends_paragraph());
                if host_element::holds_tag(&html, is_block) {
                    self.close_paragraph();
                }
                self.put(&html);
            }
            _ => self.log.add(DroppedKind::Element, &element.name, ""),
        }
    }

    fn expansion(&self, element: &HostElement) -> Option<String> {
        if self.full { None } else { self.site.elements.expand(element) }
    }

    /// A form inside a form would be ignored, and its end would close the plugin's form early: the host's hidden fields
    /// would then be sent to the plugin.
    fn has_place_for(&self, html: &str) -> bool {
        let inside_control = self.stack.holds("a") || self.stack.holds("button") || self.stack.is_among_options();
        let form_in_form = self.stack.holds("form") && host_element::holds_tag(html, |name| name == "form");
        !inside_control && !form_in_form && !self.stack.is_between_cells()
    }
}
