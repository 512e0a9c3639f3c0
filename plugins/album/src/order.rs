//! What stands before what. A photo's `position` gives its place; equal positions, of people who added at the same
//! moment, come in the order of the photos' ids.

use veillee_sdk::{Call, Error, NewJob, Response, Row};

use crate::albums::{self, Album};
use crate::entered;
use crate::moment::Moment;
use crate::pages;
use crate::photos::{self, PHOTOS_PER_PAGE, POSITION_MAX, POSITION_MIN, Photo, Stretch};

/// Photos around one that are looked at, and so the most that may share one position with it.
const AROUND: u32 = 50;
const COUNT_UP_TO: u32 = 10_000;
/// Changes of a change-set, and photos that are sorted while the person waits.
const CHANGES_MAX: usize = 500;

/// Where a photo stands in its album.
pub(crate) struct Place {
    /// From 1.
    pub(crate) number: u32,
    pub(crate) total: u32,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

pub(crate) fn place(call: &mut Call<'_>, album: &str, photo: &Photo) -> Result<Place, Error> {
    let (before, after) = (up_to(call, album, photo.position)?, from(call, album, photo.position)?);
    let query = call.query("photo").under(album).between("position", POSITION_MIN, photo.position);
    let tied = after_in(&before, &photo.id).len();
    let number = query.order("position").count(COUNT_UP_TO)?.saturating_sub(u32::try_from(tied).unwrap_or(0));
    Ok(Place {
        number,
        total: photos::total(call, album)?.max(number),
        previous: before_in(&before, &photo.id).map(|row| row.id.clone()),
        next: after_in(&after, &photo.id).first().map(|row| row.id.clone()),
    })
}

/// The photos from this position on, in their order.
fn from(call: &mut Call<'_>, album: &str, position: i64) -> Result<Vec<Row>, Error> {
    let query = call.query("photo").select(["position"]).under(album).between("position", position, POSITION_MAX);
    Ok(query.order("position").run(None, AROUND)?.rows)
}

/// The photos up to this position, in their order.
fn up_to(call: &mut Call<'_>, album: &str, position: i64) -> Result<Vec<Row>, Error> {
    let query = call.query("photo").select(["position"]).under(album).between("position", POSITION_MIN, position);
    let mut rows = query.order_descending("position").run(None, AROUND)?.rows;
    rows.reverse();
    Ok(rows)
}

fn before_in<'rows>(rows: &'rows [Row], id: &str) -> Option<&'rows Row> {
    let at = rows.iter().position(|row| row.id == id)?;
    rows.get(at.checked_sub(1)?)
}

fn after_in<'rows>(rows: &'rows [Row], id: &str) -> &'rows [Row] {
    let at = rows.iter().position(|row| row.id == id);
    at.and_then(|at| rows.get(at + 1..)).unwrap_or_default()
}

/// Each carries the id of a photo: one step to the front, one to the back, to the very front.
pub(crate) const BUTTONS: [&str; 3] = ["up", "down", "front"];

/// What the page that orders photos shows.
pub(crate) struct View {
    pub(crate) album: Album,
    pub(crate) stretch: Stretch,
    pub(crate) total: u32,
}

pub(crate) fn show(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let album = one_to_order(call, id)?;
    let stretch = photos::stretch(call, id, false)?;
    let view = View { album, stretch, total: photos::total(call, id)? };
    Ok(pages::order::page(call, &view))
}

/// Who may change only their own photos does not shuffle those of others.
fn one_to_order(call: &mut Call<'_>, id: &str) -> Result<Album, Error> {
    let album = albums::one(call, id)?;
    if call.may(id, "update") { Ok(album) } else { Err(Error::Denied) }
}

/// Moves one photo; or, when no button for that was pressed, all photos of the page to where the form lists them.
pub(crate) fn arrange(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let album = one_to_order(call, id)?;
    let pressed = BUTTONS.into_iter().find_map(|name| Some((name, call.form_field(name)?)));
    let places = match pressed {
        Some(("up", photo)) => step_up(call, &album.id, photo)?,
        Some(("down", photo)) => step_down(call, &album.id, photo)?,
        Some((_, photo)) => to_the_front(call, &album.id, photo)?,
        None => as_listed(call, &album.id)?,
    };
    put(call, &places)?;
    let stretch = match (entered::number(call, "from"), entered::number(call, "first")) {
        (Some(from), Some(first)) => format!("&from={from}&first={first}"),
        _ => String::new(),
    };
    let done = pressed.map_or("saved=yes".into(), |(name, photo)| format!("{name}={photo}"));
    Ok(Response::see_other(format!("/{id}/order?{done}{stretch}")))
}

