//! Behaves well: GET lists the notes the caller may see, POST makes one of the form field `text`, with a picture if one
//! was chosen in the control `pictures`, which stands on the page once there is a note.

use veillee_sdk::{Call, Error, Html, Response, html};

pub(crate) fn answer(call: &mut Call<'_>) -> Result<Response, Error> {
    if call.request().method == "GET" { list(call) } else { create(call) }
}

fn list(call: &mut Call<'_>) -> Result<Response, Error> {
    let notes = call.query("note").select(["text"]).run(None, 100)?;
    let mut page = html!("<ul>");
    for note in &notes.rows {
        page.put("<li>{} {}</li>", &[&note.id, &note.text(0)]);
    }
    let form = html!(
        "<form method=\"post\" action=\"{}\"><input name=\"text\"><button>+</button></form>",
        call.path("/notes")
    );
    page.put("</ul>{}", &[&form]);
    if let Some(note) = notes.rows.first() {
        page.push(&pictures(call, &note.id));
    }
    Ok(Response::page("Notes", page))
}

/// Files need an object to go to, so the control names a note.
fn pictures(call: &Call<'_>, note: &str) -> Html {
    html!(
        "<form method=\"post\" action=\"{}\" enctype=\"multipart/form-data\"><veillee-upload into=\"{}\" \
         collection=\"note\" blob=\"original\" name=\"pictures\"></veillee-upload><button>+</button></form>",
        call.path("/notes"),
        note
    )
}

fn create(call: &mut Call<'_>) -> Result<Response, Error> {
    let text = call.form_field("text").unwrap_or("note");
    let pictures = call.choice("pictures");
    let mut changes = call.change_set();
    let note = changes.create("note", [("text", text.into())]);
    if let Some(pictures) = pictures.filter(|pictures| !pictures.files.is_empty()) {
        changes.attach(&note, "original", pictures, 0);
    }
    changes.commit()?;
    Ok(Response::see_other("/notes"))
}
