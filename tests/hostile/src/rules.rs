//! A check that refuses, fails, or does not come back, as the text of a note tells it.

use veillee_sdk::Value;

type Fields = [(String, Value)];

pub(crate) fn check(collection: &str, before: Option<&Fields>, after: &Fields) -> Result<(), String> {
    let text = text_of(after);
    assert!(!text.contains("trap the check"), "as it was told");
    while text.contains("loop in the check") {
        std::hint::black_box(text);
    }
    if text.contains("forbidden") {
        let was = before.map_or("new", text_of);
        return Err(format!("A {collection} is never forbidden (it was {was})."));
    }
    Ok(())
}

fn text_of(fields: &Fields) -> &str {
    let found = fields.iter().find(|(name, _)| name == "text");
    found.map_or("", |(_, value)| if let Value::Text(text) = value { text } else { "" })
}
