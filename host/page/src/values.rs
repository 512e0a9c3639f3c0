//! What the value of an attribute may be, apart from addresses.

use crate::limits;
use crate::text;

/// Prefix of every id that a plugin's page declares or names, so that none is an id of the host's shell.
const ID_PREFIX: &str = "p-";

pub(crate) fn words(value: &str) -> Option<String> {
    (value.len() <= limits::VALUE_BYTES).then(|| text::clean(value))
}

/// Prefixed once, so that a page that knows of the prefix is left alone.
pub(crate) fn id(value: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    let bare = value.strip_prefix(ID_PREFIX).unwrap_or(value);
    let sound = (1..=limits::NAME_CHARS).contains(&bare.len()) && bare.bytes().all(plain);
    sound.then(|| format!("{ID_PREFIX}{bare}"))
}

pub(crate) fn ids(value: &str) -> Option<String> {
    let ids: Vec<String> = value.split_ascii_whitespace().take(limits::LIST_ENTRIES).map(id).collect::<Option<_>>()?;
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// The name of a form control. Names that start with `veillee-` carry the host's choices.
pub(crate) fn control_name(value: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'[' | b']');
    let sound = (1..=limits::NAME_CHARS).contains(&value.len()) && value.bytes().all(plain);
    (sound && !is_of_host(value) && !value.starts_with('_')).then(|| value.to_owned())
}

pub(crate) fn is_of_host(name: &str) -> bool {
    name.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("veillee-"))
}

/// The class that marks a link to another site: only the host writes it.
pub(crate) const OUTSIDE_CLASS: &str = "outside";

/// Keeps the classes of the design system and of the plugin; those of the shell and of host controls fall away.
pub(crate) fn classes(value: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let kept: Vec<&str> = value
        .split_ascii_whitespace()
        .filter(|class| class.len() <= 40 && class.bytes().all(plain))
        .filter(|class| !class.starts_with("shell-") && !class.starts_with("veillee-") && *class != OUTSIDE_CLASS)
        .take(limits::LIST_ENTRIES)
        .collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// A keyword of the list, in lower case.
pub(crate) fn one_of(value: &str, keywords: &[&str]) -> Option<String> {
    let value = value.trim_ascii().to_ascii_lowercase();
    keywords.contains(&value.as_str()).then_some(value)
}

/// A whole number, not above `largest`.
pub(crate) fn integer(value: &str, largest: u32) -> Option<String> {
    let value = value.trim_ascii();
    let digits = (1..=9).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = digits.then(|| value.parse().ok())??;
    Some(number.min(largest).to_string())
}

pub(crate) fn is_number(value: &str) -> bool {
    let value = value.strip_prefix('-').unwrap_or(value);
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |part: &str| (1..=15).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

pub(crate) fn number(value: &str) -> Option<String> {
    let value = value.trim_ascii();
    is_number(value).then(|| value.to_owned())
}

/// A number, a date, a time, a duration, a language tag, `sizes`: short and without quotes or brackets of markup.
pub(crate) fn short(value: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" .,:;+-%()_#/".contains(&byte);
    let value = value.trim_ascii();
    (value.len() <= 200 && value.bytes().all(plain)).then(|| value.to_owned())
}

const NAMED_KEYS: [&str; 3] = ["ArrowLeft", "ArrowRight", "Delete"];

/// `aria-keyshortcuts`: single keys without a modifier, so that no key of browser or reader is taken. Neither `?`, which
/// shows the list, nor those that people move or press by: Tab, Enter, Escape, up and down, the space bar.
pub(crate) fn keys(value: &str) -> Option<String> {
    let plain = |key: &str| {
        let letter =
            key.len() == 1 && key.bytes().all(|byte| byte.is_ascii_lowercase() || b"0123456789/".contains(&byte));
        letter || NAMED_KEYS.contains(&key)
    };
    let keys: Vec<&str> = value.split_ascii_whitespace().take(limits::LIST_ENTRIES).collect();
    (!keys.is_empty() && keys.iter().all(|key| plain(key))).then(|| keys.join(" "))
}

/// The name under which a browser saves a file.
pub(crate) fn file_name(value: &str) -> Option<String> {
    let name = text::clean(value);
    let sound = name.chars().count() <= 200 && !name.contains(['/', '\\', '\n', '\t']) && !name.starts_with('.');
    sound.then_some(name)
}
