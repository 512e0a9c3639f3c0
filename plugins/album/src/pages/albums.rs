//! The list of albums.

use veillee_sdk::{Call, Html, Response, html};

use super::{by, count_of_photos, forms, notice, status};
use crate::albums::{CARD_COUNT_UP_TO, Card};
use crate::entered::Problem;

/// Covers that a large screen shows at once.
const EAGER: usize = 6;

pub(crate) fn page(
    call: &Call<'_>,
    cards: &[Card],
    next: Option<&str>,
    may_make: bool,
    problem: Option<&Problem<'_>>,
) -> Response {
    let title = call.say("Albums", "Albums");
    let mut main = html!("{}<h1>{}</h1>", notice::of_albums(call), title);
    let mut make = may_make.then(|| forms::new_album(call, problem));
    // What went wrong is read first.
    let first = problem.and_then(|_| make.take());
    main.put("{}", &[&first]);
    if cards.is_empty() {
        main.put("<p class=\"empty\">{}</p>", &[&nothing(call, may_make)]);
    } else {
        main.push(&self::cards(call, cards));
    }
    if let Some(next) = next {
        let more = call.say("Albums plus anciens", "Older albums");
        let link = call.link("/", &[("after", next)]);
        main.put("<p><a class=\"next\" rel=\"next\" href=\"{}\">{}</a></p>", &[&link, &more]);
    }
    if !cards.is_empty() {
        let favourites = call.say("Mes photos préférées", "My favourite photos");
        main.put("<p><a class=\"button quiet\" href=\"{}\">{}</a></p>", &[&call.path("/hearts"), &favourites]);
    }
    main.put("{}", &[&make]);
    Response::page_with_status(status(problem), title, main)
}

pub(super) fn cards(call: &Call<'_>, cards: &[Card]) -> Html {
    let mut list = html!("<ul class=\"cards\">");
    for (place, one) in cards.iter().enumerate() {
        list.push(&card(call, one, place < EAGER));
    }
    list.put("</ul>", &[]);
    list
}

/// The picture says nothing that the title does not: it is silent for those who do not see it.
fn card(call: &Call<'_>, card: &Card, eager: bool) -> Html {
    let Card { album, cover, photos } = card;
    let lazy = (!eager).then(|| html!(" loading=\"lazy\""));
    let cover = cover.as_ref().map(|photo| {
        let size = html!(" width=\"512\" height=\"341\"");
        html!("<img src=\"/-/blob/{}/thumbnail\"{}{} alt=\"\">", photo, size, lazy)
    });
    let link = call.path(&format!("/{}", album.id));
    let mut html = html!("<li class=\"card\">{}<a href=\"{}\">{}</a>", cover, link, album.title);
    let count = count_of_photos(call, *photos, CARD_COUNT_UP_TO);
    let by = by(call, &album.author).map(|by| format!(", {by}"));
    html.put("<small>{}{}</small></li>", &[&count, &by]);
    html
}

fn nothing(call: &Call<'_>, may_make: bool) -> &'static str {
    let (french, english) = if may_make {
        (
            "Pas encore d’album. Créez le premier juste en dessous\u{a0}: vous seul le verrez, jusqu’à ce que vous le partagiez.",
            "No album yet. Make the first one just below: only you will see it, until you share it.",
        )
    } else {
        (
            "Pas encore d’album ici. Ceux que l’on partage avec vous apparaîtront sur cette page.",
            "No album here yet. Those that people share with you will appear on this page.",
        )
    };
    call.say(french, english)
}
