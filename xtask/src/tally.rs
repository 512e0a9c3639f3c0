//! Adds up what the test programs printed, and what they wrote down as not run.

use std::collections::BTreeSet;

/// The sums of one run.
#[derive(Default, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: u64,
    failed: u64,
    ignored: u64,
    not_run: BTreeSet<(String, String)>,
}

impl Tally {
    /// Takes in one line of a test program's output; only its `test result:` line counts.
    pub(crate) fn read_line(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else { return };
        self.passed += number_before(counts, " passed;");
        self.failed += number_before(counts, " failed;");
        self.ignored += number_before(counts, " ignored;");
    }

    /// Takes in the file of tests that had to give up: one line each, the test's name, a tab, the reason.
    ///
    /// Such a test returned early, and its program counted it as passed.
    pub(crate) fn read_not_run(&mut self, text: &str) {
        for line in text.lines() {
            let (name, reason) = line.split_once('\t').unwrap_or((line, "no reason given"));
            self.not_run.insert((name.to_owned(), reason.to_owned()));
        }
    }

    /// The program ended badly: that counts as one failure at least, for a program that crashes prints no sum.
    pub(crate) fn ended_badly(&mut self) {
        self.failed = self.failed.max(1);
    }

    pub(crate) fn failed(&self) -> u64 {
        self.failed
    }

    /// How many tests did not run, each counted once however many services it missed.
    pub(crate) fn not_run(&self) -> u64 {
        let names: BTreeSet<&str> = self.not_run.iter().map(|(name, _)| name.as_str()).collect();
        names.len() as u64
    }

    /// One line per test that did not run.
    pub(crate) fn reasons(&self) -> String {
        let lines = self.not_run.iter().map(|(name, reason)| format!("    {name}: {reason}\n"));
        lines.collect::<Vec<_>>().concat()
    }

    /// The closing line: `N passed, N failed, N skipped`.
    pub(crate) fn closing_line(&self) -> String {
        let passed = self.passed.saturating_sub(self.not_run());
        format!("{passed} passed, {} failed, {} skipped", self.failed, self.ignored + self.not_run())
    }
}

fn number_before(counts: &str, word: &str) -> u64 {
    let before = counts.split(word).next().unwrap_or_default();
    let digits = before.rsplit(|character: char| !character.is_ascii_digit()).next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Tally;

    const OK: &str = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s";
    const COLOURED: &str = "test result: \u{1b}[31mFAILED\u{1b}[m. 3 passed; 2 failed; 0 ignored; 0 measured; 0 fi";

    fn after(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            tally.read_line(line);
        }
        tally
    }

    #[test]
    fn the_results_of_all_programs_are_added_up() {
        let lines = ["running 12 tests", "test a_test ... ok", OK, "", COLOURED];
        assert_eq!(after(&lines).closing_line(), "15 passed, 2 failed, 1 skipped");
    }

    #[test]
    fn a_test_that_did_not_run_is_skipped_and_not_passed() {
        let mut tally = after(&[OK]);
        tally.read_not_run("browser::a\tno Chromium\nbrowser::a\tno nginx\nbrowser::b\tno Chromium\n");
        assert_eq!(tally.closing_line(), "10 passed, 0 failed, 3 skipped");
        assert!(tally.reasons().contains("browser::b: no Chromium"));
    }

    #[test]
    fn a_program_that_crashes_without_a_sum_is_a_failure() {
        let mut tally = after(&[]);
        tally.ended_badly();
        assert_eq!(tally.closing_line(), "0 passed, 1 failed, 0 skipped");
    }
}
