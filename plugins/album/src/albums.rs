//! The list of albums, and what is done to a whole album.

use veillee_sdk::{Call, Error, Response, Row};

use crate::book;
use crate::chosen::CHOSEN_MAX;
use crate::entered::{self, DESCRIPTION_MAX_CHARS, Form, Problem, TITLE_MAX_CHARS};
use crate::pages;
use crate::photos::{self, Stretch};
use crate::signature::{self, Signature};
use crate::within::{self, Inner, Outer};

/// Each costs two or three short queries: for its cover and its count.
pub(crate) const ALBUMS_PER_PAGE: u32 = 24;
/// Pages of the list that are looked through for albums that lie in no other, before the rest waits for the next page.
const LOOKS_MAX: usize = 5;
/// Photos of one album that its card counts.
pub(crate) const CARD_COUNT_UP_TO: u32 = 1_000;
/// The largest limit that an album may set for each guest.
const EACH_MAX: i64 = 10_000;
/// Photos waiting for a yes that are counted.
const PENDING_UP_TO: u32 = 100;

pub(crate) const FIELDS: [&str; 12] = [
    "title",
    "description",
    "cover",
    "approval",
    "@author-name",
    "@parent",
    "@role",
    "dates",
    "place",
    "book",
    "quiet",
    "each",
];

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
    /// The album it lies in; empty at the top.
    pub(crate) parent: String,
    /// The caller's, as the host calls it.
    pub(crate) role: String,
    /// In words: `Été 2026`.
    pub(crate) dates: String,
    pub(crate) place: String,
    /// Whether those who see it may write into its guest book.
    pub(crate) book: bool,
    /// Whether nobody may give hearts any more.
    pub(crate) quiet: bool,
    /// Photos that each guest may bring; 0 when there is no limit.
    pub(crate) each: i64,
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
            parent: row.text(5).into(),
            role: row.text(6).into(),
            dates: row.text(7).into(),
            place: row.text(8).into(),
            book: row.boolean(9),
            quiet: row.boolean(10),
            each: row.integer(11).unwrap_or(0),
        }
    }
}

