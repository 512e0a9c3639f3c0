//! Photos as one file.

use veillee_sdk::{ARCHIVE_ENTRIES_MAX, ArchiveEntry, Call, Error, Response};

use crate::albums;
use crate::photos::{self, Photo};

/// All photos that the caller may see.
pub(crate) fn whole(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let album = albums::one(call, album)?;
    // The host says kindly that so many are too many.
    let rows = photos::all(call, &album.id, &["title"], ARCHIVE_ENTRIES_MAX + 1)?;
    Ok(archive(album.title, rows.iter().map(|row| (row.id.as_str(), row.text(0)))))
}

pub(crate) fn of(name: String, photos: &[Photo]) -> Response {
    archive(name, photos.iter().map(|photo| (photo.id.as_str(), photo.title.as_str())))
}

/// Each file is called by its place and its caption, so that it sorts as its photo does.
fn archive<'photo>(name: String, photos: impl Iterator<Item = (&'photo str, &'photo str)>) -> Response {
    let entry = |(place, (id, caption)): (usize, (&str, &str))| {
        // A caption is no folder.
        let path = format!("{:04} {}", place + 1, caption.replace(['/', '\\'], "-"));
        ArchiveEntry { object: id.into(), blob: "original".into(), path }
    };
    Response::Archive { name, entries: photos.enumerate().map(entry).collect() }
}
