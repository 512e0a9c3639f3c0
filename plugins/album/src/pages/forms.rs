//! Forms, shown again with what was entered when something is wrong with it.

use veillee_sdk::{Call, Html, Row, html};

use super::{Form, Problem};

pub(super) fn new_album(call: &Call<'_>, problem: Option<&Problem<'_>>) -> Html {
    let problem = problem.filter(|problem| problem.form == Form::NewAlbum);
    let mut form = html!("<form method=\"post\" action=\"{}\">{}", call.path("/"), alert(problem));
    form.put("<label for=\"title\">{}</label> ", &[&call.say("Nouvel album", "New album")]);
    let entered = problem.map(|problem| problem.text);
    form.put("<input id=\"title\" name=\"title\" maxlength=\"200\" required value=\"{}\"> ", &[&entered]);
    form.put("<button>{}</button></form>", &[&call.say("Créer l'album", "Create the album")]);
    form
}

pub(super) fn upload(call: &Call<'_>, album: &str, problem: Option<&Problem<'_>>) -> Html {
    let problem = problem.filter(|problem| problem.form == Form::Upload);
    let action = call.path(&format!("/{album}"));
    let mut form =
        html!("<form method=\"post\" action=\"{}\" enctype=\"multipart/form-data\">{}", action, alert(problem));
    form.put(
        "<veillee-upload into=\"{}\" collection=\"photo\" blob=\"original\" name=\"photos\" accept=\"image/*\" \
         multiple></veillee-upload> ",
        &[&album],
    );
    form.put("<button>{}</button></form>", &[&call.say("Ajouter les photos", "Add the photos")]);
    form
}

/// For the title of an album or the caption of a photo: both are the field `title`, the row's first value.
pub(super) fn title(call: &Call<'_>, path: &str, label: &str, row: &Row, problem: Option<&Problem<'_>>) -> Html {
    let problem = problem.filter(|problem| problem.form == Form::Title);
    let entered = problem.map_or(row.text(0), |problem| problem.text);
    let mut form = html!("<form method=\"post\" action=\"{}\">{}", call.path(path), alert(problem));
    form.put("<input type=\"hidden\" name=\"version\" value=\"{}\">", &[&row.version]);
    form.put("<label for=\"title\">{}</label> ", &[&label]);
    form.put("<input id=\"title\" name=\"title\" maxlength=\"200\" value=\"{}\"> ", &[&entered]);
    form.put("<button>{}</button></form>", &[&call.say("Enregistrer", "Save")]);
    form
}

fn alert(problem: Option<&Problem<'_>>) -> Option<Html> {
    problem.map(|problem| html!("<p role=\"alert\">{}</p>", problem.sentence))
}
