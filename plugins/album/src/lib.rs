//! Photo albums to keep and to share.
//!
//! This file says what each address does, `photos` how photos are ordered and added, `pages` how it looks.

mod pages;
mod photos;
#[cfg(test)]
mod tests;

use veillee_sdk::{Call, Capability, Error, Response, Row, Service, export};

use pages::{Form, Problem};

/// The service.
pub struct Album;

const ALBUMS_PER_PAGE: u32 = 50;
/// As `max-chars` in `plugin.toml`.
const TITLE_MAX_CHARS: usize = 200;

impl Service for Album {
    const NAME: &'static str = "album";
    const CAPABILITIES: &'static [Capability] =
        &[Capability::ObjectsRead, Capability::ObjectsWrite, Capability::Sharing, Capability::Caller];

    fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        match *call.segments() {
            [] => show_albums(call, None),
            [album] => show_album(call, album, None),
            [album, "trash"] => album_row(call, album).map(|album| pages::confirm::album(call, &album)),
            [album, "download"] => download(call, album),
            [album, photo] => show_photo(call, album, photo, None),
            [album, photo, "trash"] => {
                photos::row(call, album, photo).map(|photo| pages::confirm::photo(call, album, &photo))
            }
            [album, photo, "download"] => {
                photos::row(call, album, photo)?;
                Ok(Response::download(photo, "original"))
            }
            _ => Err(Error::NotFound),
        }
    }

    fn post(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        match *call.segments() {
            [] => create(call),
            [album] => upload(call, album),
            [album, "rename"] => rename(call, album),
            [album, "trash"] => trash(call, album, "/"),
            [album, photo] => caption(call, album, photo),
            [album, photo, "trash"] => trash(call, photo, &format!("/{album}")),
            _ => Err(Error::NotFound),
        }
    }
}

export!(Album);

fn show_albums(call: &mut Call<'_>, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let after = call.query_field("after");
    let albums = call.query("album").select(["title", "@author-name"]).run(after, ALBUMS_PER_PAGE)?;
    let may_create = call.may_create("album");
    Ok(pages::albums(call, &albums, may_create, problem))
}

fn show_album(call: &mut Call<'_>, id: &str, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let view = pages::AlbumView {
        album: album_row(call, id)?,
        photos: photos::page(call, id)?,
        first: call.query_field("first").and_then(|first| first.parse().ok()).unwrap_or(1),
        total: photos::total(call, id)?,
        sentence: call.sentence(id)?,
        may_add: call.may(id, "create"),
        may_share: call.may(id, "share"),
        may_rename: call.may(id, "update"),
        may_trash: call.may(id, "delete"),
    };
    Ok(pages::album(call, &view, problem))
}

/// All photos that the caller may see, as one file.
fn download(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let album = album_row(call, id)?;
    Ok(Response::Archive { name: album.text(0).into(), entries: photos::entries(call, id)? })
}

fn show_photo(call: &mut Call<'_>, album: &str, id: &str, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let photo = photos::row(call, album, id)?;
    let view = pages::PhotoView {
        place: photos::place(call, album, &photo)?,
        may_caption: call.may(id, "update"),
        may_trash: call.may(id, "delete"),
        album,
        photo,
    };
    Ok(pages::photo(call, &view, problem))
}

/// Photos lie in an album, albums in nothing: this is how a photo's id is told from an album's.
fn album_row(call: &mut Call<'_>, id: &str) -> Result<Row, Error> {
    let album = call.get(id, &["title", "@parent"])?;
    if album.text(1).is_empty() { Ok(album) } else { Err(Error::NotFound) }
}

fn create(call: &mut Call<'_>) -> Result<Response, Error> {
    let title = entered_title(call);
    if let Some(problem) = title_problem(call, title, Form::NewAlbum) {
        return show_albums(call, Some(&problem));
    }
    let mut changes = call.change_set();
    changes.create("album", [("title", title.into())]);
    let made = changes.commit()?;
    Ok(Response::see_other(made.first().map_or("/".into(), |album| format!("/{}", album.id))))
}

fn upload(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    match call.choice("photos") {
        Some(choice) if !choice.files.is_empty() => {
            photos::add(call, album, choice)?;
            Ok(Response::see_other(format!("/{album}")))
        }
        _ => {
            let sentence =
                call.say("Choisissez d’abord au moins une photo.", "Please choose at least one photo first.");
            show_album(call, album, Some(&Problem { form: Form::Upload, status: 422, sentence, text: "" }))
        }
    }
}

fn rename(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let title = entered_title(call);
    if let Some(problem) = title_problem(call, title, Form::Title) {
        return show_album(call, album, Some(&problem));
    }
    match set_title(call, album, title) {
        Err(Error::Conflict) => show_album(call, album, Some(&Problem::conflict(call, title))),
        done => done.map(|()| Response::see_other(format!("/{album}"))),
    }
}

/// Unlike an album's title, a caption may be empty.
fn caption(call: &mut Call<'_>, album: &str, photo: &str) -> Result<Response, Error> {
    let title = entered_title(call);
    if let Some(problem) = Problem::too_long(call, title, Form::Title) {
        return show_photo(call, album, photo, Some(&problem));
    }
    match set_title(call, photo, title) {
        Err(Error::Conflict) => show_photo(call, album, photo, Some(&Problem::conflict(call, title))),
        done => done.map(|()| Response::see_other(format!("/{album}/{photo}"))),
    }
}

/// The form carries the version that the person saw, so that nobody's change is lost unseen.
fn set_title(call: &mut Call<'_>, id: &str, title: &str) -> Result<(), Error> {
    let version = call.form_field("version").and_then(|version| version.parse().ok());
    let version = version.ok_or_else(|| Error::Invalid("the form lacks its version".into()))?;
    let mut changes = call.change_set();
    changes.update_if(id, version, [("title", title.into())]);
    changes.commit().map(drop)
}

fn trash(call: &mut Call<'_>, id: &str, then: &str) -> Result<Response, Error> {
    let mut changes = call.change_set();
    changes.trash(id);
    changes.commit()?;
    Ok(Response::see_other(then))
}

fn entered_title<'call>(call: &Call<'call>) -> &'call str {
    call.form_field("title").unwrap_or_default().trim()
}

fn title_problem<'text>(call: &Call<'_>, title: &'text str, form: Form) -> Option<Problem<'text>> {
    if title.is_empty() {
        let sentence = call.say("Donnez un titre à l’album.", "Please give the album a title.");
        return Some(Problem { form, status: 422, sentence, text: title });
    }
    Problem::too_long(call, title, form)
}
