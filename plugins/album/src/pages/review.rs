//! The queue of photos that wait for a yes.

use veillee_sdk::{Call, Html, Response, html};

use super::{grid, notice, up};
use crate::photos::Photo;
use crate::review::View;

pub(crate) fn page(call: &Call<'_>, view: &View) -> Response {
    let title = call.say("Photos qui attendent votre accord", "Photos that wait for your yes");
    let mut main = up(call, &format!("/{}", view.album.id), &view.album.title);
    main.put("{}<h1>{}</h1>", &[&notice::of_review(call, &view.album.id), &title]);
    let Some(photo) = &view.photo else {
        let words = call.say("Tout est vu. Merci\u{a0}!", "All is seen. Thank you!");
        main.put("<p class=\"empty\">{}</p>", &[&words]);
        return Response::page(title, main);
    };
    let left = match view.waiting {
        1 => call.say("C’est la dernière.", "This is the last one.").to_owned(),
        count => format!("{count} {}", call.say("photos attendent.", "photos wait.")),
    };
    let all = call.link(&format!("/{}/choose", view.album.id), &[("state", "pending")]);
    let together = call.say("En décider ensemble", "Decide on several at once");
    main.put("<p class=\"hint\">{} <a href=\"{}\">{}</a></p>", &[&left, &all, &together]);
    let told = grid::told(call, photo);
    let words = if photo.title.is_empty() { told.clone() } else { format!("{}, {told}", photo.title) };
    let image = grid::large(call, photo, &words);
    main.put("<figure>{}<figcaption>{}</figcaption></figure>", &[&image, &words]);
    main.push(&deeds(call, &view.album.id, photo));
    Response::page(title, main)
}

/// One key for each where the host's script runs; the first has the focus, so that Enter goes on.
fn deeds(call: &Call<'_>, album: &str, photo: &Photo) -> Html {
    let action = call.path(&format!("/{album}/review"));
    let mut form = html!("<veillee-shortcuts><form class=\"toolbar\" method=\"post\" action=\"{}\">", action);
    form.put("<input type=\"hidden\" name=\"photo\" value=\"{}\">", &[&photo.id]);
    let show = call.say("Montrer à tous", "Show to everyone");
    let trash = call.say("Mettre à la corbeille", "Put into the trash");
    let (yes, no) = (call.say("o", "y"), "c");
    form.put("<button name=\"do\" value=\"show\" aria-keyshortcuts=\"{}\" autofocus>{}</button> ", &[&yes, &show]);
    form.put(
        "<button name=\"do\" value=\"trash\" class=\"quiet danger\" aria-keyshortcuts=\"{}\">{}</button>",
        &[&no, &trash],
    );
    let hint = call.say(
        "Au clavier\u{a0}: o pour montrer, c pour la corbeille, ? pour la liste.",
        "By keyboard: y to show, c for the trash, ? for the list.",
    );
    form.put("</form></veillee-shortcuts><p class=\"hint\">{}</p>", &[&hint]);
    form
}
