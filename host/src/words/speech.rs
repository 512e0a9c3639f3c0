//! The texts of one language, ready to be said.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::Locale;
use super::amounts;

macro_rules! areas {
    ($($name:literal),* $(,)?) => {
        /// Each area with its text in French and in English.
        pub(super) const AREAS: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../../locales/fr/", $name, ".ftl")),
            include_str!(concat!("../../locales/en/", $name, ".ftl")),
        )),*];
    };
}

areas!(
    "account",
    "account-mail",
    "activity",
    "amounts",
    "api",
    "consent",
    "console",
    "design",
    "elements",
    "errors",
    "groups",
    "guests",
    "home",
    "join",
    "leave",
    "legal",
    "letter",
    "links",
    "members",
    "offline",
    "plot",
    "rights",
    "security",
    "settings",
    "sharing",
    "shell",
    "sign-in",
    "tokens",
    "trash",
    "uploads",
    "welcome"
);

/// What is put in place of a `$name` in a text.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Text(&'a str),
    /// Written with the separators of the language; chooses singular and plural.
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// All texts of one language. Plain text comes out: escaping is for who puts it into a page.
pub struct Words {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The texts of a language, read once per run of the program (some 100 µs).
    pub fn of(locale: Locale) -> &'static Self {
        static FR: OnceLock<Words> = OnceLock::new();
        static EN: OnceLock<Words> = OnceLock::new();
        match locale {
            Locale::Fr => FR.get_or_init(|| Self::read(Locale::Fr)),
            Locale::En => EN.get_or_init(|| Self::read(Locale::En)),
        }
    }

    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The text under `key`. A key that is missing comes out as `⟦key⟧`; the tests know that there is none.
    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The text under `key` with values in place of its `$names`.
    pub fn say_with(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return format!("⟦{key}⟧");
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match *value {
                Value::Text(text) => args.set(*name, text),
                Value::Number(number) => args.set(*name, number),
            }
        }
        // A value that is missing shows as `{$name}`; the tests know that there is none.
        self.bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }

    fn read(locale: Locale) -> Self {
        let tag = locale.name().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Both languages run left to right; the marks would show up in titles, file names and tests.
        bundle.set_use_isolating(false);
        bundle.set_transform(match locale {
            Locale::Fr => Some(keep_punctuation_together),
            Locale::En => None,
        });
        bundle.set_formatter(match locale {
            Locale::Fr => Some(|value, _| number(value, Locale::Fr)),
            Locale::En => Some(|value, _| number(value, Locale::En)),
        });
        for (_, fr, en) in AREAS {
            let text = if locale == Locale::Fr { fr } else { en };
            // What can be read of a broken file is kept; a test reads every file without an error.
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        Self { locale, bundle }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "numbers come in as i64; below 2^53 they are exact")]
fn number(value: &FluentValue<'_>, locale: Locale) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    Some(amounts::grouped(number.value as i64, locale))
}

/// French sets a space before `? ! ; : »` and after `«` that must not break: the files hold a plain one.
fn keep_punctuation_together(text: &str) -> Cow<'_, str> {
    let mut kept = Cow::Borrowed(text);
    for (plain, bound) in [
        (" ?", "\u{a0}?"),
        (" !", "\u{a0}!"),
        (" ;", "\u{a0};"),
        (" :", "\u{a0}:"),
        (" »", "\u{a0}»"),
        ("« ", "«\u{a0}"),
    ] {
        if kept.contains(plain) {
            kept = Cow::Owned(kept.replace(plain, bound));
        }
    }
    kept
}
