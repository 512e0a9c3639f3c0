//! A file holds one idea. (Clippy counts the lines of functions.)

use super::tree::sources;

const MOST_LINES: usize = 600;
/// The aim is about 150.
const MEDIAN_LINES: usize = 180;

#[test]
fn no_file_is_longer_than_six_hundred_lines() {
    let long = |count: usize| count > MOST_LINES;
    let files = sources("", &["rs"]).into_iter().map(|source| (source.lines().count(), source.path));
    let breaches: Vec<String> =
        files.filter(|(count, _)| long(*count)).map(|(count, path)| format!("{path}: {count} lines")).collect();
    super::none(&breaches, "Split the file: one idea per file, about 150 lines.");
}

#[test]
fn the_median_file_is_short() {
    let mut counts: Vec<usize> = sources("", &["rs"]).iter().map(|source| source.lines().count()).collect();
    counts.sort_unstable();
    let median = counts[counts.len() / 2];
    assert!(median <= MEDIAN_LINES, "The median file has {median} lines: split the longest by idea; 150 is the aim.");
}
