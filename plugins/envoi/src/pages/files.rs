//! Files in rows, and another one in the place of one.

use veillee_sdk::{Call, Html, Response, html, pieces};

use super::{intact, problem, size, status};
use crate::files::File;
use crate::texts;
use crate::transfer::{Transfer, View};

/// Each with its size and its sum; `beside` it what else belongs to it.
pub(super) fn rows(call: &Call<'_>, view: &View, beside: impl Fn(&File) -> Html) -> Html {
    let mut rows = html!("<ul class=\"rows\">");
    for file in &view.files.rows {
        let id = &view.transfer.id;
        let bytes = file.size_bytes.map(|bytes| size(call, bytes));
        let name = if file.size_bytes.is_some() {
            html!("<a href=\"{}\">{}</a>", call.path(&format!("/{id}/{}", file.id)), file.name)
        } else {
            html!("<span>{}</span>", file.name)
        };
        rows.put("<li>{} <small>{}</small> {}", &[&name, &bytes, &beside(file)]);
        rows.put("{}</li>", &[&intact(call, file.sum.as_deref())]);
    }
    rows.put("</ul>", &[]);
    let path = format!("/{}", view.transfer.id);
    rows.push(&pieces::pager(call, &path, view.files.next.as_deref(), texts::more_files(call)));
    rows
}

pub(crate) fn replace(call: &Call<'_>, transfer: &Transfer, file: &File, wrong: Option<&str>) -> Response {
    let title = texts::replace_title(call, &file.name);
    let mut main = pieces::up(&call.path(&format!("/{}", transfer.id)), &transfer.title);
    main.put("<h1>{}</h1><p>{}</p>{}", &[&title, &texts::replace_hint(call), &problem(wrong)]);
    let action = call.path(&format!("/{}/{}/replace", transfer.id, file.id));
    main.put("<form class=\"card\" method=\"post\" action=\"{}\" enctype=\"multipart/form-data\">", &[&action]);
    main.put(
        "<veillee-upload into=\"{}\" collection=\"file\" blob=\"file\" name=\"files\"></veillee-upload> ",
        &[&file.id],
    );
    main.put("<button>{}</button></form>", &[&texts::replace(call)]);
    Response::page_with_status(status(wrong), title, main)
}
