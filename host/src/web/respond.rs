//! Pages: a view or a plugin's `<main>` inside the association's shell.

use std::sync::LazyLock;

use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use super::{assets, notice};
use crate::views::{ErrorKind, ErrorPage, Notice, NoticeKind, ServiceLink, Shell, Trusted, View};

/// Marks a response that prints a form bound to the browser: its cookie must go with it.
#[derive(Clone, Copy)]
pub struct PrintsForm;

/// A whole page of the host.
pub fn host_page(app: &App, arrival: &Arrival, status: StatusCode, view: &impl View) -> Response {
    let mut response = in_shell(app, arrival, status, view.title(), view.main(), None, None);
    response.extensions_mut().insert(PrintsForm);
    response
}

/// A page whose `<main>` a plugin wrote and the page wall let through.
pub fn plugin_page(
    app: &App,
    arrival: &Arrival,
    service: &str,
    status: StatusCode,
    title: String,
    main: Trusted,
) -> Response {
    in_shell(app, arrival, status, title, main, Some(service), None)
}

fn in_shell(
    app: &App,
    arrival: &Arrival,
    status: StatusCode,
    title: String,
    main: Trusted,
    service: Option<&str>,
    said: Option<Notice>,
) -> Response {
    static PATHS: LazyLock<(String, String)> =
        LazyLock::new(|| (assets::path("site.css"), assets::path("favicon.svg")));
    let left = notice::take(arrival);
    let was_left = left.is_some();
    let shell = Shell {
        words: arrival.words(),
        title,
        association_name: &arrival.site.name,
        services: &service_links(app, arrival, service),
        account: arrival.visit.account.as_ref().map(|account| account.name.as_str()),
        path: &arrival.path,
        notice: said.or(left),
        nonce: arrival.nonce(),
        stylesheet_path: &PATHS.0,
        favicon_path: &PATHS.1,
        main,
    };
    let mut response = (status, shell.html()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if was_left {
        notice::clear(&mut response);
    }
    response
}

pub fn service_links(app: &App, arrival: &Arrival, current: Option<&str>) -> Vec<ServiceLink> {
    let services = app.plugins.services(&arrival.site.association.id);
    services
        .iter()
        .map(|service| {
            let manifest = &service.plugin.manifest;
            ServiceLink {
                title: manifest.title.of(arrival.locale).to_owned(),
                path: format!("/{}", manifest.name),
                current: current == Some(manifest.name.as_str()),
            }
        })
        .collect()
}

/// The page of an error. What is internal is logged here, once, with the reference that the page shows.
pub fn error_page(app: &App, arrival: &Arrival, error: &PageError) -> Response {
    let reference = &arrival.reference;
    let status = error.status();
    let logged = match error {
        PageError::Internal(detail) => {
            tracing::error!(reference, association = %arrival.site.association.id, detail, "a request failed");
            true
        }
        PageError::ServiceFailed | PageError::Unavailable | PageError::Full => true,
        _ => false,
    };
    let retry_seconds = match error {
        PageError::Busy(seconds) => Some(u64::from(*seconds)),
        PageError::NotYet(seconds) => Some(*seconds),
        PageError::Unavailable => Some(30),
        _ => None,
    };
    let kind = match error {
        PageError::ServiceFailed => ErrorKind::Failed,
        _ => ErrorKind::from_status(status.as_u16()),
    };
    let view = ErrorPage {
        words: arrival.words(),
        kind,
        reference: logged.then_some(reference.as_str()),
        retry_seconds,
        sign_in_then: arrival.visit.account.is_none().then_some(arrival.path.as_str()),
    };
    let said = match error {
        PageError::Invalid(sentence) => Some(Notice { kind: NoticeKind::Problem, lines: vec![sentence.clone()] }),
        _ => None,
    };
    let mut response = in_shell(app, arrival, status, view.title(), view.main(), None, said);
    if let Some(seconds) = retry_seconds {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// On to another page after a form (RFC 9110, 15.4.4).
pub fn see_other(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let safe = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, safe);
    response
}

/// A path of this host, or its first page: what `then` asks for is a stranger's word.
pub fn own_path(then: &str) -> &str {
    let inside = then.starts_with('/')
        && !then.starts_with("//")
        && then.len() <= crate::limits::PATH_CHARS_MAX
        && !then.chars().any(|c| c == '\\' || c.is_control() || c.is_whitespace());
    if inside { then } else { "/" }
}
