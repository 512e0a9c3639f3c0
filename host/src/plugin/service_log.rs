//! The last lines that a service of an association logged, for those who look after it. In memory only: a restart
//! forgets, and so does whoever takes the disk.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use veillee_ambient::Millis;

use crate::limits;

/// A guest's own words: cut and escaped by the engine, and not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    pub at_ms: Millis,
    /// `error`, `warn`, `info` or `debug`.
    pub level: &'static str,
    pub message: String,
}

/// At most [`limits::LOG_LINES_KEPT`] lines of [`limits::LOG_BYTES_KEPT`] together; the oldest go first.
#[derive(Default)]
pub struct ServiceLog(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    lines: VecDeque<LogLine>,
    bytes: usize,
}

impl ServiceLog {
    pub fn push(&self, at_ms: Millis, level: &str, message: &str) {
        let level = ["error", "warn", "debug"].into_iter().find(|known| *known == level).unwrap_or("info");
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += message.len();
        kept.lines.push_back(LogLine { at_ms, level, message: message.to_owned() });
        while kept.lines.len() > limits::LOG_LINES_KEPT || kept.bytes > limits::LOG_BYTES_KEPT {
            let Some(oldest) = kept.lines.pop_front() else { break };
            kept.bytes -= oldest.message.len();
        }
    }

    /// The newest first.
    pub fn lines(&self) -> Vec<LogLine> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).lines.iter().rev().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_lines_make_room_by_number_and_by_size() {
        let log = ServiceLog::default();
        for number in 0..limits::LOG_LINES_KEPT + 3 {
            log.push(1, "info", &number.to_string());
        }
        let lines = log.lines();
        assert_eq!(lines.len(), limits::LOG_LINES_KEPT);
        assert_eq!(lines[0].message, (limits::LOG_LINES_KEPT + 2).to_string());
        assert_eq!(lines.last().unwrap().message, "3");
        let heavy = "x".repeat(limits::LOG_BYTES_KEPT - 1);
        log.push(2, "warn", &heavy);
        assert_eq!(log.lines().len(), 2, "one character of the line before still fits beside it");
        log.push(3, "shout", &heavy);
        assert_eq!(log.lines().iter().map(|line| (line.at_ms, line.level)).collect::<Vec<_>>(), [(3, "info")]);
    }
}
