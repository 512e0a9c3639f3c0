//! Forms, shown again with what was entered when something is wrong with it.

use veillee_sdk::{Call, Html, html};

use crate::albums::Album;
use crate::entered::{self, ALT_MAX_CHARS, DESCRIPTION_MAX_CHARS, Form, Problem, TITLE_MAX_CHARS};
use crate::photos::Photo;

pub(super) fn new_album(call: &Call<'_>, problem: Option<&Problem<'_>>) -> Html {
    let problem = of(problem, Form::NewAlbum);
    let heading = call.say("Créer un album", "Make an album");
    let mut form = html!("<section aria-labelledby=\"new\"><h2 id=\"new\">{}</h2>", heading);
    form.put("<form class=\"card\" method=\"post\" action=\"{}\">", &[&call.path("/")]);
    let field = Field {
        name: "title",
        label: call.say("Son titre", "Its title"),
        hint: Some(call.say("Par exemple «\u{a0}Vacances à la mer\u{a0}».", "For example “Holidays by the sea”.")),
        max_chars: TITLE_MAX_CHARS,
        required: true,
        long: false,
    };
    form.push(&field.html(call, "", problem));
    form.put("<button>{}</button></form></section>", &[&call.say("Créer l’album", "Create the album")]);
    form
}

pub(super) fn upload(call: &Call<'_>, album: &str, problem: Option<&Problem<'_>>) -> Html {
    let heading = call.say("Ajouter des photos", "Add photos");
    let alert = alert(of(problem, Form::Upload));
    let mut form = html!("<section aria-labelledby=\"add\"><h2 id=\"add\">{}</h2>{}", heading, alert);
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

pub(super) fn rename(call: &Call<'_>, album: &Album, problem: Option<&Problem<'_>>) -> Html {
    let problem = of(problem, Form::Rename);
    let title = Field {
        name: "title",
        label: call.say("Titre de l’album", "Title of the album"),
        hint: None,
        max_chars: TITLE_MAX_CHARS,
        required: true,
        long: false,
    };
    let description = Field {
        name: "description",
        label: call.say("Quelques mots sur l’album", "A few words about the album"),
        hint: None,
        max_chars: DESCRIPTION_MAX_CHARS,
        required: false,
        long: true,
    };
    let fields = [title.html(call, &album.title, problem), description.html(call, &album.description, problem)];
    versioned(call, &format!("/{}/rename", album.id), album.version, &fields, problem)
}

pub(super) fn describe(call: &Call<'_>, album: &str, photo: &Photo, problem: Option<&Problem<'_>>) -> Html {
    let problem = of(problem, Form::Describe);
    let caption = Field {
        name: "title",
        label: call.say("Légende", "Caption"),
        hint: Some(call.say(
            "Ce que vous diriez en montrant la photo\u{a0}: qui, où, à quelle occasion.",
            "What you would say while showing the photo: who, where, on what occasion.",
        )),
        max_chars: TITLE_MAX_CHARS,
        required: false,
        long: false,
    };
    let alt = Field {
        name: "alt",
        label: call.say("Pour ceux qui ne la voient pas", "For those who cannot see it"),
        hint: Some(call.say(
            "Une phrase sur ce que montre l’image. Elle est lue à voix haute aux personnes aveugles.",
            "One sentence about what the picture shows. It is read aloud to people who are blind.",
        )),
        max_chars: ALT_MAX_CHARS,
        required: false,
        long: true,
    };
    let fields = [caption.html(call, &photo.title, problem), alt.html(call, &photo.alt, problem)];
    versioned(call, &format!("/{album}/{}", photo.id), photo.version, &fields, problem)
}

fn of<'p, 't>(problem: Option<&'p Problem<'t>>, form: Form) -> Option<&'p Problem<'t>> {
    problem.filter(|problem| problem.form == form)
}

/// A form that carries the version the person saw.
fn versioned(call: &Call<'_>, path: &str, version: u64, fields: &[Html], problem: Option<&Problem<'_>>) -> Html {
    let mut form = html!("<form class=\"card\" method=\"post\" action=\"{}\">", call.path(path));
    form.put("{}", &[&alert(problem.filter(|problem| problem.field.is_empty()))]);
    form.put("<input type=\"hidden\" name=\"version\" value=\"{}\">", &[&version]);
    for field in fields {
        form.push(field);
    }
    form.put("<button class=\"quiet\">{}</button></form>", &[&call.say("Enregistrer", "Save")]);
    form
}

/// One field with its label.
struct Field<'text> {
    name: &'static str,
    label: &'text str,
    hint: Option<&'text str>,
    max_chars: usize,
    required: bool,
    long: bool,
}

impl Field<'_> {
    /// With what was typed when the form is shown again, else with what is kept.
    fn html(&self, call: &Call<'_>, kept: &str, problem: Option<&Problem<'_>>) -> Html {
        let typed = problem.and_then(|_| entered::text(call, self.name)).unwrap_or(kept);
        let problem = problem.filter(|problem| problem.field == self.name);
        let name = self.name;
        let mut field = html!("<div class=\"field\"><label for=\"{}\">{}</label>{}", name, self.label, alert(problem));
        if let Some(hint) = self.hint {
            field.put("<p class=\"hint\" id=\"{}-hint\">{}</p>", &[&name, &hint]);
        }
        field.put("{} id=\"{}\" name=\"{}\" maxlength=\"{}\"", &[&self.tag(), &name, &name, &self.max_chars]);
        match (problem, self.hint) {
            (Some(_), _) => field.put(" aria-invalid=\"true\" aria-describedby=\"problem\"", &[]),
            (None, Some(_)) => field.put(" aria-describedby=\"{}-hint\"", &[&name]),
            (None, None) => &mut field,
        };
        field.put("{}", &[&self.required.then(|| html!(" required"))]);
        if self.long {
            // A browser takes the first line break of a text area away.
            field.put(">\n{}</textarea></div>", &[&typed]);
        } else {
            field.put("{} value=\"{}\"></div>", &[&problem.map(|_| html!(" autofocus")), &typed]);
        }
        field
    }

    fn tag(&self) -> Html {
        if self.long { html!("<textarea rows=\"3\"") } else { html!("<input autocomplete=\"off\"") }
    }
}

pub(super) fn alert(problem: Option<&Problem<'_>>) -> Option<Html> {
    problem.map(|problem| html!("<p class=\"problem\" id=\"problem\" role=\"alert\">{}</p>", problem.sentence))
}
