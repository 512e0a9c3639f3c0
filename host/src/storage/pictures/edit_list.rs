//! Bytes of an original that are replaced while it is sent: the pure part.

use std::ops::Range;

use crate::limits;

/// Edits in order, not overlapping, inside of an original of known size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditList {
    original_bytes: u64,
    size_bytes: u64,
    edits: Vec<Edit>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    cut: Range<u64>,
    replacement: Vec<u8>,
}

/// Where bytes of the edited content come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A range of the original; never empty.
    Original(Range<u64>),
    /// Bytes that stand in the list; never none.
    Replacement(Vec<u8>),
}

/// Why a list is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditListError {
    #[error("an edit lies outside of the original, or before the one in front of it")]
    Misplaced,
    #[error("the edits are more than {} or hold more than {} bytes", limits::EDITS_MAX, limits::EDIT_BYTES_MAX)]
    TooLarge,
    #[error("the edits leave nothing")]
    Empty,
    #[error("the edits are cut off")]
    Cut,
}

/// Bytes of one edit beside its replacement, as written down.
const HEAD_BYTES: usize = 8 + 8 + 4;

impl EditList {
    /// Checks edits, each `(offset, length, replacement)`, against the original's size.
    pub fn new(edits: Vec<(u64, u64, Vec<u8>)>, original_bytes: u64) -> Result<Self, EditListError> {
        let replaced: usize = edits.iter().map(|(_, _, replacement)| replacement.len()).sum();
        if edits.len() > limits::EDITS_MAX || replaced > limits::EDIT_BYTES_MAX {
            return Err(EditListError::TooLarge);
        }
        let mut list = Self { original_bytes, size_bytes: original_bytes, edits: Vec::with_capacity(edits.len()) };
        let mut from = 0;
        for (offset, length, replacement) in edits {
            let end = offset.checked_add(length).ok_or(EditListError::Misplaced)?;
            if offset < from || end > original_bytes {
                return Err(EditListError::Misplaced);
            }
            from = end;
            list.size_bytes = list.size_bytes - length + replacement.len() as u64;
            list.edits.push(Edit { cut: offset..end, replacement });
        }
        if list.size_bytes == 0 { Err(EditListError::Empty) } else { Ok(list) }
    }

    /// Of the edited content.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// What the half-open range of the edited content is made of, in order. A range beyond the end is cut there.
    pub fn pieces(&self, range: Range<u64>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        // The place in the edited content.
        let mut at = 0;
        let mut from = 0;
        for edit in &self.edits {
            push_original(&mut pieces, &mut at, from..edit.cut.start, &range);
            push_replacement(&mut pieces, &mut at, &edit.replacement, &range);
            from = edit.cut.end;
        }
        push_original(&mut pieces, &mut at, from..self.original_bytes, &range);
        pieces
    }

    /// The whole edited content of an original in memory.
    pub fn apply(&self, original: &[u8]) -> Option<Vec<u8>> {
        let mut edited = Vec::with_capacity(usize::try_from(self.size_bytes).ok()?);
        for piece in self.pieces(0..self.size_bytes) {
            match piece {
                Piece::Original(range) => {
                    let (start, end) = (usize::try_from(range.start).ok()?, usize::try_from(range.end).ok()?);
                    edited.extend_from_slice(original.get(start..end)?);
                }
                Piece::Replacement(bytes) => edited.extend_from_slice(&bytes),
            }
        }
        Some(edited)
    }

    /// As the database keeps it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for edit in &self.edits {
            out.extend_from_slice(&edit.cut.start.to_be_bytes());
            out.extend_from_slice(&(edit.cut.end - edit.cut.start).to_be_bytes());
            out.extend_from_slice(&u32::try_from(edit.replacement.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend_from_slice(&edit.replacement);
        }
        out
    }

    pub fn from_bytes(mut bytes: &[u8], original_bytes: u64) -> Result<Self, EditListError> {
        let mut edits = Vec::new();
        while !bytes.is_empty() {
            let (head, rest) = bytes.split_at_checked(HEAD_BYTES).ok_or(EditListError::Cut)?;
            let eight = |at: usize| head[at..at + 8].try_into().map(u64::from_be_bytes).map_err(|_| EditListError::Cut);
            let four = head[16..].try_into().map(u32::from_be_bytes).map_err(|_| EditListError::Cut)?;
            let (replacement, rest) = rest.split_at_checked(four as usize).ok_or(EditListError::Cut)?;
            edits.push((eight(0)?, eight(8)?, replacement.to_vec()));
            bytes = rest;
        }
        Self::new(edits, original_bytes)
    }
}

