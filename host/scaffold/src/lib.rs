//! Notes to keep and to share: a list with a form, and a page for each note.

#[cfg(test)]
mod tests;

use veillee_sdk::{Call, Capability, Error, Html, Page, Response, Service, export, html};

/// The service. Nothing is kept in it: the host keeps the notes.
pub struct Notes;

const NOTES_PER_PAGE: u32 = 50;
/// As `max-chars` in `plugin.toml`.
const TITLE_MAX_CHARS: usize = 200;

impl Service for Notes {
    const NAME: &'static str = "{{name}}";
    const CAPABILITIES: &'static [Capability] = &[
        Capability::ObjectsRead,
        Capability::ObjectsWrite,
        Capability::Sharing,
        Capability::Caller,
    ];

    fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        match *call.segments() {
            [] => list(call, None),
            [note] => show(call, note),
            _ => Err(Error::NotFound),
        }
    }

    fn post(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        match *call.segments() {
            [] => add(call),
            _ => Err(Error::NotFound),
        }
    }
}

export!(Notes);

/// Why the form is shown again, with what the person had entered.
struct Problem<'text> {
    sentence: &'text str,
    entered: &'text str,
}

fn list(call: &mut Call<'_>, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let after = call.query_field("after");
    let notes = call
        .query("note")
        .select(["title"])
        .run(after, NOTES_PER_PAGE)?;
    let title = call.say("{{title}}", "{{title}}");
    let mut main = html!("<h1>{}</h1>", title);
    if call.may_create("note") {
        main.push(&form(call, problem));
    }
    main.push(&rows(call, &notes));
    if let Some(next) = &notes.next {
        let older = call.say("Notes plus anciennes", "Older notes");
        main.put(
            "<p><a class=\"next\" href=\"{}\">{}</a></p>",
            &[&call.link("/", &[("after", next)]), &older],
        );
    }
    Ok(Response::page_with_status(
        if problem.is_some() { 422 } else { 200 },
        title,
        main,
    ))
}

fn rows(call: &mut Call<'_>, notes: &Page) -> Html {
    if notes.rows.is_empty() {
        return html!(
            "<p class=\"empty\">{}</p>",
            call.say("Pas encore de note.", "No note yet.")
        );
    }
    let mut rows = html!("<ul class=\"cards\">");
    for note in &notes.rows {
        let link = call.path(&format!("/{}", note.id));
        let share = share(call, &note.id);
        rows.put(
            "<li class=\"card\"><a href=\"{}\">{}</a> {}</li>",
            &[&link, &note.text(0), &share],
        );
    }
    rows.put("</ul>", &[]);
    rows
}

/// The host's own control, for whoever may share: it leads to the page where one chooses with whom.
fn share(call: &mut Call<'_>, id: &str) -> Option<Html> {
    call.may(id, "share")
        .then(|| html!("<veillee-share object=\"{}\"></veillee-share>", id))
}

fn form(call: &Call<'_>, problem: Option<&Problem<'_>>) -> Html {
    let mut form = html!(
        "<form class=\"card\" method=\"post\" action=\"{}\"><div class=\"field\">",
        call.path("/")
    );
    form.put(
        "<label for=\"title\">{}</label>",
        &[&call.say("Nouvelle note", "New note")],
    );
    if let Some(problem) = problem {
        form.put(
            "<p class=\"problem\" id=\"problem\" role=\"alert\">{}</p>",
            &[&problem.sentence],
        );
    }
    let invalid = problem.map(|_| html!(" aria-invalid=\"true\" aria-describedby=\"problem\""));
    let entered = problem.map_or("", |problem| problem.entered);
    form.put(
        "<input id=\"title\" name=\"title\" required maxlength=\"200\"{} value=\"{}\"></div>",
        &[&invalid, &entered],
    );
    form.put(
        "<button>{}</button></form>",
        &[&call.say("Ajouter la note", "Add the note")],
    );
    form
}

/// Where a shared link leads.
fn show(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let note = call.get(id, &["title"])?;
    let who = call.sentence(id)?;
    let all = call.say("Toutes les notes", "All notes");
    let mut main = html!(
        "<p><a class=\"up\" href=\"{}\">{}</a></p>",
        call.path("/"),
        all
    );
    main.put("<h1>{}</h1>", &[&note.text(0)]);
    let question = call.say("Qui peut voir cette note\u{a0}?", "Who can see this note?");
    let share = share(call, id);
    main.put(
        "<div class=\"answer\"><span>{}</span> <strong>{}</strong> {}</div>",
        &[&question, &who, &share],
    );
    Ok(Response::page(note.text(0), main))
}

fn add(call: &mut Call<'_>) -> Result<Response, Error> {
    let entered = call.form_field("title").unwrap_or_default().trim();
    if entered.is_empty() {
        let sentence = call.say(
            "Écrivez d’abord quelque chose.",
            "Please write something first.",
        );
        return list(call, Some(&Problem { sentence, entered }));
    }
    if entered.chars().count() > TITLE_MAX_CHARS {
        let french = "C’est un peu long\u{a0}: 200 caractères au plus.";
        let sentence = call.say(french, "That is a little long: 200 characters at most.");
        return list(call, Some(&Problem { sentence, entered }));
    }
    let mut changes = call.change_set();
    changes.create("note", [("title", entered.into())]);
    changes.commit()?;
    Ok(Response::see_other("/"))
}
