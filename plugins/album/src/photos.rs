//! Photos as they are read: one, a stretch of an album, all of them. Nothing here writes.

use veillee_sdk::{Call, Error, Row};

use crate::entered;
use crate::moment::Moment;

/// Of all albums; a longer one says so many and counts no further.
const COUNT_UP_TO: u32 = 10_000;
/// Photos of one page. Each is some 370 bytes of HTML, so that a page with all its forms and the host's style sheet stays below
/// 60 KB. The way back from the trash names as many in an address of at most 2,000 characters, with 30 for each.
pub(crate) const PHOTOS_PER_PAGE: u32 = 60;
/// Rows of one page of a query.
pub(crate) const ROWS_MAX: u32 = 200;
/// The host holds no integer beyond these, nor searches for one.
pub(crate) const POSITION_MIN: i64 = -POSITION_MAX;
pub(crate) const POSITION_MAX: i64 = (1 << 53) - 1;

/// What pages show of a photo: one query fetches it all.
const FIELDS: [&str; 14] = [
    "title",
    "alt",
    "position",
    "state",
    "@parent",
    "@author-name",
    "@created-ms",
    "@taken",
    "@width",
    "@height",
    "by",
    "turn",
    "@mine",
    "@media:original",
];

pub(crate) struct Photo {
    pub(crate) id: String,
    pub(crate) version: u64,
    /// The caption; may be empty.
    pub(crate) title: String,
    /// For those who do not see the picture; may be empty.
    pub(crate) alt: String,
    pub(crate) position: i64,
    /// Waits for an editor's yes.
    pub(crate) pending: bool,
    /// The first name that came with it, else that of the account.
    pub(crate) author: String,
    /// The caller brought it.
    pub(crate) mine: bool,
    /// Quarter turns to the right, 0 to 3, beyond what the camera says.
    pub(crate) turn: i64,
    pub(crate) moment: Moment,
    pub(crate) format: Format,
    /// Width and height in pixels, once the host has looked at the picture.
    pub(crate) size: Option<(i64, i64)>,
}

impl From<&Row> for Photo {
    fn from(row: &Row) -> Self {
        Self {
            id: row.id.clone(),
            version: row.version,
            title: row.text(0).into(),
            alt: row.text(1).into(),
            position: row.integer(2).unwrap_or(0),
            pending: row.text(3) == "pending",
            author: if row.text(10).is_empty() { row.text(5) } else { row.text(10) }.into(),
            mine: row.boolean(12),
            turn: row.integer(11).unwrap_or(0).rem_euclid(4),
            format: Format::of(row.text(13)),
            moment: Moment::of(row.text(7), row.integer(6).unwrap_or(0)),
            size: row.integer(8).zip(row.integer(9)),
        }
    }
}

/// How a file can be looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// The host makes smaller pictures of it.
    Picture,
    /// A browser shows the file itself, and nothing smaller is made of it.
    Whole,
    Video,
    /// Kept as it is and offered for download, by the name that people give the format.
    Kept(&'static str),
}

impl Format {
    /// By the media type, as the host tells it from the first bytes.
    fn of(media_type: &str) -> Self {
        match media_type {
            "image/avif" => Self::Whole,
            "image/heic" => Self::Kept("HEIC"),
            "image/tiff" => Self::Kept("TIFF"),
            "video/mp4" | "video/quicktime" | "video/webm" => Self::Video,
            _ => Self::Picture,
        }
    }
}

