//! The order of an album's photos, and adding to it.

use veillee_sdk::{Call, Choice, Error, Page, Row};

pub(crate) const PHOTOS_PER_PAGE: u32 = 100;
/// Of all albums; a longer one says so many and counts no further.
const COUNT_UP_TO: u32 = 10_000;
/// Photos that share one position, because they were added at the same moment, beyond which a neighbour is not found.
const SAME_POSITION_MAX: u32 = 50;
/// Positions count from 1; the host holds no integer beyond this, nor searches for one.
const POSITION_MAX: i64 = (1 << 53) - 1;
/// Each photo is two changes, and a change-set holds 500.
const PHOTOS_PER_CHANGE_SET: usize = 250;

/// Where a photo stands in its album.
pub(crate) struct Place {
    /// From 1.
    pub(crate) number: u32,
    pub(crate) total: u32,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

/// A photo of this album, with title, position, state and album, then width and height once they are known. `NotFound` when it lies elsewhere.
pub(crate) fn row(call: &mut Call<'_>, album: &str, id: &str) -> Result<Row, Error> {
    let photo =
        call.get(id, &["title", "position", "state", "@parent", "@width", "@height"]).map_err(|error| match error {
            // Albums have no position: the id is not a photo's.
            Error::Invalid(_) => Error::NotFound,
            other => other,
        })?;
    if photo.text(3) == album { Ok(photo) } else { Err(Error::NotFound) }
}

/// A page of the album's photos with title and state.
pub(crate) fn page(call: &mut Call<'_>, album: &str) -> Result<Page, Error> {
    let after = call.query_field("after");
    call.query("photo").select(["title", "state"]).under(album).order("position").run(after, PHOTOS_PER_PAGE)
}

pub(crate) fn total(call: &mut Call<'_>, album: &str) -> Result<u32, Error> {
    call.query("photo").under(album).count(COUNT_UP_TO)
}

pub(crate) fn place(call: &mut Call<'_>, album: &str, photo: &Row) -> Result<Place, Error> {
    let at = photo.integer(1).unwrap_or(0);
    let before = |call: &mut Call<'_>, up_to| {
        let query = call.query("photo").select(["position"]).under(album).between("position", 0, at);
        query.order_descending("position").run(None, up_to)
    };
    let previous = following(&before(call, SAME_POSITION_MAX)?, &photo.id);
    let query = call.query("photo").select(["position"]).under(album).between("position", at, POSITION_MAX);
    let next = following(&query.order("position").run(None, SAME_POSITION_MAX)?, &photo.id);
    let number = call.query("photo").under(album).between("position", 0, at).count(COUNT_UP_TO)?;
    Ok(Place { number, total: total(call, album)?, previous, next })
}

/// The photo after this one. Photos of equal position come in the order of their ids, so the list is read from the
/// first photo of this position and not from the one after it.
fn following(photos: &Page, id: &str) -> Option<String> {
    photos.rows.iter().skip_while(|row| row.id != id).nth(1).map(|row| row.id.clone())
}

/// Adds every file of an upload at the end, in the order in which the person chose them.
pub(crate) fn add(call: &mut Call<'_>, album: &str, choice: &Choice) -> Result<(), Error> {
    let last = call.query("photo").select(["position"]).under(album).order_descending("position").run(None, 1)?;
    let mut position = last.rows.first().and_then(|photo| photo.integer(0)).unwrap_or(0);
    let mut index = 0;
    for files in choice.files.chunks(PHOTOS_PER_CHANGE_SET) {
        let mut changes = call.change_set();
        for file in files {
            position += 1;
            let fields = [("title", title_of(&file.name).into()), ("position", position.into())];
            let photo = changes.create_in(album, "photo", fields);
            changes.attach(&photo, "original", choice, index);
            index += 1;
        }
        changes.commit()?;
    }
    Ok(())
}

/// The file's name without its extension.
fn title_of(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}
