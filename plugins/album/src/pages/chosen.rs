//! Several photos at once.

use veillee_sdk::{Call, Html, Response, html};

use super::{forms, grid, status, up};
use crate::albums::Album;
use crate::chosen::{CHOSEN_MAX, Deed, View};
use crate::entered::{self, Form, Problem};
use crate::photos::Photo;

pub(crate) fn page(call: &Call<'_>, view: &View, problem: Option<&Problem<'_>>) -> Response {
    let View { album, stretch, total, only_pending, .. } = view;
    let title = if *only_pending {
        call.say("Photos qui attendent votre accord", "Photos that wait for your yes")
    } else {
        call.say("Choisir des photos", "Choose photos")
    };
    let mut main = up(call, &format!("/{}", album.id), &album.title);
    main.put("<h1>{}</h1>{}", &[&title, &forms::alert(problem.filter(|problem| problem.form == Form::Choose))]);
    if stretch.photos.is_empty() {
        let words = call.say("Il n’y a pas de photo ici.", "There are no photos here.");
        main.put("<p class=\"empty\">{}</p>", &[&words]);
        return Response::page_with_status(status(problem), title, main);
    }
    let path = format!("/{}/choose", album.id);
    let hint = call.say(
        "Cochez des photos, puis dites en bas de la page ce qu’il faut en faire.",
        "Tick photos, then say at the end of the page what to do with them.",
    );
    main.put(
        "<p class=\"hint\">{}</p><form class=\"stack\" method=\"post\" action=\"{}\">",
        &[&hint, &call.path(&path)],
    );
    grid::keep_place(&mut main, stretch);
    if *only_pending {
        main.put("<input type=\"hidden\" name=\"state\" value=\"pending\">", &[]);
    }
    let ticked = entered::all(call, "photo", CHOSEN_MAX);
    main.push(&grid::grid(call, &album.id, stretch, *total, |photo, words| Some(check_box(photo, words, &ticked))));
    main.push(&actions(call, view)).put("</form>", &[]);
    let keep = only_pending.then_some(("state", "pending"));
    main.put("{}", &[&grid::pager(call, &path, keep, stretch, *total)]);
    Response::page_with_status(status(problem), title, main)
}

fn check_box(photo: &Photo, words: &str, ticked: &[&str]) -> Html {
    let checked = ticked.contains(&photo.id.as_str()).then(|| html!(" checked"));
    let name = html!("name=\"photo\" value=\"{}\" aria-label=\"{}\"{}", photo.id, words, checked);
    html!("<label class=\"select\"><input type=\"checkbox\" {}></label>", name)
}

fn actions(call: &Call<'_>, view: &View) -> Html {
    let actions = [
        (view.only_pending, "approve", "", call.say("Montrer à tous", "Show to everyone")),
        (true, "download", "quiet", call.say("Télécharger", "Download")),
        (view.may_change, "move", "quiet", call.say("Déplacer…", "Move…")),
        (call.caller().kind == "account", "copy", "quiet", call.say("Copier…", "Copy…")),
        (view.may_add, "trash", "quiet danger", call.say("Mettre à la corbeille", "Put into the trash")),
    ];
    let mut bar = html!("<div class=\"selection toolbar\">");
    for (_, value, class, label) in actions.into_iter().filter(|(shown, ..)| *shown) {
        bar.put("<button name=\"do\" value=\"{}\" class=\"{}\">{}</button> ", &[&value, &class, &label]);
    }
    bar.put("</div>", &[]);
    bar
}

/// Asks which album the photos go into: ids and titles of those that one may add to.
pub(crate) fn where_to(
    call: &Call<'_>,
    album: &Album,
    photos: &[Photo],
    targets: &[(String, String)],
    deed: Deed,
) -> Response {
    let words = words_of(call, deed);
    let title = words.title;
    let mut main = up(call, &format!("/{}", album.id), &album.title);
    main.put("<h1>{}</h1>", &[&title]);
    if targets.is_empty() {
        let words = call.say(
            "Il n’y a pas d’autre album où vous pouvez ajouter des photos. Créez-en un d’abord.",
            "There is no other album that you can add photos to. Make one first.",
        );
        let make = call.say("Aux albums", "To the albums");
        main.put("<p class=\"empty\">{}</p>", &[&words]);
        main.put("<p><a class=\"button\" href=\"{}\">{}</a></p>", &[&call.path("/"), &make]);
        return Response::page(title, main);
    }
    main.put("<p>{}</p>", &[&words.consequence]);
    let action = call.path(&format!("/{}/{}", album.id, words.path));
    main.put("<form class=\"card\" method=\"post\" action=\"{}\">", &[&action]);
    for photo in photos {
        main.put("<input type=\"hidden\" name=\"photo\" value=\"{}\">", &[&photo.id]);
    }
    main.push(&super::select_album(call, targets));
    let back = call.say("Non, ne rien changer", "No, change nothing");
    main.put("<div class=\"toolbar\"><button>{}</button>", &[&words.go]);
    let stay = call.path(&format!("/{}", album.id));
    main.put(" <a class=\"button quiet\" href=\"{}\">{}</a></div></form>", &[&stay, &back]);
    Response::page(title, main)
}

struct Words<'text> {
    path: &'static str,
    title: &'text str,
    consequence: &'text str,
    go: &'text str,
}

fn words_of<'text>(call: &Call<'_>, deed: Deed) -> Words<'text> {
    match deed {
        Deed::Move => Words {
            path: "move",
            title: call.say("Où les déplacer\u{a0}?", "Where do they go?"),
            consequence: call.say(
                "Ceux qui voient l’autre album les verront, ceux qui ne voient que celui-ci ne les verront plus.",
                "Whoever sees the other album will see them; whoever sees this one alone will not any more.",
            ),
            go: call.say("Déplacer", "Move"),
        },
        Deed::Copy => Words {
            path: "copy",
            title: call.say("Où les copier\u{a0}?", "Where are they copied to?"),
            consequence: call.say(
                "Ceux qui voient l’autre album les verront aussi. Celles d’ici restent où elles sont.",
                "Whoever sees the other album will see them too. Those here stay where they are.",
            ),
            go: call.say("Copier", "Copy"),
        },
    }
}
