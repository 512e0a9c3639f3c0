//! SQL lives under host/src/storage alone.

use super::tree::{Source, sources};

const STORAGE: &str = "host/src/storage/";

/// How statements begin, in capitals as SQL is written here, inside a string.
const STATEMENTS: [&str; 9] = [
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    "WITH RECURSIVE ",
];

#[test]
fn only_storage_speaks_to_a_database_driver() {
    let breaches = breaches(|line| line.contains("sqlx"), |_| true);
    super::none(&breaches, "Ask a function of `storage`; add one there if none fits.");
}

#[test]
fn the_web_writes_no_sql() {
    let breaches = breaches(is_sql, |path| path.starts_with("host/src/web"));
    super::none(&breaches, "Move the statement to host/src/storage and call it with its arguments.");
}

#[test]
fn sql_is_written_only_where_it_is_stored_or_where_identity_asks_through_storage() {
    let breaches = breaches(is_sql, |path| !path.starts_with("host/src/identity/"));
    super::none(&breaches, "Move the statement to host/src/storage and call it with its arguments.");
}

fn breaches(is_breach: fn(&str) -> bool, concerns: fn(&str) -> bool) -> Vec<String> {
    let files = sources("host/src", &["rs"]).into_iter();
    let outside = files.filter(|source| !source.path.starts_with(STORAGE) && concerns(&source.path));
    let found = |source: Source| -> Vec<String> {
        let lines = source.code_lines().filter(|(_, line)| is_breach(line));
        lines.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim())).collect()
    };
    outside.flat_map(found).collect()
}

fn is_sql(line: &str) -> bool {
    // Only at the beginning of a string or of a line, where a continued statement stands.
    let starts = line.split('"').chain([line]).map(str::trim_start);
    starts.into_iter().any(|start| STATEMENTS.iter().any(|statement| start.starts_with(statement)))
}

#[test]
fn a_statement_is_recognised_and_a_sentence_is_not() {
    assert!(is_sql("    let text = \"SELECT id FROM objects\";"));
    assert!(is_sql("        UPDATE objects SET version = version + 1"));
    assert!(!is_sql("    // The host would SELECT nothing here"));
    assert!(!is_sql("    Err(\"select an album first\")"));
}
