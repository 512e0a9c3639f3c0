//! What a person typed or ticked, and what to tell them when it cannot be taken.

use veillee_sdk::{Call, Error};

/// As `max-chars` in `plugin.toml`.
pub(crate) const TITLE_MAX_CHARS: usize = 200;
pub(crate) const ALT_MAX_CHARS: usize = 500;
pub(crate) const DESCRIPTION_MAX_CHARS: usize = 2_000;
pub(crate) const MESSAGE_MAX_CHARS: usize = 1_000;
pub(crate) const NAME_MAX_CHARS: usize = 80;

/// A form of these pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    NewAlbum,
    /// An album in an album.
    NewInner,
    Upload,
    /// Title, words, dates and place of an album.
    Rename,
    /// Caption and alternative text of a photo.
    Describe,
    Choose,
    /// What others may do in the album.
    Box,
    /// A word in the guest book.
    Message,
}

/// Why a form is shown again. What was typed is read from the call anew.
#[derive(Clone, Copy)]
pub(crate) struct Problem<'text> {
    pub(crate) form: Form,
    /// The field it is about, as the form calls it; empty when it is about the whole form.
    pub(crate) field: &'text str,
    pub(crate) status: u16,
    pub(crate) sentence: &'text str,
}

impl<'text> Problem<'text> {
    pub(crate) fn of_form(form: Form, sentence: &'text str) -> Self {
        Self { form, field: "", status: 422, sentence }
    }

    /// Somebody else was faster; the form carries the new version now, so that saving once more wins.
    pub(crate) fn conflict(call: &Call<'_>, form: Form) -> Self {
        let sentence = call.say(
            "Quelqu’un vient de changer ce texte. Le vôtre est gardé ici\u{a0}: enregistrez encore une fois pour le mettre.",
            "Somebody has just changed this text. Yours is kept here: save once more to use it.",
        );
        Self { form, field: "", status: 409, sentence }
    }

    pub(crate) fn too_long(
        call: &Call<'_>,
        form: Form,
        field: &'text str,
        text: &str,
        max_chars: usize,
    ) -> Option<Self> {
        let (french, english) = match max_chars {
            TITLE_MAX_CHARS => {
                ("C’est un peu long\u{a0}: 200 caractères au plus.", "That is a little long: 200 characters at most.")
            }
            ALT_MAX_CHARS => {
                ("C’est un peu long\u{a0}: 500 caractères au plus.", "That is a little long: 500 characters at most.")
            }
            MESSAGE_MAX_CHARS => (
                "C’est un peu long\u{a0}: 1\u{a0}000 caractères au plus.",
                "That is a little long: 1,000 characters at most.",
            ),
            NAME_MAX_CHARS => {
                ("C’est un peu long\u{a0}: 80 caractères au plus.", "That is a little long: 80 characters at most.")
            }
            _ => (
                "C’est un peu long\u{a0}: 2\u{a0}000 caractères au plus.",
                "That is a little long: 2,000 characters at most.",
            ),
        };
        let sentence = call.say(french, english);
        (text.chars().count() > max_chars).then_some(Self { form, field, status: 422, sentence })
    }

    pub(crate) fn no_title(call: &Call<'_>, field: &'text str, form: Form) -> Self {
        let sentence = call.say("Donnez un titre à l’album.", "Please give the album a title.");
        Self { form, field, status: 422, sentence }
    }
}

/// The text of a form's field without spaces around it; none when the form has no such field.
pub(crate) fn text<'call>(call: &Call<'call>, field: &str) -> Option<&'call str> {
    call.form_field(field).map(str::trim)
}

/// The version that the person saw when they began to type, so that nobody's change is lost unseen.
pub(crate) fn version(call: &Call<'_>) -> Result<u64, Error> {
    let version = call.form_field("version").and_then(|version| version.parse().ok());
    version.ok_or_else(|| Error::Invalid("the form lacks its version".into()))
}

/// The values of every form field of this name, at most `max`.
pub(crate) fn all<'call>(call: &Call<'call>, field: &str, max: usize) -> Vec<&'call str> {
    let form = call.request().form.iter();
    form.filter(|(name, _)| name == field).map(|(_, value)| value.as_str()).take(max).collect()
}

/// A number from the form or the address.
pub(crate) fn number(call: &Call<'_>, field: &str) -> Option<i64> {
    call.form_field(field).or_else(|| call.query_field(field))?.parse().ok()
}
