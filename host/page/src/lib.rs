//! The page wall: a plugin's HTML for `<main>` passes here once and comes out as HTML that cannot act, run or leave.
//!
//! [`filter`] reads the page with a tokenizer that follows the HTML standard, keeps what the allow-lists name, and writes
//! every kept element anew: lower-case names, quoted attributes in one order, escaped text, every element closed in
//! order, table and list structure made explicit. A browser therefore builds exactly the tree that was checked here;
//! nothing of the plugin's own spelling survives to be read in two ways.
//!
//! The walls, each in its file: [`limits`] (sizes), `elements` (names), `nesting` (where they may stand), `attributes`
//! and `values` (what they may say), `address` (where they may point), `text` (which characters).

mod address;
mod attributes;
mod dropped;
mod elements;
mod host_element;
pub mod limits;
mod nesting;
mod stack;
mod tag;
mod text;
mod values;
mod wall;

pub use dropped::{Dropped, DroppedKind};

/// The elements of the host that stand around a plugin's own HTML (`<veillee-lightbox>`). They pass with a few attributes,
/// and what is inside them is filtered like the rest of the page.
pub fn elements_around() -> impl Iterator<Item = &'static str> {
    elements::around()
}

/// The service whose page is filtered.
pub struct Site<'a> {
    /// First segment of the service's paths: `album` for `/album/...`. Lower-case letters, digits and hyphens.
    pub service: &'a str,
    /// Where the images of the plugin's package lie, with the slash at its end: `/-/plugin/album/<digest>/`.
    pub asset_base: &'a str,
    /// Gives the host's own controls.
    pub elements: &'a dyn HostElements,
    /// Words that tell a screen reader of a link to another site, in the caller's language: `(autre site)`. Plain text.
    pub outside_mark: &'a str,
}

/// The host's own controls, which a plugin's page places by name (`<veillee-upload>`).
pub trait HostElements {
    /// Trusted HTML that stands in for the element, inserted as it is; `None` drops the element.
    ///
    /// Everything in `element` was written by the plugin: escape it. The HTML must be balanced, and must hold no
    /// `<form>` when the element may stand inside a plugin's form; such an answer is dropped there.
    fn expand(&self, element: &HostElement) -> Option<String>;
}

/// An element whose name starts with `veillee-`, as the plugin wrote it; none of [`elements_around`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostElement {
    /// `veillee-upload`, `veillee-share` …: lower case.
    pub name: String,
    /// Names in lower case, each once, sorted; values without control characters. Not checked further.
    pub attributes: Vec<(String, String)>,
    /// The text inside, without tags, trimmed; at most [`limits::HOST_ELEMENT_TEXT_BYTES`].
    pub text: String,
}

/// A page that passed the wall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filtered {
    /// Goes between `<main>` and `</main>` as it is.
    pub html: String,
    /// What was removed, for the operator's log: the first [`limits::DROPPED_ENTRIES`].
    pub dropped: Vec<Dropped>,
}

/// Passes a plugin's page through the wall. Never fails: what is not allowed is left out and told in `dropped`.
///
/// Cost: linear in the size of `main` (about 2 ms for 60 KB in an optimised build), which is cut at [`limits::INPUT_BYTES`].
pub fn filter(main: &str, site: &Site<'_>) -> Filtered {
    wall::Wall::new(site).pass(main)
}
