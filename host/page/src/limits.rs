//! Every limit of the wall, with its unit.

/// What is read of a plugin's page, in bytes; the rest is left out.
pub const INPUT_BYTES: usize = 1024 * 1024;
/// What is written of one page, in bytes, before the open elements are closed.
pub const OUTPUT_BYTES: usize = 4 * 1024 * 1024;
/// Elements and texts written of one page.
pub const NODES: usize = 50_000;
/// Elements open at one time; deeper ones lose their tags.
pub const DEPTH: usize = 64;
/// Entries in [`crate::Filtered::dropped`].
pub const DROPPED_ENTRIES: usize = 20;
/// Characters of an entry of [`crate::Filtered::dropped`] that come from the plugin.
pub const DROPPED_DETAIL_CHARS: usize = 200;
/// Text inside one host element, in bytes.
pub const HOST_ELEMENT_TEXT_BYTES: usize = 4 * 1024;
/// Attributes of one host element.
pub const HOST_ELEMENT_ATTRIBUTES: usize = 24;
/// One address, in bytes.
pub const ADDRESS_BYTES: usize = 2_000;
/// One attribute value that is free text, in bytes.
pub const VALUE_BYTES: usize = 64 * 1024;
/// Characters of an id, a fragment or the name of a form control.
pub const NAME_CHARS: usize = 64;
/// Ids in a list of ids, classes on an element, candidates in a `srcset`.
pub const LIST_ENTRIES: usize = 16;
/// Columns or rows that one cell may span: a browser lays out each of them.
pub const SPAN_CELLS: u32 = 100;
/// Width or height of an image on the page, in CSS pixels.
pub const SIDE_PIXELS: u32 = 10_000;
