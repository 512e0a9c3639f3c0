//! The custom sections at the top level of a package.

use std::collections::BTreeMap;

use crate::limits::{MAX_API_BYTES, MAX_ASSET_BYTES, MAX_ASSET_NAME_BYTES, MAX_ASSETS, MAX_MANIFEST_BYTES};
use crate::refusal::Refusal;

pub(crate) const MANIFEST: &str = "veillee:manifest";
pub(crate) const API: &str = "veillee:api";
pub(crate) const SIGNATURE: &str = "veillee:signature";
pub(crate) const ASSET_PREFIX: &str = "veillee:asset:";

/// The version of the interface that [`pack`](crate::pack) writes into a package.
pub const API_VERSION: &str = "0.1.0";
/// What [`inspect`](crate::inspect) accepts: any patch of it.
pub(crate) const KNOWN_API: &str = "0.1";

/// Files by name.
pub(crate) type Assets = BTreeMap<String, Vec<u8>>;

#[derive(Default)]
pub(crate) struct Sections {
    manifest: Option<String>,
    api: Option<String>,
    assets: Assets,
    /// However many there are: one, at the end, is right.
    pub(crate) signatures: usize,
}

impl Sections {
    /// Takes a section of ours, ignores others (producers, names).
    pub(crate) fn take(&mut self, name: &str, data: &[u8]) -> Result<(), Refusal> {
        if name == MANIFEST {
            return take_text(&mut self.manifest, name, data, MAX_MANIFEST_BYTES);
        }
        if name == API {
            return take_text(&mut self.api, name, data, MAX_API_BYTES);
        }
        if name == SIGNATURE {
            self.signatures += 1;
            return Ok(());
        }
        match name.strip_prefix(ASSET_PREFIX) {
            Some(asset) => self.take_asset(asset, name, data),
            None => Ok(()),
        }
    }

    fn take_asset(&mut self, asset: &str, section: &str, data: &[u8]) -> Result<(), Refusal> {
        if !is_asset_name(asset) {
            return Err(Refusal::AssetName(asset.escape_debug().take(MAX_ASSET_NAME_BYTES).collect()));
        }
        check_size(section, data, MAX_ASSET_BYTES)?;
        if self.assets.len() == MAX_ASSETS {
            return Err(Refusal::TooManyAssets { max: MAX_ASSETS });
        }
        if self.assets.insert(asset.to_owned(), data.to_vec()).is_some() {
            return Err(Refusal::DuplicateSection(section.to_owned()));
        }
        Ok(())
    }

    /// Manifest, version of the interface, assets by name.
    pub(crate) fn finish(self) -> Result<(String, String, Assets), Refusal> {
        let manifest = self.manifest.ok_or_else(|| Refusal::MissingSection(MANIFEST.to_owned()))?;
        let api = self.api.ok_or_else(|| Refusal::MissingSection(API.to_owned()))?;
        if !is_patch_of(&api, KNOWN_API) {
            return Err(Refusal::UnknownApi { found: api.escape_debug().collect(), known: KNOWN_API });
        }
        Ok((manifest, api, self.assets))
    }
}

fn take_text(place: &mut Option<String>, name: &str, data: &[u8], max_bytes: usize) -> Result<(), Refusal> {
    if place.is_some() {
        return Err(Refusal::DuplicateSection(name.to_owned()));
    }
    check_size(name, data, max_bytes)?;
    let text = std::str::from_utf8(data).map_err(|_| Refusal::NotText(name.to_owned()))?;
    *place = Some(text.to_owned());
    Ok(())
}

fn check_size(name: &str, data: &[u8], max_bytes: usize) -> Result<(), Refusal> {
    if data.len() > max_bytes {
        return Err(Refusal::SectionTooLarge { name: name.to_owned(), bytes: data.len(), max_bytes });
    }
    Ok(())
}

fn is_asset_name(name: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_');
    name.len() <= MAX_ASSET_NAME_BYTES
        && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.chars().all(is_plain))
}

/// Is `version` `line` followed by a patch number? Pre-releases are not.
pub(crate) fn is_patch_of(version: &str, line: &str) -> bool {
    let patch = version.strip_prefix(line).and_then(|rest| rest.strip_prefix('.'));
    patch.is_some_and(|patch| !patch.is_empty() && patch.len() <= 9 && patch.bytes().all(|byte| byte.is_ascii_digit()))
}
