//! One photo, large: its caption and alternative text, its neighbours, and what is done to it.

use veillee_sdk::{Call, Error, Response, Value};

use crate::albums::{self, Album};
use crate::entered::{self, ALT_MAX_CHARS, Form, Problem, TITLE_MAX_CHARS};
use crate::hearts::{self, Hearts};
use crate::order::{self, Place};
use crate::pages;
use crate::photos::{self, Photo};

/// What the page of a photo shows.
pub(crate) struct View {
    pub(crate) album: Album,
    pub(crate) photo: Photo,
    pub(crate) place: Place,
    pub(crate) hearts: Hearts,
    pub(crate) may_describe: bool,
    pub(crate) may_change_album: bool,
    pub(crate) may_trash: bool,
}

pub(crate) fn show(
    call: &mut Call<'_>,
    album: &str,
    id: &str,
    problem: Option<&Problem<'_>>,
) -> Result<Response, Error> {
    let photo = photos::one(call, album, id)?;
    let shown_album = albums::one(call, album)?;
    let view = View {
        hearts: hearts::of(call, id, shown_album.quiet)?,
        album: shown_album,
        place: order::place(call, album, &photo)?,
        may_describe: call.may(id, "update"),
        may_change_album: call.may(album, "update"),
        may_trash: call.may(id, "delete"),
        photo,
    };
    Ok(pages::photo::page(call, &view, problem))
}

/// Caption and alternative text, which both may be empty; what a form lacks stays as it is.
pub(crate) fn describe(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    let (title, alt) = (entered::text(call, "title"), entered::text(call, "alt"));
    let long_title = title.and_then(|text| Problem::too_long(call, Form::Describe, "title", text, TITLE_MAX_CHARS));
    let long_alt = || alt.and_then(|text| Problem::too_long(call, Form::Describe, "alt", text, ALT_MAX_CHARS));
    if let Some(problem) = long_title.or_else(long_alt) {
        return show(call, album, id, Some(&problem));
    }
    let version = entered::version(call)?;
    let fields = [("title", title), ("alt", alt)].into_iter();
    let fields: Vec<(&str, Value)> = fields.filter_map(|(name, text)| Some((name, text?.into()))).collect();
    let mut changes = call.change_set();
    changes.update_if(id, version, fields);
    match changes.commit() {
        Err(Error::Conflict) => show(call, album, id, Some(&Problem::conflict(call, Form::Describe))),
        done => done.map(|_| Response::see_other(format!("/{album}/{id}?saved=yes"))),
    }
}

/// The photo that stands for the album.
pub(crate) fn make_cover(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    let photo = photos::one(call, album, id)?;
    let mut changes = call.change_set();
    changes.update(album, [("cover", photo.id.into())]);
    changes.commit()?;
    Ok(Response::see_other(format!("/{album}/{id}?saved=yes")))
}

/// Shows a guest's photo to all who may see the album.
pub(crate) fn approve(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    // Pressed twice, the second finds nothing to do.
    if photos::one(call, album, id)?.pending {
        let mut changes = call.change_set();
        changes.update(id, [("state", "shown".into())]);
        changes.commit()?;
    }
    Ok(Response::see_other(format!("/{album}/{id}?saved=yes")))
}

/// A quarter turn to the right or to the left. The file stays as it is: what is shown is made of it anew.
pub(crate) fn turn(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    let photo = photos::one(call, album, id)?;
    let by = match call.form_field("to") {
        Some("right") => 1,
        Some("left") => 3,
        _ => return Err(Error::Invalid("the form says not which way".into())),
    };
    let mut changes = call.change_set();
    changes.update_if(id, photo.version, [("turn", ((photo.turn + by) % 4).into())]);
    match changes.commit() {
        // Two presses at a time are one: nobody turns a photo further than they see.
        Ok(_) | Err(Error::Conflict) => Ok(Response::see_other(format!("/{album}/{id}?turned=yes"))),
        Err(error) => Err(error),
    }
}

/// The file as it was uploaded.
pub(crate) fn download(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    photos::one(call, album, id).map(|photo| Response::download(photo.id, "original"))
}

pub(crate) fn ask_to_trash(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    photos::one(call, album, id).map(|photo| pages::confirm::photo(call, album, &photo))
}

pub(crate) fn trash(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    let photo = photos::one(call, album, id)?;
    let mut changes = call.change_set();
    changes.trash(&photo.id);
    changes.commit()?;
    Ok(Response::see_other(format!("/{album}?removed={id}")))
}
