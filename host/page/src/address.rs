//! Where a plugin's page may point: its own service, the association's other services by plain links, bytes by
//! `/-/blob/`, its own assets, and other sites only by way of `/-/leave`.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::Site;
use crate::limits;
use crate::values;

/// What a URL parser would write percent-encoded, and what some parsers read specially.
const LITERAL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'\'').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'|').add(b'^');
/// RFC 3986, 2.3: everything but the unreserved characters.
const PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const BLOB_QUERIES: [&str; 3] = ["download=1", "clean=1", "clean=1&download=1"];
const LEAVE: &str = "/-/leave?to=";

/// Where a link leads, written canonically.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// Stays in the association, or opens mail or telephone.
    Inside(String),
    /// Bytes of an object, which may be saved under a name.
    Blob(String),
    /// The host's page that says good-bye; needs the visible mark.
    Outside(String),
}

/// The address of an `<a>`.
pub(crate) fn link(value: &str) -> Option<Link> {
    let value = bare(value)?;
    if let Some(fragment) = value.strip_prefix('#') {
        return Some(Link::Inside(format!("#{}", in_page(fragment)?)));
    }
    if let Some(rest) = value.strip_prefix('?') {
        return Some(Link::Inside(query_and_fragment(rest, true)?));
    }
    if let Some(to) = value.strip_prefix(LEAVE) {
        return outside(&percent_decode_str(to).decode_utf8().ok()?);
    }
    if value.starts_with("/-/") {
        return blob_link(value).map(Link::Blob);
    }
    if value.starts_with('/') {
        return local(value, true).map(Link::Inside);
    }
    let (scheme, rest) = value.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => outside(value),
        "mailto" => mail(rest).map(Link::Inside),
        "tel" => telephone(rest).map(Link::Inside),
        _ => None,
    }
}

/// The address a form is sent to: a path of the own service, or a query on the page itself.
pub(crate) fn action(value: &str, site: &Site<'_>) -> Option<String> {
    let value = bare(value)?;
    if let Some(rest) = value.strip_prefix('?') {
        return query_and_fragment(rest, false);
    }
    let rest = value.strip_prefix('/')?.strip_prefix(site.service)?;
    if !(rest.is_empty() || rest.starts_with(['/', '?'])) {
        return None;
    }
    local(value, false)
}

/// The address of an image: bytes of an object, or an asset of the plugin's own package.
pub(crate) fn image(value: &str, site: &Site<'_>) -> Option<String> {
    let value = bare(value)?;
    if let Some(name) = value.strip_prefix(site.asset_base) {
        let plain = !name.is_empty() && name.split('/').all(is_plain_name);
        return plain.then(|| value.to_owned());
    }
    blob(value)
}

/// `srcset`: kept only when every candidate may be shown.
pub(crate) fn image_set(value: &str, site: &Site<'_>) -> Option<String> {
    let mut kept = Vec::new();
    for candidate in value.split(',') {
        let mut parts = candidate.split_ascii_whitespace();
        let mut written = image(parts.next()?, site)?;
        if let Some(size) = parts.next() {
            written.push(' ');
            written.push_str(descriptor(size)?);
        }
        if parts.next().is_some() || kept.len() >= limits::LIST_ENTRIES {
            return None;
        }
        kept.push(written);
    }
    Some(kept.join(", "))
}

/// `640w` or `1.5x`.
fn descriptor(size: &str) -> Option<&str> {
    let number = size.strip_suffix('w').or_else(|| size.strip_suffix('x'))?;
    values::is_number(number).then_some(size)
}

/// The address without spaces around it; refused when it holds what browsers remove or turn into a slash.
fn bare(value: &str) -> Option<&str> {
    let value = value.trim_matches(' ');
    let deceives =
        |character: char| character.is_control() || character == '\\' || character.is_whitespace() && character != ' ';
    (value.len() <= limits::ADDRESS_BYTES && !value.contains(deceives)).then_some(value)
}

/// An absolute path of a service, or `/`. The first segment is a service's name, which no host route has.
fn local(value: &str, with_fragment: bool) -> Option<String> {
    let path_end = value.find(['?', '#']).unwrap_or(value.len());
    let (path, rest) = value.split_at(path_end);
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let (first, last) = (*segments.first()?, segments.len() - 1);
    if path != "/" && !is_service_name(first) {
        return None;
    }
    let sound = |(at, segment): (usize, &&str)| (segment.is_empty() && at == last) || is_sound_segment(segment);
    if !segments.iter().enumerate().all(sound) {
        return None;
    }
    let mut written = utf8_percent_encode(path, LITERAL).to_string();
    if let Some(query) = rest.strip_prefix('?') {
        written.push_str(&query_and_fragment(query, with_fragment)?);
    } else if let (Some(fragment), true) = (rest.strip_prefix('#'), with_fragment) {
        written.push('#');
        written.push_str(&in_page(fragment)?);
    }
    Some(written)
}

