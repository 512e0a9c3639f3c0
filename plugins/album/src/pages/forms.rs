//! Forms, shown again with what was entered when something is wrong with it.

use veillee_sdk::{Call, Html, html};

use crate::albums::Album;
use crate::entered::{
    self, ALT_MAX_CHARS, DESCRIPTION_MAX_CHARS, Form, MESSAGE_MAX_CHARS, NAME_MAX_CHARS, Problem, TITLE_MAX_CHARS,
};
use crate::photos::Photo;
use crate::signature::{self, Signature};

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

/// An album in this one.
pub(super) fn new_inner(call: &Call<'_>, album: &str, problem: Option<&Problem<'_>>) -> Html {
    let problem = of(problem, Form::NewInner);
    let mut form = html!("<form class=\"card\" method=\"post\" action=\"{}\">", call.path(&format!("/{album}/albums")));
    let field = Field {
        name: "inner",
        label: call.say("Un album dans celui-ci", "An album in this one"),
        hint: Some(call.say("Son titre, par exemple «\u{a0}La plage\u{a0}».", "Its title, for example “The beach”.")),
        max_chars: TITLE_MAX_CHARS,
        required: true,
        long: false,
    };
    form.push(&field.html(call, "", problem));
    form.put("<button class=\"quiet\">{}</button></form>", &[&call.say("Créer l’album", "Create the album")]);
    form
}

/// The first name, asked for once of those whom the host has no name for.
fn name(call: &Call<'_>, signed: Option<&Signature>, problem: Option<&Problem<'_>>) -> Option<Html> {
    if !signature::is_nameless(call) {
        return None;
    }
    let field = Field {
        name: "by",
        label: call.say("Votre prénom", "Your first name"),
        hint: Some(call.say(
            "Il est montré à ceux qui voient l’album. Vous pouvez laisser vide.",
            "Those who see the album see it. You may leave it empty.",
        )),
        max_chars: NAME_MAX_CHARS,
        required: false,
        long: false,
    };
    match signed.filter(|signed| !signed.name.is_empty()) {
        // Said once: from then on it is there to be read, and can still be changed.
        Some(signed) => {
            let summary = format!("{} {}", call.say("Vous êtes", "You are"), signed.name);
            super::folded(&summary, &field.html(call, &signed.name, problem), problem.is_some())
        }
        None => Some(field.html(call, "", problem)),
    }
}

/// A word in the guest book.
pub(super) fn message(call: &Call<'_>, album: &str, signed: Option<&Signature>, problem: Option<&Problem<'_>>) -> Html {
    let problem = of(problem, Form::Message);
    let heading = call.say("Écrire un mot", "Write a few words");
    let mut form = html!("<section aria-labelledby=\"write\"><h2 id=\"write\">{}</h2>", heading);
    form.put("<form class=\"card\" method=\"post\" action=\"{}\">", &[&call.path(&format!("/{album}/book"))]);
    let text = Field {
        name: "text",
        label: call.say("Votre mot", "Your words"),
        hint: None,
        max_chars: MESSAGE_MAX_CHARS,
        required: true,
        long: true,
    };
    form.push(&text.html(call, "", problem));
    form.put("{}", &[&name(call, signed, problem)]);
    form.put("<button>{}</button></form></section>", &[&call.say("Laisser ce mot", "Leave these words")]);
    form
}

/// What others may do in the album.
pub(super) fn others(call: &Call<'_>, album: &Album, problem: Option<&Problem<'_>>) -> Html {
    let problem = of(problem, Form::Box);
    let path = call.path(&format!("/{}/others", album.id));
    let mut form = html!("<form class=\"card\" method=\"post\" action=\"{}\">", path);
    let legend = call.say("Ce que peuvent faire ceux qui voient l’album", "What those who see the album may do");
    form.put("<fieldset><legend>{}</legend>", &[&legend]);
    let typed = problem.is_some();
    let boxes = [
        ("hearts", !album.quiet, call.say("Donner des cœurs aux photos", "Give hearts to photos")),
        ("book", album.book, call.say("Écrire dans le livre d’or", "Write into the guest book")),
    ];
    for (name, kept, label) in boxes {
        let ticked = if typed { call.form_field(name).is_some() } else { kept };
        let checked = ticked.then(|| html!(" checked"));
        form.put(
            "<p><label><input type=\"checkbox\" name=\"{}\" value=\"yes\"{}> {}</label></p>",
            &[&name, &checked, &label],
        );
    }
    let each = Field {
        name: "each",
        label: call.say("Photos que chaque invité peut apporter", "Photos that each guest may bring"),
        hint: Some(call.say("Laissez vide pour ne pas compter.", "Leave it empty not to count.")),
        max_chars: 5,
        required: false,
        long: false,
    };
    let kept = if album.each > 0 { album.each.to_string() } else { String::new() };
    form.push(&each.html(call, &kept, problem));
    form.put("</fieldset><button class=\"quiet\">{}</button></form>", &[&call.say("Enregistrer", "Save")]);
    form
}

pub(super) fn upload(call: &Call<'_>, album: &str, signed: Option<&Signature>, problem: Option<&Problem<'_>>) -> Html {
    let heading = call.say("Ajouter des photos", "Add photos");
    let problem = of(problem, Form::Upload);
    let alert = alert(problem.filter(|problem| problem.field.is_empty()));
    let mut form = html!("<section aria-labelledby=\"add\"><h2 id=\"add\">{}</h2>{}", heading, alert);
    let action = call.path(&format!("/{album}"));
    form.put("<form class=\"card\" method=\"post\" action=\"{}\" enctype=\"multipart/form-data\">", &[&action]);
    form.put(
        "<veillee-upload into=\"{}\" collection=\"photo\" blob=\"original\" name=\"photos\" \
         accept=\"image/*,video/mp4,video/quicktime,video/webm\" multiple></veillee-upload> ",
        &[&album],
    );
    form.put("{}", &[&name(call, signed, problem)]);
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
    let line =
        |name, label, hint| Field { name, label, hint, max_chars: TITLE_MAX_CHARS, required: false, long: false };
    let dates = line(
        "dates",
        call.say("Quand", "When"),
        Some(call.say("Par exemple «\u{a0}Été 2026\u{a0}».", "For example “Summer 2026”.")),
    );
    let place = line("place", call.say("Où", "Where"), None);
    let fields = [
        title.html(call, &album.title, problem),
        description.html(call, &album.description, problem),
        dates.html(call, &album.dates, problem),
        place.html(call, &album.place, problem),
    ];
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
