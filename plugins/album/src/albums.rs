//! The list of albums, and what is done to a whole album.

use veillee_sdk::{Call, Error, Response, Row};

use crate::chosen::CHOSEN_MAX;
use crate::entered::{self, DESCRIPTION_MAX_CHARS, Form, Problem, TITLE_MAX_CHARS};
use crate::pages;
use crate::photos::{self, Stretch};

/// Each costs two or three short queries: for its cover and its count.
const ALBUMS_PER_PAGE: u32 = 24;
/// Photos of one album that its card counts.
pub(crate) const CARD_COUNT_UP_TO: u32 = 1_000;
/// Photos waiting for a yes that are counted.
const PENDING_UP_TO: u32 = 100;

const FIELDS: [&str; 6] = ["title", "description", "cover", "approval", "@author-name", "@parent"];

pub(crate) struct Album {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) title: String,
    pub(crate) description: String,
    /// The id of the photo that somebody chose; it may be gone by now.
    pub(crate) cover: String,
    /// Whether photos of guests wait for an editor's yes.
    pub(crate) approval: bool,
    pub(crate) author: String,
}

impl From<&Row> for Album {
    fn from(row: &Row) -> Self {
        Self {
            id: row.id.clone(),
            version: row.version,
            title: row.text(0).into(),
            description: row.text(1).into(),
            cover: row.text(2).into(),
            approval: row.boolean(3),
            author: row.text(4).into(),
        }
    }
}

/// Photos lie in an album, albums in nothing: this is how a photo's id is told from an album's.
pub(crate) fn one(call: &mut Call<'_>, id: &str) -> Result<Album, Error> {
    let row = call.get(id, &FIELDS).map_err(|error| match error {
        // The fields are not those of a photo either.
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    if row.text(5).is_empty() { Ok(Album::from(&row)) } else { Err(Error::NotFound) }
}

/// What the list shows of an album.
pub(crate) struct Card {
    pub(crate) album: Album,
    /// The photo to show, if there is any.
    pub(crate) cover: Option<String>,
    pub(crate) photos: u32,
}

pub(crate) fn list(call: &mut Call<'_>, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let after = call.query_field("after");
    let page = call.query("album").select(FIELDS).run(after, ALBUMS_PER_PAGE)?;
    let cards = page.rows.iter().map(|row| card(call, Album::from(row))).collect::<Result<Vec<_>, _>>()?;
    let may_make = call.may_create("album");
    Ok(pages::albums::page(call, &cards, page.next.as_deref(), may_make, problem))
}

fn card(call: &mut Call<'_>, album: Album) -> Result<Card, Error> {
    let photos = call.query("photo").under(&album.id).order("position").count(CARD_COUNT_UP_TO)?;
    let chosen = !album.cover.is_empty() && photos::one(call, &album.id, &album.cover).is_ok();
    let cover = if chosen { Some(album.cover.clone()) } else { photos::first(call, &album.id)? };
    Ok(Card { album, cover, photos })
}

/// What the page of an album shows.
#[expect(clippy::struct_excessive_bools, reason = "one for each control that is drawn or hidden")]
pub(crate) struct View {
    pub(crate) album: Album,
    pub(crate) stretch: Stretch,
    pub(crate) total: u32,
    /// Photos that wait for the caller's yes.
    pub(crate) pending: u32,
    pub(crate) sentence: String,
    /// The album that photos were just moved into.
    pub(crate) moved_to: Option<Album>,
    pub(crate) may_add: bool,
    pub(crate) may_share: bool,
    pub(crate) may_change: bool,
    pub(crate) may_trash: bool,
}

pub(crate) fn show(call: &mut Call<'_>, id: &str, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let album = one(call, id)?;
    let may_change = call.may(id, "update");
    let view = View {
        stretch: photos::stretch(call, id, false)?,
        total: photos::total(call, id)?,
        pending: if may_change && album.approval { pending(call, id)? } else { 0 },
        sentence: call.sentence(id)?,
        moved_to: call.query_field("to").and_then(|to| one(call, to).ok()),
        may_add: call.may(id, "create"),
        may_share: call.may(id, "share"),
        may_trash: call.may(id, "delete"),
        may_change,
        album,
    };
    Ok(pages::album::page(call, &view, problem))
}

fn pending(call: &mut Call<'_>, id: &str) -> Result<u32, Error> {
    call.query("photo").under(id).equals("state", "pending").order("position").count(PENDING_UP_TO)
}

pub(crate) fn make(call: &mut Call<'_>) -> Result<Response, Error> {
    let title = entered::text(call, "title").unwrap_or_default();
    if let Some(problem) = title_problem(call, title, Form::NewAlbum) {
        return list(call, Some(&problem));
    }
    let mut changes = call.change_set();
    changes.create("album", [("title", title.into())]);
    let made = changes.commit()?;
    Ok(Response::see_other(made.first().map_or("/".into(), |album| format!("/{}", album.id))))
}

/// Title and description; a form without a description leaves it as it is.
pub(crate) fn rename(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let title = entered::text(call, "title").unwrap_or_default();
    let description = entered::text(call, "description");
    let too_long = |text| Problem::too_long(call, Form::Rename, "description", text, DESCRIPTION_MAX_CHARS);
    if let Some(problem) = title_problem(call, title, Form::Rename).or_else(|| description.and_then(too_long)) {
        return show(call, id, Some(&problem));
    }
    let version = entered::version(call)?;
    let mut changes = call.change_set();
    let description = description.map(|description| ("description", description.into()));
    changes.update_if(id, version, [("title", title.into())].into_iter().chain(description));
    match changes.commit() {
        Err(Error::Conflict) => show(call, id, Some(&Problem::conflict(call, Form::Rename))),
        done => done.map(|_| Response::see_other(format!("/{id}?saved=yes"))),
    }
}

fn title_problem(call: &Call<'_>, title: &str, form: Form) -> Option<Problem<'static>> {
    if title.is_empty() {
        return Some(Problem::no_title(call, form));
    }
    Problem::too_long(call, form, "title", title, TITLE_MAX_CHARS)
}

/// Whether photos of guests wait from now on.
pub(crate) fn set_approval(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let approval = call.form_field("approval") == Some("yes");
    let mut changes = call.change_set();
    changes.update(id, [("approval", approval.into())]);
    changes.commit()?;
    Ok(Response::see_other(format!("/{id}?saved=yes")))
}

pub(crate) fn ask_to_trash(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    one(call, id).map(|album| pages::confirm::album(call, &album))
}

pub(crate) fn trash(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let mut changes = call.change_set();
    changes.trash(id);
    changes.commit()?;
    Ok(Response::see_other(format!("/?removed={id}")))
}

/// Undoes [`trash`]. What is back already, or gone for good, is no error: the list shows it or does not.
pub(crate) fn restore(call: &mut Call<'_>) -> Result<Response, Error> {
    let ids = entered::all(call, "id", CHOSEN_MAX);
    let mut changes = call.change_set();
    for id in ids {
        changes.restore(id);
    }
    match changes.commit() {
        Ok(_) | Err(Error::NotFound) => Ok(Response::see_other("/")),
        Err(error) => Err(error),
    }
}
