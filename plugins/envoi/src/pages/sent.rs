//! A transfer as its sender sees it.

use veillee_sdk::{Call, Form, Html, Response, html, pieces};

use super::{files, inputs, lines, problem, section, size, status, told, upload};
use crate::texts;
use crate::transfer::{Transfer, View};

pub(crate) fn page(call: &Call<'_>, view: &View, wrong: Option<&str>) -> Response {
    let transfer = &view.transfer;
    let mut main = pieces::up(&call.path("/"), texts::all_transfers(call));
    main.put("{}<h1>{}</h1>", &[&told(call), &transfer.title]);
    main.push(&lines(transfer.message.as_deref()));
    if transfer.has_ended(view.now) {
        main.push(&over(call, view));
    } else {
        main.push(&open(call, view, wrong));
    }
    main.push(&taken(call, view));
    Response::page_with_status(status(wrong), &transfer.title, main)
}

fn open(call: &Call<'_>, view: &View, wrong: Option<&str>) -> Html {
    let transfer = &view.transfer;
    let mut main =
        html!("<p class=\"hint\">{}, {}. ", texts::files(call, transfer.files), size(call, transfer.size_bytes));
    main.put("{} {}.</p>", &[&texts::ends_on(call), &transfer.ends.day(call)]);
    let path = format!("/{}", transfer.id);
    let add = upload(call, &path, (&transfer.id, "file"), &problem(wrong), texts::add_button(call));
    let add = section("add", texts::add_title(call), &add);
    if view.files.rows.is_empty() {
        // What comes next is read first: files, then who gets them.
        main.push(&add);
        return html!("{}{}{}", main, who(call, view), tools(call, transfer));
    }
    let change = |file: &crate::files::File| {
        let address = |what: &str| call.path(&format!("/{}/{}/{what}", transfer.id, file.id));
        let mut links = html!(
            "<a class=\"button quiet\" href=\"{}\" aria-label=\"{}\">",
            address("replace"),
            texts::replace_of(call, &file.name)
        );
        links.put("{}</a> ", &[&texts::replace(call)]);
        links.put(
            "<a class=\"button quiet danger\" href=\"{}\" aria-label=\"{}\">",
            &[&address("remove"), &texts::remove_of(call, &file.name)],
        );
        links.put("{}</a>", &[&texts::remove(call)]);
        links
    };
    let rows = files::rows(call, view, change);
    let rows = section("files", texts::files_title(call), &rows);
    html!("{}{}{}{}{}", main, who(call, view), rows, add, tools(call, transfer))
}

/// Who gets them, and the way to the host's page that decides on it: links, people, the code to scan.
fn who(call: &Call<'_>, view: &View) -> Html {
    let mut who = html!("<div class=\"answer\"><span>{}</span> <strong>{}</strong>", texts::who(call), view.sentence);
    who.put(
        "<p class=\"toolbar\"><veillee-share object=\"{}\" label=\"{}\"></veillee-share></p>",
        &[&view.transfer.id, &texts::share(call)],
    );
    who.put("<p class=\"hint\">{}</p></div>", &[&texts::share_hint(call)]);
    who
}

fn tools(call: &Call<'_>, transfer: &Transfer) -> Html {
    let path = |what: &str| call.path(&format!("/{}/{what}", transfer.id));
    let mut tools =
        html!("<p class=\"toolbar\"><a class=\"button quiet\" href=\"{}\">{}</a>", path("change"), texts::change(call));
    if transfer.files > 0 {
        tools.put(" <a class=\"button quiet\" href=\"{}\">{}</a>", &[&path("download"), &texts::download_all(call)]);
    }
    tools.put(" <a class=\"button quiet danger\" href=\"{}\">{}</a></p>", &[&path("end"), &texts::end_now(call)]);
    tools
}

/// What it was: nobody gets its files any more.
fn over(call: &Call<'_>, view: &View) -> Html {
    let transfer = &view.transfer;
    let mut main = html!(
        "<p class=\"notice\">{} {}. {}</p>",
        texts::ended_on(call),
        transfer.ends.day(call),
        texts::ended_hint(call)
    );
    main.push(&files::rows(call, view, |_| Html::new()));
    main.put("<form method=\"post\" action=\"{}\">", &[&call.path(&format!("/{}/forget", transfer.id))]);
    main.put("<button class=\"quiet\">{}</button></form>", &[&texts::forget(call)]);
    main
}

/// Who took what, the latest first.
fn taken(call: &Call<'_>, view: &View) -> Html {
    if view.transfer.files == 0 {
        return Html::new();
    }
    if view.receipts.is_empty() {
        return section("taken", texts::taken_title(call), &pieces::empty(texts::taken_nothing(call)));
    }
    let mut rows = html!("<ul class=\"rows\">");
    for receipt in &view.receipts {
        let file = view.files.rows.iter().find(|file| file.id == receipt.object);
        let name = file.map_or(texts::a_file(call), |file| file.name.as_str());
        let who = if receipt.who.is_empty() { texts::somebody(call) } else { &receipt.who };
        rows.put("<li><span>{}</span> <small>{}</small> ", &[&who, &name]);
        rows.put("<small><veillee-time at=\"{}\"></veillee-time></small>", &[&receipt.at.ms()]);
        let times = (receipt.times > 1).then(|| html!(" <small>{}</small>", texts::times(call, receipt.times)));
        rows.put("{}</li>", &[&times]);
    }
    rows.put("</ul>", &[]);
    section("taken", texts::taken_title(call), &rows)
}

pub(crate) fn change(call: &Call<'_>, transfer: &Transfer, form: &Form<'_>) -> Response {
    let (path, title) = (format!("/{}", transfer.id), texts::change(call));
    let fields = inputs(call, texts::title_hint(call));
    let action = call.path(&format!("{path}/change"));
    let drawn = form.draw_version(transfer.version, &action, &fields, texts::save(call));
    let main = html!("{}<h1>{}</h1>{}", pieces::up(&call.path(&path), &transfer.title), title, drawn);
    form.page(title, main)
}
