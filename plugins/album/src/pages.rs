//! How it looks: HTML for `<main>`. Nothing here reads or writes.

pub(crate) mod album;
pub(crate) mod albums;
pub(crate) mod book;
pub(crate) mod chosen;
pub(crate) mod confirm;
mod forms;
mod grid;
pub(crate) mod hearts;
mod notice;
pub(crate) mod order;
pub(crate) mod photo;
pub(crate) mod review;
pub(crate) mod sheet;
pub(crate) mod within;

use veillee_sdk::{Call, Html, html};

use crate::entered::Problem;

/// Back to where the page belongs.
fn up(call: &Call<'_>, path: &str, label: &str) -> Html {
    html!("<p><a class=\"up\" href=\"{}\">{}</a></p>", call.path(path), label)
}

fn status(problem: Option<&Problem<'_>>) -> u16 {
    problem.map_or(200, |problem| problem.status)
}

/// `80 photos`; of more than are counted, `more than 1,000 photos`.
fn count_of_photos(call: &Call<'_>, count: u32, up_to: u32) -> String {
    let counted = grouped(call, count);
    match count {
        0 => call.say("aucune photo", "no photos").into(),
        1 => "1 photo".into(),
        _ if count >= up_to => format!("{} {counted} photos", call.say("plus de", "more than")),
        _ => format!("{counted} photos"),
    }
}

/// With a mark between the thousands; nothing here has millions.
fn grouped(call: &Call<'_>, number: u32) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{}{}{:03}", number / 1_000, call.say("\u{202f}", ","), number % 1_000)
}

/// `par Anna`; nothing when nobody's name is known.
fn by(call: &Call<'_>, author: &str) -> Option<String> {
    (!author.is_empty()).then(|| format!("{} {author}", call.say("par", "by")))
}

/// What is seldom wanted, folded away. Nothing when there is nothing to fold.
fn folded(summary: &str, content: &Html, open: bool) -> Option<Html> {
    let open = open.then(|| html!(" open"));
    (!content.as_str().is_empty())
        .then(|| html!("<details{}><summary>{}</summary>{}</details>", open, summary, content))
}

/// A list of albums to choose one of, by ids and titles.
fn select_album(call: &Call<'_>, albums: &[(String, String)]) -> Html {
    let label = call.say("Album", "Album");
    let mut select = html!("<div class=\"field\"><label for=\"to\">{}</label><select id=\"to\" name=\"to\">", label);
    for (id, title) in albums {
        select.put("<option value=\"{}\">{}</option>", &[id, title]);
    }
    select.put("</select></div>", &[]);
    select
}

/// A form that is one button.
fn button(call: &Call<'_>, path: &str, hidden: Option<(&str, &str)>, class: &str, label: &str) -> Html {
    let mut form = html!("<form method=\"post\" action=\"{}\">", call.path(path));
    if let Some((name, value)) = hidden {
        form.put("<input type=\"hidden\" name=\"{}\" value=\"{}\">", &[&name, &value]);
    }
    form.put("<button class=\"{}\">{}</button></form>", &[&class, &label]);
    form
}
