//! What every request passes: a reference, its association, its caller, the check of its origin, the headers and the log
//! line of its response.

use std::sync::{Arc, OnceLock};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HOST, ORIGIN, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tokio::time::Instant;
use tracing::Instrument as _;

use super::api::{self, Flight, Problem};
use super::app::App;
use super::arrival::{Arrival, Arrived};
use super::door::Door;
use super::error::PageError;
use super::wire::{Reached, client};
use super::{notice, offline, respond};
use crate::identity::{FORM_COOKIE, LANGUAGE_COOKIE, NOTICE_COOKIE, Visit, cookie};
use crate::observe::metrics;
use crate::storage::ids::new_id;
use crate::words::Locale;

/// The outermost layer.
pub async fn arrive(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    // For the log line; no decision depends on it.
    let started = Instant::now();
    let reference: String = new_id(&*app.random).chars().take(10).collect();
    let (mut parts, body) = request.into_parts();
    let (method, uri) = (parts.method.clone(), parts.uri.clone());
    let path = parts.extensions.get::<MatchedPath>().cloned();
    let reached = Reached::of(&parts);
    if reached == Reached::Clear && host(&parts.headers, &uri).is_some_and(|host| app.site(host).is_some()) {
        let response = refuse_clear();
        count("none", &method, &response, started);
        return response;
    }
    // Every line that is logged for this request names it.
    let span = tracing::error_span!(target: "veillee", "request", reference);
    let arrival = match meet(&app, &parts, &reference).instrument(span.clone()).await {
        Ok(arrival) => Arrival::new(arrival),
        Err(error) => {
            let response = refuse(&error, &reference);
            count("none", &method, &response, started);
            return response;
        }
    };
    parts.extensions.insert(arrival.clone());
    let mut flight = None;
    let mut response = if !same_site(&method, &parts.headers) {
        PageError::Denied.into_response()
    } else if let Err(problem) = let_in(&arrival, &uri).map(|begun| flight = begun) {
        problem.into_response()
    } else if uri.path().contains("%00") || offline::wants_another_worker(uri.path(), &parts.headers) {
        // Nothing has a name with NUL, and PostgreSQL refuses even to look for it.
        PageError::NotFound.into_response()
    } else {
        next.run(Request::from_parts(parts, body)).instrument(span.clone()).await
    };
    let failed = response.extensions_mut().remove::<PageError>().or_else(|| refused_by_extractor(&response));
    response = match (arrival.door, failed) {
        (Door::Token, failed) => span.in_scope(|| api::completed(&arrival, response, failed)),
        (Door::Cookie, Some(error)) => span.in_scope(|| respond::error_page(&app, &arrival, &error)),
        (Door::Cookie, None) => response,
    };
    if arrival.form_cookie.is_none() && response.extensions().get::<respond::PrintsForm>().is_some() {
        notice::append(&mut response, &cookie(FORM_COOKIE, arrival.new_form_cookie().clone(), None));
    }
    super::headers::complete(response.headers_mut(), || arrival.nonce());
    reached.promise(response.headers_mut());
    count(path.as_ref().map_or("service", MatchedPath::as_str), &method, &response, started);
    if let Some(account) = arrival.counted.get() {
        response = super::counting::sent(account, &method, response);
    }
    if let Some(flight) = flight {
        response = flight.until_sent(response);
    }
    let (status, ms) = (response.status().as_u16(), started.elapsed().as_millis());
    let (association, path) = (&arrival.site.association.id, known(uri.path()));
    tracing::info!(target: "veillee::request", reference, association, %method, %path, status, ms);
    response
}

/// Behind the door for programs everybody has a token that is good, asks no faster than it allows, and not for more at a time than
/// an account may.
fn let_in(arrival: &Arrival, uri: &Uri) -> Result<Option<Flight>, Problem> {
    if !arrival.door.wants_account(uri) {
        return Ok(None);
    }
    let Visit { session: Some(token), account: Some(account), .. } = &*arrival.visit else {
        return Err(Problem::NoToken);
    };
    let now_ms = arrival.site.association.clock.now_ms();
    arrival.site.paces.take(token, now_ms).map_err(PageError::Busy)?;
    Ok(Some(arrival.site.flights.begin(&account.id).ok_or(PageError::Busy(1))?))
}

/// A route is named by its line in the table, never by what was asked: there are few lines, and they hold no secret.
fn count(route: &str, method: &Method, response: &Response, started: Instant) {
    // Anybody may make up a method.
    let method = match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
            method.as_str()
        }
        _ => "other",
    };
    metrics::REQUESTS.add(1, &[("route", route), ("method", method), ("status", response.status().as_str())]);
    metrics::REQUEST_SECONDS.record(started.elapsed(), &[("route", route)]);
}

