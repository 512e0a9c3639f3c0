//! Forms, shown again with what was entered when something is wrong with it.

use veillee_sdk::{Call, Html, Row, html};

use super::{Form, Problem};

pub(super) fn new_album(call: &Call<'_>, problem: Option<&Problem<'_>>) -> Html {
    let problem = problem.filter(|problem| problem.form == Form::NewAlbum);
    let heading = call.say("Créer un album", "Make an album");
    let mut form = html!("<section aria-labelledby=\"new\"><h2 id=\"new\">{}</h2>", heading);
    form.put("<form class=\"card\" method=\"post\" action=\"{}\">", &[&call.path("/")]);
    let label = call.say("Son titre", "Its title");
    let example = call.say("Par exemple «\u{a0}Vacances à la mer\u{a0}».", "For example “Holidays by the sea”.");
    form.push(&title_field(label, Some(example), problem.map_or("", |problem| problem.text), problem));
    form.put("<button>{}</button></form></section>", &[&call.say("Créer l’album", "Create the album")]);
    form
}

pub(super) fn upload(call: &Call<'_>, album: &str, problem: Option<&Problem<'_>>) -> Html {
    let problem = problem.filter(|problem| problem.form == Form::Upload);
    let heading = call.say("Ajouter des photos", "Add photos");
    let mut form = html!("<section aria-labelledby=\"add\"><h2 id=\"add\">{}</h2>{}", heading, alert(problem));
    let action = call.path(&format!("/{album}"));
    form.put("<form class=\"card\" method=\"post\" action=\"{}\" enctype=\"multipart/form-data\">", &[&action]);
    form.put(
        "<veillee-upload into=\"{}\" collection=\"photo\" blob=\"original\" name=\"photos\" accept=\"image/*\" \
         multiple></veillee-upload> ",
        &[&album],
    );
    form.put("<button>{}</button></form></section>", &[&call.say("Ajouter les photos", "Add the photos")]);
    form
}

/// For the title of an album or the caption of a photo: both are the field `title`, the row's first value.
pub(super) fn title(call: &Call<'_>, path: &str, label: &str, row: &Row, problem: Option<&Problem<'_>>) -> Html {
    let problem = problem.filter(|problem| problem.form == Form::Title);
    let entered = problem.map_or(row.text(0), |problem| problem.text);
    let mut form = html!("<form class=\"card\" method=\"post\" action=\"{}\">", call.path(path));
    form.put("<input type=\"hidden\" name=\"version\" value=\"{}\">", &[&row.version]);
    form.push(&title_field(label, None, entered, problem));
    form.put("<button class=\"quiet\">{}</button></form>", &[&call.say("Enregistrer", "Save")]);
    form
}

fn title_field(label: &str, example: Option<&str>, entered: &str, problem: Option<&Problem<'_>>) -> Html {
    let mut field = html!("<div class=\"field\"><label for=\"title\">{}</label>{}", label, alert(problem));
    if let Some(example) = example {
        field.put("<p class=\"hint\" id=\"title-hint\">{}</p>", &[&example]);
    }
    field.put("<input id=\"title\" name=\"title\" maxlength=\"200\" autocomplete=\"off\"", &[]);
    match (problem, example) {
        (Some(_), _) => field.put(" aria-invalid=\"true\" aria-describedby=\"problem\"", &[]),
        (None, Some(_)) => field.put(" aria-describedby=\"title-hint\"", &[]),
        (None, None) => &mut field,
    };
    let required = example.map(|_| html!(" required"));
    field.put("{} value=\"{}\"></div>", &[&required, &entered]);
    field
}

fn alert(problem: Option<&Problem<'_>>) -> Option<Html> {
    problem.map(|problem| html!("<p class=\"problem\" id=\"problem\" role=\"alert\">{}</p>", problem.sentence))
}
