//! The host's own style sheet, script and pictures, and the pictures and fonts of plugins.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::Response;

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use super::headers::BYTES_POLICY;
use crate::views::{FAVICON, SAMPLE_LANDSCAPE, SAMPLE_PORTRAIT, STYLESHEET, WORDMARK, script};
use crate::words::Locale;

const ASSETS: [(&str, &str, &str); 5] = [
    ("site.css", "text/css; charset=utf-8", STYLESHEET),
    ("favicon.svg", "image/svg+xml", FAVICON),
    ("sample-landscape.svg", "image/svg+xml", SAMPLE_LANDSCAPE),
    ("sample-portrait.svg", "image/svg+xml", SAMPLE_PORTRAIT),
    ("wordmark.svg", "image/svg+xml", WORDMARK),
];

/// The address of an asset changes with its content, so that it can be kept for ever.
pub fn path(name: &str) -> String {
    let content = find(name).map_or("", |(_, content)| content);
    format!("/-/asset/{}/{name}", digest(content.as_bytes()))
}

/// Media type and content. `elements.LANGUAGE.js` is the script in that language.
fn find(name: &str) -> Option<(&'static str, &'static str)> {
    if let Some((_, media_type, content)) = ASSETS.iter().find(|(known, ..)| *known == name) {
        return Some((media_type, content));
    }
    let locale = Locale::ALL.into_iter().find(|locale| name == format!("elements.{}.js", locale.name()))?;
    Some(("text/javascript; charset=utf-8", script(locale)))
}

pub(super) fn digest(content: &[u8]) -> String {
    blake3::hash(content).to_hex().chars().take(16).collect()
}

pub async fn send(Path((asked, name)): Path<(String, String)>) -> Result<Response, PageError> {
    let (media_type, content) = find(&name).ok_or(PageError::NotFound)?;
    if digest(content.as_bytes()) != asked {
        return Err(PageError::NotFound);
    }
    Ok(for_ever(media_type, content.as_bytes().to_vec()))
}

/// `/-/plugin/<service>/<digest>/<name>`: only of plugins that are enabled here, only what was shipped with them.
pub async fn send_of_plugin(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, asked, name)): Path<(String, String, String)>,
) -> Result<Response, PageError> {
    app.plugins.standing(&arrival.site.association.id, &service).ok_or(PageError::NotFound)?;
    // A page of the version before may still be on its way to its reader.
    let plugin = app.plugins.loaded(&asked).filter(|plugin| plugin.manifest.name == service);
    let plugin = plugin.ok_or(PageError::NotFound)?;
    let (media_type, content) = plugin.assets.get(&name).ok_or(PageError::NotFound)?;
    Ok(for_ever(media_type, content.clone()))
}

pub(super) fn for_ever(media_type: &'static str, content: impl Into<Body>) -> Response {
    let mut response = Response::new(content.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(CONTENT_SECURITY_POLICY, BYTES_POLICY);
    response
}