fn step_down(call: &mut Call<'_>, album: &str, id: &str) -> Result<Vec<(String, i64)>, Error> {
    let photo = photos::one(call, album, id)?;
    let rows = from(call, album, photo.position)?;
    let mut wanted: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let at = wanted.iter().position(|other| *other == id);
    if let Some(at) = at.filter(|at| at + 1 < wanted.len()) {
        wanted.swap(at, at + 1);
    }
    Ok(renumber(&rows, &wanted))
}

/// The same as a step of the one before it in the other direction.
fn step_up(call: &mut Call<'_>, album: &str, id: &str) -> Result<Vec<(String, i64)>, Error> {
    let photo = photos::one(call, album, id)?;
    let before = up_to(call, album, photo.position)?;
    match before_in(&before, id) {
        Some(previous) => step_down(call, album, &previous.id),
        None => Ok(Vec::new()),
    }
}

fn to_the_front(call: &mut Call<'_>, album: &str, id: &str) -> Result<Vec<(String, i64)>, Error> {
    let photo = photos::one(call, album, id)?;
    let first = call.query("photo").select(["position"]).under(album).order("position").run(None, 1)?;
    let position = first.rows.first().and_then(|row| row.integer(0)).unwrap_or(0).saturating_sub(1);
    Ok(vec![(photo.id, position.max(POSITION_MIN))])
}

fn as_listed(call: &mut Call<'_>, album: &str) -> Result<Vec<(String, i64)>, Error> {
    let low = entered::number(call, "from").unwrap_or(POSITION_MIN).clamp(POSITION_MIN, POSITION_MAX);
    let query = call.query("photo").select(["position"]).under(album).between("position", low, POSITION_MAX);
    let rows = query.order("position").run(None, PHOTOS_PER_PAGE)?.rows;
    let known = |id: &&str| rows.iter().any(|row| row.id == **id);
    let mut wanted: Vec<&str> = Vec::new();
    for id in entered::all(call, "order", PHOTOS_PER_PAGE as usize).into_iter().filter(known) {
        if !wanted.contains(&id) {
            wanted.push(id);
        }
    }
    // What the form does not name, because it came meanwhile, stays behind those it does.
    let unnamed: Vec<&str> = rows.iter().map(|row| row.id.as_str()).filter(|id| !wanted.contains(id)).collect();
    wanted.extend(unnamed);
    Ok(renumber(&rows, &wanted))
}

/// New positions, for those that need one, with which `rows` come in the order `wanted`: the positions they have, each
/// above the one before.
fn renumber(rows: &[Row], wanted: &[&str]) -> Vec<(String, i64)> {
    let mut last: Option<i64> = None;
    let mut places = Vec::new();
    for (row, id) in rows.iter().zip(wanted) {
        let free = row.integer(0).unwrap_or(0);
        let position = last.map_or(free, |last| free.max(last + 1));
        last = Some(position);
        let has = rows.iter().find(|row| row.id == *id).and_then(|row| row.integer(0));
        if has != Some(position) {
            places.push(((*id).to_owned(), position));
        }
    }
    places
}

fn put(call: &mut Call<'_>, places: &[(String, i64)]) -> Result<(), Error> {
    for places in places.chunks(CHANGES_MAX) {
        let mut changes = call.change_set();
        for (id, position) in places {
            changes.update(id, [("position", (*position).into())]);
        }
        changes.commit()?;
    }
    Ok(())
}

/// By date, at once when that is quick, else as a job.
pub(crate) fn sort(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    one_to_order(call, id)?;
    let many = call.query("photo").under(id).order("position").count(COUNT_UP_TO)? as usize > CHANGES_MAX;
    if !many {
        by_date(call, id)?;
        return Ok(Response::see_other(format!("/{id}?saved=yes")));
    }
    let key = Some("sort".to_owned());
    call.enqueue(&NewJob { name: "sort".into(), about: id.into(), input: Vec::new(), delay_ms: 0, key })?;
    Ok(Response::see_other(format!("/{id}?sorting=yes")))
}

/// The oldest first, as the cameras tell, else as the photos came. Of one moment, they keep the order they have.
pub(crate) fn by_date(call: &mut Call<'_>, album: &str) -> Result<(), Error> {
    let mut rows = photos::all(call, album, &["position", "@created-ms", "@taken"], usize::MAX)?;
    rows.sort_by_cached_key(|row| Moment::of(row.text(2), row.integer(1).unwrap_or(0)));
    let places = rows.iter().zip(1..).filter(|(row, place)| row.integer(0) != Some(*place));
    let places: Vec<(String, i64)> = places.map(|(row, place)| (row.id.clone(), place)).collect();
    let total = photos::count(&places);
    for (done, some) in places.chunks(CHANGES_MAX).enumerate() {
        let done = u32::try_from(done * CHANGES_MAX).unwrap_or(total);
        call.progress(done, total, call.say("Photos rangées par date", "Photos sorted by date"));
        put(call, some)?;
    }
    Ok(())
}