/// A photo of this album; `NotFound` when it lies elsewhere.
pub(crate) fn one(call: &mut Call<'_>, album: &str, id: &str) -> Result<Photo, Error> {
    let row = call.get(id, &FIELDS).map_err(|error| match error {
        // The fields are not those of an album: the id is not a photo's.
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    if row.text(4) == album { Ok(Photo::from(&row)) } else { Err(Error::NotFound) }
}

/// A photo wherever it lies, with the id of its album.
pub(crate) fn anywhere(call: &mut Call<'_>, id: &str) -> Result<(String, Photo), Error> {
    let row = call.get(id, &FIELDS)?;
    Ok((row.text(4).into(), Photo::from(&row)))
}

/// Which part of an album's photos a page shows.
pub(crate) struct Stretch {
    pub(crate) photos: Vec<Photo>,
    /// The place of its first photo in the album, from 1, as the link to it said.
    pub(crate) first: u32,
    /// From which position on; none at the beginning.
    pub(crate) from: Option<i64>,
    pub(crate) next: Option<Turn>,
    pub(crate) previous: Option<Turn>,
}

/// Where another stretch starts.
pub(crate) struct Turn {
    pub(crate) from: i64,
    pub(crate) first: u32,
}

impl Stretch {
    /// The number of the last photo.
    pub(crate) fn last(&self) -> u32 {
        self.first.saturating_add(count(&self.photos)).saturating_sub(1)
    }
}

/// The stretch that the fields `from` and `first` of the address or the form ask for. Its links are positions, so they are
/// good for everybody and for ever. One query, and one more when it is not the beginning.
pub(crate) fn stretch(call: &mut Call<'_>, album: &str, only_pending: bool) -> Result<Stretch, Error> {
    let from = entered::number(call, "from").map(|from| from.clamp(POSITION_MIN, POSITION_MAX));
    let first = entered::number(call, "first").and_then(|first| u32::try_from(first).ok()).unwrap_or(1).max(1);
    let first = if from.is_none() { 1 } else { first };
    let mut query = call.query("photo").select(FIELDS).under(album).order("position");
    if let Some(from) = from {
        query = query.between("position", from, POSITION_MAX);
    }
    if only_pending {
        query = query.equals("state", "pending");
    }
    let mut photos: Vec<Photo> = query.run(None, PHOTOS_PER_PAGE + 1)?.rows.iter().map(Photo::from).collect();
    let beyond = if count(&photos) > PHOTOS_PER_PAGE { photos.pop() } else { None };
    // Were a whole stretch of one position, its follower would be itself for ever.
    let lowest = from.map_or(POSITION_MIN, |from| from.saturating_add(1));
    let next =
        beyond.map(|photo| Turn { from: photo.position.max(lowest), first: first.saturating_add(PHOTOS_PER_PAGE) });
    let previous = from.map(|from| before(call, album, from, first)).transpose()?.flatten();
    Ok(Stretch { photos, first, from, next, previous })
}

fn before(call: &mut Call<'_>, album: &str, from: i64, first: u32) -> Result<Option<Turn>, Error> {
    let query = call.query("photo").select(["position"]).under(album).between("position", POSITION_MIN, from - 1);
    let page = query.order_descending("position").run(None, PHOTOS_PER_PAGE)?;
    let found = count(&page.rows);
    let start = page.rows.last().and_then(|row| row.integer(0));
    Ok(start.map(|from| Turn { from, first: first.saturating_sub(found).max(1) }))
}

/// The id of the album's first photo.
pub(crate) fn first(call: &mut Call<'_>, album: &str) -> Result<Option<String>, Error> {
    let first = call.query("photo").select(["position"]).under(album).order("position").run(None, 1)?;
    Ok(first.rows.into_iter().next().map(|photo| photo.id))
}

/// The first of those that wait for a yes.
pub(crate) fn first_pending(call: &mut Call<'_>, album: &str) -> Result<Option<Photo>, Error> {
    let query = call.query("photo").select(FIELDS).under(album).equals("state", "pending").order("position");
    Ok(query.run(None, 1)?.rows.first().map(Photo::from))
}

pub(crate) fn total(call: &mut Call<'_>, album: &str) -> Result<u32, Error> {
    call.query("photo").under(album).order("position").count(COUNT_UP_TO)
}

/// The position of the album's last photo; 0 when there is none.
pub(crate) fn last_position(call: &mut Call<'_>, album: &str) -> Result<i64, Error> {
    let last = call.query("photo").select(["position"]).under(album).order_descending("position").run(None, 1)?;
    Ok(last.rows.first().and_then(|photo| photo.integer(0)).unwrap_or(0).max(0))
}

/// All photos in their order with these fields, until `enough`. One query for 200 photos.
pub(crate) fn all(call: &mut Call<'_>, album: &str, select: &[&str], enough: usize) -> Result<Vec<Row>, Error> {
    let mut rows: Vec<Row> = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let query = call.query("photo").select(select.iter().copied()).under(album).order("position");
        let page = query.run(after.as_deref(), ROWS_MAX)?;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() || rows.len() >= enough {
            return Ok(rows);
        }
    }
}

/// How many there are in a list.
pub(crate) fn count<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
