mod draw;
mod input;
mod read;

pub use input::Input;

use crate::{Call, Html, Language, Response};

/// A form: what was typed, what is wrong with it, and the same form again with both.
///
/// While a GET is answered it is empty, or shows what [`fill`](Self::fill) put there. While a POST is answered the fields are
/// read by functions that say what they want ([`text`](Self::text), [`integer`](Self::integer) …); what is wrong is kept with
/// its field, and the page is shown again with status 422. Nothing that was typed is lost.
///
/// ```
/// use veillee_sdk::{Call, Error, Form, Input, Request, Response, Service, html, testing::MemoryDoor};
///
/// struct Notes;
///
/// impl Service for Notes {
///     const NAME: &'static str = "notes";
///
///     fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
///         Ok(page(call, &Form::new(call)))
///     }
///
///     fn post(&self, call: &mut Call<'_>) -> Result<Response, Error> {
///         let mut form = Form::new(call);
///         let title = form.text("title", 200);
///         if !form.is_fine() {
///             return Ok(page(call, &form));
///         }
///         let mut changes = call.change_set();
///         changes.create("note", [("title", title.into())]);
///         changes.commit()?;
///         Ok(Response::see_other("/"))
///     }
/// }
///
/// fn page(call: &Call<'_>, form: &Form<'_>) -> Response {
///     let inputs = [Input::text("title", call.say("Titre", "Title")).max_chars(200).required()];
///     form.page("Notes", form.draw(&call.path("/"), &inputs, call.say("Créer", "Create")))
/// }
///
/// let mut door = MemoryDoor::new();
/// let answer = door.answer(&Notes, &Request::post("/").with_form("title", "  "));
/// let Ok(Response::Page { main, status: 422, .. }) = answer else { panic!("the form again") };
/// assert!(main.contains("Please fill this in."));
/// assert!(door.answer(&Notes, &Request::post("/").with_form("title", "Lake")).is_ok());
/// assert_eq!(door.objects("note")[0].value("title"), "Lake".into());
/// ```
#[derive(Debug, Clone)]
pub struct Form<'call> {
    language: Language,
    /// Whether a person sent it.
    sent: bool,
    entered: &'call [(String, String)],
    filled: Vec<(&'static str, String)>,
    problems: Vec<(&'static str, String)>,
    /// What is wrong with the whole, and its status.
    refused: Option<(u16, String)>,
}

impl<'call> Form<'call> {
    /// The form of this call: what was sent with a POST, or nothing yet.
    pub fn new(call: &Call<'call>) -> Self {
        let request = call.request();
        Self {
            language: call.language(),
            sent: request.method == "POST",
            entered: &request.form,
            filled: Vec::new(),
            problems: Vec::new(),
            refused: None,
        }
    }

    /// What a field shows until somebody types something else.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// assert_eq!(Form::new(&call).fill("title", "Lake").shown("title"), "Lake");
    /// ```
    #[must_use]
    pub fn fill(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.filled.push((name, value.into()));
        self
    }

    /// What a field shows: what was typed, as it was typed, else what it was filled with, else nothing.
    pub fn shown(&self, name: &str) -> &str {
        let filled = || self.filled.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str());
        let typed = self.typed(name);
        let shown = if self.sent { typed } else { typed.or_else(filled) };
        shown.unwrap_or_default()
    }

    /// Says what is wrong with a field, in a sentence for the person: for checks that are the service's own. The first one
    /// about a field counts.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Form, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/").with_form("first", "9").with_form("last", "3"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// let mut form = Form::new(&call);
    /// let (first, last) = (form.integer("first", 1..=99), form.integer("last", 1..=99));
    /// if last < first {
    ///     form.problem("last", call.say("La fin vient avant le début.", "The end comes before the beginning."));
    /// }
    /// assert!(!form.is_fine());
    /// ```
    pub fn problem(&mut self, name: &'static str, sentence: impl Into<String>) {
        if self.problem_of(name).is_none() {
            self.problems.push((name, sentence.into()));
        }
    }

    /// Says why the whole form was not taken: 409 when somebody was faster, 422 for anything else. What was typed stays.
    ///
    /// ```
    /// # use veillee_sdk::{Call, Error, Form, Response, html, Request, testing::MemoryDoor};
    /// # let (request, mut door) = (Request::post("/"), MemoryDoor::new());
    /// # let call = Call::new("album", &request, &mut door);
    /// let mut form = Form::new(&call);
    /// # let outcome: Result<(), Error> = Err(Error::Conflict);
    /// if outcome == Err(Error::Conflict) {
    ///     form.refuse(409, call.say("Quelqu’un vient de le changer.", "Somebody has just changed this."));
    /// }
    /// assert!(matches!(form.page("Lake", html!("")), Response::Page { status: 409, .. }));
    /// ```
    pub fn refuse(&mut self, status: u16, sentence: impl Into<String>) {
        self.refused = Some((status, sentence.into()));
    }

    /// Whether nothing is wrong with what was read so far.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty() && self.refused.is_none()
    }

    /// What is wrong with a field.
    pub fn problem_of(&self, name: &str) -> Option<&str> {
        self.problems.iter().find(|(own, _)| *own == name).map(|(_, sentence)| sentence.as_str())
    }

    /// A page that holds this form: with status 200 while nothing is wrong, else 422, or as [`refuse`](Self::refuse) said.
    pub fn page(&self, title: impl Into<String>, main: Html) -> Response {
        let invalid = if self.problems.is_empty() { 200 } else { 422 };
        let status = self.refused.as_ref().map_or(invalid, |(status, _)| *status);
        Response::page_with_status(status, title, main)
    }

    fn typed(&self, name: &str) -> Option<&'call str> {
        self.entered.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    fn say<'text>(&self, french: &'text str, english: &'text str) -> &'text str {
        if self.language == Language::French { french } else { english }
    }
}
