//! Albums within albums: the way down to one, those that lie in it, and moving it.

use veillee_sdk::{Call, Error, Response};

use crate::albums::{self, ALBUMS_PER_PAGE, Album, Card};
use crate::entered::{self, Form};
use crate::pages;

/// As many containers as the host lets lie in each other.
const DEPTH_MAX: usize = 16;
/// Albums that one may move photos or albums into, the newest first.
const TARGETS_MAX: u32 = 200;

/// An album that another lies in, and that the caller may see.
pub(crate) struct Outer {
    pub(crate) id: String,
    pub(crate) title: String,
}

/// The albums around an album, the outermost first, as far as the caller may see them. One query for each.
pub(crate) fn outer(call: &mut Call<'_>, album: &Album) -> Result<Vec<Outer>, Error> {
    let mut found = Vec::new();
    let mut above = album.parent.clone();
    while !above.is_empty() && found.len() < DEPTH_MAX {
        let row = match call.get(&above, &["title", "@parent"]) {
            Ok(row) => row,
            // A private album: whoever sees it does not see what it lies in.
            Err(Error::NotFound) => break,
            Err(error) => return Err(error),
        };
        found.push(Outer { id: row.id.clone(), title: row.text(0).into() });
        above = row.text(1).into();
    }
    found.reverse();
    Ok(found)
}

/// A page of the albums that lie directly in an album.
pub(crate) struct Inner {
    pub(crate) cards: Vec<Card>,
    pub(crate) next: Option<String>,
}

pub(crate) fn inner(call: &mut Call<'_>, album: &str, after: Option<&str>) -> Result<Inner, Error> {
    let page = call.query("album").select(albums::FIELDS).under(album).run(after, ALBUMS_PER_PAGE)?;
    let cards = page.rows.iter().map(|row| albums::card(call, Album::from(row))).collect::<Result<Vec<_>, _>>()?;
    Ok(Inner { cards, next: page.next })
}

/// The albums in an album that its own page has no room for.
pub(crate) fn more(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let album = albums::one(call, album)?;
    let after = call.query_field("after");
    let inner = inner(call, &album.id, after)?;
    Ok(pages::within::more(call, &album, &inner))
}

pub(crate) fn make(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let title = entered::text(call, "inner").unwrap_or_default();
    if let Some(problem) = albums::title_problem(call, "inner", title, Form::NewInner) {
        return albums::show(call, album, Some(&problem));
    }
    let mut changes = call.change_set();
    changes.create_in(album, "album", [("title", title.into())]);
    let made = changes.commit()?;
    Ok(Response::see_other(made.first().map_or(format!("/{album}"), |made| format!("/{}?new=yes", made.id))))
}

/// Asks which album an album goes into.
pub(crate) fn ask_where(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let album = albums::one(call, album)?;
    let targets = targets(call, &[album.id.as_str(), album.parent.as_str()], |role| role == "owner")?;
    let mut free = Vec::new();
    for (id, title) in targets {
        if !lies_in(call, &id, &album.id)? {
            free.push((id, title));
        }
    }
    Ok(pages::within::where_to(call, &album, &free))
}

/// The albums but these that one may add to, by the role that it takes. Private albums of others are not among them.
pub(crate) fn targets(
    call: &mut Call<'_>,
    but: &[&str],
    takes: impl Fn(&str) -> bool,
) -> Result<Vec<(String, String)>, Error> {
    let page = call.query("album").select(["title", "@role", "@parent"]).run(None, TARGETS_MAX)?;
    let mine = page.rows.iter().filter(|row| !but.contains(&row.id.as_str()) && takes(row.text(1)));
    let names = |id: &str| page.rows.iter().find(|row| row.id == id).map(|row| row.text(0));
    Ok(mine
        .map(|row| {
            let title = names(row.text(2)).map_or_else(|| row.text(0).into(), |in_| format!("{in_} › {}", row.text(0)));
            (row.id.clone(), title)
        })
        .collect())
}

/// Whether an album lies in another, at any depth.
fn lies_in(call: &mut Call<'_>, id: &str, other: &str) -> Result<bool, Error> {
    let album = albums::one(call, id)?;
    Ok(album.parent == other || outer(call, &album)?.iter().any(|outer| outer.id == other))
}

pub(crate) fn move_into(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let target = albums::one(call, call.form_field("to").unwrap_or_default())?;
    let mut changes = call.change_set();
    changes.move_into(album, &target.id);
    changes.commit()?;
    Ok(Response::see_other(format!("/{album}?saved=yes")))
}
