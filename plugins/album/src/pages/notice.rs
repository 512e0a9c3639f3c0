//! What was just done, in one sentence, and how to undo it. The address says it: a link that says it without its being so
//! can do no more than offer a form that the host decides on.

use veillee_sdk::{Call, Html, html};

use crate::albums::View;
use crate::chosen::CHOSEN_MAX;

/// On the page of an album that was just made in another.
fn new_inner(call: &Call<'_>) -> Option<Html> {
    call.query_field("new")?;
    let words = call.say(
        "L’album est là. Ceux qui voient celui qui le contient le voient aussi\u{a0}; pour le garder pour vous, ouvrez «\u{a0}Partager\u{a0}».",
        "The album is there. Whoever sees the one around it sees it too; to keep it to yourself, open “Share”.",
    );
    Some(notice(words))
}

/// On the page of an album.
pub(super) fn of_album(call: &Call<'_>, view: &View) -> Option<Html> {
    let path = format!("/{}", view.album.id);
    if let Some(removed) = removed(call) {
        return Some(undo(call, &format!("{path}/restore"), &removed, &photos_removed(call, removed.len())));
    }
    if let Some(count) = number(call, "added") {
        let twins = number(call, "twins").map(|twins| twins_of(call, twins)).unwrap_or_default();
        return Some(notice(&format!("{}{twins}", added(call, view, count))));
    }
    let went = number(call, "moved").or_else(|| number(call, "copied"));
    if let (Some(count), Some(target)) = (went, &view.moved_to) {
        let words = match (count, call.query_field("copied").is_some()) {
            (1, false) => call.say("1 photo est maintenant dans", "1 photo is now in"),
            (_, false) => call.say("Les photos choisies sont maintenant dans", "The chosen photos are now in"),
            (1, true) => call.say("1 photo est copiée dans", "1 photo is copied into"),
            (_, true) => call.say("Les photos choisies sont copiées dans", "The chosen photos are copied into"),
        };
        let address = call.path(&format!("/{}", target.id));
        let link = html!("{} <a href=\"{}\">{}</a>.", words, address, target.title);
        return Some(html!("<p class=\"notice\" role=\"status\">{}</p>", link));
    }
    if call.query_field("sorting").is_some() {
        let words = call.say(
            "L’album est grand\u{a0}: il se range par date en ce moment. Revenez dans une minute.",
            "The album is large: it is being sorted by date right now. Come back in a minute.",
        );
        return Some(notice(words));
    }
    new_inner(call).or_else(|| saved(call))
}

/// On the list of albums.
pub(super) fn of_albums(call: &Call<'_>) -> Option<Html> {
    let removed = removed(call)?;
    let words = call.say(
        "L’album est dans la corbeille, où il reste 30 jours.",
        "The album is in the trash, where it stays for 30 days.",
    );
    Some(undo(call, "/restore", &removed, words))
}

/// On the page of a guest book.
pub(super) fn of_book(call: &Call<'_>, album: &str, waits: bool) -> Option<Html> {
    if let Some(removed) = removed(call) {
        let words = call.say(
            "Ce mot est dans la corbeille, où il reste 30 jours.",
            "These words are in the trash, where they stay for 30 days.",
        );
        return Some(undo(call, &format!("/{album}/book/restore"), &removed, words));
    }
    if call.query_field("written").is_some() {
        let words = if waits {
            call.say(
                "Merci\u{a0}! Les autres le liront quand la personne qui tient l’album aura dit oui.",
                "Thank you! Others will read it once whoever keeps the album has said yes.",
            )
        } else {
            call.say("Merci\u{a0}! Votre mot est dans le livre d’or.", "Thank you! Your words are in the guest book.")
        };
        return Some(notice(words));
    }
    saved(call)
}

/// On the queue of photos that wait for a yes: what was just decided can be taken back.
pub(super) fn of_review(call: &Call<'_>, album: &str) -> Option<Html> {
    if let Some(removed) = removed(call) {
        let words = photos_removed(call, removed.len());
        return Some(undo(call, &format!("/{album}/restore"), &removed, &words));
    }
    if let Some(shown) = ids(call, "shown") {
        let words = call.say("Tous voient maintenant la photo.", "Everyone sees the photo now.");
        let hidden = [("do", "hide"), ("photo", shown.first().copied().unwrap_or_default())];
        return Some(take_back(call, &format!("/{album}/review"), &hidden, words));
    }
    saved(call)
}

