//! Photos of guests one after the other, each with a yes or a no: a queue for the keyboard.

use veillee_sdk::{Call, Error, Response};

use crate::albums::{self, Album};
use crate::pages;
use crate::photos::{self, Photo};

const COUNT_UP_TO: u32 = 100;

/// What the queue shows.
pub(crate) struct View {
    pub(crate) album: Album,
    /// The first that waits, unless none does.
    pub(crate) photo: Option<Photo>,
    pub(crate) waiting: u32,
}

pub(crate) fn show(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let album = one_to_review(call, album)?;
    let waiting = call.query("photo").under(&album.id).equals("state", "pending").order("position");
    let waiting = waiting.count(COUNT_UP_TO)?;
    let photo = photos::first_pending(call, &album.id)?;
    Ok(pages::review::page(call, &View { album, photo, waiting }))
}

fn one_to_review(call: &mut Call<'_>, album: &str) -> Result<Album, Error> {
    let album = albums::one(call, album)?;
    if call.may(&album.id, "update") { Ok(album) } else { Err(Error::Denied) }
}

/// A yes or a no, and on to the next. What somebody else decided meanwhile is decided.
pub(crate) fn decide(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    one_to_review(call, album)?;
    let id = call.form_field("photo").unwrap_or_default();
    let photo = match photos::one(call, album, id) {
        Ok(photo) => photo,
        Err(Error::NotFound) => return Ok(Response::see_other(format!("/{album}/review"))),
        Err(error) => return Err(error),
    };
    let deed = call.form_field("do");
    let mut changes = call.change_set();
    let done = match deed {
        Some("show") if photo.pending => {
            changes.update(&photo.id, [("state", "shown".into())]);
            format!("shown={}", photo.id)
        }
        Some("trash") => {
            changes.trash(&photo.id);
            format!("removed={}", photo.id)
        }
        // The undo of a yes that was given a moment ago.
        Some("hide") if !photo.pending => {
            changes.update(&photo.id, [("state", "pending".into())]);
            "saved=yes".to_owned()
        }
        Some("show" | "hide") => return Ok(Response::see_other(format!("/{album}/review"))),
        _ => return Err(Error::Invalid("the form says not what to do".into())),
    };
    changes.commit()?;
    Ok(Response::see_other(format!("/{album}/review?{done}")))
}