/// An album, and nothing else that has an id.
pub(crate) fn one(call: &mut Call<'_>, id: &str) -> Result<Album, Error> {
    let row = call.get(id, &FIELDS).map_err(|error| match error {
        // The fields are not those of a photo either.
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    Ok(Album::from(&row))
}

/// What the list shows of an album.
pub(crate) struct Card {
    pub(crate) album: Album,
    /// The photo to show, if there is any.
    pub(crate) cover: Option<String>,
    pub(crate) photos: u32,
}

pub(crate) fn list(call: &mut Call<'_>, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let (albums, next) = outermost(call)?;
    let cards = albums.into_iter().map(|album| card(call, album)).collect::<Result<Vec<_>, _>>()?;
    let may_make = call.may_create("album");
    Ok(pages::albums::page(call, &cards, next.as_deref(), may_make, problem))
}

/// The albums of one page of the list: those that lie in no album that the caller sees. What lies in another is found there.
fn outermost(call: &mut Call<'_>) -> Result<(Vec<Album>, Option<String>), Error> {
    let mut after = call.query_field("after").map(str::to_owned);
    let mut found: Vec<Album> = Vec::new();
    let mut seen: Vec<(String, bool)> = Vec::new();
    for _ in 0..LOOKS_MAX {
        let page = call.query("album").select(FIELDS).run(after.as_deref(), ALBUMS_PER_PAGE)?;
        for album in page.rows.iter().map(Album::from) {
            if album.parent.is_empty() || !sees(call, &album.parent, &mut seen)? {
                found.push(album);
            }
        }
        after = page.next;
        if after.is_none() || found.len() >= ALBUMS_PER_PAGE as usize / 2 {
            break;
        }
    }
    Ok((found, after))
}

fn sees(call: &mut Call<'_>, id: &str, seen: &mut Vec<(String, bool)>) -> Result<bool, Error> {
    if let Some((_, sees)) = seen.iter().find(|(known, _)| known == id) {
        return Ok(*sees);
    }
    let is_shown = match call.get(id, &["@parent"]) {
        Ok(_) => true,
        Err(Error::NotFound) => false,
        Err(error) => return Err(error),
    };
    seen.push((id.to_owned(), is_shown));
    Ok(is_shown)
}

pub(crate) fn card(call: &mut Call<'_>, album: Album) -> Result<Card, Error> {
    let photos = call.query("photo").under(&album.id).order("position").count(CARD_COUNT_UP_TO)?;
    let chosen = !album.cover.is_empty() && photos::one(call, &album.id, &album.cover).is_ok();
    let cover = if chosen { Some(album.cover.clone()) } else { photos::first(call, &album.id)? };
    Ok(Card { album, cover, photos })
}

/// What the page of an album shows.
#[expect(clippy::struct_excessive_bools, reason = "one for each control that is drawn or hidden")]
pub(crate) struct View {
    pub(crate) album: Album,
    pub(crate) outer: Vec<Outer>,
    pub(crate) inner: Inner,
    /// What a caller without an account signed before.
    pub(crate) signature: Option<Signature>,
    pub(crate) messages: u32,
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
        outer: within::outer(call, &album)?,
        inner: within::inner(call, id, None)?,
        signature: signature::own(call, id)?,
        messages: book::count(call, id)?,
        stretch: photos::stretch(call, id, false)?,
        total: photos::total(call, id)?,
        pending: if may_change && album.approval { pending(call, id)? } else { 0 },
        sentence: call.sentence(id)?,
        moved_to: call.query_field("to").and_then(|to| one(call, to).ok()),
        may_add: call.may(id, "create:photo"),
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
    if let Some(problem) = title_problem(call, "title", title, Form::NewAlbum) {
        return list(call, Some(&problem));
    }
    let mut changes = call.change_set();
    changes.create("album", [("title", title.into())]);
    let made = changes.commit()?;
    Ok(Response::see_other(made.first().map_or("/".into(), |album| format!("/{}", album.id))))
}

/// What may be left out of the form about an album, and how long each may be.
const WORDS: [(&str, usize); 3] =
    [("description", DESCRIPTION_MAX_CHARS), ("dates", TITLE_MAX_CHARS), ("place", TITLE_MAX_CHARS)];

/// Title and what may be said besides; what a form lacks stays as it is.
pub(crate) fn rename(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let title = entered::text(call, "title").unwrap_or_default();
    let words = WORDS.map(|(field, max_chars)| (field, max_chars, entered::text(call, field)));
    let too_long = |(field, max_chars, text): (&'static str, usize, Option<&str>)| {
        Problem::too_long(call, Form::Rename, field, text?, max_chars)
    };
    if let Some(problem) =
        title_problem(call, "title", title, Form::Rename).or_else(|| words.into_iter().find_map(too_long))
    {
        return show(call, id, Some(&problem));
    }
    let version = entered::version(call)?;
    let mut changes = call.change_set();
    let words = words.into_iter().filter_map(|(field, _, text)| Some((field, text?.into())));
    changes.update_if(id, version, [("title", title.into())].into_iter().chain(words));
    match changes.commit() {
        Err(Error::Conflict) => show(call, id, Some(&Problem::conflict(call, Form::Rename))),
        done => done.map(|_| Response::see_other(format!("/{id}?saved=yes"))),
    }
}

pub(crate) fn title_problem(call: &Call<'_>, field: &'static str, title: &str, form: Form) -> Option<Problem<'static>> {
    if title.is_empty() {
        return Some(Problem::no_title(call, field, form));
    }
    Problem::too_long(call, form, field, title, TITLE_MAX_CHARS)
}

/// Whether photos of guests wait from now on.
pub(crate) fn set_approval(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let approval = call.form_field("approval") == Some("yes");
    let mut changes = call.change_set();
    changes.update(id, [("approval", approval.into())]);
    changes.commit()?;
    Ok(Response::see_other(format!("/{id}?saved=yes")))
}

/// What others may do in the album: hearts, the guest book, photos of each guest.
pub(crate) fn set_others(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let each = entered::text(call, "each").unwrap_or_default();
    let each: i64 = if each.is_empty() { 0 } else { each.parse().unwrap_or(-1) };
    if !(0..=EACH_MAX).contains(&each) {
        let sentence = call.say(
            "Écrivez un nombre entre 1 et 10\u{a0}000, ou laissez vide.",
            "Please write a number between 1 and 10,000, or leave it empty.",
        );
        return show(call, id, Some(&Problem { form: Form::Box, field: "each", status: 422, sentence }));
    }
    let ticked = |name: &str| call.form_field(name).is_some();
    let (hearts, book) = (ticked("hearts"), ticked("book"));
    let mut changes = call.change_set();
    changes.update(id, [("quiet", (!hearts).into()), ("book", book.into()), ("each", each.into())]);
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
