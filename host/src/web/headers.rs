//! Security headers: on every response, whatever answered.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// For bytes that people uploaded: shown as what they are, able to do nothing.
pub const BYTES_POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'");

/// For the service worker of the host: it may ask the host for pages, and load nothing.
pub const WORKER_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; connect-src 'self'; frame-ancestors 'none'");

/// Script and style by nonce only, never `'self'`: a plugin's pages and assets have the host's origin. A service worker has
/// no nonce (CSP Level 3, `worker-src`), so that `'self'` must stand there: who may ask for one has a nonce already, and
/// the layers refuse what a browser would make a worker of anywhere but where the host's own lies.
pub fn page_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; style-src 'nonce-{nonce}'; \
         script-src 'nonce-{nonce}'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");

/// Adds what is missing; a handler that set a stricter value keeps it.
pub fn complete<'a>(headers: &mut HeaderMap, nonce: impl FnOnce() -> &'a str) {
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        let policy = HeaderValue::from_str(&page_policy(nonce())).unwrap_or(BYTES_POLICY);
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    let wanted = [
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (PERMISSIONS_POLICY, HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()")),
        (OPENER_POLICY, HeaderValue::from_static("same-origin")),
        (RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
        (ROBOTS_TAG, HeaderValue::from_static("noindex, nofollow")),
    ];
    for (name, value) in wanted {
        headers.entry(name).or_insert(value);
    }
}
