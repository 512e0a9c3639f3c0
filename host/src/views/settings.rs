//! What the administrators of an association choose for it.

mod services;

use askama::Template;

pub use services::{ServiceConsent, ServiceSetting, ServiceSwitch};

use super::View;
use super::contrast::Colour;
use super::theme::{InBoth, Theme};
use crate::words::{Locale, Words};

/// What stands in a field: what is kept, or what was typed and does not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    pub value: String,
    /// A sentence that says what to do.
    pub problem: Option<String>,
}

impl Field {
    pub fn of(value: impl Into<String>) -> Self {
        Self { value: value.into(), problem: None }
    }
}

/// Of the forms, each for its own.
#[derive(Clone, Debug, Default)]
pub struct SettingsTokens {
    pub name: String,
    pub mark: String,
    pub colours: String,
    pub language: String,
    pub legal: String,
    pub sign_up: String,
}

/// Its forms post below `/-/settings`, each with its own `token`: `/name` with `name`; `/mark` with the file `mark`, or
/// with `deed=remove`; `/colours` with `accent`, `glow` and `deed` (`preview`, `save` or `default`); `/language` with
/// `language`; `/sign-up` with `sign-up` (`open`, `by-invitation` or `closed`); `/legal` with `contact`, `publisher` and `hosting`; `/services/NAME` with `deed` (`on` or `off`).
#[derive(Clone, Template)]
#[template(path = "settings.html")]
pub struct Settings<'a> {
    pub words: &'static Words,
    pub name: Field,
    pub mark_path: Option<&'a str>,
    pub mark_problem: Option<String>,
    pub mark_bytes_max: u64,
    pub mark_side_max_px: u32,
    pub accent: Field,
    pub glow: Field,
    /// What becomes of the two colours; none while one of them is no colour.
    pub theme: Option<Theme>,
    /// These colours are shown and not kept yet.
    pub is_preview: bool,
    /// Colours were chosen and kept.
    pub has_own_colours: bool,
    /// Of the panes that show the colours.
    pub preview_path: &'a str,
    /// Of this answer's `Content-Security-Policy`.
    pub nonce: &'a str,
    pub language: Locale,
    /// `open`, `by-invitation` or `closed`.
    pub sign_up: &'a str,
    pub services: &'a [ServiceSetting],
    pub contact: Field,
    pub publisher: Field,
    pub hosting: Field,
    pub tokens: SettingsTokens,
}

impl View for Settings<'_> {
    fn title(&self) -> String {
        self.words.say("settings-title")
    }
}

impl Settings<'_> {
    fn has_problem(&self) -> bool {
        self.first_problem().is_some()
    }

    /// The field that gets the focus.
    fn first_problem(&self) -> Option<&'static str> {
        let fields = [
            ("name", self.name.problem.is_some()),
            ("mark", self.mark_problem.is_some()),
            ("accent", self.accent.problem.is_some()),
            ("glow", self.glow.problem.is_some()),
            ("contact", self.contact.problem.is_some()),
            ("publisher", self.publisher.problem.is_some()),
            ("hosting", self.hosting.problem.is_some()),
        ];
        fields.into_iter().find_map(|(id, wrong)| wrong.then_some(id))
    }

    fn is_focused(&self, id: &str) -> bool {
        self.first_problem() == Some(id)
    }

    fn mark_hint(&self) -> String {
        let most = self.words.size(self.mark_bytes_max);
        let values = [("most", most.as_str().into()), ("side", self.mark_side_max_px.into())];
        self.words.say_with("settings-mark-hint", &values)
    }

    /// The two colours: id, label, hint and what was typed.
    fn colours(&self) -> [(&'static str, String, String, &Field); 2] {
        let words = self.words;
        [
            ("accent", words.say("settings-accent"), words.say("settings-accent-hint"), &self.accent),
            ("glow", words.say("settings-glow"), words.say("settings-glow-hint"), &self.glow),
        ]
    }

    /// Tag, own name and whether it is the association's.
    fn languages(&self) -> [(&'static str, &'static str, bool); 2] {
        Locale::ALL.map(|locale| (locale.name(), locale.own_name(), locale == self.language))
    }

    /// How somebody comes to an account: value, words and whether it is so now.
    fn sign_ups(&self) -> [(&'static str, String, bool); 3] {
        let words = self.words;
        [
            ("open", words.say("settings-sign-up-open")),
            ("by-invitation", words.say("settings-sign-up-by-invitation")),
            ("closed", words.say("settings-sign-up-closed")),
        ]
        .map(|(value, words)| (value, words, value == self.sign_up))
    }

    /// Class and name of each pane that shows the colours.
    fn panes(&self) -> [(&'static str, String); 2] {
        [("theme-light", self.words.say("settings-in-light")), ("theme-dark", self.words.say("settings-in-dark"))]
    }

    /// What became of the colours, in words.
    fn colour_notes(&self) -> Vec<String> {
        let Some(theme) = &self.theme else { return Vec::new() };
        let of = |name: String, field: &Field, both: InBoth| {
            let chosen = Colour::parse(&field.value)?;
            Some([
                self.colour_note(&name, &self.words.say("settings-light"), chosen, both.light),
                self.colour_note(&name, &self.words.say("settings-dark"), chosen, both.dark),
            ])
        };
        let accent = of(self.words.say("settings-accent"), &self.accent, theme.accent);
        let glow = of(self.words.say("settings-glow"), &self.glow, theme.glow);
        accent.into_iter().chain(glow).flatten().collect()
    }

    fn colour_note(&self, name: &str, when: &str, chosen: Colour, shown: Colour) -> String {
        let shown_name = shown.to_string();
        let values = [("colour", name.into()), ("when", when.into()), ("shown", shown_name.as_str().into())];
        if shown == chosen {
            self.words.say_with("settings-colour-kept", &values[..2])
        } else if shown.luminance() < chosen.luminance() {
            self.words.say_with("settings-colour-darker", &values)
        } else {
            self.words.say_with("settings-colour-lighter", &values)
        }
    }
}
