//! Questions before something is gone for good.

use veillee_sdk::{Call, Html, Response, html, pieces};

use crate::boxes::DepositBox;
use crate::files::File;
use crate::texts;
use crate::transfer::Transfer;

pub(crate) fn end(call: &Call<'_>, transfer: &Transfer) -> Response {
    let (path, title) = (format!("/{}", transfer.id), texts::end_question(call, &transfer.title));
    let yes = button(call, &format!("{path}/end"), &Html::new(), texts::end_yes(call));
    page(call, (&path, &transfer.title), &title, texts::end_hint(call), &yes)
}

pub(crate) fn remove(call: &Call<'_>, transfer: &Transfer, file: &File) -> Response {
    let (path, title) = (format!("/{}", transfer.id), texts::remove_question(call, &file.name));
    let yes = button(call, &format!("{path}/{}/remove", file.id), &Html::new(), texts::remove_yes(call));
    page(call, (&path, &transfer.title), &title, texts::remove_hint(call), &yes)
}

/// Two ways: what came stays, or goes into the trash with the box.
pub(crate) fn close(call: &Call<'_>, deposit_box: &DepositBox) -> Response {
    let (path, title) = (format!("/{}", deposit_box.id), texts::close_question(call, &deposit_box.title));
    let action = format!("{path}/close");
    let erase = html!("<input type=\"hidden\" name=\"erase\" value=\"yes\">");
    let close = button(call, &action, &Html::new(), texts::close_yes(call));
    let yes = html!("{}{}", close, button(call, &action, &erase, texts::close_erase(call)));
    page(call, (&path, &deposit_box.title), &title, texts::close_hint(call), &yes)
}

fn button(call: &Call<'_>, path: &str, hidden: &Html, words: &str) -> Html {
    let mut form = html!("<form method=\"post\" action=\"{}\">{}", call.path(path), hidden);
    form.put("<button class=\"danger\">{}</button></form>", &[&words]);
    form
}

fn page(call: &Call<'_>, (path, name): (&str, &str), title: &str, hint: &str, yes: &Html) -> Response {
    let mut main = pieces::up(&call.path(path), name);
    main.put("<h1>{}</h1><p>{}</p><div class=\"toolbar\">{}", &[&title, &hint, yes]);
    main.put(" <a class=\"button quiet\" href=\"{}\">{}</a></div>", &[&call.path(path), &texts::keep(call)]);
    Response::page(title, main)
}