fn is_service_name(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    segment.len() <= limits::NAME_CHARS
        && !segment.starts_with('-')
        && !segment.is_empty()
        && segment.bytes().all(plain)
}

/// A segment that is the same segment however often it is decoded.
fn is_sound_segment(segment: &str) -> bool {
    if has_stray_percent(segment) {
        return false;
    }
    let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { return false };
    let hidden_encoding = decoded.match_indices('%').any(|(at, _)| is_encoded_at(&decoded, at));
    let splits = |character: char| character.is_control() || matches!(character, '/' | '\\');
    !segment.is_empty() && decoded != "." && decoded != ".." && !hidden_encoding && !decoded.contains(splits)
}

fn is_encoded_at(text: &str, at: usize) -> bool {
    text.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

fn has_stray_percent(text: &str) -> bool {
    text.match_indices('%').any(|(at, _)| !is_encoded_at(text, at))
}

/// From after the `?`: the query, and the fragment where one makes sense.
fn query_and_fragment(rest: &str, with_fragment: bool) -> Option<String> {
    let (query, fragment) = rest.split_once('#').map_or((rest, None), |(query, fragment)| (query, Some(fragment)));
    let mut written = String::from("?");
    for (at, character) in query.char_indices() {
        if character == '%' && !is_encoded_at(query, at) {
            written.push_str("%25");
        } else {
            written.extend(utf8_percent_encode(character.encode_utf8(&mut [0; 4]), LITERAL));
        }
    }
    if let (Some(fragment), true) = (fragment, with_fragment) {
        written.push('#');
        written.push_str(&in_page(fragment)?);
    }
    Some(written)
}

/// The fragment of an element of the page itself; empty is the top.
fn in_page(fragment: &str) -> Option<String> {
    if fragment.is_empty() { Some(String::new()) } else { values::id(fragment) }
}

/// `/-/blob/<object>/<name>`, and nothing behind it.
/// A link may also ask for the file, and for the one without what it says beside the picture.
fn blob_link(value: &str) -> Option<String> {
    let (path, query) = value.split_once('?').unwrap_or((value, BLOB_QUERIES[0]));
    (BLOB_QUERIES.contains(&query) && blob(path).is_some()).then(|| value.to_owned())
}

fn blob(value: &str) -> Option<String> {
    let (object, name) = value.strip_prefix("/-/blob/")?.split_once('/')?;
    (is_plain_name(object) && is_plain_name(name)).then(|| value.to_owned())
}

fn is_plain_name(segment: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=128).contains(&segment.len()) && !segment.starts_with('.') && segment.bytes().all(plain)
}

/// An address of another site: scheme, a host without a user name before it, maybe a port, and the rest as it is.
fn outside(value: &str) -> Option<Link> {
    let value = bare(value)?;
    let (scheme, rest) = value.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "http" && scheme != "https" {
        return None;
    }
    let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(authority_end);
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let of_a_host = |character: char| character.is_alphanumeric() || matches!(character, '-' | '.');
    let sound_port = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let sound_host = host.starts_with(char::is_alphanumeric) && host.chars().all(of_a_host);
    if !sound_host || !sound_port || crate::text::clean(path) != path {
        return None;
    }
    let whole = format!("{scheme}://{}{path}", authority.to_lowercase());
    Some(Link::Outside(format!("{LEAVE}{}", utf8_percent_encode(&whole, PARAMETER))))
}

/// RFC 6068, without what would send a copy unseen or break the header's line.
fn mail(rest: &str) -> Option<String> {
    let (to, query) = rest.split_once('?').unwrap_or((rest, ""));
    let of_an_address =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_' | b'+' | b',' | b'=');
    if !to.bytes().all(of_an_address) || has_stray_percent(query) || query.contains('#') {
        return None;
    }
    let named = |pair: &str| pair.starts_with("subject=") || pair.starts_with("body=") || pair.starts_with("cc=");
    let broken =
        |pair: &str| !pair.starts_with("body=") && percent_decode_str(pair).any(|byte| byte.is_ascii_control());
    if !query.is_empty() && !query.split('&').all(|pair| named(pair) && !broken(pair)) {
        return None;
    }
    let separator = if query.is_empty() { "" } else { "?" };
    Some(format!("mailto:{to}{separator}{}", utf8_percent_encode(query, LITERAL)))
}

fn telephone(rest: &str) -> Option<String> {
    let of_a_number = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'(' | b')' | b'*');
    let number: String = rest.chars().filter(|character| *character != ' ').collect();
    ((1..=32).contains(&number.len()) && number.bytes().all(of_a_number)).then(|| format!("tel:{number}"))
}
