//! The order of an album's photos, by date and by hand.

use veillee_sdk::{Call, Html, Response, html};

use super::{button, grid, notice, up};
use crate::order::{BUTTONS, View};
use crate::photos::Photo;

pub(crate) fn page(call: &Call<'_>, view: &View) -> Response {
    let View { album, stretch, total } = view;
    let title = call.say("Changer l’ordre", "Change the order");
    let mut main = up(call, &format!("/{}", album.id), &album.title);
    main.put("{}<h1>{}</h1>", &[&notice::saved(call), &title]);
    main.push(&by_date(call, &album.id));
    let heading = call.say("À la main", "By hand");
    main.put("<section aria-labelledby=\"hand\"><h2 id=\"hand\">{}</h2>", &[&heading]);
    let path = format!("/{}/order", album.id);
    main.put("<veillee-reorder><form class=\"stack\" method=\"post\" action=\"{}\">", &[&call.path(&path)]);
    grid::keep_place(&mut main, stretch);
    main.push(&grid::grid(call, &album.id, stretch, *total, |photo, words| Some(moves(call, photo, words))));
    main.put("</form></veillee-reorder>{}</section>", &[&grid::pager(call, &path, None, stretch, *total)]);
    Response::page(title, main)
}

fn by_date(call: &Call<'_>, album: &str) -> Html {
    let (heading, label) = (call.say("Par date", "By date"), call.say("Ranger par date", "Sort by date"));
    let consequence = call.say(
        "La plus ancienne d’abord, d’après la date de l’appareil. L’ordre fait à la main est remplacé.",
        "The oldest first, by the camera’s date. An order made by hand is replaced.",
    );
    let form = button(call, &format!("/{album}/sort"), None, "quiet", label);
    html!("<section aria-labelledby=\"date\"><h2 id=\"date\">{}</h2><p>{}</p>{}</section>", heading, consequence, form)
}

/// The button that was pressed last has the focus again, so that pressing on goes on.
fn moves(call: &Call<'_>, photo: &Photo, words: &str) -> Html {
    let labels = [
        ("←", call.say("plus tôt", "earlier")),
        ("→", call.say("plus tard", "later")),
        ("⇤", call.say("en premier", "to the front")),
    ];
    let mut moves = html!("<div class=\"toolbar\"><input type=\"hidden\" name=\"order\" value=\"{}\">", photo.id);
    for (name, (sign, label)) in BUTTONS.into_iter().zip(labels) {
        let focus = (call.query_field(name) == Some(&photo.id)).then(|| html!(" autofocus"));
        let label = format!("{words}\u{a0}: {label}");
        moves.put("<button name=\"{}\" value=\"{}\" class=\"quiet\"", &[&name, &photo.id]);
        moves.put(" aria-label=\"{}\" title=\"{}\"{}>{}</button> ", &[&label, &label, &focus, &sign]);
    }
    moves.put("</div>", &[]);
    moves
}
