//! New photos, at the end of an album.

use veillee_sdk::{Call, Choice, Error, Response};

use crate::albums::{self, Album};
use crate::entered::{self, Form, NAME_MAX_CHARS, Problem};
use crate::photos::{self, POSITION_MAX, ROWS_MAX};
use crate::signature;

/// Each photo is at most three changes, and a change-set holds 500.
const PHOTOS_PER_CHANGE_SET: usize = 160;

pub(crate) fn upload(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let Some(choice) = call.choice("photos").filter(|choice| !choice.files.is_empty()) else {
        let sentence = call.say("Choisissez d’abord au moins une photo.", "Please choose at least one photo first.");
        return albums::show(call, album, Some(&Problem::of_form(Form::Upload, sentence)));
    };
    let named = entered::text(call, "by").unwrap_or_default();
    if let Some(problem) = Problem::too_long(call, Form::Upload, "by", named, NAME_MAX_CHARS) {
        return albums::show(call, album, Some(&problem));
    }
    let album = albums::one(call, album)?;
    let start = photos::last_position(call, &album.id)? + 1;
    let mut outcome = add(call, &album, choice, start);
    if outcome == Err(Error::Conflict) {
        // Another upload of the same guest was counted at this moment.
        outcome = add(call, &album, choice, start);
    }
    match outcome? {
        Added::All => {
            // The photos are there, whatever becomes of looking for twins.
            let twins = drop_twins(call, &album.id, start).unwrap_or(0);
            let said = if twins > 0 { format!("&twins={twins}") } else { String::new() };
            Ok(Response::see_other(format!("/{}?added={}&at={start}{said}", album.id, choice.files.len() - twins)))
        }
        Added::TooMany { left } => {
            let sentence = too_many(call, &album, left);
            albums::show(call, &album.id, Some(&Problem::of_form(Form::Upload, &sentence)))
        }
    }
}

/// Takes away what the caller just brought and the album had already, to the byte; says how many those were.
fn drop_twins(call: &mut Call<'_>, album: &str, start: i64) -> Result<usize, Error> {
    let query = call.query("photo").select(["@twin:original", "@mine"]).under(album);
    let page = query.between("position", start, POSITION_MAX).order("position").run(None, ROWS_MAX)?;
    let twins: Vec<&str> =
        page.rows.iter().filter(|row| row.boolean(0) && row.boolean(1)).map(|row| row.id.as_str()).collect();
    if twins.is_empty() {
        return Ok(0);
    }
    let mut changes = call.change_set();
    for id in &twins {
        changes.trash(*id);
    }
    match changes.commit() {
        Ok(_) => Ok(twins.len()),
        // Who may not take theirs back keeps it twice.
        Err(Error::Denied | Error::NotFound) => Ok(0),
        Err(error) => Err(error),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Added {
    All,
    /// More than the album lets one guest bring. Nothing was added.
    TooMany {
        left: i64,
    },
}

fn too_many(call: &Call<'_>, album: &Album, left: i64) -> String {
    let each = album.each;
    match call.say("fr", "en") {
        "fr" => format!(
            "Chacun peut apporter {each} photos au plus dans cet album. Il vous en reste {left}\u{a0}: choisissez-en moins."
        ),
        _ => format!(
            "Everybody may bring {each} photos at most to this album. You have {left} left: please choose fewer."
        ),
    }
}

/// Every file of an upload, in the order in which the person chose them.
fn add(call: &mut Call<'_>, album: &Album, choice: &Choice, start: i64) -> Result<Added, Error> {
    let signed = signature::own(call, &album.id)?;
    let name = signature::name(call, signed.as_ref());
    let brings = i64::try_from(choice.files.len()).unwrap_or(i64::MAX);
    let left = album.each.saturating_sub(signed.as_ref().map_or(0, |signed| signed.photos)).max(0);
    if album.each > 0 && signature::is_nameless(call) && brings > left {
        return Ok(Added::TooMany { left });
    }
    let mut signing = signature::sign(call, album, signed.as_ref(), &name, brings);
    // What an editor adds needs nobody's yes.
    let approves = album.approval && call.may(&album.id, "update");
    let mut position = start;
    let mut index = 0;
    for files in choice.files.chunks(PHOTOS_PER_CHANGE_SET) {
        let mut changes = call.change_set();
        if let Some(signing) = signing.take() {
            signing.put(&mut changes);
        }
        for file in files {
            let by = (!name.is_empty()).then(|| ("by", name.as_str().into()));
            let fields = [("title", caption_of(&file.name).into()), ("position", position.into())];
            let fields = fields.into_iter().chain(by);
            let photo = changes.create_in(&album.id, "photo", fields);
            changes.attach(&photo, "original", choice, index);
            if approves {
                changes.update(&photo, [("state", "shown".into())]);
            }
            position += 1;
            index += 1;
        }
        changes.commit()?;
    }
    Ok(Added::All)
}

/// The file's name without its extension, unless a camera gave it: `IMG_2043` tells nobody anything.
fn caption_of(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem });
    if is_of_camera(stem) { "" } else { stem }
}

/// A word of cameras and messengers, or none, with a number.
fn is_of_camera(stem: &str) -> bool {
    let words: String = stem.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let plain = stem.chars().all(|letter| letter.is_alphanumeric() || " _-.()~".contains(letter));
    let known = [
        "",
        "img",
        "dsc",
        "dscn",
        "dscf",
        "pxl",
        "mvimg",
        "p",
        "pano",
        "image",
        "imgwa",
        "gopr",
        "imag",
        "sam",
        "cimg",
        "screenshot",
        "whatsappimageat",
    ];
    plain && stem.contains(|letter: char| letter.is_ascii_digit()) && known.contains(&words.as_str())
}

#[cfg(test)]
mod tests {
    use super::caption_of;

    #[test]
    fn a_name_that_a_person_gave_is_a_caption_and_a_cameras_is_none() {
        for name in ["IMG_2043.JPG", "DSC00012.jpg", "PXL_20260503_140500123.jpg", "20260503_1405.jpg", "P1010001.png"]
        {
            assert_eq!(caption_of(name), "", "{name}");
        }
        for (name, caption) in [
            ("Noël 2023.jpg", "Noël 2023"),
            ("lake.at.dawn.jpg", "lake.at.dawn"),
            (".hidden", ".hidden"),
            ("plain", "plain"),
        ] {
            assert_eq!(caption_of(name), caption);
        }
    }
}
