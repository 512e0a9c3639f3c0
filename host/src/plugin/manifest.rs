//! `plugin.toml`: what a plugin says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use veillee_access::RuleError;

use super::duties::{DutyError, EventsText, JobText, ScheduleText, check_names};
use super::manifest_codec::CodecText;
use crate::limits;
use crate::words::{is_plain, plain_line};

/// Why a manifest is refused: one sentence for its author.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    #[error("the manifest is not readable: {0}")]
    Toml(String),
    #[error("the manifest has more than {} bytes: shorten its texts", limits::MANIFEST_BYTES_MAX)]
    TooLarge,
    #[error("`{0}` is not a name: use 1 to 40 lower-case letters, digits and single hyphens, starting with a letter")]
    Name(String),
    #[error("{0} is not one plain line: use 1 to {TEXT_CHARS_MAX} characters, without control or direction characters", TEXT_CHARS_MAX = limits::MANIFEST_TEXT_CHARS_MAX)]
    Text(String),
    #[error("in the collection `{collection}`, {place}: {problem}")]
    Rule { collection: String, place: String, problem: RuleError },
    #[error("in the collection `{collection}`: {problem}")]
    Collection { collection: String, problem: String },
    #[error("the manifest gives no reason for `{0}`, which the component imports: add it to [reasons]")]
    NoReason(String),
    #[error("the manifest gives a reason for `{0}`, which the component does not import: remove it")]
    NeedlessReason(String),
    #[error("{0}")]
    Codec(String),
    #[error("the manifest has more than {} collections: leave some out", limits::COLLECTIONS_PER_PLUGIN_MAX)]
    TooManyCollections,
    #[error(transparent)]
    Duty(#[from] DutyError),
}

