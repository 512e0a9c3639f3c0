use std::ops::Range;

/// Bytes of the original that are replaced by others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub offset: usize,
    pub length: usize,
    pub replacement: Vec<u8>,
}

/// Edits in the order of the file; neighbours become one.
#[derive(Default)]
pub(crate) struct Edits(Vec<Edit>);

impl Edits {
    pub(crate) fn cut(&mut self, range: Range<usize>) {
        self.replace(range, &[]);
    }

    pub(crate) fn replace(&mut self, range: Range<usize>, replacement: &[u8]) {
        if range.is_empty() && replacement.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.offset + last.length == range.start => {
                last.length += range.len();
                last.replacement.extend_from_slice(replacement);
            }
            _ => self.0.push(Edit { offset: range.start, length: range.len(), replacement: replacement.to_vec() }),
        }
    }

    pub(crate) fn finish(self) -> Vec<Edit> {
        self.0
    }
}
