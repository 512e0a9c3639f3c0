//! Where the next page starts: sealed, so that nobody can read, change or reuse it elsewhere.

use veillee_engine::types::Query;
use veillee_vault::WrappingKey;

use super::ObjectError;
use crate::limits;

/// The order key and id of the last row shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    pub(super) key: CursorKey,
    pub(super) id: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum CursorKey {
    Int(i64),
    Text(String),
}

const BETWEEN: char = '\u{1F}';

impl Cursor {
    /// `bound_to` names caller and query: a cursor opens for no other.
    pub(super) fn seal(
        &self,
        key: &WrappingKey,
        random: &dyn veillee_ambient::Random,
        bound_to: &str,
        now_ms: i64,
    ) -> String {
        let (kind, value) = match &self.key {
            CursorKey::Int(number) => ('i', number.to_string()),
            CursorKey::Text(text) => ('t', text.clone()),
        };
        let ends_ms = now_ms.saturating_add(limits::CURSOR_LIFE_MS);
        let clear = format!("{ends_ms}{BETWEEN}{}{BETWEEN}{kind}{value}", self.id);
        key.seal_small(bound_to, clear.as_bytes(), random)
    }

    pub(super) fn open(sealed: &str, key: &WrappingKey, bound_to: &str, now_ms: i64) -> Result<Self, ObjectError> {
        let stale = || ObjectError::invalid("this cursor belongs to another query or caller, or is too old");
        let clear = key.open_small(bound_to, sealed).map_err(|_| stale())?;
        let clear = String::from_utf8(clear).map_err(|_| stale())?;
        let mut parts = clear.splitn(3, BETWEEN);
        let (Some(ends), Some(id), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(stale());
        };
        if ends.parse::<i64>().map_err(|_| stale())? <= now_ms {
            return Err(stale());
        }
        let key = match value.split_at_checked(1) {
            Some(("i", number)) => CursorKey::Int(number.parse().map_err(|_| stale())?),
            Some(("t", text)) => CursorKey::Text(text.to_owned()),
            _ => return Err(stale()),
        };
        Ok(Self { key, id: id.to_owned() })
    }
}

/// Names the caller and the query without naming the page.
pub(super) fn bound_to(caller: &str, service: &str, query: &Query) -> String {
    let shape = format!("{caller}|{service}|{query:?}");
    format!("veillee cursor {}", blake3::hash(shape.as_bytes()).to_hex())
}
