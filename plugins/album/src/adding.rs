//! New photos, at the end of an album.

use veillee_sdk::{Call, Choice, Error, Response};

use crate::albums::{self, Album};
use crate::entered::{Form, Problem};
use crate::photos;

/// Each photo is at most three changes, and a change-set holds 500.
const PHOTOS_PER_CHANGE_SET: usize = 160;

pub(crate) fn upload(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let Some(choice) = call.choice("photos").filter(|choice| !choice.files.is_empty()) else {
        let sentence = call.say("Choisissez d’abord au moins une photo.", "Please choose at least one photo first.");
        return albums::show(call, album, Some(&Problem::of_form(Form::Upload, sentence)));
    };
    let album = albums::one(call, album)?;
    let start = photos::last_position(call, &album.id)? + 1;
    add(call, &album, choice, start)?;
    Ok(Response::see_other(format!("/{}?added={}&at={start}", album.id, choice.files.len())))
}

/// Every file of an upload, in the order in which the person chose them.
fn add(call: &mut Call<'_>, album: &Album, choice: &Choice, start: i64) -> Result<(), Error> {
    // What an editor adds needs nobody's yes.
    let approves = album.approval && call.may(&album.id, "update");
    let mut position = start;
    let mut index = 0;
    for files in choice.files.chunks(PHOTOS_PER_CHANGE_SET) {
        let mut changes = call.change_set();
        for file in files {
            let fields = [("title", caption_of(&file.name).into()), ("position", position.into())];
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
    Ok(())
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
