//! What compiled plugins rest on: a record or a variant of the contract that changes breaks every one of them at once.

use crate::tree::{root, sources};

const KEPT: &str = "tests/tests/tidy/contract.txt";

/// The records, variants, enums and flags of `wit/`, without comments and in order.
fn types() -> String {
    let mut text = String::new();
    for source in sources("wit", &["wit"]) {
        let mut is_inside = false;
        for (_, line) in source.code_lines() {
            let line = line.trim();
            let is_head = ["record ", "variant ", "enum ", "flags "].iter().any(|word| line.starts_with(word));
            if is_head {
                text += &source.path;
                text += ": ";
            }
            is_inside |= is_head;
            if is_inside {
                text += line;
                text += " ";
            }
            if is_inside && line.ends_with('}') {
                text = format!("{}\n", text.trim_end());
                is_inside = false;
            }
        }
    }
    text
}

#[test]
fn no_record_and_no_variant_of_the_contract_changes() {
    let (now, path) = (types(), root().join(KEPT));
    assert!(now.lines().count() > 10, "the contract is written as it was: {now}");
    let kept = std::fs::read_to_string(&path).expect("what was agreed on");
    let lost: Vec<&str> = kept.lines().filter(|line| !now.lines().any(|own| own == *line)).collect();
    let advice =
        "A plugin that was compiled before would break. Add a function instead, or an interface of a new version.";
    assert!(lost.is_empty(), "\n{}\n\n{advice}\n", lost.join("\n"));
    let new: Vec<&str> = now.lines().filter(|line| !kept.lines().any(|own| own == *line)).collect();
    assert!(new.is_empty(), "\n{}\n\nNew: append these lines to {KEPT}; from then on they stay.\n", new.join("\n"));
}
