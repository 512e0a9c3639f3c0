use std::fmt;

use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A host refuses it, or it can never work as written.
    Problem,
    /// It works, and would be better otherwise.
    Advice,
}

/// One thing to mend: one sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub level: Level,
    /// `imports`, `interface`, `size`, `manifest`, `texts`, `reasons`, `duties`, `rules`, `package` or `start`.
    pub about: &'static str,
    pub sentence: String,
}

impl Finding {
    pub fn problem(about: &'static str, sentence: &dyn fmt::Display) -> Self {
        Self { level: Level::Problem, about, sentence: sentence.to_string() }
    }

    pub fn advice(about: &'static str, sentence: &dyn fmt::Display) -> Self {
        Self { level: Level::Advice, about, sentence: sentence.to_string() }
    }
}
