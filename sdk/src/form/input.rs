/// A field of a form, as it is drawn. How it is checked is said where it is read.
///
/// ```
/// use veillee_sdk::{Call, Form, Input, Request, testing::MemoryDoor};
///
/// # let (request, mut door) = (Request::get("/"), MemoryDoor::new());
/// # let call = Call::new("album", &request, &mut door);
/// let inputs = [
///     Input::text("title", "Title").hint("As on the cover.").max_chars(200).required(),
///     Input::area("story", "Story").max_chars(5_000),
///     Input::integer("year", "Year", 1900..=2100),
///     Input::date("day", "Day"),
///     Input::checkbox("private", "Only for me"),
///     Input::choice("order", "Order", &[("oldest", "Oldest first"), ("newest", "Newest first")]),
/// ];
/// let form = Form::new(&call).draw("/album/", &inputs, "Create");
/// assert!(form.as_str().contains("<label for=\"title\">Title</label>"));
/// ```
#[derive(Debug, Clone)]
pub struct Input<'text> {
    pub(super) name: &'static str,
    pub(super) label: &'text str,
    pub(super) hint: Option<&'text str>,
    pub(super) max_chars: Option<usize>,
    pub(super) required: bool,
    pub(super) kind: Kind<'text>,
}

#[derive(Debug, Clone)]
pub(super) enum Kind<'text> {
    Text,
    Area,
    Integer { low: i64, high: i64 },
    Date,
    Checkbox,
    Choice(&'text [(&'static str, &'text str)]),
}

impl<'text> Input<'text> {
    /// One line of text.
    pub fn text(name: &'static str, label: &'text str) -> Self {
        Self::new(name, label, Kind::Text)
    }

    /// Several lines of text.
    pub fn area(name: &'static str, label: &'text str) -> Self {
        Self::new(name, label, Kind::Area)
    }

    /// A whole number in this range.
    pub fn integer(name: &'static str, label: &'text str, range: std::ops::RangeInclusive<i64>) -> Self {
        Self::new(name, label, Kind::Integer { low: *range.start(), high: *range.end() })
    }

    /// A day.
    pub fn date(name: &'static str, label: &'text str) -> Self {
        Self::new(name, label, Kind::Date)
    }

    /// A box to tick.
    pub fn checkbox(name: &'static str, label: &'text str) -> Self {
        Self::new(name, label, Kind::Checkbox)
    }

    /// One of these answers: what is sent, and what the person reads.
    pub fn choice(name: &'static str, label: &'text str, answers: &'text [(&'static str, &'text str)]) -> Self {
        Self::new(name, label, Kind::Choice(answers))
    }

    /// A sentence that helps, under the label.
    #[must_use]
    pub fn hint(mut self, hint: &'text str) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The browser stops here, so that nobody types more in vain. The same number as where the field is read.
    #[must_use]
    pub fn max_chars(mut self, max_chars: usize) -> Self {
        self.max_chars = Some(max_chars);
        self
    }

    /// The browser asks for it before it sends.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    fn new(name: &'static str, label: &'text str, kind: Kind<'text>) -> Self {
        Self { name, label, hint: None, max_chars: None, required: false, kind }
    }
}
