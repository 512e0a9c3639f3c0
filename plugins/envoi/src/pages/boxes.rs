//! All boxes, and one as its owner sees it.

use veillee_sdk::{Call, Form, Html, Input, Page, Response, Time, html, pieces};

use super::{around, inputs, intact, lines, section, size, tabs, told};
use crate::boxes::{DepositBox, View};
use crate::limits::{BOX_FILES_MAX, BOX_GIGABYTES_MAX};
use crate::texts;

pub(crate) fn list(call: &Call<'_>, page: &Page<DepositBox>, now: Time, form: Option<&Form<'_>>) -> Response {
    let title = texts::boxes(call);
    let mut list = Html::new();
    if page.rows.is_empty() {
        list.push(&pieces::empty(if form.is_some() { texts::no_box(call) } else { texts::no_box_for_you(call) }));
    } else {
        let card = |one: &DepositBox| (call.path(&format!("/{}", one.id)), one.title.clone(), about(call, one, now));
        list.push(&pieces::cards(page.rows.iter().map(card)));
    }
    list.push(&pieces::pager(call, "/boxes", page.next.as_deref(), texts::older(call)));
    let drawn = form.map(|form| {
        let drawn = form.draw(&call.path("/boxes"), &fields(call), texts::make_box(call));
        (form, section("new", texts::new_box(call), &drawn))
    });
    let main = html!("{}<h1>{}</h1>{}", tabs(call, "/boxes"), title, around(list, drawn));
    form.map_or_else(|| Response::page(title, main.clone()), |form| form.page(title, main.clone()))
}

fn about(call: &Call<'_>, one: &DepositBox, now: Time) -> Html {
    let (class, state) =
        if one.is_closed(now) { ("plain", texts::state_closed(call)) } else { ("good", texts::state_takes(call)) };
    let mut about = html!("<p><span class=\"badge {}\">{}</span></p>", class, state);
    about.put("<small>{}, {}</small>", &[&texts::files(call, one.deposits), &size(call, one.deposited_bytes)]);
    about
}

fn fields<'text>(call: &Call<'text>) -> Vec<Input<'text>> {
    let limits = [
        Input::integer("files", texts::box_files(call), 1..=BOX_FILES_MAX).required(),
        Input::integer("gigabytes", texts::box_gigabytes(call), 1..=BOX_GIGABYTES_MAX).required(),
    ];
    inputs(call, texts::box_title_hint(call)).into_iter().chain(limits).collect()
}

pub(crate) fn page(call: &Call<'_>, view: &View) -> Response {
    let one = &view.deposit_box;
    let path = format!("/{}", one.id);
    let mut main = pieces::up(&call.path("/boxes"), texts::all_boxes(call));
    main.put("{}<h1>{}</h1>", &[&told(call), &one.title]);
    main.push(&lines(one.message.as_deref()));
    main.put("<p class=\"hint\">{}, {}. ", &[&texts::files(call, one.deposits), &size(call, one.deposited_bytes)]);
    let words = if one.is_closed(view.now) { texts::closed_on(call) } else { texts::closes_on(call) };
    main.put("{} {}.</p>", &[&words, &one.ends.day(call)]);
    if view.is_owner {
        main.put(
            "<div class=\"answer\"><span>{}</span> <strong>{}</strong>",
            &[&texts::who_deposits(call), &view.sentence],
        );
        main.put(
            "<p class=\"toolbar\"><veillee-share object=\"{}\" label=\"{}\"></veillee-share></p>",
            &[&one.id, &texts::share_box(call)],
        );
        main.put("<p class=\"hint\">{}</p></div>", &[&texts::share_box_hint(call)]);
    }
    main.push(&deposits(call, view));
    if view.is_owner {
        let address = |what: &str| call.path(&format!("{path}/{what}"));
        main.put(
            "<p class=\"toolbar\"><a class=\"button quiet\" href=\"{}\">{}</a>",
            &[&address("change"), &texts::change(call)],
        );
        main.put(" <a class=\"button quiet danger\" href=\"{}\">{}</a></p>", &[&address("close"), &texts::close(call)]);
    }
    Response::page(&one.title, main)
}

fn deposits(call: &Call<'_>, view: &View) -> Html {
    let path = format!("/{}", view.deposit_box.id);
    if view.deposits.rows.is_empty() {
        return pieces::empty(texts::nothing_came(call));
    }
    let download = call.path(&format!("{path}/download"));
    let mut main = html!("<p><a class=\"button quiet\" href=\"{}\">{}</a></p>", download, texts::download_all(call));
    main.put("<ul class=\"rows\">", &[]);
    for deposit in &view.deposits.rows {
        let bytes = deposit.size_bytes.map(|bytes| size(call, bytes));
        let address = call.path(&format!("{path}/{}", deposit.id));
        main.put("<li><a href=\"{}\">{}</a> <small>{}</small> ", &[&address, &deposit.name, &bytes]);
        let who = deposit.who.as_deref().map(|who| html!("<small>{}</small> ", texts::by(call, who)));
        main.put("{}<small><veillee-time at=\"{}\"></veillee-time></small>", &[&who, &deposit.created.ms()]);
        main.put("{}</li>", &[&intact(call, deposit.sum.as_deref())]);
    }
    main.put("</ul>{}", &[&pieces::pager(call, &path, view.deposits.next.as_deref(), texts::more_files(call))]);
    main
}

pub(crate) fn change(call: &Call<'_>, one: &DepositBox, form: &Form<'_>) -> Response {
    let (path, title) = (format!("/{}", one.id), texts::change(call));
    let action = call.path(&format!("{path}/change"));
    let drawn = form.draw_version(one.version, &action, &fields(call), texts::save(call));
    let main = html!("{}<h1>{}</h1>{}", pieces::up(&call.path(&path), &one.title), title, drawn);
    form.page(title, main)
}
