//! One photo, large.

use veillee_sdk::{Call, Response, Row, html};

use super::{Problem, describe, forms, pending};
use crate::photos::Place;

/// What the page of a photo shows. `photo` holds title, position and state.
pub(crate) struct PhotoView<'text> {
    pub(crate) album: &'text str,
    pub(crate) photo: Row,
    pub(crate) place: Place,
    pub(crate) may_caption: bool,
    pub(crate) may_trash: bool,
}

pub(crate) fn photo(call: &Call<'_>, view: &PhotoView<'_>, problem: Option<&Problem<'_>>) -> Response {
    let PhotoView { album, photo, place, .. } = view;
    let caption = photo.text(0);
    let path = format!("/{album}/{}", photo.id);
    let alt = describe(call, place.number, place.total, caption);
    let back = call.say("Retour à l'album", "Back to the album");
    let mut main = html!("<p><a href=\"{}\">{}</a></p>", call.path(&format!("/{album}")), back);
    let heading = if caption.is_empty() { alt.as_str() } else { caption };
    main.put("<h1>{}</h1><figure><img src=\"/-/blob/{}/original\" alt=\"{}\">", &[&heading, &photo.id, &alt]);
    main.put("<figcaption>{}{}</figcaption></figure>", &[&alt, &pending(call, photo.text(2))]);

    main.put("<nav aria-label=\"{}\">", &[&call.say("Photos voisines", "Neighbouring photos")]);
    let neighbours = [
        ("prev", &place.previous, call.say("Photo précédente", "Previous photo")),
        ("next", &place.next, call.say("Photo suivante", "Next photo")),
    ];
    for (rel, id, label) in neighbours {
        if let Some(id) = id {
            main.put("<a rel=\"{}\" href=\"{}\">{}</a> ", &[&rel, &call.path(&format!("/{album}/{id}")), &label]);
        }
    }
    let download = call.say("Télécharger", "Download");
    main.put("</nav><p><a href=\"{}\">{}</a></p>", &[&call.path(&format!("{path}/download")), &download]);

    if view.may_caption {
        main.push(&forms::title(call, &path, call.say("Légende", "Caption"), photo, problem));
    }
    if view.may_trash {
        let delete = call.say("Supprimer la photo…", "Delete the photo…");
        main.put("<p><a href=\"{}\">{}</a></p>", &[&call.path(&format!("{path}/trash")), &delete]);
    }
    Response::page_with_status(problem.map_or(200, |problem| problem.status), heading, main)
}
