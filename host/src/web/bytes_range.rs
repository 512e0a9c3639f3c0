//! Byte ranges and validators (RFC 9110, 13 and 14).

use std::ops::Range;

use axum::http::HeaderMap;
use axum::http::header::{IF_NONE_MATCH, IF_RANGE, RANGE};

/// What part of a content is asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    Range(Range<u64>),
    /// No byte of the content lies in the range asked for.
    Unsatisfiable,
}

/// One range is honoured; several at once, malformed ones and other units are answered with the whole, as 14.2 allows.
pub fn part(headers: &HeaderMap, validator: &str, size_bytes: u64) -> Part {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    let Some(asked) = text(RANGE) else { return Part::Whole };
    // 13.1.5: only a strong validator that matches lets the range stand; a date never does, because none is sent.
    if text(IF_RANGE).is_some_and(|condition| condition != quoted(validator)) {
        return Part::Whole;
    }
    let Some(spec) = asked.strip_prefix("bytes=") else { return Part::Whole };
    parse(spec.trim(), size_bytes).unwrap_or(Part::Whole)
}

fn parse(spec: &str, size_bytes: u64) -> Option<Part> {
    let (first, last) = spec.split_once('-')?;
    let number = |text: &str| -> Option<u64> {
        (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().unwrap_or(u64::MAX))
    };
    if first.is_empty() {
        let length = number(last)?.min(size_bytes);
        let range = size_bytes - length..size_bytes;
        return Some(if length == 0 { Part::Unsatisfiable } else { Part::Range(range) });
    }
    let first = number(first)?;
    let end = if last.is_empty() { size_bytes } else { number(last)?.saturating_add(1).min(size_bytes) };
    if !last.is_empty() && number(last)? < first {
        return None;
    }
    Some(if first >= size_bytes { Part::Unsatisfiable } else { Part::Range(first..end) })
}

/// Whether the browser has these bytes already (13.1.2).
pub fn not_modified(headers: &HeaderMap, validator: &str) -> bool {
    let wanted = quoted(validator);
    headers.get_all(IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok()).any(|list| {
        list.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == wanted)
    })
}

pub fn quoted(validator: &str) -> String {
    format!("\"{validator}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str) -> Part {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, range.parse().expect("a header"));
        part(&headers, "v", 1_000)
    }

    #[test]
    fn one_range_is_honoured_as_the_standard_says() {
        assert_eq!(asked("bytes=0-0"), Part::Range(0..1));
        assert_eq!(asked("bytes=0-"), Part::Range(0..1_000));
        assert_eq!(asked("bytes=999-5000"), Part::Range(999..1_000));
        assert_eq!(asked("bytes=-1"), Part::Range(999..1_000));
        assert_eq!(asked("bytes=-5000"), Part::Range(0..1_000));
        assert_eq!(asked("bytes=-0"), Part::Unsatisfiable);
        assert_eq!(asked("bytes=1000-"), Part::Unsatisfiable);
        assert_eq!(asked("bytes=18446744073709551616-"), Part::Unsatisfiable);
    }

    #[test]
    fn what_is_no_single_range_gets_the_whole() {
        for wrong in ["bytes=5-4", "bytes=a-b", "bytes=-", "bytes=0-1,5-6", "lines=0-1", "bytes= 1 - 2", "bytes=--1"] {
            assert_eq!(asked(wrong), Part::Whole, "{wrong}");
        }
    }

    #[test]
    fn a_range_for_other_bytes_gets_the_whole() {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, "bytes=0-9".parse().expect("a header"));
        headers.insert(IF_RANGE, "\"old\"".parse().expect("a header"));
        assert_eq!(part(&headers, "new", 1_000), Part::Whole);
        assert_eq!(part(&headers, "old", 1_000), Part::Range(0..10));
    }
}
