//! Behaves well: a page with the elements of the host that stand around a plugin's own HTML, whose forms come back as a
//! list of what they sent. `photos` in the query names objects with pictures, divided by commas.

use veillee_sdk::{Call, Html, Response, html};

const NAMES: [&str; 10] =
    ["Anne", "Bruno", "Chloé", "Denis", "Élodie", "Fatima", "Gaël", "Hélène", "Ibrahim", "Jeanne"];

pub(crate) fn answer(call: &Call<'_>) -> Response {
    let mut page = html!("<h1>{}</h1>", if call.request().method == "GET" { "elements" } else { "sent" });
    for (name, value) in &call.request().form {
        page.put("<p class=\"sent\">{}={}</p>", &[name, value]);
    }
    page.push(&pictures(call));
    page.push(&forms(&call.path("/elements")));
    page.push(&lists(&call.path("/elements")));
    page.push(&preview(call));
    page.put("<p><veillee-copy><code>{}</code></veillee-copy></p>", &[&"copied words"]);
    page.put("<p>{} <veillee-time at=\"{}\"></veillee-time></p>", &[&"made", &1_600_000_000_000_i64]);
    page.put(
        "<veillee-shortcuts><a aria-keyshortcuts=\"c\" href=\"{}\">{}</a></veillee-shortcuts>",
        &[&call.path("/calm"), &"To the calm page"],
    );
    Response::page("elements", page)
}

fn pictures(call: &Call<'_>) -> Html {
    let mut list = html!("<veillee-lightbox><ul class=\"photos\">");
    for (at, id) in call.query_field("photos").unwrap_or_default().split(',').filter(|id| !id.is_empty()).enumerate() {
        list.put("<li><figure><a href=\"{}?photo={}\">", &[&call.path("/calm"), &id]);
        list.put("<img src=\"/-/blob/{}/original\" alt=\"Photo {}\"></a>", &[&id, &at]);
        list.put("<figcaption>Caption {}</figcaption></figure></li>", &[&at]);
    }
    list.put("</ul></veillee-lightbox>", &[]);
    list
}

fn forms(path: &str) -> Html {
    let mut forms = html!(
        "<veillee-confirm question=\"Really?\"><form id=\"trash\" method=\"post\" action=\"{}\"><button>Trash</button>\
         </form></veillee-confirm>",
        path
    );
    forms.put("<veillee-autosave><form id=\"letter\" method=\"post\" action=\"{}\">", &[&path]);
    forms.put("<label for=\"words\">{}</label><textarea id=\"words\" name=\"words\"></textarea>", &[&"Words"]);
    forms.put("<button>{}</button></form></veillee-autosave>", &[&"Send"]);
    forms
}

fn lists(path: &str) -> Html {
    let mut lists = html!("<form id=\"choices\" method=\"post\" action=\"{}\">", path);
    for (element, kind, field) in [("people", "checkbox", "who"), ("picker", "radio", "to")] {
        lists.push(&choices(element, kind, field));
    }
    lists.put("<button>{}</button></form>", &[&"Choose"]);
    lists.put("<veillee-reorder><form id=\"order\" method=\"post\" action=\"{}\"><ol>", &[&path]);
    for (at, name) in NAMES.iter().take(3).enumerate() {
        lists.put("<li><input type=\"hidden\" name=\"order\" value=\"{}\">{} ", &[&at, name]);
        lists.put(
            "<button name=\"up\" value=\"{}\">Up</button> <button name=\"down\" value=\"{}\">Down</button></li>",
            &[&at, &at],
        );
    }
    lists.put("</ol></form></veillee-reorder>", &[]);
    lists
}

fn choices(element: &str, kind: &str, field: &str) -> Html {
    let start = if element == "people" { html!("<veillee-people>") } else { html!("<veillee-picker>") };
    let end = if element == "people" { html!("</veillee-people>") } else { html!("</veillee-picker>") };
    let mut list = html!("{}<fieldset><legend>{}</legend><ul>", start, field);
    for (at, name) in NAMES.iter().enumerate() {
        list.put("<li><label><input type=\"{}\" name=\"{}\" value=\"{}\">{}</label></li>", &[&kind, &field, &at, name]);
    }
    list.put("</ul></fieldset>{}", &[&end]);
    list
}

fn preview(call: &Call<'_>) -> Html {
    let text = call.form_field("text").unwrap_or_default();
    let mut form = html!("<form id=\"writing\" method=\"post\" action=\"{}\">", call.path("/elements"));
    form.put("<label for=\"text\">{}</label><textarea id=\"text\" name=\"text\">\n{}</textarea>", &[&"Text", &text]);
    form.put("<veillee-preview><button name=\"preview\" value=\"yes\">{}</button>", &[&"Preview"]);
    form.put("<p class=\"preview\">{}</p></veillee-preview></form>", &[&text]);
    form
}
