//! One album: its photos, who can see it, and what one does with it.

use veillee_sdk::{Call, Html, Response, html};

use super::{button, by, count_of_photos, folded, forms, grid, notice, status, within};
use crate::albums::View;
use crate::entered::{Form, Problem};

/// No album counts further.
const COUNT_UP_TO: u32 = 10_000;

pub(crate) fn page(call: &Call<'_>, view: &View, problem: Option<&Problem<'_>>) -> Response {
    let mut main = within::crumbs(call, &view.outer);
    main.put("{}", &[&notice::of_album(call, view)]);
    head(call, view, &mut main);
    let mut add = view.may_add.then(|| forms::upload(call, &view.album.id, view.signature.as_ref(), problem));
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
    main.put("{}", &[&within::section(call, &view.album.id, &view.inner)]);
    main.push(&photos(call, view));
    main.put("{}{}{}", &[&tools(call, view), &add, &change]);
    Response::page_with_status(status(problem), &view.album.title, main)
}

fn head(call: &Call<'_>, view: &View, main: &mut Html) {
    main.put("<h1>{}</h1>", &[&view.album.title]);
    let count = count_of_photos(call, view.total, COUNT_UP_TO + 1);
    let by = by(call, &view.album.author).map(|by| format!(", {by}"));
    let said = [&view.album.dates, &view.album.place].into_iter().filter(|said| !said.is_empty());
    let said: String = said.flat_map(|said| [" · ", said]).collect();
    main.put("<p class=\"hint\">{}{}{}</p>", &[&count, &by, &said]);
    if view.album.role == "depositor" {
        let own = call.say(
            "Vous voyez ici ce que vous avez apporté, et rien d’autre. Vous pouvez le retirer pendant un jour.",
            "You see here what you brought, and nothing else. You can take it back for a day.",
        );
        main.put("<p class=\"hint\">{}</p>", &[&own]);
    }
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
    let one_by_one = call.path(&format!("/{}/review", view.album.id));
    let label = call.say("L’une après l’autre", "One after the other");
    let one_by_one = html!("<a class=\"button quiet\" href=\"{}\">{}</a>", one_by_one, label);
    Some(html!("<div class=\"notice\"><p>{}</p><p>{} {}</p></div>", words, link, one_by_one))
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
    let has_photos = !view.stretch.photos.is_empty();
    let has_book = view.album.book || view.messages > 0;
    if !has_photos && !has_book {
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
    let book = call.path(&format!("/{}/book", view.album.id));
    let book_label = match view.messages {
        0 => call.say("Livre d’or", "Guest book").to_owned(),
        count => format!("{} ({count})", call.say("Livre d’or", "Guest book")),
    };
    let links = [
        (has_book, book, book_label.as_str()),
        (has_photos, whole, call.say("Télécharger tout l’album", "Download the whole album")),
        (has_photos, here("choose"), call.say("Choisir des photos", "Choose photos")),
        (has_photos && view.may_change, here("order"), call.say("Changer l’ordre", "Change the order")),
        (has_photos, here("sheet"), call.say("Planche-contact", "Contact sheet")),
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
        change.push(&forms::others(call, &view.album, problem));
        change.push(&forms::new_inner(call, &view.album.id, problem));
        let into = call.say("Le mettre dans un autre album…", "Put it into another album…");
        let address = call.path(&format!("{path}/into"));
        change.put("<p><a class=\"button quiet\" href=\"{}\">{}</a></p>", &[&address, &into]);
    }
    if view.may_trash {
        let delete = call.say("Supprimer l’album…", "Delete the album…");
        let address = call.path(&format!("{path}/trash"));
        change.put("<p><a class=\"button quiet danger\" href=\"{}\">{}</a></p>", &[&address, &delete]);
    }
    let summary = call.say("Modifier cet album", "Change this album");
    folded(summary, &change, problem.is_some_and(|problem| problem.form != Form::Upload))
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
