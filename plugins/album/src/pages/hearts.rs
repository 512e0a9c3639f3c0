//! Hearts, of one photo and one's own.

use veillee_sdk::{Call, Html, Response, html};

use super::{grid, up};
use crate::hearts::{COUNT_UP_TO, Hearts};
use crate::photos::Photo;

/// The count, and the button for one's own.
pub(super) fn of_photo(call: &Call<'_>, path: &str, hearts: &Hearts, may_see_names: bool) -> Html {
    let count = count(call, hearts.count);
    let counted = (hearts.count > 0 || hearts.may_give).then_some(count.as_str());
    let mut bar = html!("<div class=\"toolbar\">");
    if hearts.may_give {
        let (value, class, label) = if hearts.mine {
            ("no", "quiet", call.say("♥ Retirer mon cœur", "♥ Take my heart back"))
        } else {
            ("yes", "quiet", call.say("♡ J’aime", "♡ I like it"))
        };
        bar.push(&super::button(call, &format!("{path}/heart"), Some(("heart", value)), class, label));
    }
    match counted {
        Some(words) if may_see_names && hearts.count > 0 => {
            bar.put(" <a href=\"{}\">{}</a>", &[&call.path(&format!("{path}/hearts")), &words]);
        }
        Some(words) => {
            bar.put(" <span>{}</span>", &[&words]);
        }
        None => {}
    }
    bar.put("</div>", &[]);
    bar
}

fn count(call: &Call<'_>, count: u32) -> String {
    match count {
        0 => call.say("Pas encore de cœur", "No hearts yet").into(),
        1 => call.say("1 cœur", "1 heart").into(),
        COUNT_UP_TO.. => call.say("plus de 1\u{202f}000 cœurs", "more than 1,000 hearts").into(),
        _ => format!("{count} {}", call.say("cœurs", "hearts")),
    }
}

pub(crate) fn names(call: &Call<'_>, album: &str, photo: &Photo, names: &[String]) -> Response {
    let title = call.say("Qui aime cette photo", "Who likes this photo");
    let back = if photo.title.is_empty() { call.say("La photo", "The photo") } else { photo.title.as_str() };
    let mut main = up(call, &format!("/{album}/{}", photo.id), back);
    main.put("<h1>{}</h1>", &[&title]);
    if names.is_empty() {
        main.put("<p class=\"empty\">{}</p>", &[&count(call, 0)]);
    } else {
        main.put("<ul>", &[]);
        for name in names {
            let unnamed = call.say("Quelqu’un sans nom", "Somebody without a name");
            main.put("<li>{}</li>", &[&if name.is_empty() { unnamed } else { name.as_str() }]);
        }
        main.put("</ul>", &[]);
    }
    Response::page(title, main)
}

pub(crate) fn mine(call: &Call<'_>, photos: &[(String, Photo)], next: Option<&str>) -> Response {
    let title = call.say("Mes photos préférées", "My favourite photos");
    let mut main = up(call, "/", call.say("Tous les albums", "All albums"));
    main.put("<h1>{}</h1>", &[&title]);
    if photos.is_empty() {
        let words = call.say(
            "Rien pour l’instant. Sur la page d’une photo, «\u{a0}J’aime\u{a0}» la range aussi ici.",
            "Nothing yet. On the page of a photo, “I like it” also puts it here.",
        );
        main.put("<p class=\"empty\">{}</p>", &[&words]);
    } else {
        main.put("<veillee-lightbox>{}</veillee-lightbox>", &[&grid::loose(call, photos)]);
    }
    if let Some(next) = next {
        let link = call.link("/hearts", &[("after", next)]);
        let more = call.say("Plus anciennes", "Older ones");
        main.put("<p><a class=\"next\" rel=\"next\" href=\"{}\">{}</a></p>", &[&link, &more]);
    }
    Response::page(title, main)
}
