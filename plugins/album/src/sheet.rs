//! A contact sheet: many small photos with their numbers, to be printed.

use veillee_sdk::{Call, Error, Response};

use crate::albums::{self, Album};
use crate::pages;
use crate::photos::{self, Stretch};

/// What a sheet shows: one page of the album, which is printed on as many sheets of paper as it takes.
pub(crate) struct View {
    pub(crate) album: Album,
    pub(crate) stretch: Stretch,
    pub(crate) total: u32,
}

pub(crate) fn show(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let album = albums::one(call, album)?;
    let stretch = photos::stretch(call, &album.id, false)?;
    let total = photos::total(call, &album.id)?;
    Ok(pages::sheet::page(call, &View { album, stretch, total }))
}
