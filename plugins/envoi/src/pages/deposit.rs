//! A box as those see it who put files in: no list, no way back, nothing to sign in to.

use veillee_sdk::{Call, Html, Response, Size, Time, html, pieces};

use super::{lines, problem, section, status, upload};
use crate::boxes::DepositBox;
use crate::limits::WHO_MAX_CHARS;
use crate::texts;

pub(crate) fn page(call: &Call<'_>, one: &DepositBox, now: Time, wrong: Option<&str>) -> Response {
    let mut main = Html::new();
    if let Some(count) = call.query_field("received").and_then(|count| count.parse::<u32>().ok()) {
        main.push(&pieces::notice(&texts::received(call, count)));
    }
    main.put("<h1>{}</h1>", &[&one.title]);
    if let Some(owner) = one.owner.as_deref().filter(|owner| !owner.is_empty()) {
        main.put("<p class=\"hint\">{}</p>", &[&texts::asks(call, owner)]);
    }
    main.push(&lines(one.message.as_deref()));
    if one.is_closed(now) {
        main.push(&pieces::empty(texts::box_is_closed(call)));
    } else if one.files_left() == 0 || one.bytes_left() == 0 {
        main.push(&pieces::empty(texts::box_is_full(call)));
    } else {
        main.push(&form(call, one, wrong));
    }
    Response::page_with_status(status(wrong), &one.title, main)
}

/// What it takes is said before anything is sent.
fn form(call: &Call<'_>, one: &DepositBox, wrong: Option<&str>) -> Html {
    let left = Size::from_bytes(one.bytes_left()).words(call);
    let mut before = html!("{}<p>{} ", problem(wrong), texts::takes(call, one.files_left(), left));
    before.put("{} {}.</p>", &[&texts::closes_on(call), &one.ends.day(call)]);
    let who = call.form_field("who").unwrap_or_default();
    before.put("<div class=\"field\"><label for=\"who\">{}</label>", &[&texts::your_name(call)]);
    before.put("<p class=\"hint\" id=\"who-hint\">{}</p>", &[&texts::your_name_hint(call)]);
    before.put(
        "<input id=\"who\" name=\"who\" autocomplete=\"name\" maxlength=\"{}\" aria-describedby=\"who-hint\" value=\"{}\"></div>",
        &[&WHO_MAX_CHARS, &who],
    );
    let path = format!("/{}", one.id);
    let form = upload(call, &path, (&one.id, "deposit"), &before, texts::deposit_button(call));
    html!("{}<p class=\"hint\">{}</p>", section("add", texts::deposit_title(call), &form), texts::deposit_private(call))
}
