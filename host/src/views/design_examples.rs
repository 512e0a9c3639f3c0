//! The markup of every component, from one source: what is shown live is what is shown as text.

use super::{ProgressElement, ShareElement, UploadElement};
use crate::words::Words;

const EXAMPLES: &str = include_str!("../../templates/design-examples.html");

/// Where the pictures of the examples are.
#[derive(Clone, Copy)]
pub struct SamplePictures<'a> {
    pub landscape_path: &'a str,
    pub portrait_path: &'a str,
}

/// The markup under `<!-- name -->`, as an author writes it; empty when there is none.
pub(super) fn markup(name: &str) -> &'static str {
    let opening = format!("<!-- {name} -->\n");
    let rest = EXAMPLES.split_once(opening.as_str()).map_or("", |(_, rest)| rest);
    rest.split("<!-- ").next().unwrap_or_default().trim_end()
}

/// The names of all examples, in order.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    EXAMPLES.split("<!-- ").skip(1).filter_map(|rest| rest.split(" -->").next())
}

/// The same markup as a browser gets it: with pictures, and with the host's controls in place of their tags.
pub(super) fn live(words: &'static Words, markup: &str, pictures: SamplePictures<'_>) -> String {
    let upload = UploadElement {
        words,
        name: "photos",
        label: "",
        accept: "image/*",
        multiple: true,
        limit_bytes: 250_000_000,
        room_bytes: Some(3_000_000_000),
        upload_token: "",
    };
    let progress =
        ProgressElement { words, object: "PAYSAGE", done: 12, total: 80, word: "Photos", reload_path: "/-/design" };
    let share = ShareElement { words, path: "/-/design", label: "" };
    let printed = [
        ("<veillee-upload", "</veillee-upload>", upload.html().into_string()),
        ("<veillee-progress", "</veillee-progress>", progress.html().into_string()),
        ("<veillee-share", "</veillee-share>", share.html().into_string()),
    ];
    let mut html = markup.to_owned();
    for (opening, closing, control) in printed {
        html = instead_of(&html, opening, closing, &control);
    }
    for rendition in ["thumbnail", "preview"] {
        html = html.replace(&format!("/-/blob/PAYSAGE/{rendition}"), pictures.landscape_path);
        html = html.replace(&format!("/-/blob/PORTRAIT/{rendition}"), pictures.portrait_path);
    }
    html
}

fn instead_of(html: &str, opening: &str, closing: &str, control: &str) -> String {
    let Some((before, rest)) = html.split_once(opening) else { return html.to_owned() };
    let after = rest.split_once(closing).map_or("", |(_, after)| after);
    format!("{before}{control}{after}")
}
