//! One line of code in Markdown, in which names of types are links.

use std::fmt::Write as _;

/// Code and links, each in backticks: they stand against each other when shown.
#[derive(Default)]
pub(super) struct Line {
    done: String,
    code: String,
}

impl Line {
    pub(super) fn code(&mut self, code: &str) {
        self.code.push_str(code);
    }

    pub(super) fn link(&mut self, name: &str, anchor: &str) {
        self.flush();
        let _ = write!(self.done, "[`{name}`](#{anchor})");
    }

    pub(super) fn finish(mut self) -> String {
        self.flush();
        self.done
    }

    fn flush(&mut self) {
        if !self.code.is_empty() {
            let _ = write!(self.done, "`{}`", self.code);
            self.code.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_stands_between_pieces_of_code() {
        let mut line = Line::default();
        line.code("list");
        line.code("<");
        line.link("row", "readrow");
        line.code(">");
        assert_eq!(line.finish(), "`list<`[`row`](#readrow)`>`");
    }
}
