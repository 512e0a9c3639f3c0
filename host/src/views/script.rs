//! The script of the host: one module that enhances plain forms and links.
//!
//! It is the files of `assets/elements` after each other, in one scope, with the texts of one language before them. No
//! build tool stands between a file and the browser. Each language has its own module, so that no page carries the texts.

use std::sync::LazyLock;

use super::script_words::script_words;
use crate::words::{Locale, Words};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// In the order in which they need each other: first what all of them use.
        pub(super) const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../assets/elements/", $name, ".js")))),*];
    };
}

files!(
    "words",
    "make",
    "search",
    "offline",
    "retry",
    "tus",
    "upload-marks",
    "upload-drop",
    "upload-memory",
    "upload-row",
    "upload",
    "people",
    "picker",
    "share",
    "copy",
    "passkey",
    "time",
    "progress",
    "confirm",
    "slides",
    "lightbox",
    "preview",
    "drafts",
    "autosave",
    "reorder",
    "shortcuts",
);

/// Goes out as `text/javascript` under a name with its digest. Every page loads it by its nonce.
pub fn script(locale: Locale) -> &'static str {
    static FR: LazyLock<String> = LazyLock::new(|| written(Locale::Fr));
    static EN: LazyLock<String> = LazyLock::new(|| written(Locale::En));
    match locale {
        Locale::Fr => &FR,
        Locale::En => &EN,
    }
}

fn written(locale: Locale) -> String {
    // A map of texts is always JSON, and JSON is always a value of JavaScript (ECMA-262, 2019).
    let words = serde_json::to_string(&script_words(Words::of(locale))).unwrap_or_default();
    let files: String = FILES.iter().map(|(_, text)| *text).collect();
    format!("const WORDS = {words};\n{files}")
}
