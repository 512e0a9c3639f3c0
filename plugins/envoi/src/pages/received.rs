//! A transfer as those see it who got it.

use veillee_sdk::{Call, Html, Response, html, pieces};

use super::{files, lines, problem, section, size, status, told, upload};
use crate::texts;
use crate::transfer::{Transfer, View};

pub(crate) fn page(call: &Call<'_>, view: &View, wrong: Option<&str>) -> Response {
    let transfer = &view.transfer;
    let mut main = html!("{}<h1>{}</h1>", told(call), transfer.title);
    main.push(&from(call, transfer));
    main.push(&lines(transfer.message.as_deref()));
    if view.files.rows.is_empty() {
        main.push(&pieces::empty(texts::nothing_yet(call)));
    } else {
        main.push(&take(call, view));
    }
    if view.may_add {
        let path = format!("/{}", transfer.id);
        let add = upload(call, &path, (&transfer.id, "file"), &problem(wrong), texts::add_button(call));
        main.push(&section("add", texts::add_title(call), &add));
    }
    Response::page_with_status(status(wrong), &transfer.title, main)
}

fn from(call: &Call<'_>, transfer: &Transfer) -> Html {
    let mut from = html!("<p class=\"hint\">");
    if let Some(sender) = transfer.sender.as_deref().filter(|sender| !sender.is_empty()) {
        from.put("{} ", &[&texts::from(call, sender)]);
    }
    from.put("{} {}.</p>", &[&texts::ends_on(call), &transfer.ends.day(call)]);
    from
}

/// Everything by one button; what is ticked by another; each by its name.
fn take(call: &Call<'_>, view: &View) -> Html {
    let transfer = &view.transfer;
    let address = call.path(&format!("/{}/download", transfer.id));
    let total = size(call, transfer.size_bytes);
    let mut take = html!("<p><a class=\"button large\" href=\"{}\">", address);
    take.put("{}</a></p>", &[&texts::take_all(call, transfer.files, total)]);
    if view.files.rows.len() == 1 && view.files.next.is_none() {
        take.push(&files::rows(call, view, |_| Html::new()));
        return take;
    }
    take.put("<form method=\"get\" action=\"{}\">", &[&address]);
    let tick = |file: &crate::files::File| {
        let mut tick = html!("<label class=\"choice\"><input type=\"checkbox\" name=\"file\" value=\"{}\">", file.id);
        tick.put(" {}<span class=\"visually-hidden\"> {}</span></label>", &[&texts::choose(call), &file.name]);
        tick
    };
    take.push(&files::rows(call, view, tick));
    take.put("<p><button class=\"quiet\">{}</button></p></form>", &[&texts::take_chosen(call)]);
    take
}

/// Kind words for whoever comes too late.
pub(crate) fn ended(call: &Call<'_>, transfer: &Transfer) -> Response {
    let title = texts::over_title(call);
    let mut main = html!("<h1>{}</h1><p>{} ", title, texts::over(call, &transfer.title));
    main.put("{} {}.</p>", &[&texts::ended_on(call), &transfer.ends.day(call)]);
    let next = match transfer.sender.as_deref().filter(|sender| !sender.is_empty()) {
        Some(sender) => texts::ask_sender(call, sender),
        None => texts::ask_somebody(call).to_owned(),
    };
    main.put("<p>{}</p>", &[&next]);
    Response::page(title, main)
}
