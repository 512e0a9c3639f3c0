//! One photo, large.

use veillee_sdk::{Call, Html, Response, html};

use super::{button, folded, forms, grid, hearts, notice, status, up};
use crate::entered::{Form, Problem};
use crate::order::Place;
use crate::photo::View;

pub(crate) fn page(call: &Call<'_>, view: &View, problem: Option<&Problem<'_>>) -> Response {
    let View { album, photo, place, .. } = view;
    let number = grid::place(call, place.number, place.total);
    let mut main = up(call, &format!("/{}", album.id), &album.title);
    main.put("{}{}", &[&notice::saved(call), &notice::turned(call)]);
    let heading = if photo.title.is_empty() { number.as_str() } else { photo.title.as_str() };
    main.put("<h1>{}</h1>", &[&heading]);
    let words = grid::describe(call, photo, place.number, place.total);
    let image = grid::large(call, photo, &words);
    let told = grid::told(call, photo);
    let pending = grid::pending(call, photo);
    main.put("<figure>{}<figcaption>{}, {}{}</figcaption></figure>", &[&image, &number, &told, &pending]);
    main.push(&neighbours(call, &album.id, place));
    let path = format!("/{}/{}", album.id, photo.id);
    main.push(&hearts::of_photo(call, &path, &view.hearts, view.may_change_album));
    main.push(&tools(call, view));
    if photo.mine && view.may_trash && !view.may_change_album {
        let undo = call.say(
            "C’est vous qui l’avez apportée\u{a0}: vous pouvez la retirer pendant un jour.",
            "You brought it: you can take it back for a day.",
        );
        main.put("<p class=\"hint\">{}</p>", &[&undo]);
    }
    let mut change = Html::new();
    if view.may_describe {
        main.put("{}", &[&asked_for_words(call, view)]);
        change.push(&forms::describe(call, &album.id, photo, problem));
    }
    if view.may_describe && photo.size.is_some() {
        change.push(&turns(call, &path));
    }
    if view.may_trash {
        let delete = call.say("Supprimer la photo…", "Delete the photo…");
        let address = call.path(&format!("/{}/{}/trash", album.id, photo.id));
        change.put("<p><a class=\"button quiet danger\" href=\"{}\">{}</a></p>", &[&address, &delete]);
    }
    let summary = call.say("Légende, description, suppression", "Caption, description, deletion");
    let open = problem.is_some_and(|problem| problem.form == Form::Describe) || call.query_field("turned").is_some();
    main.put("{}", &[&folded(summary, &change, open)]);
    Response::page_with_status(status(problem), heading, main)
}

/// Asks kindly, and says what is read until somebody writes.
fn asked_for_words(call: &Call<'_>, view: &View) -> Option<Html> {
    if !view.photo.alt.is_empty() {
        return None;
    }
    let read = grid::describe(call, &view.photo, view.place.number, view.place.total);
    let (before, after) = (
        call.say("Qui ne voit pas cette photo entend pour l’instant «\u{a0}", "Whoever cannot see this photo hears “"),
        call.say(
            "\u{a0}». Une phrase de vous, juste en dessous, leur dirait ce qu’elle montre.",
            "” for now. A sentence of yours, just below, would tell them what it shows.",
        ),
    );
    Some(html!("<p class=\"hint\">{}{}{}</p>", before, read, after))
}

/// Quarter turns, for a photo that lies on its side.
fn turns(call: &Call<'_>, path: &str) -> Html {
    let path = format!("{path}/turn");
    let left = button(call, &path, Some(("to", "left")), "quiet", call.say("Tourner à gauche", "Turn left"));
    let right = button(call, &path, Some(("to", "right")), "quiet", call.say("Tourner à droite", "Turn right"));
    html!("<div class=\"toolbar\">{}{}</div>", left, right)
}

/// The keys are those of the browser (`accesskey`), and bare arrows where the host's script runs.
fn neighbours(call: &Call<'_>, album: &str, place: &Place) -> Html {
    let label = call.say("Photos voisines", "Neighbouring photos");
    let mut links = html!("<veillee-shortcuts><nav class=\"pager\" aria-label=\"{}\">", label);
    let neighbours = [
        ("prev", "p", "ArrowLeft", &place.previous, call.say("Précédente", "Previous")),
        ("next", call.say("s", "n"), "ArrowRight", &place.next, call.say("Suivante", "Next")),
    ];
    for (rel, key, arrow, id, label) in neighbours {
        let Some(id) = id else { continue };
        links.put("<a class=\"{}\" rel=\"{}\" accesskey=\"{}\" aria-keyshortcuts=\"{}\"", &[&rel, &rel, &key, &arrow]);
        links.put(" href=\"{}\">{}</a> ", &[&call.path(&format!("/{album}/{id}")), &label]);
    }
    links.put("</nav></veillee-shortcuts>", &[]);
    links
}

fn tools(call: &Call<'_>, view: &View) -> Html {
    let View { album, photo, .. } = view;
    let path = format!("/{}/{}", album.id, photo.id);
    let download = call.say("Télécharger", "Download");
    let address = call.path(&format!("{path}/download"));
    let mut tools = html!("<div class=\"toolbar\"><a class=\"button quiet\" href=\"{}\">{}</a>", address, download);
    if photo.size.is_some() {
        let clean = call.say("Télécharger sans le lieu ni l’appareil", "Download without place and camera");
        let address = format!("/-/blob/{}/original?clean=1&download=1", photo.id);
        tools.put(" <a class=\"button quiet\" href=\"{}\">{}</a>", &[&address, &clean]);
    }
    if photo.pending && view.may_change_album {
        let approve = call.say("Montrer à tous", "Show to everyone");
        tools.push(&button(call, &format!("{path}/approve"), None, "", approve));
    }
    if view.may_change_album && album.cover == photo.id {
        let words = call.say("C’est la couverture de l’album.", "This is the cover of the album.");
        tools.put(" <span>{}</span>", &[&words]);
    } else if view.may_change_album {
        let cover = call.say("En faire la couverture", "Make it the cover");
        tools.push(&button(call, &format!("{path}/cover"), None, "quiet", cover));
    }
    tools.put("</div>", &[]);
    tools
}
