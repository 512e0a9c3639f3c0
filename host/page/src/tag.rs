//! Writes a start tag anew from the attributes that pass.

use html5gum::StartTag;

use crate::Site;
use crate::address::Link;
use crate::attributes;
use crate::dropped::{DroppedKind, Log};
use crate::text;
use crate::values;

/// A start tag that passed.
pub(crate) struct Tag {
    pub(crate) written: String,
    /// It leads to another site.
    pub(crate) outside: bool,
}

/// The tag as it goes out; `None` when the element may not stand on a plugin's page for what its attributes say.
pub(crate) fn write(element: &str, tag: &StartTag<()>, site: &Site<'_>, log: &mut Log) -> Option<Tag> {
    if element == "input" && !may_ask(tag) {
        return None;
    }
    let link = (element == "a").then(|| link_of(tag, log)).flatten();
    let mut written = format!("<{element}");
    let mut outside = false;
    match &link {
        Some(Link::Outside(address)) => {
            attribute(&mut written, "href", address);
            attribute(&mut written, "rel", "noreferrer noopener nofollow");
            outside = true;
        }
        Some(Link::Inside(address) | Link::Blob(address)) => {
            attribute(&mut written, "href", address);
            if let Some(turn) = turn_of(tag) {
                attribute(&mut written, "rel", turn);
            }
        }
        None => {}
    }
    for (name, value) in &tag.attributes {
        let (name, value) = (String::from_utf8_lossy(name), String::from_utf8_lossy(value));
        if element == "a" && matches!(name.as_ref(), "href" | "rel") {
            continue;
        }
        let saves_no_blob = element == "a" && name == "download" && !matches!(link, Some(Link::Blob(_)));
        let checked = attributes::check(element, &name, &value, site);
        match checked {
            Ok(checked) if !saves_no_blob => attribute(&mut written, &name, &checked),
            Ok(_) => log.attribute(DroppedKind::Attribute, element, &name, &value),
            Err(kind) => log.attribute(kind, element, &name, &value),
        }
    }
    written.push('>');
    Some(Tag { written, outside })
}

fn attribute(written: &mut String, name: &str, value: &str) {
    written.push(' ');
    written.push_str(name);
    written.push_str("=\"");
    text::escape_into(written, value);
    written.push('"');
}

fn link_of(tag: &StartTag<()>, log: &mut Log) -> Option<Link> {
    let value = String::from_utf8_lossy(tag.attributes.get(b"href".as_slice())?);
    match attributes::check_link(&value) {
        Ok(link) => Some(link),
        Err(kind) => {
            log.attribute(kind, "a", "href", &value);
            None
        }
    }
}

/// What the link is in a series of pages; every other relation is the host's to say.
fn turn_of(tag: &StartTag<()>) -> Option<&'static str> {
    let rel = tag.attributes.get(b"rel".as_slice())?;
    ["prev", "next"].into_iter().find(|turn| rel.eq_ignore_ascii_case(turn.as_bytes()))
}

/// Whether an `<input>` asks for something that a plugin may ask for, under a name that is not the host's.
fn may_ask(tag: &StartTag<()>) -> bool {
    let value_of = |name: &str| tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value));
    let allowed_type = value_of("type").is_none_or(|value| attributes::is_input_type(&value));
    let of_host = value_of("name").is_some_and(|name| values::is_of_host(&name));
    allowed_type && !of_host
}

/// The mark of a link to another site, written by a plugin to deceive, or by the host when a page passes twice.
pub(crate) fn is_mark_of_host(name: &str, tag: &StartTag<()>) -> bool {
    name == "span"
        && tag.attributes.get(b"class".as_slice()).is_some_and(|value| {
            String::from_utf8_lossy(value).split_ascii_whitespace().any(|class| class == values::OUTSIDE_CLASS)
        })
}