/// The part of a run of `length` bytes at `at` that lies in the range wanted, counted from the start of the run.
fn wanted(at: u64, length: u64, range: &Range<u64>) -> Option<Range<u64>> {
    let start = range.start.max(at);
    let end = range.end.min(at + length);
    (start < end).then(|| start - at..end - at)
}

fn push_original(pieces: &mut Vec<Piece>, at: &mut u64, run: Range<u64>, range: &Range<u64>) {
    let length = run.end - run.start;
    if let Some(part) = wanted(*at, length, range) {
        pieces.push(Piece::Original(run.start + part.start..run.start + part.end));
    }
    *at += length;
}

fn push_replacement(pieces: &mut Vec<Piece>, at: &mut u64, replacement: &[u8], range: &Range<u64>) {
    let length = replacement.len() as u64;
    if let Some(part) = wanted(*at, length, range) {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        pieces.push(Piece::Replacement(replacement[place(part.start)..place(part.end)].to_vec()));
    }
    *at += length;
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &[u8] = b"0123456789";

    fn list(edits: &[(u64, u64, &str)]) -> Result<EditList, EditListError> {
        let edits = edits.iter().map(|(offset, length, text)| (*offset, *length, text.as_bytes().to_vec()));
        EditList::new(edits.collect(), ORIGINAL.len() as u64)
    }

    fn good() -> Vec<EditList> {
        let lists: [&[(u64, u64, &str)]; 7] = [
            &[],
            &[(0, 3, "")],
            &[(8, 2, "abc")],
            &[(2, 0, "in")],
            &[(0, 10, "x")],
            &[(1, 2, ""), (3, 1, "YY"), (9, 1, "")],
            &[(10, 0, "behind"), (10, 0, "!")],
        ];
        lines(&lists)
    }

    fn lines(lists: &[&[(u64, u64, &str)]]) -> Vec<EditList> {
        lists.iter().map(|edits| list(edits).unwrap_or_else(|error| panic!("{edits:?}: {error}"))).collect()
    }

    fn text(list: &EditList) -> String {
        String::from_utf8_lossy(&list.apply(ORIGINAL).unwrap_or_default()).into_owned()
    }

    #[test]
    fn edits_are_applied_where_they_stand() {
        let texts: Vec<String> = good().iter().map(text).collect();
        let expected = ["0123456789", "3456789", "01234567abc", "01in23456789", "x", "0YY45678", "0123456789behind!"];
        assert_eq!(texts, expected);
        for list in good() {
            assert_eq!(list.size_bytes(), text(&list).len() as u64);
        }
    }

    #[test]
    fn every_range_is_the_same_part_of_the_whole() {
        for list in good() {
            let whole = text(&list);
            for start in 0..=whole.len() {
                for end in start..=whole.len() {
                    let mut part = Vec::new();
                    for piece in list.pieces(start as u64..end as u64) {
                        match piece {
                            Piece::Original(range) => {
                                assert!(range.start < range.end);
                                let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
                                part.extend_from_slice(&ORIGINAL[place(range.start)..place(range.end)]);
                            }
                            Piece::Replacement(bytes) => {
                                assert!(!bytes.is_empty());
                                part.extend_from_slice(&bytes);
                            }
                        }
                    }
                    assert_eq!(part, whole.as_bytes()[start..end], "{start}..{end} of {whole}");
                }
            }
        }
    }

    #[test]
    fn what_is_written_down_is_read_back_or_refused() {
        for list in good() {
            let bytes = list.to_bytes();
            assert_eq!(EditList::from_bytes(&bytes, 10).as_ref(), Ok(&list));
            for end in (1..bytes.len()).filter(|end| *end < bytes.len()) {
                assert_ne!(EditList::from_bytes(&bytes[..end], 10).as_ref(), Ok(&list));
            }
        }
        assert_eq!(EditList::from_bytes(&[0; 19], 10), Err(EditListError::Cut));
    }

    #[test]
    fn what_does_not_fit_the_original_is_refused() {
        for edits in [
            &[(11, 0, "")][..],
            &[(0, 11, "")],
            &[(5, 1, ""), (4, 1, "")],
            &[(5, 2, ""), (6, 1, "")],
            &[(u64::MAX, 1, "")],
            &[(1, u64::MAX, "")],
        ] {
            assert_eq!(list(edits), Err(EditListError::Misplaced), "{edits:?}");
        }
        assert_eq!(list(&[(0, 10, "")]), Err(EditListError::Empty));
        let many = vec![(0, 0, Vec::new()); limits::EDITS_MAX + 1];
        assert_eq!(EditList::new(many, 10), Err(EditListError::TooLarge));
        let large = vec![(0, 0, vec![0; limits::EDIT_BYTES_MAX + 1])];
        assert_eq!(EditList::new(large, 10), Err(EditListError::TooLarge));
    }
}