pub(super) fn turned(call: &Call<'_>) -> Option<Html> {
    call.query_field("turned").map(|_| {
        notice(call.say(
            "La photo se tourne. Si elle n’a pas encore bougé, rechargez la page dans un instant.",
            "The photo is being turned. If it has not moved yet, load the page again in a moment.",
        ))
    })
}

pub(super) fn saved(call: &Call<'_>) -> Option<Html> {
    call.query_field("saved").map(|_| notice(call.say("C’est enregistré.", "It is saved.")))
}

fn added(call: &Call<'_>, view: &View, count: i64) -> String {
    let photos = if count == 0 {
        return String::new();
    } else if count == 1 {
        call.say("La photo est ajoutée.", "The photo is added.").to_owned()
    } else {
        format!("{count} {}", call.say("photos sont ajoutées.", "photos are added."))
    };
    let next = if view.album.approval && !view.may_change {
        call.say(
            "Les autres les verront quand la personne qui tient l’album aura dit oui.",
            "Others will see them once whoever keeps the album has said yes.",
        )
    } else {
        call.say(
            "Ouvrez-en une pour lui donner une légende, et quelques mots pour ceux qui ne la voient pas.",
            "Open one to give it a caption, and a few words for those who cannot see it.",
        )
    };
    format!("{photos} {next}")
}

/// What was there already, to the byte.
fn twins_of(call: &Call<'_>, count: i64) -> String {
    if count == 1 {
        return call
            .say(
                " 1 photo était déjà dans l’album\u{a0}: elle n’y est pas deux fois.",
                " 1 photo was in the album already: it is not there twice.",
            )
            .into();
    }
    let rest = call.say(
        "photos étaient déjà dans l’album\u{a0}: elles n’y sont pas deux fois.",
        "photos were in the album already: they are not there twice.",
    );
    format!(" {count} {rest}")
}

fn photos_removed(call: &Call<'_>, count: usize) -> String {
    if count == 1 {
        let words = (
            "La photo est dans la corbeille, où elle reste 30 jours.",
            "The photo is in the trash, where it stays for 30 days.",
        );
        return call.say(words.0, words.1).into();
    }
    let rest = call.say(
        "photos sont dans la corbeille, où elles restent 30 jours.",
        "photos are in the trash, where they stay for 30 days.",
    );
    format!("{count} {rest}")
}

/// Ids as the address names them, between points.
fn removed<'call>(call: &Call<'call>) -> Option<Vec<&'call str>> {
    ids(call, "removed")
}

fn ids<'call>(call: &Call<'call>, field: &str) -> Option<Vec<&'call str>> {
    let plain = |id: &&str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let ids: Vec<&str> = call.query_field(field)?.split('.').filter(plain).take(CHOSEN_MAX).collect();
    (!ids.is_empty()).then_some(ids)
}

fn number(call: &Call<'_>, field: &str) -> Option<i64> {
    call.query_field(field)?.parse().ok()
}

fn notice(words: &str) -> Html {
    html!("<p class=\"notice\" role=\"status\">{}</p>", words)
}

fn undo(call: &Call<'_>, path: &str, ids: &[&str], words: &str) -> Html {
    let hidden: Vec<(&str, &str)> = ids.iter().map(|id| ("id", *id)).collect();
    take_back(call, path, &hidden, words)
}

fn take_back(call: &Call<'_>, path: &str, hidden: &[(&str, &str)], words: &str) -> Html {
    let mut notice = html!("<div class=\"notice\"><p role=\"status\">{}</p>", words);
    notice.put("<form method=\"post\" action=\"{}\">", &[&call.path(path)]);
    for (name, value) in hidden {
        notice.put("<input type=\"hidden\" name=\"{}\" value=\"{}\">", &[name, value]);
    }
    notice.put("<button class=\"quiet\">{}</button></form></div>", &[&call.say("Annuler", "Undo")]);
    notice
}
