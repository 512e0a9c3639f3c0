use crate::Html;

/// What a service answers.
///
/// ```
/// use veillee_sdk::{Response, html};
///
/// let page = Response::page("Lake", html!("<h1>{}</h1>", "Lake"));
/// assert_eq!(page, Response::Page { title: "Lake".into(), main: "<h1>Lake</h1>".into(), status: 200 });
/// assert_eq!(Response::see_other("/4f1c"), Response::SeeOther("/4f1c".into()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// HTML for `<main>`, at most 1 MiB. The host lets through an allow-list of elements, attributes and addresses and
    /// puts the rest of the page around it.
    Page {
        /// Of the browser's window: plain text, at most 200 characters.
        title: String,
        /// HTML.
        main: String,
        /// 200, 400, 404, 405, 409 or 422.
        status: u16,
    },
    /// To another page of this service: a path from `/`, as in [`Request::path`](crate::Request::path), without the
    /// service's name. Sent as 303 (RFC 9110, 15.4.4).
    SeeOther(String),
    /// A blob of an object. The host decides once more, then streams it.
    Blob {
        /// Of the object.
        id: String,
        /// Of its blob, as declared in `plugin.toml`.
        name: String,
        /// Offer it as a download instead of showing it.
        download: bool,
    },
    /// Many blobs as one ZIP file. The host decides on each and leaves out what the caller may not see.
    Archive {
        /// Of the file, without `.zip`.
        name: String,
        /// At most [`ARCHIVE_ENTRIES_MAX`].
        entries: Vec<ArchiveEntry>,
    },
}

/// Files that the host takes into one archive. Of more, the page says so; no more than one too many is sent to the host.
pub const ARCHIVE_ENTRIES_MAX: usize = 20_000;

/// A file of an archive.
///
/// ```
/// use veillee_sdk::{ArchiveEntry, Response};
///
/// let entry = ArchiveEntry { object: "4f1c".into(), blob: "original".into(), path: "Summer/Lake".into() };
/// let response = Response::Archive { name: "Summer".into(), entries: vec![entry] };
/// assert!(matches!(response, Response::Archive { entries, .. } if entries.len() == 1));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveEntry {
    /// Its id.
    pub object: String,
    /// The name of its blob.
    pub blob: String,
    /// Where it lies in the archive, `/` between folders. The host cleans it, makes it unique and adds an extension.
    pub path: String,
}

impl Response {
    /// A page, with status 200.
    pub fn page(title: impl Into<String>, main: Html) -> Self {
        Self::page_with_status(200, title, main)
    }

    /// A page with status 200, 400, 404, 405, 409 or 422: 422 shows a form again with what is wrong in it.
    ///
    /// ```
    /// use veillee_sdk::{Response, html};
    ///
    /// let page = Response::page_with_status(422, "Album", html!("<p>{}</p>", "Please give it a title."));
    /// assert!(matches!(page, Response::Page { status: 422, .. }));
    /// ```
    pub fn page_with_status(status: u16, title: impl Into<String>, main: Html) -> Self {
        Self::Page { title: title.into(), main: main.into_string(), status }
    }

    /// After a POST: to another page of this service.
    pub fn see_other(path: impl Into<String>) -> Self {
        Self::SeeOther(path.into())
    }

    /// Shows a blob.
    ///
    /// ```
    /// use veillee_sdk::Response;
    ///
    /// let shown = Response::blob("4f1c", "original");
    /// assert_eq!(shown, Response::Blob { id: "4f1c".into(), name: "original".into(), download: false });
    /// ```
    pub fn blob(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::Blob { id: id.into(), name: name.into(), download: false }
    }

    /// Offers a blob as a download.
    ///
    /// ```
    /// use veillee_sdk::Response;
    ///
    /// let offered = Response::download("4f1c", "original");
    /// assert_eq!(offered, Response::Blob { id: "4f1c".into(), name: "original".into(), download: true });
    /// ```
    pub fn download(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self::Blob { id: id.into(), name: name.into(), download: true }
    }
}
