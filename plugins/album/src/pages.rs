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
        let french = "C'est un peu long\u{a0}: 200 caractères au plus.";
        let sentence = call.say(french, "That is a little long: 200 characters at most.");
        (title.chars().count() > TITLE_MAX_CHARS).then_some(Self { form, status: 422, sentence, text: title })
    }

    pub(crate) fn conflict(call: &Call<'_>, title: &'text str) -> Self {
        let sentence = call.say(
            "Quelqu'un vient de changer ce texte. Le vôtre est gardé ici\u{a0}: enregistrez encore une fois pour le mettre.",
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
    if albums.rows.is_empty() {
        let empty = call.say(
            "Pas encore d'album ici. Ceux que l'on partage avec vous apparaîtront sur cette page.",
            "No album here yet. Those that people share with you will appear on this page.",
        );
        main.put("<p>{}</p>", &[&empty]);
    } else {
        main.put("<ul class=\"album-list\">", &[]);
        for album in &albums.rows {
            let author = album.text(1);
            let by = (!author.is_empty()).then(|| html!(" <small>{} {}</small>", call.say("de", "by"), author));
            main.put("<li><a href=\"{}\">{}</a>{}</li>", &[&call.path(&format!("/{}", album.id)), &album.text(0), &by]);
        }
        main.put("</ul>", &[]);
    }
    if let Some(next) = &albums.next {
        let more = call.say("Albums plus anciens", "Older albums");
        main.put("<p><a rel=\"next\" href=\"{}\">{}</a></p>", &[&call.link("/", &[("after", next)]), &more]);
    }
    if may_create {
        main.push(&forms::new_album(call, problem));
    }
    Response::page_with_status(problem.map_or(200, |problem| problem.status), title, main)
}

pub(crate) fn album(call: &Call<'_>, view: &AlbumView, problem: Option<&Problem<'_>>) -> Response {
    let AlbumView { album, sentence, .. } = view;
    let path = format!("/{}", album.id);
    let all = call.say("Tous les albums", "All albums");
    let mut main = html!("<p><a href=\"{}\">{}</a></p><h1>{}</h1>", call.path("/"), all, album.text(0));
    main.put("<p>{}</p>", &[sentence]);
    if view.may_share {
        main.put("<p><veillee-share object=\"{}\"></veillee-share></p>", &[&album.id]);
    }
    main.push(&grid(call, view));
    if let Some(next) = &view.photos.next {
        let first = view.first.saturating_add(PHOTOS_PER_PAGE).to_string();
        let link = call.link(&path, &[("after", next), ("first", &first)]);
        main.put("<p><a rel=\"next\" href=\"{}\">{}</a></p>", &[&link, &call.say("Photos suivantes", "Next photos")]);
    }
    if view.may_add {
        main.push(&forms::upload(call, &album.id, problem));
    }
    if view.may_rename {
        let label = call.say("Titre de l'album", "Title of the album");
        main.push(&forms::title(call, &format!("{path}/rename"), label, album, problem));
    }
    if view.may_trash {
        let delete = call.say("Supprimer l'album…", "Delete the album…");
        main.put("<p><a href=\"{}\">{}</a></p>", &[&call.path(&format!("{path}/trash")), &delete]);
    }
    Response::page_with_status(problem.map_or(200, |problem| problem.status), album.text(0), main)
}

fn grid(call: &Call<'_>, view: &AlbumView) -> Html {
    if view.photos.rows.is_empty() {
        let french = "Pas encore de photo. Ajoutez-en, puis partagez l'album.";
        let inviting = call.say(french, "No photo yet. Add some, then share the album.");
        let waiting = call.say("Pas encore de photo. Revenez bientôt\u{a0}!", "No photo yet. Come back soon!");
        return html!("<p>{}</p>", if view.may_add { inviting } else { waiting });
    }
    let mut grid = html!("<ul class=\"photo-grid\">");
    for (photo, number) in view.photos.rows.iter().zip(view.first..) {
        let link = call.path(&format!("/{}/{}", view.album.id, photo.id));
        let alt = describe(call, number, view.total, photo.text(0));
        let image = html!("<img src=\"/-/blob/{}/original\" loading=\"lazy\" alt=\"{}\">", photo.id, alt);
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
    let waiting = call.say("En attente d'approbation", "Waiting for approval");
    (state == "pending").then(|| html!(" <small>{}</small>", waiting))
}
