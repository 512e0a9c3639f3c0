//! What was typed, read as what is wanted.

use std::ops::RangeInclusive;

use super::Form;
use crate::Time;

impl<'call> Form<'call> {
    /// A text of 1 to `max_chars` characters, without the spaces around it. Empty when something is wrong, which is kept.
    pub fn text(&mut self, name: &'static str, max_chars: usize) -> &'call str {
        let text = self.optional_text(name, max_chars).unwrap_or_default();
        if text.is_empty() {
            self.problem(name, self.say("Remplissez ce champ, s’il vous plaît.", "Please fill this in."));
        }
        text
    }

    /// A text of at most `max_chars` characters, without the spaces around it; none when nothing was typed.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/").with_form("note", "too long"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// let mut form = Form::new(&call);
    /// assert_eq!(form.optional_text("caption", 5), None);
    /// form.optional_text("note", 5);
    /// assert_eq!(form.problem_of("note"), Some("That is a little long: 5 characters at most, and these are 8."));
    /// ```
    pub fn optional_text(&mut self, name: &'static str, max_chars: usize) -> Option<&'call str> {
        let text = self.typed(name).map(str::trim).filter(|text| !text.is_empty())?;
        let chars = text.chars().count();
        if chars > max_chars {
            let french = format!("C’est un peu long\u{a0}: {max_chars} caractères au plus, et il y en a {chars}.");
            let english = format!("That is a little long: {max_chars} characters at most, and these are {chars}.");
            self.problem(name, self.say(&french, &english).to_owned());
        }
        Some(text)
    }

    /// A whole number in this range. The smallest of it when something is wrong, which is kept.
    pub fn integer(&mut self, name: &'static str, range: RangeInclusive<i64>) -> i64 {
        let (low, high) = (*range.start(), *range.end());
        if let Some(number) = self.optional_integer(name, range) {
            return number;
        }
        let (french, english) =
            (format!("Indiquez un nombre de {low} à {high}."), format!("Please give a number from {low} to {high}."));
        self.problem(name, self.say(&french, &english).to_owned());
        low
    }

    /// A whole number in this range; none when nothing was typed, or when something is wrong, which is kept. Spaces between
    /// digits are no mistake.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/").with_form("year", " 1 999 ").with_form("month", ""), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// let mut form = Form::new(&call);
    /// assert_eq!(form.optional_integer("year", 1900..=2100), Some(1999));
    /// assert_eq!(form.optional_integer("month", 1..=12), None);
    /// assert!(form.is_fine());
    /// ```
    pub fn optional_integer(&mut self, name: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let typed: String = self.typed(name)?.chars().filter(|letter| !letter.is_whitespace()).collect();
        if typed.is_empty() {
            return None;
        }
        let number = typed.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = (range.start(), range.end());
            let french = format!("Indiquez un nombre de {low} à {high}, en chiffres.");
            let english = format!("Please give a number from {low} to {high}, in digits.");
            self.problem(name, self.say(&french, &english).to_owned());
        }
        number
    }

    /// The end of a day in UTC, after `low` and no later than `high`. `high` when something is wrong, which is kept.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Request, Time, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/").with_form("ends", "1970-01-03"), MemoryDoor::new());
    /// # let call = Call::new("envoi", &request, &mut door);
    /// let mut form = Form::new(&call);
    /// let now = Time::from_ms(0);
    /// assert_eq!(form.end_of_day("ends", now, now.plus_days(30)).day_text(), "1970-01-03");
    /// assert!(form.is_fine());
    /// form.end_of_day("ends", now, now.plus_days(1));
    /// assert!(form.problem_of("ends").is_some_and(|sentence| sentence.contains("1970-01-02")));
    /// ```
    pub fn end_of_day(&mut self, name: &'static str, low: Time, high: Time) -> Time {
        let end = self.typed(name).and_then(|typed| Time::end_of_day(typed.trim()));
        if let Some(end) = end.filter(|end| *end > low && end.day_text() <= high.day_text()) {
            return end;
        }
        let (first, last) = (low.day_text(), high.day_text());
        let french = format!("Choisissez un jour du {first} au {last}.");
        let english = format!("Please choose a day from {first} to {last}.");
        self.problem(name, self.say(&french, &english).to_owned());
        high
    }

    /// Whether a box is ticked.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/").with_form("private", "1"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// let form = Form::new(&call);
    /// assert!(form.checked("private") && !form.checked("open"));
    /// ```
    pub fn checked(&self, name: &str) -> bool {
        self.typed(name).is_some()
    }

    /// One of these values, as a list of choices sends it. The first when something is wrong, which is kept.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/").with_form("order", "newest"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// assert_eq!(Form::new(&call).one_of("order", &["oldest", "newest"]), "newest");
    /// ```
    pub fn one_of(&mut self, name: &'static str, values: &[&'static str]) -> &'static str {
        let typed = self.typed(name);
        if let Some(value) = values.iter().find(|value| typed == Some(**value)) {
            return value;
        }
        self.problem(name, self.say("Choisissez une des réponses.", "Please choose one of the answers."));
        values.first().copied().unwrap_or_default()
    }

    /// The version that the person saw, as [`Form::draw_version`](Form::draw_version) wrote it: pass it to
    /// [`ChangeSet::update_if`](crate::ChangeSet::update_if). 0, which no object has, when it is missing.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/").with_form("version", "3"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// assert_eq!(Form::new(&call).version(), 3);
    /// ```
    pub fn version(&self) -> u64 {
        self.typed("version").and_then(|version| version.parse().ok()).unwrap_or(0)
    }
}
