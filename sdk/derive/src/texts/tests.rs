use super::file::Texts;
use super::{Language, functions};

fn written(french: &str, english: &str) -> Result<String, String> {
    let read = |name: &str, text, language| Texts::read(name, text, language).map_err(|error| error.to_string());
    let (french, english) = (read("fr.ftl", french, Language::French)?, read("en.ftl", english, Language::English)?);
    let functions = functions(&french, &english).map_err(|error| error.to_string())?;
    Ok(functions.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

#[test]
fn a_text_without_values_costs_nothing_but_itself() {
    let code = written("title = Ça va ?\n", "title = How are you?\n").expect("texts");
    assert!(code.contains("& 'static str") && code.contains("Ça va\\u{a0}?"), "{code}");
}

#[test]
fn a_message_may_hold_others_and_terms() {
    let code =
        written("-name = Veillée\nhello = Bonjour de { -name }\n", "-name = Veillée\nhello = Hello from { -name }\n");
    let code = code.expect("texts");
    assert!(code.contains("\"Bonjour de Veillée\"") && code.contains("\"Hello from Veillée\""), "{code}");
}

#[test]
fn what_is_missing_or_different_in_a_language_is_told() {
    let cases = [
        ("a = A\nb = B\n", "a = A\n", "`b` is missing in en.ftl"),
        ("a = A\n", "a = A\nb = B\n", "`b` is missing in fr.ftl"),
        ("a = { $name }\n", "a = { $nom }\n", "names other values"),
        ("a = A\na = B\n", "a = A\n", "twice"),
        ("a = { b }\nb = { a }\n", "a = A\nb = B\n", "circle"),
        ("a = { DATE($x) }\n", "a = { $x }\n", "hand in the finished value"),
        ("a = { $x\n", "a = A\n", "fr.ftl, line"),
        ("a = A\n    .title = B\n", "a = A\n", "attributes"),
        ("a = { c }\n", "a = A\n", "no message `c`"),
    ];
    for (french, english, expected) in cases {
        let message = written(french, english).expect_err("a complaint");
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn a_number_chooses_by_its_plural_and_a_word_by_itself() {
    let counts = "a = { $count ->\n    [0] none\n    [one] one\n   *[other] { $count } many\n}\n";
    let code = written(counts, counts).expect("texts");
    assert!(code.contains("count : impl :: veillee_sdk :: Count"), "{code}");
    let words = "a = { $role ->\n    [owner] yours\n   *[other] theirs\n}\n";
    let code = written(words, words).expect("texts");
    assert!(code.contains("role : impl :: core :: convert :: AsRef < str >"), "{code}");
}
