//! Hearts: everybody who sees a photo sees how many it has; who keeps the album sees of whom. One's own are one's favourites.

use veillee_sdk::{Call, Error, Response};

use crate::albums;
use crate::pages;
use crate::photos::{self, PHOTOS_PER_PAGE, Photo};
use crate::signature;

/// Hearts of one photo that are counted.
pub(crate) const COUNT_UP_TO: u32 = 1_000;
/// Names of one photo's hearts that are shown.
const NAMES_MAX: u32 = 200;

/// What a photo's page shows of its hearts.
pub(crate) struct Hearts {
    pub(crate) count: u32,
    pub(crate) mine: bool,
    /// Whether a press changes something.
    pub(crate) may_give: bool,
}

pub(crate) fn of(call: &mut Call<'_>, photo: &str, quiet: bool) -> Result<Hearts, Error> {
    let count = call.query("heart").under(photo).count(COUNT_UP_TO)?;
    let mine = own(call, photo)?.is_some_and(|(_, given)| given);
    Ok(Hearts { count, mine, may_give: !quiet && (mine || call.may(photo, "create:heart")) })
}

/// The caller's own heart, taken back ones too.
fn own(call: &mut Call<'_>, photo: &str) -> Result<Option<(String, bool)>, Error> {
    let page = call.query("heart").select(["given", "@mine"]).under(photo).run(None, NAMES_MAX)?;
    Ok(page.rows.iter().find(|row| row.boolean(1)).map(|row| (row.id.clone(), row.boolean(0))))
}

/// Gives a heart, or takes one's own back.
pub(crate) fn give(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    let photo = photos::one(call, album, id)?;
    let album = albums::one(call, album)?;
    if album.quiet {
        return Err(Error::Denied);
    }
    let wanted = call.form_field("heart") == Some("yes");
    let back = Response::see_other(format!("/{}/{}", album.id, photo.id));
    let own = own(call, &photo.id)?;
    let signed = signature::own(call, &album.id)?;
    let name = signature::name(call, signed.as_ref());
    let signing = if wanted { signature::sign(&*call, &album, signed.as_ref(), &name, 0) } else { None };
    let mut changes = call.change_set();
    match own {
        Some((heart, given)) if given != wanted => {
            changes.update(&heart, [("given", wanted.into())]);
        }
        None if wanted => {
            changes.create_in(&photo.id, "heart", [("by", name.into())]);
        }
        _ => return Ok(back),
    }
    if let Some(signing) = signing {
        signing.put(&mut changes);
    }
    match changes.commit() {
        // Pressed twice at a time: there is one already.
        Ok(_) | Err(Error::Conflict) => Ok(back),
        Err(error) => Err(error),
    }
}

/// Of whom they are. The host shows those of others to whoever edits the album, and to nobody else.
pub(crate) fn names(call: &mut Call<'_>, album: &str, id: &str) -> Result<Response, Error> {
    let photo = photos::one(call, album, id)?;
    if !call.may(album, "update") {
        return Err(Error::Denied);
    }
    let query = call.query("heart").select(["by", "@author-name"]).under(id).equals("given", true);
    let page = query.run(None, NAMES_MAX)?;
    let name = |by: &str, author: &str| if by.is_empty() { author.to_owned() } else { by.to_owned() };
    let names: Vec<String> = page.rows.iter().map(|row| name(row.text(0), row.text(1))).collect();
    Ok(pages::hearts::names(call, album, &photo, &names))
}

/// Photos that the caller gave a heart, the last given first.
pub(crate) fn mine(call: &mut Call<'_>) -> Result<Response, Error> {
    let after = call.query_field("after");
    let query = call.query("heart").select(["@parent", "@mine"]).equals("given", true);
    let page = query.run(after, PHOTOS_PER_PAGE)?;
    let mut found: Vec<(String, Photo)> = Vec::new();
    for heart in page.rows.iter().filter(|row| row.boolean(1)) {
        match photos::anywhere(call, heart.text(0)) {
            Ok(photo) => found.push(photo),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(pages::hearts::mine(call, &found, page.next.as_deref()))
}
