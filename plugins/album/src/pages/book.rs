//! The guest book of an album.

use veillee_sdk::{Call, Html, Response, html};

use super::{button, by, folded, forms, notice, status, up};
use crate::book::{Message, View};
use crate::entered::{Form, Problem};
use crate::moment::Moment;

pub(crate) fn page(call: &Call<'_>, view: &View, problem: Option<&Problem<'_>>) -> Response {
    let album = &view.album;
    let title = call.say("Livre d’or", "Guest book");
    let mut main = up(call, &format!("/{}", album.id), &album.title);
    main.put("{}<h1>{}</h1>", &[&notice::of_book(call, &album.id, album.approval && !view.may_moderate), &title]);
    let mut write = view.may_write.then(|| forms::message(call, &album.id, view.signature.as_ref(), problem));
    let first = problem.filter(|problem| problem.form == Form::Message).and_then(|_| write.take());
    main.put("{}", &[&first]);
    if !album.book {
        let words =
            call.say("Ce livre d’or est fermé\u{a0}: on peut le lire.", "This guest book is closed: it can be read.");
        main.put("<p class=\"hint\">{}</p>", &[&words]);
    }
    if view.messages.is_empty() {
        let words = if view.may_write {
            call.say("Pas encore de mot. Écrivez le premier\u{a0}!", "No words yet. Write the first ones!")
        } else {
            call.say("Pas encore de mot.", "No words yet.")
        };
        main.put("<p class=\"empty\">{}</p>", &[&words]);
    }
    for message in &view.messages {
        main.push(&one(call, view, message));
    }
    if let Some(next) = &view.next {
        let link = call.link(&format!("/{}/book", album.id), &[("after", next)]);
        let more = call.say("Mots plus anciens", "Older words");
        main.put("<p><a class=\"next\" rel=\"next\" href=\"{}\">{}</a></p>", &[&link, &more]);
    }
    main.put("{}", &[&write]);
    Response::page_with_status(status(problem), title, main)
}

fn one(call: &Call<'_>, view: &View, message: &Message) -> Html {
    let mut card = html!("<article class=\"card\">");
    for line in message.text.lines().filter(|line| !line.trim().is_empty()) {
        card.put("<p>{}</p>", &[&line]);
    }
    let day = Moment::of("", message.created_ms).say_day(call);
    let by = by(call, &message.author).map(|by| format!(", {by}"));
    let waiting = message.pending.then(|| call.say(" · En attente d’approbation", " · Waiting for approval"));
    card.put("<p class=\"hint\">{}{}{}</p>", &[&day, &by, &waiting]);
    let path = format!("/{}/book/{}", view.album.id, message.id);
    let mut deeds = Html::new();
    if view.may_moderate {
        let (deed, label) = if message.pending {
            ("show", call.say("Montrer à tous", "Show to everyone"))
        } else {
            ("hide", call.say("Ne plus montrer", "Do not show it any more"))
        };
        deeds.push(&button(call, &path, Some(("do", deed)), "quiet", label));
    }
    if view.may_moderate || message.mine {
        let label = call.say("Mettre à la corbeille", "Put into the trash");
        deeds.push(&button(call, &path, Some(("do", "trash")), "quiet danger", label));
    }
    let deeds = html!("<div class=\"toolbar\">{}</div>", deeds);
    let shown = view.may_moderate || message.mine;
    let summary = call.say("Modifier", "Change");
    card.put("{}</article>", &[&shown.then(|| folded(summary, &deeds, message.pending)).flatten()]);
    card
}
