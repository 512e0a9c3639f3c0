//! Photos in rows, and the links to more of them.

use veillee_sdk::{Call, Html, html};

use crate::photos::{Format, Photo, Stretch, Turn};

/// The first rows on a large screen: what a browser should fetch before it knows where they stand.
const EAGER: usize = 12;
/// The longer side of a thumbnail, in pixels, as in `plugin.toml`.
const THUMBNAIL_PX: i64 = 512;
const PREVIEW_PX: i64 = 2_000;

/// Each photo as a link to its page, `beside` it what else belongs to it.
pub(super) fn grid(
    call: &Call<'_>,
    album: &str,
    stretch: &Stretch,
    total: u32,
    beside: impl Fn(&Photo, &str) -> Option<Html>,
) -> Html {
    let mut grid = html!("<ul class=\"photos\">");
    for (place, (photo, number)) in stretch.photos.iter().zip(stretch.first..).enumerate() {
        let link = call.path(&format!("/{album}/{}", photo.id));
        let words = describe(call, photo, number, total);
        let picture = picture(photo, &link, &words, place >= EAGER);
        grid.put(
            "<li{}>{}{}{}{}</li>",
            &[&upright(photo), &picture, &format(call, photo), &pending(call, photo), &beside(photo, &words)],
        );
    }
    grid.put("</ul>", &[]);
    grid
}

/// Photos of several albums, each as a link to its page.
pub(super) fn loose(call: &Call<'_>, photos: &[(String, Photo)]) -> Html {
    let mut grid = html!("<ul class=\"photos\">");
    for (place, (album, photo)) in photos.iter().enumerate() {
        let told = told(call, photo);
        let words = [&photo.alt, &photo.title, &told].into_iter().find(|words| !words.is_empty());
        let link = call.path(&format!("/{album}/{}", photo.id));
        grid.put("<li{}>{}</li>", &[&upright(photo), &picture(photo, &link, words.unwrap_or(&told), place >= EAGER)]);
    }
    grid.put("</ul>", &[]);
    grid
}

/// A thumbnail that leads to its page. The browser takes the thumbnail: the preview stands there for `<veillee-lightbox>`.
fn picture(photo: &Photo, link: &str, words: &str, lazy: bool) -> Html {
    let lazy = lazy.then(|| html!(" loading=\"lazy\""));
    let blob = format!("/-/blob/{}", photo.id);
    if photo.format == Format::Whole {
        let size = size(photo, THUMBNAIL_PX);
        return html!("<a href=\"{}\"><img src=\"{}/original\"{}{} alt=\"{}\"></a>", link, blob, size, lazy, words);
    }
    html!(
        "<a href=\"{}\"><img src=\"{}/thumbnail\" srcset=\"{}/thumbnail 512w, {}/preview 2000w\" sizes=\"10rem\"{}{} alt=\"{}\"></a>",
        link,
        blob,
        blob,
        blob,
        size(photo, THUMBNAIL_PX),
        lazy,
        words
    )
}

/// Width and height as shown, so that nothing jumps when the picture comes. Of a picture that nobody has looked at yet, a
/// guess.
fn size(photo: &Photo, longest_px: i64) -> Html {
    let (width, height) = photo.size.unwrap_or((4 * longest_px, 3 * longest_px));
    let longest = width.max(height).max(1);
    let fitted = |side: i64| if longest > longest_px { (side * longest_px / longest).max(1) } else { side.max(1) };
    html!(" width=\"{}\" height=\"{}\"", fitted(width), fitted(height))
}

/// What is not wider than high, so that a row of its own does not cut head and feet off.
fn upright(photo: &Photo) -> Option<Html> {
    photo.size.filter(|(width, height)| width <= height).map(|_| html!(" class=\"upright\""))
}

/// For those who do not see the picture: what somebody wrote for them, else the caption, else what is known.
pub(super) fn describe(call: &Call<'_>, photo: &Photo, number: u32, total: u32) -> String {
    if !photo.alt.is_empty() {
        return photo.alt.clone();
    }
    let place = place(call, number, total);
    if photo.title.is_empty() { format!("{place}, {}", told(call, photo)) } else { format!("{place}, {}", photo.title) }
}

/// `Photo 3 sur 18`. Rights may change between count and list, so the total is never below the number.
pub(super) fn place(call: &Call<'_>, number: u32, total: u32) -> String {
    format!("Photo {number} {} {}", call.say("sur", "of"), total.max(number))
}

