//! Counts of a theme: what was tried, what was blocked, what leaked.

use veillee_tests::world::Answer;

pub struct Score {
    theme: String,
    tried: u64,
    leaks: Vec<String>,
}

/// Enough of a page to see what leaked.
const EXCERPT_CHARS: usize = 300;

impl Score {
    pub fn of(theme: &str) -> Self {
        Self { theme: theme.to_owned(), tried: 0, leaks: Vec::new() }
    }

    /// One attempt: it is blocked, or what it won is told.
    pub fn check(&mut self, blocked: bool, won: impl FnOnce() -> String) {
        self.tried += 1;
        if !blocked {
            self.leaks.push(won().chars().take(EXCERPT_CHARS).collect());
        }
    }

    /// The honest page of an attack: it counts its own attempts, and owns up to what it won.
    pub fn honest(&mut self, what: &str, answer: &Answer) {
        let text = answer.text();
        assert_eq!(answer.status.as_u16(), 200, "{what}: no honest page: {text}");
        let (tried, _) = counts(&text);
        self.tried += tried.saturating_sub(1);
        let won = ["leaked: ", "changed: "].iter().find_map(|word| text.find(word));
        self.check(won.is_none() && text.contains("<p>nothing</p>"), || {
            format!("{what}: {}", &text[won.unwrap_or(0)..])
        });
    }

    /// Prints the counts and fails when anything leaked.
    pub fn end(self) {
        let (tried, leaked) = (self.tried, self.leaks.len() as u64);
        println!("{}: tried {tried}, blocked {}, leaked {leaked}", self.theme, tried - leaked);
        assert!(tried > 0, "{}: nothing was tried", self.theme);
        assert!(self.leaks.is_empty(), "{}:\n{}", self.theme, self.leaks.join("\n"));
    }
}

/// The attack's own "tried N, refused M".
pub fn counts(page: &str) -> (u64, u64) {
    let number = |mark: &str| {
        let rest = page.split(mark).nth(1).unwrap_or_else(|| panic!("no counts in {page}"));
        rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
    };
    (number("<p>tried "), number(", refused "))
}
