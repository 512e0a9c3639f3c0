//! A contact sheet to be printed.

use veillee_sdk::{Call, Response, html};

use super::{grid, up};
use crate::sheet::View;

pub(crate) fn page(call: &Call<'_>, view: &View) -> Response {
    let View { album, stretch, total } = view;
    let title = call.say("Planche-contact", "Contact sheet");
    let mut main = up(call, &format!("/{}", album.id), &album.title);
    main.put("<h1>{}</h1>", &[&album.title]);
    if stretch.photos.is_empty() {
        let words = call.say("Il n’y a pas de photo ici.", "There are no photos here.");
        main.put("<p class=\"empty\">{}</p>", &[&words]);
        return Response::page(title, main);
    }
    let hint = call.say(
        "Imprimez cette page avec votre navigateur (Ctrl+P)\u{a0}: les photos y sont en petit, avec leur numéro.",
        "Print this page with your browser (Ctrl+P): the photos are small on it, with their numbers.",
    );
    main.put("<p class=\"hint\">{}</p>", &[&hint]);
    let number = |photo: &crate::photos::Photo| {
        let place = stretch.photos.iter().position(|one| one.id == photo.id).unwrap_or(0);
        stretch.first as usize + place
    };
    main.push(&grid::grid(call, &album.id, stretch, *total, |photo, _| {
        let caption = (!photo.title.is_empty()).then(|| format!(" {}", photo.title));
        Some(html!("<small>{}{}</small>", number(photo), caption))
    }));
    main.put("{}", &[&grid::pager(call, &format!("/{}/sheet", album.id), None, stretch, *total)]);
    Response::page(title, main)
}
