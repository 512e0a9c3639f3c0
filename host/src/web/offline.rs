//! The page for when nobody answers, and the service worker that brings it.
//!
//! The worker is one for all. The page is made for one association and one language, and its address holds the digest of its
//! text: another name, look or language is another page, which the next visit keeps in place of the one before.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use super::arrival::Arrival;
use super::assets::{digest, for_ever};
use super::error::PageError;
use super::headers::{BYTES_POLICY, WORKER_POLICY};
use super::site::Site;
use crate::limits;
use crate::views::{FAVICON, Offline, STYLESHEET, WORKER};
use crate::words::{Locale, Words};

/// Where the worker and its pages lie, and nothing else does.
const FOLDER: &str = "/-/offline/";

const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// Sent by browsers when they ask for the script of a worker (Service Workers, "Update").
const SERVICE_WORKER: HeaderName = HeaderName::from_static("service-worker");

/// A worker may stand in for more than its own folder (Service Workers, "Register").
const SERVICE_WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");

/// `GET /-/offline`: the page itself, to be looked at.
pub async fn show(arrival: Arrival) -> Response {
    let page = Page::of(&arrival.site, arrival.locale);
    ([(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE)), (CONTENT_SECURITY_POLICY, page.policy)], page.html)
        .into_response()
}

/// `GET /-/offline/<digest>.js` and `GET /-/offline/<digest>.<language>.html`
pub async fn send(arrival: Arrival, Path(file): Path<String>) -> Result<Response, PageError> {
    if worker_path() == format!("{FOLDER}{file}") {
        return Ok(send_worker());
    }
    let named = |locale: &Locale| file.ends_with(&format!(".{}.html", locale.name()));
    let locale = Locale::ALL.into_iter().find(named).ok_or(PageError::NotFound)?;
    let page = Page::of(&arrival.site, locale);
    if path_of(&page, locale) != format!("{FOLDER}{file}") {
        return Err(PageError::NotFound);
    }
    let mut response = for_ever(MEDIA_TYPE, page.html);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, page.policy);
    Ok(response)
}

fn send_worker() -> Response {
    let mut response = for_ever("text/javascript; charset=utf-8", WORKER);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, WORKER_POLICY);
    response.headers_mut().insert(SERVICE_WORKER_ALLOWED, HeaderValue::from_static("/"));
    response
}

/// Whether a browser asks for the script of a worker where none of the host lies.
pub(super) fn wants_another_worker(path: &str, headers: &HeaderMap) -> bool {
    headers.contains_key(SERVICE_WORKER) && path != worker_path()
}

/// The address of the worker, which holds the digest of its text.
pub(super) fn worker_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| format!("{FOLDER}{}.js", digest(WORKER.as_bytes())));
    &PATH
}

/// The address of an association's page, made once for each look of it.
pub(super) fn page_path(site: &Site, locale: Locale) -> &str {
    let made = || Locale::ALL.map(|locale| (locale, path_of(&Page::of(site, locale), locale)));
    let paths = site.offline_paths.get_or_init(made);
    paths.iter().find(|(known, _)| *known == locale).map_or("", |(_, path)| path)
}

fn path_of(page: &Page, locale: Locale) -> String {
    format!("{FOLDER}{}.{}.html", digest(page.html.as_bytes()), locale.name())
}

struct Page {
    html: String,
    /// A page that is kept has no nonce.
    policy: HeaderValue,
}

impl Page {
    fn of(site: &Site, locale: Locale) -> Self {
        let own = site.look.theme();
        let stylesheets: Vec<&str> = [Some(STYLESHEET), own].into_iter().flatten().collect();
        let (media_type, content) = site.look.mark().unwrap_or(("image/svg+xml", FAVICON.as_bytes()));
        let is_small = content.len() <= limits::OFFLINE_MARK_BYTES_MAX;
        let mark = is_small.then(|| format!("data:{media_type};base64,{}", BASE64.encode(content)));
        let page = Offline {
            words: Words::of(locale),
            association_name: &site.name,
            stylesheets: &stylesheets,
            mark: mark.as_deref(),
        };
        Self { html: page.html(), policy: policy(&stylesheets) }
    }
}

/// These style sheets by their digests, pictures that the page brings along, and nothing else.
fn policy(stylesheets: &[&str]) -> HeaderValue {
    let digests: Vec<String> = stylesheets
        .iter()
        .map(|sheet| format!("'sha256-{}'", BASE64.encode(&Sha256::digest(sheet.as_bytes()))))
        .collect();
    let text = format!(
        "default-src 'none'; img-src data:; style-src {}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        digests.join(" ")
    );
    HeaderValue::from_str(&text).unwrap_or(BYTES_POLICY)
}