/// Extractors refuse in plain technical English: the person gets a page instead.
fn refused_by_extractor(response: &Response) -> Option<PageError> {
    // What speaks tus answers programs, in words of its own.
    if response.headers().contains_key(super::tus::RESUMABLE) {
        return None;
    }
    let plain = response.headers().get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/plain"));
    (plain && response.status().is_client_error()).then_some(PageError::BadRequest)
}

const DOORS: [&str; 9] = [
    "/-/s/",
    "/-/welcome/",
    "/-/uploads/",
    "/-/join/",
    "/-/reset/",
    "/-/address/",
    "/-/not-me/",
    "/-/account/regret/",
    "/-/guest/by-mail/",
];

/// A log keeps no secret: what follows the door of a link, a welcome or an upload is one.
fn known(path: &str) -> &str {
    DOORS.into_iter().find(|door| path.starts_with(door)).unwrap_or(path)
}

async fn meet(app: &App, parts: &Parts, reference: &str) -> Result<Arrived, PageError> {
    let Parts { method, uri, headers, .. } = parts;
    let site = host(headers, uri).and_then(|host| app.site(host)).ok_or(PageError::NotFound)?;
    let door = Door::of(uri, headers);
    let token = door.secret(headers);
    let visit = site.sessions.visit(token.as_deref()).await?;
    let form_cookie = door.cookie(headers, FORM_COOKIE).filter(|value| value.len() <= 64).map(str::to_owned);
    let chosen = door.cookie(headers, LANGUAGE_COOKIE).and_then(Locale::from_name);
    let of_account = || visit.account.as_ref().and_then(|account| Locale::from_name(&account.locale));
    let locale = match door {
        Door::Cookie => chosen.or_else(of_account).unwrap_or_else(|| accepted_locale(headers, site.locale)),
        // A program says with each request what it wants to hear.
        Door::Token => accepted_locale(headers, of_account().unwrap_or(site.locale)),
    };
    Ok(Arrived {
        visit,
        door,
        token,
        form_cookie,
        new_form_cookie: OnceLock::new(),
        client: client(parts),
        locale,
        reference: reference.to_owned(),
        nonce: OnceLock::new(),
        is_head: *method == Method::HEAD,
        path: way_back(method, uri),
        asked: uri.path_and_query().map_or_else(|| "/".to_owned(), |both| both.as_str().to_owned()),
        notice: door.cookie(headers, NOTICE_COOKIE).map(str::to_owned),
        agent: headers.get(USER_AGENT).cloned(),
        kept_device: OnceLock::new(),
        counted: OnceLock::new(),
        site,
    })
}

fn accepted_locale(headers: &HeaderMap, otherwise: Locale) -> Locale {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::negotiate(accepted.unwrap_or_default(), otherwise)
}

/// HTTP/1 names the host in a header, HTTP/2 in the address.
pub(super) fn host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    headers.get(HOST).and_then(|value| value.to_str().ok()).or_else(|| uri.host())
}

/// Where the language link of this page leads back to: a form's own address may not be one to look at.
fn way_back(method: &Method, uri: &Uri) -> String {
    if !method.is_safe() && uri.path().starts_with("/-/") {
        return "/".to_owned();
    }
    uri.path_and_query().map_or_else(|| "/".to_owned(), |both| both.as_str().to_owned())
}

/// Refuses writes that another site started (Fetch Metadata, W3C; `Origin`, RFC 6454). Programs that are no browsers send
/// neither header and have no cookie that a third party could use.
fn same_site(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match text(ORIGIN.as_str()) {
            Some(origin) => {
                let host = text(HOST.as_str()).unwrap_or_default();
                origin.split_once("://").is_some_and(|(_, named)| named.eq_ignore_ascii_case(host))
            }
            None => true,
        },
    }
}

/// Without association there is no language and no design: a sentence in both languages.
pub(super) fn refuse(error: &PageError, reference: &str) -> Response {
    if let PageError::Internal(detail) = error {
        tracing::error!(reference, detail, "a request failed before its association was known");
    }
    let text = match error {
        PageError::NotFound => {
            "Aucune association ne répond à cette adresse. · No association answers at this address."
        }
        _ => "Le service ne répond pas pour le moment. · The service does not answer for now.",
    };
    let mut response = (error.status(), text).into_response();
    super::headers::complete(response.headers_mut(), || "none");
    response
}

/// By a name of the world in the clear: signing in could not work, since no browser would keep the cookie, and whoever is on
/// the way would read along.
pub(super) fn refuse_clear() -> Response {
    let text = "Cette adresse demande une connexion protégée\u{a0}: écrivez https:// au lieu de http:// devant le nom du site. \
                Si cela ne marche pas, prévenez la personne qui s’occupe du site. · This address needs a protected \
                connection: write https:// instead of http:// before the name of the site. If that does not work, tell \
                whoever looks after the site.";
    let mut response = (StatusCode::MISDIRECTED_REQUEST, text).into_response();
    super::headers::complete(response.headers_mut(), || "none");
    response
}
