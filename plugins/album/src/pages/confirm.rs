//! Asks before something goes into the trash.

use veillee_sdk::{Call, Response, html};

use crate::albums::Album;
use crate::photos::Photo;

pub(crate) fn album(call: &Call<'_>, album: &Album) -> Response {
    let question = call.say("Supprimer cet album\u{a0}?", "Delete this album?");
    let consequence = call.say(
        "L’album et toutes ses photos iront à la corbeille pour 30 jours. Plus personne ne les verra.",
        "The album and all its photos go into the trash for 30 days. Nobody will see them any more.",
    );
    page(call, question, &album.title, consequence, &format!("/{}", album.id))
}

pub(crate) fn photo(call: &Call<'_>, album: &str, photo: &Photo) -> Response {
    let question = call.say("Supprimer cette photo\u{a0}?", "Delete this photo?");
    let consequence = call.say(
        "La photo ira à la corbeille pour 30 jours. Plus personne ne la verra.",
        "The photo goes into the trash for 30 days. Nobody will see it any more.",
    );
    page(call, question, &photo.title, consequence, &format!("/{album}/{}", photo.id))
}

/// The way back stands first: who presses without reading loses nothing.
fn page(call: &Call<'_>, question: &str, title: &str, consequence: &str, path: &str) -> Response {
    let mut main = html!("<div class=\"narrow\"><h1>{}</h1><div class=\"card\">", question);
    if !title.is_empty() {
        main.put("<p><strong>{}</strong></p>", &[&title]);
    }
    let keep = call.say("Non, garder", "No, keep it");
    main.put("<p>{}</p><div class=\"toolbar\">", &[&consequence]);
    main.put("<a class=\"button quiet\" href=\"{}\">{}</a>", &[&call.path(path), &keep]);
    let action = call.path(&format!("{path}/trash"));
    let yes = call.say("Oui, supprimer", "Yes, delete");
    main.put("<form method=\"post\" action=\"{}\"><button class=\"danger\">{}</button></form>", &[&action, &yes]);
    main.put("</div></div></div>", &[]);
    Response::page(question, main)
}
