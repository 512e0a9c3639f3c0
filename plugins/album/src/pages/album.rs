//! One album: its photos, who can see it, and what one does with it.

use veillee_sdk::{Call, Html, Response, html};

use super::{button, by, count_of_photos, folded, forms, grid, notice, status, up};
use crate::albums::View;
use crate::entered::{Form, Problem};

/// No album counts further.
const COUNT_UP_TO: u32 = 10_000;

pub(crate) fn page(call: &Call<'_>, view: &View, problem: Option<&Problem<'_>>) -> Response {
    let mut main = up(call, "/", call.say("Tous les albums", "All albums"));
    main.put("{}", &[&notice::of_album(call, view)]);
    head(call, view, &mut main);
    let mut add = view.may_add.then(|| forms::upload(call, &view.album.id, problem));
    let mut change = change(call, view, problem);
    // What went wrong is read first, not after all the photos.
    let first = match problem.map(|problem| problem.form) {
        Some(Form::Upload) => add.take(),
        Some(_) => change.take(),
        None => None,
    };
    main.put("{}{}{}", &[&first, &who_can_see(call, view), &waiting(call, view)]);
    if view.may_change {
        main.put("<veillee-progress object=\"{}\"></veillee-progress>", &[&view.album.id]);
    }
    main.push(&photos(call, view));
    main.put("{}{}{}", &[&tools(call, view), &add, &change]);
    Response::page_with_status(status(problem), &view.album.title, main)
}

fn head(call: &Call<'_>, view: &View, main: &mut Html) {
    main.put("<h1>{}</h1>", &[&view.album.title]);
    let count = count_of_photos(call, view.total, COUNT_UP_TO + 1);
    let by = by(call, &view.album.author).map(|by| format!(", {by}"));
    main.put("<p class=\"hint\">{}{}</p>", &[&count, &by]);
    for line in view.album.description.lines().filter(|line| !line.trim().is_empty()) {
        main.put("<p>{}</p>", &[&line]);
    }
}

/// The answer and, beside it, what one does next: share, or add.
fn who_can_see(call: &Call<'_>, view: &View) -> Html {
    let question = call.say("Qui peut voir cet album\u{a0}?", "Who can see this album?");
    let mut bar = html!("<div class=\"answer\"><span>{}</span> <strong>{}</strong>", question, view.sentence);
    let add = view.may_add && !view.stretch.photos.is_empty();
    if view.may_share || add {
        bar.put("<p class=\"toolbar\">", &[]);
        if view.may_share {
            bar.put("<veillee-share object=\"{}\"></veillee-share>", &[&view.album.id]);
        }
        if add {
            let label = call.say("Ajouter des photos", "Add photos");
            bar.put(" <a class=\"button quiet\" href=\"#add\">{}</a>", &[&label]);
        }
        bar.put("</p>", &[]);
    }
    bar.put("</div>", &[]);
    bar
}

/// Photos of guests that wait for a yes.
fn waiting(call: &Call<'_>, view: &View) -> Option<Html> {
    let words = match view.pending {
        0 => return None,
        1 => call.say("1 photo attend votre accord", "1 photo waits for your yes").to_owned(),
        count => format!("{count} {}", call.say("photos attendent votre accord", "photos wait for your yes")),
    };
    let address = call.link(&format!("/{}/choose", view.album.id), &[("state", "pending")]);
    let link = html!("<a class=\"button quiet\" href=\"{}\">{}</a>", address, call.say("Les regarder", "Look at them"));
    Some(html!("<div class=\"notice\"><p>{}</p><p>{}</p></div>", words, link))
}

fn photos(call: &Call<'_>, view: &View) -> Html {
    let View { album, stretch, total, .. } = view;
    if stretch.photos.is_empty() {
        let (french, english) = match (stretch.from, view.may_add) {
            (Some(_), _) => ("Il n’y a plus de photo à cet endroit.", "There are no photos here any more."),
            (None, true) => (
                "Pas encore de photo. Ajoutez-en, puis partagez l’album.",
                "No photo yet. Add some, then share the album.",
            ),
            (None, false) => ("Pas encore de photo. Revenez bientôt\u{a0}!", "No photo yet. Come back soon!"),
        };
        return html!("<p class=\"empty\">{}</p>", call.say(french, english));
    }
    let grid = grid::grid(call, &album.id, stretch, *total, |_, _| None);
    let pager = grid::pager(call, &format!("/{}", album.id), None, stretch, *total);
    html!("<veillee-lightbox>{}</veillee-lightbox>{}", grid, pager)
}

/// For whoever wants to keep photos, or to tidy up.
fn tools(call: &Call<'_>, view: &View) -> Option<Html> {
    if view.stretch.photos.is_empty() {
        return None;
    }
    let here = |page: &str| match view.stretch.from {
        Some(from) => {
            let (from, first) = (from.to_string(), view.stretch.first.to_string());
            call.link(&format!("/{}/{page}", view.album.id), &[("from", &from), ("first", &first)])
        }
        None => call.path(&format!("/{}/{page}", view.album.id)),
    };
    let whole = call.path(&format!("/{}/download", view.album.id));
    let links = [
        (true, whole, call.say("Télécharger tout l’album", "Download the whole album")),
        (true, here("choose"), call.say("Choisir des photos", "Choose photos")),
        (view.may_change, here("order"), call.say("Changer l’ordre", "Change the order")),
    ];
    let mut tools = html!("<p class=\"toolbar\">");
    for (_, address, label) in links.into_iter().filter(|(shown, ..)| *shown) {
        tools.put("<a class=\"button quiet\" href=\"{}\">{}</a> ", &[&address, &label]);
    }
    tools.put("</p>", &[]);
    Some(tools)
}

fn change(call: &Call<'_>, view: &View, problem: Option<&Problem<'_>>) -> Option<Html> {
    let path = format!("/{}", view.album.id);
    let mut change = Html::new();
    if view.may_change {
        change.push(&forms::rename(call, &view.album, problem)).push(&approval(call, view));
    }
    if view.may_trash {
        let delete = call.say("Supprimer l’album…", "Delete the album…");
        let address = call.path(&format!("{path}/trash"));
        change.put("<p><a class=\"button quiet danger\" href=\"{}\">{}</a></p>", &[&address, &delete]);
    }
    let summary = call.say("Modifier cet album", "Change this album");
    folded(summary, &change, problem.is_some_and(|problem| problem.form == Form::Rename))
}

/// Says how it is, and offers the other way.
fn approval(call: &Call<'_>, view: &View) -> Html {
    let path = format!("/{}/approval", view.album.id);
    let (state, value, label) = if view.album.approval {
        (
            call.say(
                "Les photos que d’autres ajoutent attendent votre accord avant d’être vues.",
                "Photos that others add wait for your yes before they are seen.",
            ),
            "no",
            call.say("Les montrer tout de suite", "Show them at once"),
        )
    } else {
        (
            call.say(
                "Les photos que d’autres ajoutent sont vues tout de suite.",
                "Photos that others add are seen at once.",
            ),
            "yes",
            call.say("Les regarder d’abord", "Look at them first"),
        )
    };
    html!(
        "<div class=\"card\"><p>{}</p>{}</div>",
        state,
        button(call, &path, Some(("approval", value)), "quiet", label)
    )
}
