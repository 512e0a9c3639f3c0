//! All transfers.

use veillee_sdk::{Call, Form, Html, Page, Response, Time, html, pieces};

use super::{around, inputs, section, size, tabs, told};
use crate::texts;
use crate::transfer::Transfer;

pub(crate) fn page(call: &Call<'_>, page: &Page<Transfer>, now: Time, form: Option<&Form<'_>>) -> Response {
    let title = texts::transfers(call);
    let mut list = Html::new();
    if page.rows.is_empty() {
        let sentence = if form.is_some() { texts::no_transfer(call) } else { texts::no_transfer_for_you(call) };
        list.push(&pieces::empty(sentence));
    } else {
        let card = |transfer: &Transfer| {
            (call.path(&format!("/{}", transfer.id)), transfer.title.clone(), about(call, transfer, now))
        };
        list.push(&pieces::cards(page.rows.iter().map(card)));
    }
    list.push(&pieces::pager(call, "/", page.next.as_deref(), texts::older(call)));
    let drawn = form.map(|form| {
        let fields = inputs(call, texts::title_hint(call));
        let drawn = form.draw(&call.path("/"), &fields, texts::make_transfer(call));
        (form, section("new", texts::new_transfer(call), &drawn))
    });
    let main = html!("{}{}<h1>{}</h1>{}", tabs(call, "/"), told(call), title, around(list, drawn));
    form.map_or_else(|| Response::page(title, main.clone()), |form| form.page(title, main.clone()))
}

fn about(call: &Call<'_>, transfer: &Transfer, now: Time) -> Html {
    let (class, state) = match transfer {
        transfer if transfer.has_ended(now) => ("plain", texts::state_ended(call)),
        Transfer { files: 0, .. } => ("caution", texts::state_waiting(call)),
        _ => ("good", texts::state_open(call)),
    };
    let mut about = html!("<p><span class=\"badge {}\">{}</span></p>", class, state);
    about.put("<small>{}, {}</small>", &[&texts::files(call, transfer.files), &size(call, transfer.size_bytes)]);
    let words = if transfer.has_ended(now) { texts::ended_on(call) } else { texts::ends_on(call) };
    about.put("<br><small>{} {}</small>", &[&words, &transfer.ends.day(call)]);
    about
}
