//! Words: folded and stemmed here, so that both databases index the same tokens.

use std::collections::BTreeSet;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::limits;

/// Lower case, without accents: `Été à Saint-Émilion` becomes `ete`, `a`, `saint`, `emilion`.
pub fn fold(text: &str) -> impl Iterator<Item = String> {
    let folded: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let folded = folded.replace('œ', "oe").replace('æ', "ae").replace('ß', "ss");
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(limits::WORD_CHARS_MAX).collect())
        .collect::<Vec<String>>()
        .into_iter()
}

/// The words a text is found by: each as written and as its French and English stems.
pub(super) fn index_words(texts: &[&str]) -> BTreeSet<String> {
    let stemmers = stemmers();
    let mut words = BTreeSet::new();
    for word in texts.iter().flat_map(|text| fold(text)) {
        for stemmer in &stemmers {
            words.insert(stemmer.stem(&word).into_owned());
        }
        words.insert(word);
    }
    words
}

/// One sought word: any of these exact tokens, or a beginning.
pub(super) struct Sought {
    pub(super) tokens: BTreeSet<String>,
    /// Only for the last word, which may still be being typed.
    pub(super) beginning: Option<String>,
}

pub(super) fn sought_words(text: &str) -> Vec<Sought> {
    let stemmers = stemmers();
    let words: Vec<String> = fold(text).take(limits::SEARCH_WORDS_MAX).collect();
    if words.is_empty() {
        // Nothing was sought, so nothing is found: no word is empty.
        return vec![Sought { tokens: BTreeSet::from([String::new()]), beginning: None }];
    }
    let last = words.len() - 1;
    words
        .into_iter()
        .enumerate()
        .map(|(index, word)| {
            let mut tokens: BTreeSet<String> =
                stemmers.iter().map(|stemmer| stemmer.stem(&word).into_owned()).collect();
            tokens.insert(word.clone());
            Sought { tokens, beginning: (index == last).then_some(word) }
        })
        .collect()
}

fn stemmers() -> [Stemmer; 2] {
    [Stemmer::create(Algorithm::French), Stemmer::create(Algorithm::English)]
}
