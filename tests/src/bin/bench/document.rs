//! `docs/benchmarks.md`, of which each measurement owns the part between its two marks.

use std::fs;
use std::path::PathBuf;

const HEAD: &str = "# Benchmarks\n\n\
Written by `cargo xtask bench [NAME…]`; each part by its own run. Trust the ratios, which compare what ran side by side, \
more than the absolute figures.\n";

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/benchmarks.md")
}

/// Replaces the part of this name, or adds it at the end.
pub(crate) fn write(name: &str, text: &str) {
    let known = fs::read_to_string(path()).unwrap_or_else(|_| HEAD.to_owned());
    fs::write(path(), with_part(&known, name, text)).expect("the document is written");
}

fn with_part(known: &str, name: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- begin {name} -->"), format!("<!-- end {name} -->"));
    let part = format!("{begin}\n{}\n{end}", text.trim_end());
    match (known.find(&begin), known.find(&end)) {
        (Some(from), Some(to)) => format!("{}{part}{}", &known[..from], &known[to + end.len()..]),
        _ => format!("{}\n\n{part}\n", known.trim_end()),
    }
}
