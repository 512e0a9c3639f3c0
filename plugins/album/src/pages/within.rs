//! Albums within albums.

use veillee_sdk::{Call, Html, Response, html};

use super::{albums, up};
use crate::albums::Album;
use crate::within::{Inner, Outer};

/// The way from the list down to this album.
pub(super) fn crumbs(call: &Call<'_>, outer: &[Outer]) -> Html {
    let label = call.say("Où vous êtes", "Where you are");
    let mut nav = html!("<nav aria-label=\"{}\"><p>", label);
    nav.put("<a class=\"up\" href=\"{}\">{}</a>", &[&call.path("/"), &call.say("Tous les albums", "All albums")]);
    for Outer { id, title } in outer {
        nav.put(" › <a href=\"{}\">{}</a>", &[&call.path(&format!("/{id}")), title]);
    }
    nav.put("</p></nav>", &[]);
    nav
}

/// The albums in an album, and the way to those that do not fit.
pub(super) fn section(call: &Call<'_>, album: &str, inner: &Inner) -> Option<Html> {
    if inner.cards.is_empty() {
        return None;
    }
    let heading = call.say("Albums dans cet album", "Albums in this album");
    let mut section = html!("<section aria-labelledby=\"albums\"><h2 id=\"albums\">{}</h2>", heading);
    section.push(&albums::cards(call, &inner.cards));
    section.put("{}</section>", &[&older(call, album, inner)]);
    Some(section)
}

pub(crate) fn more(call: &Call<'_>, album: &Album, inner: &Inner) -> Response {
    let title = call.say("Albums dans cet album", "Albums in this album");
    let mut main = up(call, &format!("/{}", album.id), &album.title);
    main.put("<h1>{}</h1>", &[&title]);
    if inner.cards.is_empty() {
        let words = call.say("Il n’y a pas d’autre album ici.", "There is no other album here.");
        main.put("<p class=\"empty\">{}</p>", &[&words]);
    } else {
        main.push(&albums::cards(call, &inner.cards));
    }
    main.put("{}", &[&older(call, &album.id, inner)]);
    Response::page(title, main)
}

fn older(call: &Call<'_>, album: &str, inner: &Inner) -> Option<Html> {
    let next = inner.next.as_deref()?;
    let more = call.say("Albums plus anciens", "Older albums");
    let link = call.link(&format!("/{album}/albums"), &[("after", next)]);
    Some(html!("<p><a class=\"next\" rel=\"next\" href=\"{}\">{}</a></p>", link, more))
}

/// Asks which album this one goes into: ids and titles.
pub(crate) fn where_to(call: &Call<'_>, album: &Album, targets: &[(String, String)]) -> Response {
    let title = call.say("Dans quel album le mettre\u{a0}?", "Which album does it go into?");
    let mut main = up(call, &format!("/{}", album.id), &album.title);
    main.put("<h1>{}</h1>", &[&title]);
    if targets.is_empty() {
        let words = call.say(
            "Vous ne tenez pas d’autre album où le mettre. Créez-en un d’abord.",
            "You keep no other album to put it into. Make one first.",
        );
        let make = call.say("Aux albums", "To the albums");
        main.put("<p class=\"empty\">{}</p>", &[&words]);
        main.put("<p><a class=\"button\" href=\"{}\">{}</a></p>", &[&call.path("/"), &make]);
        return Response::page(title, main);
    }
    let consequence = call.say(
        "Ceux qui voient l’autre album verront aussi celui-ci, sauf si vous le gardez privé sur sa page de partage.",
        "Whoever sees the other album will see this one too, unless you keep it private on its sharing page.",
    );
    main.put("<p>{}</p>", &[&consequence]);
    let action = call.path(&format!("/{}/into", album.id));
    main.put("<form class=\"card\" method=\"post\" action=\"{}\">", &[&action]);
    main.push(&super::select_album(call, targets));
    let (go, back) = (call.say("Le mettre ici", "Put it here"), call.say("Non, le laisser", "No, leave it"));
    main.put("<div class=\"toolbar\"><button>{}</button>", &[&go]);
    let stay = call.path(&format!("/{}", album.id));
    main.put(" <a class=\"button quiet\" href=\"{}\">{}</a></div></form>", &[&stay, &back]);
    Response::page(title, main)
}
