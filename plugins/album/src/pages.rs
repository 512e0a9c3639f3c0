//! How it looks: HTML for `<main>`. Nothing here reads or writes.

pub(crate) mod confirm;
mod forms;
mod photo;

use veillee_sdk::{Call, Html, Page, Response, Row, html};

use crate::TITLE_MAX_CHARS;
use crate::photos::PHOTOS_PER_PAGE;
pub(crate) use photo::{PhotoView, photo};

/// A form of these pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    NewAlbum,
    Upload,
    /// An album's title or a photo's caption.
    Title,
}

/// Why a form is shown again, with what the person had entered.
pub(crate) struct Problem<'text> {
    pub(crate) form: Form,
    pub(crate) status: u16,
    pub(crate) sentence: &'text str,
    pub(crate) text: &'text str,
}

impl<'text> Problem<'text> {
    pub(crate) fn too_long(call: &Call<'_>, title: &'text str, form: Form) -> Option<Self> {
        let french = "C’est un peu long\u{a0}: 200 caractères au plus.";
        let sentence = call.say(french, "That is a little long: 200 characters at most.");
        (title.chars().count() > TITLE_MAX_CHARS).then_some(Self { form, status: 422, sentence, text: title })
    }

    pub(crate) fn conflict(call: &Call<'_>, title: &'text str) -> Self {
        let sentence = call.say(
            "Quelqu’un vient de changer ce texte. Le vôtre est gardé ici\u{a0}: enregistrez encore une fois pour le mettre.",
            "Somebody has just changed this text. Yours is kept here: save once more to use it.",
        );
        Self { form: Form::Title, status: 409, sentence, text: title }
    }
}

/// What the page of an album shows. `first` is the number of the page's first photo, as the link to it said.
#[expect(clippy::struct_excessive_bools, reason = "one for each control that is drawn or hidden")]
pub(crate) struct AlbumView {
    pub(crate) album: Row,
    pub(crate) photos: Page,
    pub(crate) first: u32,
    pub(crate) total: u32,
    pub(crate) sentence: String,
    pub(crate) may_add: bool,
    pub(crate) may_share: bool,
    pub(crate) may_rename: bool,
    pub(crate) may_trash: bool,
}

pub(crate) fn albums(call: &Call<'_>, albums: &Page, may_create: bool, problem: Option<&Problem<'_>>) -> Response {
    let title = call.say("Albums", "Albums");
    let mut main = html!("<h1>{}</h1>", title);
    let mut create = may_create.then(|| forms::new_album(call, problem));
    let first = problem.and_then(|_| create.take());
    main.put("{}", &[&first]);
    if albums.rows.is_empty() {
        main.put("<p class=\"empty\">{}</p>", &[&no_album(call, may_create)]);
    } else {
        main.put("<ul class=\"cards\">", &[]);
        for album in &albums.rows {
            let author = album.text(1);
            let by = (!author.is_empty()).then(|| html!(" <small>{} {}</small>", call.say("de", "by"), author));
            let link = call.path(&format!("/{}", album.id));
            main.put("<li class=\"card\"><a href=\"{}\">{}</a>{}</li>", &[&link, &album.text(0), &by]);
        }
        main.put("</ul>", &[]);
    }
    if let Some(next) = &albums.next {
        let more = call.say("Albums plus anciens", "Older albums");
        main.put("<p><a class=\"next\" href=\"{}\">{}</a></p>", &[&call.link("/", &[("after", next)]), &more]);
    }
    main.put("{}", &[&create]);
    Response::page_with_status(problem.map_or(200, |problem| problem.status), title, main)
}

