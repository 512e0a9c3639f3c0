//! One photo, large.

use veillee_sdk::{Call, Html, Response, Row, html};

use super::{Form, Problem, describe, forms, more, pending};
use crate::photos::Place;

/// What the page of a photo shows. `photo` is a row as `photos::row` reads it.
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
    let number = describe(call, place.number, place.total, "");
    let back = call.say("Retour à l’album", "Back to the album");
    let mut main = html!("<p><a class=\"up\" href=\"{}\">{}</a></p>", call.path(&format!("/{album}")), back);
    let heading = if caption.is_empty() { number.as_str() } else { caption };
    main.put("<h1>{}</h1>", &[&heading]);
    let size = size(photo);
    let image = html!("<img class=\"photo-large\" src=\"/-/blob/{}/preview\"{} alt=\"{}\">", photo.id, size, alt);
    main.put("<figure>{}<figcaption>{}{}</figcaption></figure>", &[&image, &number, &pending(call, photo.text(2))]);
    main.push(&neighbours(call, album, place));
    let download = call.say("Télécharger", "Download");
    let address = call.path(&format!("{path}/download"));
    main.put("<p class=\"toolbar\"><a class=\"button quiet\" href=\"{}\">{}</a>", &[&address, &download]);
    if size.is_some() {
        let clean = call.say("Télécharger sans le lieu ni l’appareil", "Download without place and camera");
        let address = format!("/-/blob/{}/original?clean=1&download=1", photo.id);
        main.put(" <a class=\"button quiet\" href=\"{}\">{}</a>", &[&address, &clean]);
    }
    main.put("</p>", &[]);

    let mut change = Html::new();
    if view.may_caption {
        change.push(&forms::title(call, &path, call.say("Légende", "Caption"), photo, problem));
    }
    if view.may_trash {
        let delete = call.say("Supprimer la photo…", "Delete the photo…");
        let address = call.path(&format!("{path}/trash"));
        change.put("<p><a class=\"button quiet danger\" href=\"{}\">{}</a></p>", &[&address, &delete]);
    }
    let summary = call.say("Modifier cette photo", "Change this photo");
    main.put("{}", &[&more(summary, &change, problem.is_some_and(|problem| problem.form == Form::Title))]);
    Response::page_with_status(problem.map_or(200, |problem| problem.status), heading, main)
}

/// So that the page does not jump when the picture comes; nothing until somebody has looked at the file.
fn size(photo: &Row) -> Option<Html> {
    let (width, height) = (photo.integer(4)?, photo.integer(5)?);
    Some(html!(" width=\"{}\" height=\"{}\"", width.to_string(), height.to_string()))
}

fn neighbours(call: &Call<'_>, album: &str, place: &Place) -> Html {
    let mut links =
        html!("<nav class=\"pager\" aria-label=\"{}\">", call.say("Photos voisines", "Neighbouring photos"));
    let neighbours = [
        ("prev", &place.previous, call.say("Précédente", "Previous")),
        ("next", &place.next, call.say("Suivante", "Next")),
    ];
    for (class, id, label) in neighbours {
        if let Some(id) = id {
            links.put("<a class=\"{}\" href=\"{}\">{}</a> ", &[&class, &call.path(&format!("/{album}/{id}")), &label]);
        }
    }
    links.put("</nav>", &[]);
    links
}
