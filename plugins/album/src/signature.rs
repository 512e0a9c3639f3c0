//! The first name that somebody without an account gives, once for each album, and how many photos they brought.

use veillee_sdk::{Call, ChangeSet, Error, Value};

use crate::albums::Album;
use crate::entered::{self, NAME_MAX_CHARS};

/// Of the caller, in one album.
pub(crate) struct Signature {
    pub(crate) id: String,
    version: u64,
    pub(crate) name: String,
    pub(crate) photos: i64,
}

/// Whether the caller is somebody whom the host has no name for.
pub(crate) fn is_nameless(call: &Call<'_>) -> bool {
    call.caller().kind != "account"
}

/// The caller's own; none for accounts, whose name is known, and before anything was signed.
pub(crate) fn own(call: &mut Call<'_>, album: &str) -> Result<Option<Signature>, Error> {
    if !is_nameless(call) {
        return Ok(None);
    }
    // Whoever edits the album sees those of others too: their own is among the first pages or was made anew.
    let page = call.query("signature").select(["name", "photos", "@mine"]).under(album).run(None, 200)?;
    let mine = page.rows.iter().find(|row| row.boolean(2));
    Ok(mine.map(|row| Signature {
        id: row.id.clone(),
        version: row.version,
        name: row.text(0).into(),
        photos: row.integer(1).unwrap_or(0),
    }))
}

/// The name to put under what the caller makes now: what they typed, else what they said before.
pub(crate) fn name(call: &Call<'_>, own: Option<&Signature>) -> String {
    let typed = entered::text(call, "by").filter(|typed| !typed.is_empty());
    let said = || own.map(|own| own.name.clone()).unwrap_or_default();
    typed.map_or_else(said, |typed| typed.chars().filter(|letter| !letter.is_control()).take(NAME_MAX_CHARS).collect())
}

/// The change that keeps the name, and counts photos; none when there is nothing to keep.
pub(crate) fn sign(
    call: &Call<'_>,
    album: &Album,
    own: Option<&Signature>,
    name: &str,
    photos: i64,
) -> Option<Signing> {
    if !is_nameless(call) {
        return None;
    }
    match own {
        Some(own) if own.name == name && photos == 0 => None,
        Some(own) => Some(Signing::Again {
            id: own.id.clone(),
            version: own.version,
            fields: vec![("name", name.into()), ("photos", (own.photos + photos).into())],
        }),
        None => Some(Signing::First {
            album: album.id.clone(),
            fields: vec![("name", name.into()), ("photos", photos.into())],
        }),
    }
}

/// What a change-set does to a signature.
pub(crate) enum Signing {
    First {
        album: String,
        fields: Vec<(&'static str, Value)>,
    },
    /// Only when nobody counted meanwhile: the limit of an album holds for two uploads at a time as well.
    Again {
        id: String,
        version: u64,
        fields: Vec<(&'static str, Value)>,
    },
}

impl Signing {
    pub(crate) fn put(self, changes: &mut ChangeSet<'_>) {
        match self {
            Self::First { album, fields } => {
                changes.create_in(&album, "signature", fields);
            }
            Self::Again { id, version, fields } => {
                changes.update_if(&id, version, fields);
            }
        }
    }
}
