//! The guest's words for the operator: `log`, standard output and standard error, under one count of lines.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::limits::MAX_LOG_CHARS;

/// A character takes at most four bytes, so a longer rest of a line would be cut anyway.
const MAX_PARTIAL_BYTES: usize = MAX_LOG_CHARS * 4;
/// Lines of standard error that a failure's detail repeats: a panic says its reason there.
const TAIL_LINES: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Output,
    Error,
}

pub(crate) struct Line {
    pub(crate) level: &'static str,
    pub(crate) message: String,
}

/// Shared with the streams inside the WASI context.
#[derive(Clone)]
pub(crate) struct GuestLog(Arc<Mutex<Lines>>);

struct Lines {
    left: u32,
    dropped: u32,
    ready: Vec<Line>,
    partial_output: Vec<u8>,
    partial_error: Vec<u8>,
    tail: VecDeque<String>,
}

impl GuestLog {
    pub(crate) fn new(max_lines: u32) -> Self {
        Self(Arc::new(Mutex::new(Lines {
            left: max_lines,
            dropped: 0,
            ready: Vec::new(),
            partial_output: Vec::new(),
            partial_error: Vec::new(),
            tail: VecDeque::new(),
        })))
    }

    pub(crate) fn push(&self, level: &str, message: &str) {
        self.lines().push(known_level(level), message);
    }

    pub(crate) fn write(&self, stream: Stream, bytes: &[u8]) {
        let mut lines = self.lines();
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (text, ends) = piece.strip_suffix(b"\n").map_or((piece, false), |text| (text, true));
            let partial = lines.partial(stream);
            let room = MAX_PARTIAL_BYTES.saturating_sub(partial.len());
            partial.extend_from_slice(&text[..text.len().min(room)]);
            if ends {
                lines.end_line(stream);
            }
        }
    }

    /// Ends lines without a newline.
    pub(crate) fn finish(&self) {
        let mut lines = self.lines();
        for stream in [Stream::Output, Stream::Error] {
            if !lines.partial(stream).is_empty() {
                lines.end_line(stream);
            }
        }
    }

    pub(crate) fn take_ready(&self) -> Vec<Line> {
        std::mem::take(&mut self.lines().ready)
    }

    pub(crate) fn dropped(&self) -> u32 {
        self.lines().dropped
    }

    /// The last lines of standard error, kept even when their count was used up.
    pub(crate) fn error_tail(&self) -> String {
        self.lines().tail.iter().fold(String::new(), |text, line| text + line + "\n")
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lines {
    fn partial(&mut self, stream: Stream) -> &mut Vec<u8> {
        match stream {
            Stream::Output => &mut self.partial_output,
            Stream::Error => &mut self.partial_error,
        }
    }

    fn end_line(&mut self, stream: Stream) {
        let bytes = std::mem::take(self.partial(stream));
        let text = String::from_utf8_lossy(&bytes);
        if stream == Stream::Output {
            self.push("info", &text);
            return;
        }
        self.push("error", &text);
        if self.tail.len() == TAIL_LINES {
            self.tail.pop_front();
        }
        self.tail.push_back(escaped(&text));
    }

    fn push(&mut self, level: &'static str, message: &str) {
        if self.left == 0 {
            self.dropped = self.dropped.saturating_add(1);
            return;
        }
        self.left -= 1;
        self.ready.push(Line { level, message: escaped(message) });
    }
}

fn known_level(level: &str) -> &'static str {
    match level {
        "error" => "error",
        "warn" => "warn",
        "debug" => "debug",
        _ => "info",
    }
}

/// Cut, and without characters that move the cursor or turn the direction of a terminal.
fn escaped(message: &str) -> String {
    let mut line = String::with_capacity(message.len().min(MAX_PARTIAL_BYTES));
    for character in message.chars().take(MAX_LOG_CHARS) {
        if is_unsafe_to_print(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

pub(crate) fn is_unsafe_to_print(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(log: &GuestLog) -> Vec<String> {
        log.take_ready().into_iter().map(|line| line.message).collect()
    }

    #[test]
    fn lines_beyond_the_limit_are_counted_not_kept() {
        let log = GuestLog::new(2);
        for number in 0..5 {
            log.push("info", &number.to_string());
        }
        assert_eq!((messages(&log), log.dropped()), (vec!["0".to_owned(), "1".to_owned()], 3));
    }

    #[test]
    fn a_line_written_in_pieces_arrives_once_and_whole() {
        let log = GuestLog::new(9);
        log.write(Stream::Output, b"one ");
        log.write(Stream::Output, b"line\nand a re");
        log.write(Stream::Output, b"st");
        log.finish();
        assert_eq!(messages(&log), ["one line", "and a rest"]);
    }

    #[test]
    fn control_characters_are_escaped_and_long_lines_cut() {
        let log = GuestLog::new(9);
        log.push("info", "a\u{1b}[2Jb\r\n\u{202e}c");
        log.push("info", &"é".repeat(MAX_LOG_CHARS + 7));
        log.write(Stream::Output, &vec![b'x'; 100_000]);
        log.finish();
        let lines = messages(&log);
        assert_eq!(lines[0], "a\\u{1b}[2Jb\\r\\n\\u{202e}c");
        assert_eq!(lines[1].chars().count(), MAX_LOG_CHARS);
        assert_eq!(lines[2].len(), MAX_LOG_CHARS);
    }

    #[test]
    fn an_unknown_level_counts_as_info() {
        let log = GuestLog::new(9);
        log.push("shout", "a");
        log.push("warn", "b");
        let levels: Vec<_> = log.take_ready().into_iter().map(|line| line.level).collect();
        assert_eq!(levels, ["info", "warn"]);
    }

    #[test]
    fn the_reason_of_a_panic_survives_a_log_flood() {
        let log = GuestLog::new(1);
        log.push("info", "flood");
        log.write(Stream::Error, b"panicked at src/lib.rs:7\n");
        assert_eq!(log.error_tail(), "panicked at src/lib.rs:7\n");
    }
}
