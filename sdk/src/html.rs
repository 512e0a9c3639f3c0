use std::fmt::Write as _;

/// HTML for `<main>`, in which everything that is not written in the program's text is escaped.
///
/// Markup comes from templates that are literals; each `{}` takes one slot. Slots are escaped for text and for quoted
/// attributes, unless they are `Html` themselves. [`html!`](crate::html!) writes the common case.
///
/// ```
/// use veillee_sdk::{Html, html};
///
/// let mut page = html!("<h1>{}</h1>", "Tom & Jerry");
/// page.put("<a href=\"{}\">{}</a>", &[&"/album/1", &html!("<b>{}</b>", 1)]);
/// assert_eq!(page.as_str(), "<h1>Tom &amp; Jerry</h1><a href=\"/album/1\"><b>1</b></a>");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(String);

/// A piece of HTML from a literal template with one slot for each `{}`; see [`Html`].
///
/// ```
/// use veillee_sdk::html;
///
/// let link = html!("<a href=\"{}\">{}</a>", "/album/1", "Tom & Jerry");
/// assert_eq!(html!("<p>{}</p>", link).into_string(), "<p><a href=\"/album/1\">Tom &amp; Jerry</a></p>");
/// ```
#[macro_export]
macro_rules! html {
    ($template:literal $(, $slot:expr)* $(,)?) => {{
        let mut html = $crate::Html::new();
        html.put($template, &[$(&$slot),*]);
        html
    }};
}

impl Html {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a template with its slots. A slot that is missing stays empty, one too many is not written.
    pub fn put(&mut self, template: &'static str, slots: &[&dyn Slot]) -> &mut Self {
        debug_assert_eq!(template.matches("{}").count(), slots.len(), "slots of {template}");
        for (place, literal) in template.split("{}").enumerate() {
            // The first literal has no slot before it.
            if let Some(slot) = place.checked_sub(1).and_then(|place| slots.get(place)) {
                slot.write_into(&mut self.0);
            }
            self.0.push_str(literal);
        }
        self
    }

    /// Adds another piece.
    ///
    /// ```
    /// use veillee_sdk::html;
    ///
    /// let mut list = html!("<ul>");
    /// for name in ["Lake", "Hill"] {
    ///     list.push(&html!("<li>{}</li>", name));
    /// }
    /// list.push(&html!("</ul>"));
    /// assert_eq!(list.into_string(), "<ul><li>Lake</li><li>Hill</li></ul>");
    /// ```
    pub fn push(&mut self, piece: &Html) -> &mut Self {
        self.0.push_str(&piece.0);
        self
    }

    /// The HTML so far.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The finished HTML.
    pub fn into_string(self) -> String {
        self.0
    }

    /// What a template of askama renders to (feature `askama`), which escapes by the template's ending. Errors: `Other`.
    ///
    /// Askama reads templates from the package's folder `templates` while compiling, so that a component holds no parser.
    ///
    /// ```
    /// use veillee_sdk::{Html, askama};
    ///
    /// #[derive(askama::Template)]
    /// #[template(source = "<h1>{{ title }}</h1>", ext = "html", askama = veillee_sdk::askama)]
    /// struct Heading<'text> {
    ///     title: &'text str,
    /// }
    ///
    /// let html = Html::template(&Heading { title: "Tom & Jerry" })?;
    /// assert_eq!(html.as_str(), "<h1>Tom &#38; Jerry</h1>");
    /// # Ok::<(), veillee_sdk::Error>(())
    /// ```
    #[cfg(feature = "askama")]
    pub fn template(template: &impl askama::Template) -> Result<Self, crate::Error> {
        template.render().map(Self).map_err(|error| crate::Error::Other(error.to_string()))
    }

    /// Closes over what a piece needs that is markup and no value.
    pub(crate) fn raw(markup: &'static str) -> Self {
        Self(markup.to_owned())
    }
}

/// What can fill a `{}` of a template.
///
/// ```
/// use veillee_sdk::{Slot, html};
///
/// struct Size(u64);
///
/// impl Slot for Size {
///     fn write_into(&self, html: &mut String) {
///         (self.0 / 1_000_000).write_into(html);
///         " MB".write_into(html);
///     }
/// }
///
/// assert_eq!(html!("<td>{}</td>", Size(12_000_000)).as_str(), "<td>12 MB</td>");
/// ```
pub trait Slot {
    /// Writes itself, escaped where it must be.
    fn write_into(&self, html: &mut String);
}

impl Slot for Html {
    fn write_into(&self, html: &mut String) {
        html.push_str(&self.0);
    }
}

impl Slot for str {
    fn write_into(&self, html: &mut String) {
        escape_into(self, html);
    }
}

impl Slot for String {
    fn write_into(&self, html: &mut String) {
        escape_into(self, html);
    }
}

impl<S: Slot + ?Sized> Slot for &S {
    fn write_into(&self, html: &mut String) {
        (**self).write_into(html);
    }
}

/// Nothing when there is nothing.
impl<S: Slot> Slot for Option<S> {
    fn write_into(&self, html: &mut String) {
        if let Some(slot) = self {
            slot.write_into(html);
        }
    }
}

macro_rules! slot_number {
    ($($number:ty),*) => {
        $(impl Slot for $number {
            fn write_into(&self, html: &mut String) {
                // Writing to a string cannot fail.
                let _ = write!(html, "{self}");
            }
        })*
    };
}

slot_number!(i32, i64, u32, u64, usize);

/// The text with `&`, `<`, `>`, `"` and `'` escaped: safe as text and within quoted attributes.
///
/// ```
/// assert_eq!(veillee_sdk::escape("<a b='\"'>"), "&lt;a b=&#39;&quot;&#39;&gt;");
/// ```
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_into(text, &mut html);
    html
}

fn escape_into(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_person_entered_never_becomes_markup() {
        let title = "\"><script>alert(1)</script>{}";
        let html = html!("<input value=\"{}\"><p>{}</p>", title, title);
        let escaped = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{}";
        assert_eq!(html.as_str(), format!("<input value=\"{escaped}\"><p>{escaped}</p>"));
    }

    #[test]
    fn a_piece_in_a_slot_stays_markup() {
        assert_eq!(html!("<p>{}</p>{}", html!("<b>1</b>"), None::<u32>).as_str(), "<p><b>1</b></p>");
    }
}