/// A text in the languages of the house.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    pub fr: String,
    pub en: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    pub name: String,
    pub version: String,
    pub title: Texts,
    pub description: Texts,
    /// Roles that the association gives to people.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Why each capability is needed.
    #[serde(default)]
    pub reasons: BTreeMap<String, Texts>,
    #[serde(default)]
    pub collections: BTreeMap<String, CollectionText>,
    #[serde(default)]
    pub jobs: BTreeMap<String, JobText>,
    #[serde(default)]
    pub schedules: BTreeMap<String, ScheduleText>,
    #[serde(default)]
    pub events: EventsText,
    /// Of a codec, and of no service.
    pub codec: Option<CodecText>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CollectionText {
    /// What people call one of its objects; without it, the service speaks for it.
    pub title: Option<Texts>,
    #[serde(default)]
    pub parent: Vec<String>,
    /// `association`, or the one who makes the object at the top.
    pub owner: Option<OwnerText>,
    /// What becomes of its objects when their author's account is erased. Missing: they are deleted, unless the collection
    /// belongs to the association.
    pub on_erasure: Option<OnErasureText>,
    #[serde(default)]
    pub rules: BTreeMap<String, String>,
    pub state: Option<StateText>,
    #[serde(default)]
    pub fields: BTreeMap<String, FieldText>,
    #[serde(default)]
    pub unique: Vec<String>,
    #[serde(default)]
    pub blobs: BTreeMap<String, BlobText>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum OwnerText {
    Association,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum OnErasureText {
    Delete,
    KeepWithoutName,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StateText {
    pub start: String,
    pub start_if: Option<String>,
    #[serde(default)]
    pub moves: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FieldText {
    #[serde(rename = "type")]
    pub kind: String,
    pub max_chars: Option<usize>,
    #[serde(default)]
    pub required: bool,
    pub default: Option<toml::Value>,
    #[serde(default)]
    pub search: bool,
    #[serde(default)]
    pub index: bool,
    pub write: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BlobText {
    #[serde(default)]
    pub media: Vec<String>,
    pub max_bytes: u64,
    /// Pictures that the host makes of it, with the longest side of each in pixels.
    #[serde(default)]
    pub renditions: BTreeMap<String, u32>,
    /// Whether the host notes who got its bytes.
    #[serde(default)]
    pub receipts: bool,
    /// The integer field that says by how many quarter turns to the right renditions are turned, beyond what the camera says.
    pub turn: Option<String>,
}

impl Manifest {
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        if text.len() > limits::MANIFEST_BYTES_MAX {
            return Err(ManifestError::TooLarge);
        }
        let manifest: Self = toml::from_str(text).map_err(|error| ManifestError::Toml(one_line(&error.to_string())))?;
        check_name(&manifest.name)?;
        manifest.check_texts()?;
        if manifest.collections.len() > limits::COLLECTIONS_PER_PLUGIN_MAX {
            return Err(ManifestError::TooManyCollections);
        }
        for (name, collection) in &manifest.collections {
            let renditions = collection.blobs.values().flat_map(|blob| blob.renditions.keys());
            let names =
                collection.fields.keys().chain(collection.blobs.keys()).chain(&collection.parent).chain(renditions);
            std::iter::once(name).chain(names).chain(&manifest.roles).try_for_each(|name| check_name(name))?;
        }
        check_names(&manifest)?;
        Ok(manifest)
    }

    /// What an operator reads before saying yes cannot move the cursor of a terminal, nor turn its direction.
    fn check_texts(&self) -> Result<(), ManifestError> {
        let reasons = self.reasons.iter().flat_map(|(name, texts)| [(name.as_str(), &texts.fr), (name, &texts.en)]);
        let named = [
            ("the version", &self.version),
            ("the title", &self.title.fr),
            ("the title", &self.title.en),
            ("the description", &self.description.fr),
            ("the description", &self.description.en),
        ];
        for (place, text) in named {
            check_text(text).map_err(|()| ManifestError::Text(place.to_owned()))?;
        }
        for (capability, text) in reasons {
            let place = || format!("the reason for `{}`", shown(capability));
            check_text(text).map_err(|()| ManifestError::Text(place()))?;
        }
        for (name, collection) in &self.collections {
            let texts = collection.title.iter().flat_map(|title| [&title.fr, &title.en]);
            for text in texts {
                check_text(text).map_err(|()| ManifestError::Text(format!("the title of `{}`", shown(name))))?;
            }
        }
        Ok(())
    }

    /// Every capability the component imports has a reason, and no reason is given for one it does not.
    pub fn check_reasons<'a>(&self, capabilities: impl Iterator<Item = &'a str>) -> Result<(), ManifestError> {
        let imported: Vec<&str> = capabilities.collect();
        if let Some(missing) = imported.iter().find(|name| !self.reasons.contains_key(**name)) {
            return Err(ManifestError::NoReason((*missing).to_owned()));
        }
        match self.reasons.keys().find(|name| !imported.contains(&name.as_str())) {
            Some(needless) => Err(ManifestError::NeedlessReason(shown(needless))),
            None => Ok(()),
        }
    }
}

/// Names become columns, tables and addresses, so they are plain.
pub(super) fn check_name(name: &str) -> Result<(), ManifestError> {
    if is_name(name) { Ok(()) } else { Err(ManifestError::Name(shown(name))) }
}

/// 1 to 40 lower-case letters, digits and single hyphens, the first of them a letter.
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 40
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !name.contains("--")
        && !name.ends_with('-')
}

/// One line of plain text.
fn check_text(text: &str) -> Result<(), ()> {
    let good = !text.trim().is_empty()
        && text.chars().count() <= limits::MANIFEST_TEXT_CHARS_MAX
        && text.chars().all(is_plain);
    if good { Ok(()) } else { Err(()) }
}

/// A stranger's word inside of a sentence: short, on its line.
pub(super) fn shown(word: &str) -> String {
    word.chars().flat_map(char::escape_debug).take(60).collect()
}

/// The parser's message spans several lines to point at the place; one sentence is asked for.
fn one_line(message: &str) -> String {
    let words: Vec<&str> = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    plain_line(&words.join(" · "), 300)
}

impl Texts {
    pub fn of(&self, locale: crate::words::Locale) -> &str {
        match locale {
            crate::words::Locale::Fr => &self.fr,
            crate::words::Locale::En => &self.en,
        }
    }
}
