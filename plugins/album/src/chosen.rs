//! Several photos at once: a page of check boxes, and what is done with those that were ticked.

use veillee_sdk::{Call, Error, Response};

use crate::albums::{self, Album};
use crate::entered::{self, Form, Problem};
use crate::photos::{self, PHOTOS_PER_PAGE, Photo, Stretch};
use crate::{archive, pages, within};

/// As many as a page shows.
pub(crate) const CHOSEN_MAX: usize = PHOTOS_PER_PAGE as usize;

/// What the page of check boxes shows.
pub(crate) struct View {
    pub(crate) album: Album,
    pub(crate) stretch: Stretch,
    pub(crate) total: u32,
    /// Only those that wait for a yes.
    pub(crate) only_pending: bool,
    pub(crate) may_add: bool,
    pub(crate) may_change: bool,
}

pub(crate) fn show(call: &mut Call<'_>, id: &str, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let state = call.form_field("state").or_else(|| call.query_field("state"));
    let only_pending = state == Some("pending");
    let view = View {
        album: albums::one(call, id)?,
        stretch: photos::stretch(call, id, only_pending)?,
        total: photos::total(call, id)?,
        only_pending,
        may_add: call.may(id, "create:photo"),
        may_change: call.may(id, "update"),
    };
    Ok(pages::chosen::page(call, &view, problem))
}

pub(crate) fn act(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let album = albums::one(call, id)?;
    let photos = ticked(call, id)?;
    if photos.is_empty() {
        return nothing_ticked(call, id);
    }
    match call.form_field("do") {
        Some("download") => Ok(archive::of(album.title, &photos)),
        Some("move") => ask_where(call, &album, &photos, Deed::Move),
        Some("copy") => ask_where(call, &album, &photos, Deed::Copy),
        Some("approve") => approve(call, id, &photos),
        Some("trash") => trash(call, id, &photos),
        _ => Err(Error::Invalid("the form says not what to do".into())),
    }
}

fn nothing_ticked(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let sentence = call.say("Cochez d’abord au moins une photo.", "Please tick at least one photo first.");
    show(call, album, Some(&Problem::of_form(Form::Choose, sentence)))
}

/// The photos that were ticked. What somebody else took away meanwhile is no longer among them.
fn ticked(call: &mut Call<'_>, album: &str) -> Result<Vec<Photo>, Error> {
    let mut photos = Vec::new();
    for id in entered::all(call, "photo", CHOSEN_MAX) {
        match photos::one(call, album, id) {
            Ok(photo) => photos.push(photo),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(photos)
}

fn trash(call: &mut Call<'_>, album: &str, photos: &[Photo]) -> Result<Response, Error> {
    let mut changes = call.change_set();
    for photo in photos {
        changes.trash(&photo.id);
    }
    match changes.commit() {
        Err(Error::Denied) => {
            let sentence = call.say(
                "Certaines de ces photos ne sont pas à vous. Rien n’a changé\u{a0}: décochez-les, puis recommencez.",
                "Some of these photos are not yours. Nothing has changed: untick them and try again.",
            );
            show(call, album, Some(&Problem::of_form(Form::Choose, sentence)))
        }
        done => {
            let ids: Vec<&str> = photos.iter().map(|photo| photo.id.as_str()).collect();
            done.map(|_| Response::see_other(format!("/{album}?removed={}", ids.join("."))))
        }
    }
}

/// Undoes [`trash`]. What is back already, or gone for good, is no error: the album shows it or does not.
pub(crate) fn restore(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let ids = entered::all(call, "id", CHOSEN_MAX);
    let mut changes = call.change_set();
    for id in ids {
        changes.restore(id);
    }
    match changes.commit() {
        Ok(_) | Err(Error::NotFound) => Ok(Response::see_other(format!("/{album}"))),
        Err(error) => Err(error),
    }
}

fn approve(call: &mut Call<'_>, album: &str, photos: &[Photo]) -> Result<Response, Error> {
    let mut changes = call.change_set();
    for photo in photos.iter().filter(|photo| photo.pending) {
        changes.update(&photo.id, [("state", "shown".into())]);
    }
    changes.commit()?;
    Ok(Response::see_other(format!("/{album}?saved=yes")))
}

/// What is done with photos and another album.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Move,
    Copy,
}

fn ask_where(call: &mut Call<'_>, album: &Album, photos: &[Photo], deed: Deed) -> Result<Response, Error> {
    // Those below cannot add to a whole album; the host decides once more.
    let adds = |role: &str| matches!(role, "contributor" | "editor" | "owner");
    let targets = within::targets(call, &[album.id.as_str()], adds)?;
    Ok(pages::chosen::where_to(call, album, photos, &targets, deed))
}

/// To the end of another album, in the order they have.
pub(crate) fn move_into(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let photos = ticked(call, id)?;
    if photos.is_empty() {
        return nothing_ticked(call, id);
    }
    let target = albums::one(call, call.form_field("to").unwrap_or_default())?;
    let mut position = photos::last_position(call, &target.id)?;
    let mut changes = call.change_set();
    for photo in &photos {
        position += 1;
        // While it lies here, where the right to change it is.
        changes.update(&photo.id, [("position", position.into())]);
        changes.move_into(&photo.id, &target.id);
    }
    changes.commit()?;
    Ok(Response::see_other(format!("/{id}?moved={}&to={}", photos.len(), target.id)))
}

/// Copies at the end of another album, in the order they have. The files are not sent again: both albums share them, and
/// what is then written about a copy is written about it alone.
pub(crate) fn copy_into(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let photos = ticked(call, id)?;
    if photos.is_empty() {
        return nothing_ticked(call, id);
    }
    let target = albums::one(call, call.form_field("to").unwrap_or_default())?;
    let approves = target.approval && call.may(&target.id, "update");
    let mut position = photos::last_position(call, &target.id)?;
    let mut changes = call.change_set();
    for photo in &photos {
        position += 1;
        let fields = [
            ("title", photo.title.as_str().into()),
            ("alt", photo.alt.as_str().into()),
            ("by", photo.author.as_str().into()),
            ("turn", photo.turn.into()),
            ("position", position.into()),
        ];
        let copy = changes.create_in(&target.id, "photo", fields);
        changes.copy(&copy, "original", &photo.id);
        if approves {
            changes.update(&copy, [("state", "shown".into())]);
        }
    }
    changes.commit()?;
    Ok(Response::see_other(format!("/{id}?copied={}&to={}", photos.len(), target.id)))
}
