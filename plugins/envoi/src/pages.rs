//! How it all looks.

pub(crate) mod boxes;
pub(crate) mod confirm;
pub(crate) mod deposit;
pub(crate) mod files;
pub(crate) mod received;
pub(crate) mod sent;
pub(crate) mod transfers;

use veillee_sdk::{Call, Form, Html, Input, Size, html, pieces};

use crate::limits::{MESSAGE_MAX_CHARS, TITLE_MAX_CHARS};
use crate::texts;

/// Transfers and boxes, beside each other.
fn tabs(call: &Call<'_>, here: &str) -> Html {
    let mut tabs = html!("<nav class=\"tabs\" aria-label=\"{}\"><ul>", texts::views(call));
    for (path, label) in [("/", texts::transfers(call)), ("/boxes", texts::boxes(call))] {
        let current = (path == here).then(|| html!(" aria-current=\"page\""));
        tabs.put("<li><a href=\"{}\"{}>{}</a></li>", &[&call.path(path), &current, &label]);
    }
    tabs.put("</ul></nav>", &[]);
    tabs
}

/// A section with a heading, for links to lead to.
fn section(id: &str, heading: &str, content: &Html) -> Html {
    html!("<section aria-labelledby=\"{}\"><h2 id=\"{}\">{}</h2>{}</section>", id, id, heading, content)
}

/// What people wrote, line by line.
fn lines(text: Option<&str>) -> Html {
    let mut lines = Html::new();
    for line in text.unwrap_or_default().lines().filter(|line| !line.trim().is_empty()) {
        lines.put("<p>{}</p>", &[&line]);
    }
    lines
}

fn size(call: &Call<'_>, bytes: i64) -> String {
    Size::from_bytes(u64::try_from(bytes).unwrap_or(0)).words(call)
}

/// What was just done, if the address says so: it can do no more than show a sentence.
fn told(call: &Call<'_>) -> Html {
    let count = |name: &str| call.query_field(name).and_then(|count| count.parse::<u32>().ok());
    if let Some(added) = count("added") {
        return pieces::notice(&texts::added(call, added));
    }
    let said = [
        ("saved", texts::saved(call)),
        ("replaced", texts::replaced(call)),
        ("removed-file", texts::removed_file(call)),
        ("ended", texts::ended_now(call)),
    ];
    let found = said.into_iter().find(|(name, _)| call.query_field(name).is_some());
    found.map_or_else(Html::new, |(_, sentence)| pieces::notice(sentence))
}

fn problem(sentence: Option<&str>) -> Html {
    sentence.map_or_else(Html::new, pieces::problem)
}

fn status(problem: Option<&str>) -> u16 {
    if problem.is_some() { 422 } else { 200 }
}

/// The control that takes files, in the form that sends them.
fn upload(call: &Call<'_>, path: &str, (into, collection): (&str, &str), before: &Html, button: &str) -> Html {
    let strangers = (collection == "deposit").then(|| html!(" strangers"));
    let mut form = html!("<form class=\"card\" method=\"post\" action=\"{}\"", call.path(path));
    form.put(" enctype=\"multipart/form-data\">{}", &[before]);
    form.put(
        "<veillee-upload into=\"{}\" collection=\"{}\" blob=\"file\" name=\"files\" multiple{}></veillee-upload> ",
        &[&into, &collection, &strangers],
    );
    form.put("<button>{}</button></form>", &[&button]);
    form
}

/// Title, message and last day: of a transfer and of a box.
fn inputs<'text>(call: &Call<'text>, title_hint: &'text str) -> [Input<'text>; 3] {
    [
        Input::text("title", texts::title_label(call)).hint(title_hint).max_chars(TITLE_MAX_CHARS).required(),
        Input::area("message", texts::message_label(call)).hint(texts::optional(call)).max_chars(MESSAGE_MAX_CHARS),
        Input::date("ends", texts::ends_label(call)).hint(texts::ends_hint(call)).required(),
    ]
}

/// A form after the list, or before it when something is wrong with it: that is read first.
fn around(list: Html, form: Option<(&Form<'_>, Html)>) -> Html {
    match form {
        None => list,
        Some((form, drawn)) if form.is_fine() => html!("{}{}", list, drawn),
        Some((_, drawn)) => html!("{}{}", drawn, list),
    }
}

/// The sum of a file's bytes: whoever has the same sum has the same file. It breaks where a line ends.
fn intact(call: &Call<'_>, sum: Option<&str>) -> Option<Html> {
    let sum = sum?;
    let mut code = Html::new();
    for (place, letter) in sum.chars().enumerate() {
        code.put("{}{}", &[&(place > 0 && place % 8 == 0).then(|| html!("<wbr>")), &letter.to_string()]);
    }
    Some(html!(
        "<details><summary>{}</summary><p>{}</p><code>{}</code></details>",
        texts::intact(call),
        texts::intact_hint(call),
        code
    ))
}