fn no_album(call: &Call<'_>, may_create: bool) -> &'static str {
    let (french, english) = if may_create {
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

pub(crate) fn album(call: &Call<'_>, view: &AlbumView, problem: Option<&Problem<'_>>) -> Response {
    let AlbumView { album, .. } = view;
    let path = format!("/{}", album.id);
    let all = call.say("Tous les albums", "All albums");
    let mut main = html!("<p><a class=\"up\" href=\"{}\">{}</a></p>", call.path("/"), all);
    main.put("<h1>{}</h1>", &[&album.text(0)]);
    let mut add = view.may_add.then(|| forms::upload(call, &album.id, problem));
    let mut change = change(call, view, problem);
    // What went wrong is read first, not after all the photos.
    let first = match problem.map(|problem| problem.form) {
        Some(Form::Upload) => add.take(),
        Some(_) => change.take(),
        None => None,
    };
    main.put("{}", &[&first]).push(&who_can_see(call, view)).push(&grid(call, view));
    if let Some(next) = &view.photos.next {
        let first = view.first.saturating_add(PHOTOS_PER_PAGE).to_string();
        let link = call.link(&path, &[("after", next), ("first", &first)]);
        main.put("<p><a class=\"next\" href=\"{}\">{}</a></p>", &[&link, &call.say("Photos suivantes", "Next photos")]);
    }
    main.put("{}{}", &[&add, &change]);
    Response::page_with_status(problem.map_or(200, |problem| problem.status), album.text(0), main)
}

fn change(call: &Call<'_>, view: &AlbumView, problem: Option<&Problem<'_>>) -> Option<Html> {
    let path = format!("/{}", view.album.id);
    let mut change = Html::new();
    if view.may_rename {
        let label = call.say("Titre de l’album", "Title of the album");
        change.push(&forms::title(call, &format!("{path}/rename"), label, &view.album, problem));
    }
    if view.may_trash {
        let delete = call.say("Supprimer l’album…", "Delete the album…");
        let address = call.path(&format!("{path}/trash"));
        change.put("<p><a class=\"button quiet danger\" href=\"{}\">{}</a></p>", &[&address, &delete]);
    }
    let summary = call.say("Modifier cet album", "Change this album");
    more(summary, &change, problem.is_some_and(|problem| problem.form == Form::Title))
}

/// The answer and, beside it, what one does next: share, or add.
fn who_can_see(call: &Call<'_>, view: &AlbumView) -> Html {
    let question = call.say("Qui peut voir cet album\u{a0}?", "Who can see this album?");
    let mut bar = html!("<div class=\"answer\"><span>{}</span> <strong>{}</strong>", question, view.sentence);
    let add = view.may_add && !view.photos.rows.is_empty();
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

/// What is seldom wanted, folded away. Nothing when there is nothing to fold.
fn more(summary: &str, content: &Html, open: bool) -> Option<Html> {
    let open = open.then(|| html!(" open"));
    (!content.as_str().is_empty())
        .then(|| html!("<details{}><summary>{}</summary>{}</details>", open, summary, content))
}

fn grid(call: &Call<'_>, view: &AlbumView) -> Html {
    if view.photos.rows.is_empty() {
        let (french, english) = if view.may_add {
            ("Pas encore de photo. Ajoutez-en, puis partagez l’album.", "No photo yet. Add some, then share the album.")
        } else {
            ("Pas encore de photo. Revenez bientôt\u{a0}!", "No photo yet. Come back soon!")
        };
        return html!("<p class=\"empty\">{}</p>", call.say(french, english));
    }
    let mut grid = html!("<ul class=\"photos\">");
    for (photo, number) in view.photos.rows.iter().zip(view.first..) {
        let link = call.path(&format!("/{}/{}", view.album.id, photo.id));
        let alt = describe(call, number, view.total, photo.text(0));
        let image = html!("<img src=\"/-/blob/{}/thumbnail\" loading=\"lazy\" alt=\"{}\">", photo.id, alt);
        grid.put("<li><a href=\"{}\">{}</a>{}</li>", &[&link, &image, &pending(call, photo.text(1))]);
    }
    grid.put("</ul>", &[]);
    grid
}

/// `Photo 3 of 18, the lake`. Rights may change between count and list, so the total is never below the number.
fn describe(call: &Call<'_>, number: u32, total: u32, title: &str) -> String {
    let total = total.max(number);
    let place = format!("Photo {number} {} {total}", call.say("sur", "of"));
    if title.is_empty() { place } else { format!("{place}, {title}") }
}

fn pending(call: &Call<'_>, state: &str) -> Option<Html> {
    let waiting = call.say("En attente d’approbation", "Waiting for approval");
    (state == "pending").then(|| html!(" <small>{}</small>", waiting))
}