/// `3 mai 2026, par Anna`.
pub(super) fn told(call: &Call<'_>, photo: &Photo) -> String {
    let day = photo.moment.say_day(call);
    super::by(call, &photo.author).map_or(day.clone(), |by| format!("{day}, {by}"))
}

/// What it is, when it is no picture that is shown small.
fn format(call: &Call<'_>, photo: &Photo) -> Option<Html> {
    let word = match photo.format {
        Format::Picture | Format::Whole => return None,
        Format::Video => call.say("▶ Vidéo", "▶ Video"),
        Format::Kept(name) => name,
    };
    Some(html!(" <small>{}</small>", word))
}

/// The photo itself, as large as the page lets it be.
pub(super) fn large(call: &Call<'_>, photo: &Photo, words: &str) -> Html {
    let blob = format!("/-/blob/{}", photo.id);
    let size = size(photo, PREVIEW_PX);
    match photo.format {
        Format::Picture => html!("<img class=\"photo-large\" src=\"{}/preview\"{} alt=\"{}\">", blob, size, words),
        Format::Whole => html!("<img class=\"photo-large\" src=\"{}/original\"{} alt=\"{}\">", blob, size, words),
        Format::Video => {
            let cannot = call.say(
                "Votre navigateur ne lit pas cette vidéo\u{a0}; vous pouvez la télécharger.",
                "Your browser does not play this video; you can download it.",
            );
            html!(
                "<video class=\"photo-large\" src=\"{}/original\" controls playsinline preload=\"metadata\" aria-label=\"{}\">{}</video>",
                blob,
                words,
                cannot
            )
        }
        Format::Kept(name) => {
            let words = match call.say("fr", "en") {
                "fr" => format!(
                    "Cette photo est au format {name}, que les navigateurs ne montrent pas. Elle est gardée telle quelle\u{a0}: téléchargez-la pour la voir."
                ),
                _ => format!(
                    "This photo is in the format {name}, which browsers do not show. It is kept as it is: download it to see it."
                ),
            };
            html!("<p class=\"empty\">{}</p>", words)
        }
    }
}

pub(super) fn pending(call: &Call<'_>, photo: &Photo) -> Option<Html> {
    let waiting = call.say("En attente d’approbation", "Waiting for approval");
    photo.pending.then(|| html!(" <small>{}</small>", waiting))
}

/// Which photos these are, and where the others are. Nothing when there are no others.
pub(super) fn pager(
    call: &Call<'_>,
    path: &str,
    keep: Option<(&str, &str)>,
    stretch: &Stretch,
    total: u32,
) -> Option<Html> {
    if stretch.next.is_none() && stretch.previous.is_none() {
        return None;
    }
    let address = |turn: &Turn| {
        let (from, first) = (turn.from.to_string(), turn.first.to_string());
        let fields = [("from", from.as_str()), ("first", first.as_str())].into_iter().chain(keep);
        call.link(path, &fields.collect::<Vec<_>>())
    };
    let (to, of) = (call.say("à", "to"), call.say("sur", "of"));
    let mut nav = html!("<nav class=\"pager\" aria-label=\"{}\">", call.say("Autres photos", "Other photos"));
    if let Some(turn) = &stretch.previous {
        let label = call.say("Photos précédentes", "Previous photos");
        nav.put("<a class=\"prev\" rel=\"prev\" href=\"{}\">{}</a> ", &[&address(turn), &label]);
    }
    let (first, last) = (stretch.first, stretch.last());
    nav.put("<span>{} {} {} {} {}</span> ", &[&first, &to, &last, &of, &total.max(last)]);
    if let Some(turn) = &stretch.next {
        let label = call.say("Photos suivantes", "Next photos");
        nav.put("<a class=\"next\" rel=\"next\" href=\"{}\">{}</a>", &[&address(turn), &label]);
    }
    nav.put("</nav>", &[]);
    Some(nav)
}

/// Where a form's page starts, so that its answer shows the same one.
pub(super) fn keep_place(form: &mut Html, stretch: &Stretch) {
    if let Some(from) = stretch.from {
        form.put("<input type=\"hidden\" name=\"from\" value=\"{}\">", &[&from]);
        form.put("<input type=\"hidden\" name=\"first\" value=\"{}\">", &[&stretch.first]);
    }
}
