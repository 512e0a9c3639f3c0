//! What a manifest says of pictures: which a codec takes, and which a service wants made.

use serde::Deserialize;

use super::install::PackageKind;
use super::manifest::{CollectionText, Manifest, ManifestError};
use crate::limits;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CodecText {
    /// Media types, as the host tells them by the first bytes.
    pub media: Vec<String>,
}

/// A codec says what it takes and keeps nothing; a service is none.
pub fn check_kind(manifest: &Manifest, kind: PackageKind) -> Result<(), ManifestError> {
    let problem = match (kind, &manifest.codec) {
        (PackageKind::Service, None) => return Ok(()),
        (PackageKind::Service, Some(_)) => "the manifest has [codec], but the component is none: remove it".to_owned(),
        (PackageKind::Codec, None) => "the component is a codec: say in [codec] which `media` it takes".to_owned(),
        (PackageKind::Codec, Some(_)) if !manifest.collections.is_empty() || !manifest.roles.is_empty() => {
            "a codec keeps nothing and knows nobody: remove its collections and roles".to_owned()
        }
        (PackageKind::Codec, Some(codec)) => match wrong_media(codec) {
            None => return Ok(()),
            Some(wrong) => wrong,
        },
    };
    Err(ManifestError::Codec(problem))
}

fn wrong_media(codec: &CodecText) -> Option<String> {
    let most = limits::CODEC_MEDIA_MAX;
    if codec.media.is_empty() || codec.media.len() > most {
        return Some(format!("[codec] names no `media` or more than {most}: name those it takes"));
    }
    let is_token = |part: &str| {
        (1..=40).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte))
    };
    let is_media = |media: &String| media.split_once('/').is_some_and(|(kind, name)| is_token(kind) && is_token(name));
    let wrong = codec.media.iter().find(|media| !is_media(media))?;
    let shown: String = wrong.chars().flat_map(char::escape_debug).take(60).collect();
    Some(format!("`{shown}` in [codec] is no media type: write it like image/jpeg"))
}

/// Renditions become blobs of the same object, and facts columns of it: names and sizes must leave room for both.
pub fn check_renditions(collection: &CollectionText) -> Result<(), String> {
    let mut pictured = collection.blobs.iter().filter(|(_, blob)| !blob.renditions.is_empty());
    let mut turned = collection.blobs.iter().filter(|(_, blob)| blob.turn.is_some() && blob.renditions.is_empty());
    if let Some((name, _)) = turned.next() {
        return Err(format!("the blob `{name}` has `turn` and no renditions: only what is made of it can be turned"));
    }
    let Some((name, blob)) = pictured.next() else { return Ok(()) };
    if let Some((other, _)) = pictured.next() {
        return Err(format!("`{name}` and `{other}` both have renditions: only one blob of a collection may"));
    }
    if let Some(turn) = &blob.turn
        && collection.fields.get(turn).is_none_or(|field| field.kind != "integer")
    {
        return Err(format!("`turn` of the blob `{name}` names `{turn}`, which is no integer field: declare it"));
    }
    let most = limits::RENDITIONS_MAX;
    if blob.renditions.len() > most {
        return Err(format!("the blob `{name}` has more than {most} renditions: leave some out"));
    }
    if let Some(taken) = blob.renditions.keys().find(|rendition| collection.blobs.contains_key(*rendition)) {
        return Err(format!("`{taken}` is a blob and a rendition at once: rename one of them"));
    }
    let sides = limits::RENDITION_SIDE_MIN_PX..=limits::RENDITION_SIDE_MAX_PX;
    match blob.renditions.iter().find(|(_, side)| !sides.contains(side)) {
        Some((wrong, _)) => Err(format!(
            "the rendition `{wrong}` needs a longest side between {} and {} pixels",
            sides.start(),
            sides.end()
        )),
        None => Ok(()),
    }
}
