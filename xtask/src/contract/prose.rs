//! Documentation of WIT, which is Markdown already.

use wit_parser::Docs;

/// What a function may answer badly and what it costs stand on lines of their own.
const LABELS: [&str; 2] = ["Errors:", "Cost:"];

/// Paragraphs with an empty line behind them, or nothing.
pub(super) fn paragraphs(docs: &Docs) -> String {
    let text = docs.contents.as_deref().unwrap_or_default().trim();
    if text.is_empty() { String::new() } else { format!("\n{}\n", labelled(text, "\n\n")) }
}

/// All of it in one line, for a list or a table.
pub(super) fn one_line(docs: &Docs) -> String {
    let text = docs.contents.as_deref().unwrap_or_default();
    labelled(&text.split_whitespace().collect::<Vec<_>>().join(" "), " ")
}

/// In a cell of a table.
pub(super) fn cell(docs: &Docs) -> String {
    one_line(docs).replace('|', "\\|")
}

fn labelled(text: &str, before: &str) -> String {
    let mut parts = vec![String::new()];
    for word in text.split_inclusive([' ', '\n']) {
        if LABELS.contains(&word.trim()) {
            parts.push(format!("**{}**{}", word.trim(), &word[word.trim_end().len()..]));
        } else if let Some(part) = parts.last_mut() {
            part.push_str(word);
        }
    }
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn docs(text: &str) -> Docs {
        Docs { contents: Some(text.to_owned()) }
    }

    #[test]
    fn errors_and_cost_begin_paragraphs() {
        let text = "One object.\nAt most 32. Errors: not-found,\ninvalid. Cost: one query.";
        let expected = "\nOne object.\nAt most 32.\n\n**Errors:** not-found,\ninvalid.\n\n**Cost:** one query.\n";
        assert_eq!(paragraphs(&docs(text)), expected);
    }

    #[test]
    fn a_line_holds_all_of_it() {
        assert_eq!(one_line(&docs("At most\n8. Errors: `a|b`.")), "At most 8. **Errors:** `a|b`.");
        assert_eq!(cell(&docs("`a|b`")), "`a\\|b`");
        assert_eq!(paragraphs(&Docs::default()), "");
    }
}
