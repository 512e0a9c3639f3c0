/// One request, as the host hands it to a service.
///
/// ```
/// use veillee_sdk::Request;
///
/// let request = Request::get("/4f1c").with_query("after", "next-please");
/// assert_eq!(request.segments(), ["4f1c"]);
/// assert_eq!(request.query_field("after"), Some("next-please"));
/// assert_eq!(request.form_field("title"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    /// `GET` or `POST`. HEAD arrives as GET.
    pub method: String,
    /// The path inside the service, from `/`, percent-decoded, at most 1,024 characters.
    pub path: String,
    /// At most 64 pairs of 4,000 characters.
    pub query: Vec<(String, String)>,
    /// Text fields of the form: at most 256 pairs, 256 KiB in all.
    pub form: Vec<(String, String)>,
    /// What the person chose in controls of the host.
    pub choices: Vec<Choice>,
}

impl Request {
    /// A GET of `path` (from `/`, inside the service).
    pub fn get(path: &str) -> Self {
        Self { method: "GET".into(), path: path.into(), ..Self::default() }
    }

    /// A POST to `path` (from `/`, inside the service).
    pub fn post(path: &str) -> Self {
        Self { method: "POST".into(), path: path.into(), ..Self::default() }
    }

    /// The same request with one more query field.
    #[must_use]
    pub fn with_query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// The same request with one more form field.
    #[must_use]
    pub fn with_form(mut self, name: &str, value: &str) -> Self {
        self.form.push((name.into(), value.into()));
        self
    }

    /// The same request with files chosen in the upload control `name`: file names and sizes in bytes.
    #[must_use]
    pub fn with_files(mut self, name: &str, files: &[(&str, u64)]) -> Self {
        let files = files.iter().map(|&(name, size_bytes)| File { name: name.into(), size_bytes }).collect();
        let at = ChoiceRef(self.choices.len());
        self.choices.push(Choice { at, name: name.into(), files, label: String::new() });
        self
    }

    /// The parts of the path between slashes, without empty ones: none for `/`.
    pub fn segments(&self) -> Vec<&str> {
        self.path.split('/').filter(|part| !part.is_empty()).collect()
    }

    /// The first query field of this name.
    pub fn query_field(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// The first form field of this name.
    pub fn form_field(&self, name: &str) -> Option<&str> {
        first(&self.form, name)
    }

    /// What was chosen in the host control of this name.
    pub fn choice(&self, name: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.name == name)
    }
}

fn first<'pairs>(pairs: &'pairs [(String, String)], name: &str) -> Option<&'pairs str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// What a person chose in a control of the host. Good for this call only.
///
/// ```
/// use veillee_sdk::{Choice, ChoiceRef, File, Request};
///
/// let request = Request::post("/4f1c").with_files("photos", &[("lake.jpg", 5_000_000)]);
/// let Some(Choice { at, files, .. }) = request.choice("photos") else { panic!("files were chosen") };
/// assert_eq!(*at, ChoiceRef(0));
/// assert_eq!(files[..], [File { name: "lake.jpg".into(), size_bytes: 5_000_000 }]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// To speak of it in a change-set.
    pub at: ChoiceRef,
    /// The control's name.
    pub name: String,
    /// The files of an upload that passed the collection's checks; none for other choices.
    pub files: Vec<File>,
    /// A word for the person: how many files, or the name of what was chosen. Never an id.
    pub label: String,
}

/// A file of a choice. Its bytes never pass through the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// As the person's device gave it, cleaned by the host: no path, at most 120 characters.
    pub name: String,
    /// Of its content.
    pub size_bytes: u64,
}

/// The place of a choice in [`Request::choices`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceRef(pub usize);
