//! The page for when nobody answers, and the service worker that brings it.
//!
//! A worker is made for one association and one language. Its text holds the page, so that no cache is needed, and its
//! address holds the digest of its text: another name, look, language or version of the program is another worker, which
//! the next page brings.

use axum::extract::Path;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use data_encoding::BASE64;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::arrival::Arrival;
use super::assets::{digest, for_ever};
use super::error::PageError;
use super::headers::{BYTES_POLICY, WORKER_POLICY, complete};
use super::site::Site;
use crate::limits;
use crate::views::{FAVICON, Offline, STYLESHEET, WORKER};
use crate::words::{Locale, Words};

/// Where workers lie, and nothing else does.
const FOLDER: &str = "/-/offline/";

/// Sent by browsers when they ask for the script of a worker (Service Workers, "Update").
const SERVICE_WORKER: HeaderName = HeaderName::from_static("service-worker");

/// A worker may stand in for more than its own folder (Service Workers, "Register").
const SERVICE_WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");

/// `GET /-/offline`: the page itself, to be looked at.
pub async fn show(arrival: Arrival) -> Response {
    let page = Page::of(&arrival.site, arrival.locale);
    (page.headers(), page.html).into_response()
}

/// `GET /-/offline/<digest>.<language>.js`
pub async fn send_worker(arrival: Arrival, Path(file): Path<String>) -> Result<Response, PageError> {
    let named = |locale: &Locale| file.ends_with(&format!(".{}.js", locale.name()));
    let locale = Locale::ALL.into_iter().find(named).ok_or(PageError::NotFound)?;
    let worker = worker(&arrival.site, locale);
    if path_of(&worker, locale) != format!("{FOLDER}{file}") {
        return Err(PageError::NotFound);
    }
    let mut response = for_ever("text/javascript; charset=utf-8", worker);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, WORKER_POLICY);
    response.headers_mut().insert(SERVICE_WORKER_ALLOWED, HeaderValue::from_static("/"));
    Ok(response)
}

/// Whether a browser asks for the script of a worker where none of the host lies.
pub(super) fn wants_another_worker(path: &str, headers: &HeaderMap) -> bool {
    headers.contains_key(SERVICE_WORKER) && !path.starts_with(FOLDER)
}

/// The address of an association's worker, made once for each look of it.
pub(super) fn worker_path(site: &Site, locale: Locale) -> &str {
    let made = || Locale::ALL.map(|locale| (locale, path_of(&worker(site, locale), locale)));
    let paths = site.worker_paths.get_or_init(made);
    paths.iter().find(|(known, _)| *known == locale).map_or("", |(_, path)| path)
}

fn path_of(worker: &str, locale: Locale) -> String {
    format!("{FOLDER}{}.{}.js", digest(worker.as_bytes()), locale.name())
}

/// The whole text of a worker. JSON is a value of JavaScript (ECMA-262, 2019).
fn worker(site: &Site, locale: Locale) -> String {
    let page = Page::of(site, locale);
    let headers = page.headers();
    let headers: Vec<(&str, &str)> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    format!("const PAGE = {};\n{WORKER}", json!({ "html": page.html, "headers": headers }))
}

struct Page {
    html: String,
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

    /// The same as of every page, but for the policy: a page that is kept has no nonce.
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
        complete(&mut headers, || "none");
        headers
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
