//! Pages: a view or a plugin's `<main>` inside the association's shell.

use std::sync::LazyLock;

use axum::http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use veillee_access::Identity;
use veillee_ambient::Millis;

use super::app::App;
use super::arrival::Arrival;
use super::error::PageError;
use super::{assets, notice, offline, step_up};
use crate::plugin::{Closed, Standing};
use crate::storage::quota::{ASSOCIATION_OWNER, Budget};
use crate::views::{ErrorKind, ErrorPage, Notice, NoticeKind, ServiceLink, Shell, Trusted, View};
use crate::words::Locale;

/// Marks a response that prints a form bound to the browser: its cookie must go with it.
#[derive(Clone, Copy)]
pub struct PrintsForm;

/// A whole page of the host.
pub fn host_page(app: &App, arrival: &Arrival, status: StatusCode, view: &impl View) -> Response {
    let mut response = in_shell(app, arrival, status, (view.title(), view.main()), Place::OWN, None);
    response.extensions_mut().insert(PrintsForm);
    response
}

/// A page whose `<main>` a plugin wrote and the page wall let through.
pub fn plugin_page(
    app: &App,
    arrival: &Arrival,
    place: Place<'_>,
    status: StatusCode,
    title: String,
    main: Trusted,
) -> Response {
    in_shell(app, arrival, status, (title, main), place, None)
}

/// Where a page stands in the house.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The service it belongs to; none for the host's own.
    pub service: Option<&'a str>,
    /// It asks strangers for something: whoever has no account is not asked to sign in.
    pub asks_strangers: bool,
}

impl Place<'_> {
    const OWN: Self = Self { service: None, asks_strangers: false };
}

fn in_shell(
    app: &App,
    arrival: &Arrival,
    status: StatusCode,
    (title, main): (String, Trusted),
    place: Place<'_>,
    said: Option<Notice>,
) -> Response {
    static PATHS: LazyLock<[String; 3]> =
        LazyLock::new(|| ["site.css", "favicon.svg", "wordmark.svg"].map(assets::path));
    static SCRIPT_PATHS: LazyLock<[(Locale, String); 2]> = LazyLock::new(|| Locale::ALL.map(script_path));
    let [stylesheet_path, favicon_path, wordmark_path] = &*PATHS;
    let left = notice::take(arrival);
    let was_left = left.is_some();
    let shell = Shell {
        words: arrival.words(),
        title,
        association_name: &arrival.site.name,
        services: &service_links(app, arrival, place.service),
        account: arrival.visit.account.as_ref().map(|account| account.name.as_str()),
        offers_sign_in: !place.asks_strangers,
        is_guest: matches!(arrival.visit.caller.identity, Identity::Guest(_)),
        path: &arrival.path,
        notice: said.or(left),
        nonce: arrival.nonce(),
        stylesheet_path,
        script_path: SCRIPT_PATHS.iter().find(|(locale, _)| *locale == arrival.locale).map_or("", |(_, path)| path),
        worker_path: offline::worker_path(),
        offline_path: offline::page_path(&arrival.site, arrival.locale),
        reader: &reader(arrival),
        favicon_path,
        wordmark_path,
        theme_path: arrival.site.look.theme_path(),
        mark_path: arrival.site.look.mark_path(),
        main,
    };
    let mut response = (status, shell.html()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if was_left {
        notice::clear(&mut response);
    }
    response
}

fn script_path(locale: Locale) -> (Locale, String) {
    (locale, assets::path(&format!("elements.{}.js", locale.name())))
}

/// The same for one person whatever their session; empty for a visitor.
fn reader(arrival: &Arrival) -> String {
    let Some(account) = &arrival.visit.account else { return String::new() };
    let whole = format!("veillee reader|{}|{}", arrival.site.association.id, account.id);
    blake3::hash(whole.as_bytes()).to_hex().chars().take(16).collect()
}

/// The menu: what is disabled is not in it, what takes a break is marked.
pub fn service_links(app: &App, arrival: &Arrival, current: Option<&str>) -> Vec<ServiceLink> {
    let now_ms = arrival.site.association.clock.now_ms();
    let link = |(name, standing): (String, Standing)| {
        let closed = standing.closed_at(now_ms);
        if closed.is_some_and(|closed| matches!(**closed, Closed::Disabled { .. })) {
            return None;
        }
        let manifest = &standing.enabled.as_ref()?.plugin.manifest;
        Some(ServiceLink {
            title: manifest.title.of(arrival.locale).to_owned(),
            description: manifest.description.of(arrival.locale).to_owned(),
            path: format!("/{name}"),
            current: current == Some(name.as_str()),
            paused: closed.is_some(),
        })
    };
    app.plugins.standings(&arrival.site.association.id).into_iter().filter_map(link).collect()
}

/// The page of an error. What is internal is logged here, once, with the reference that the page shows.
pub fn error_page(app: &App, arrival: &Arrival, error: &PageError) -> Response {
    if let PageError::ProofWanted { then, with_factor } = error {
        return see_other(&step_up::path(then, *with_factor));
    }
    let reference = &arrival.reference;
    let status = error.status();
    log_internal(arrival, error);
    let logged =
        matches!(error, PageError::Internal(_) | PageError::ServiceFailed | PageError::Unavailable | PageError::Full);
    let retry_seconds = retry_seconds(arrival, error);
    let is_guess = matches!(error, PageError::Closed(closed) if !closed.has_end());
    let lines = match error {
        PageError::Closed(closed) => closed.lines(arrival.words()),
        _ => Vec::new(),
    };
    let kind = match error {
        PageError::ServiceFailed => ErrorKind::Failed,
        PageError::Spent => ErrorKind::Spent,
        PageError::Unavailable | PageError::NotYet(_) => ErrorKind::Away,
        _ => ErrorKind::from_status(status.as_u16()),
    };
    let view = ErrorPage {
        words: arrival.words(),
        kind,
        reference: logged.then_some(reference.as_str()),
        retry_seconds: retry_seconds.filter(|_| !is_guess),
        lines: &lines,
        sign_in_then: arrival.visit.account.is_none().then_some(arrival.path.as_str()),
    };
    let said = match error {
        PageError::Invalid(sentence) => Some(problem(sentence.clone())),
        PageError::OverQuota(budget) => Some(problem(full(arrival, budget))),
        _ => None,
    };
    let mut response = in_shell(app, arrival, status, (view.title(), view.main()), Place::OWN, said);
    if let Some(seconds) = retry_seconds {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Logs what is internal, with the reference that whoever asked is shown.
pub fn log_internal(arrival: &Arrival, error: &PageError) {
    if let PageError::Internal(detail) = error {
        let (reference, association) = (&arrival.reference, &arrival.site.association.id);
        tracing::error!(reference, %association, detail, "a request failed");
    }
}

/// For `Retry-After` (RFC 9110, 10.2.3).
pub fn retry_seconds(arrival: &Arrival, error: &PageError) -> Option<u64> {
    match error {
        PageError::Busy(seconds) => Some(u64::from(*seconds)),
        PageError::NotYet(seconds) => Some(*seconds),
        PageError::Unavailable => Some(30),
        PageError::Closed(closed) => Some(closed.retry_seconds(arrival.site.association.clock.now_ms())),
        _ => None,
    }
}

fn problem(sentence: String) -> Notice {
    Notice { kind: NoticeKind::Problem, lines: vec![sentence], link: None }
}

/// Whose room is full, to whoever met it. How full is told to its owner alone, on their own page.
pub fn full(arrival: &Arrival, budget: &Budget) -> String {
    let words = arrival.words();
    match budget {
        Budget::Owner(owner) if arrival.visit.account.as_ref().is_some_and(|account| account.id == *owner) => {
            words.say("full-own")
        }
        Budget::Owner(owner) if owner != ASSOCIATION_OWNER => words.say("full-other"),
        Budget::Owner(_) | Budget::EachPerson | Budget::Whole => words.say("full-association"),
    }
}

/// The day of a moment, in universal time.
pub fn day(ms: Millis) -> Option<Date> {
    Some(Timestamp::from_millisecond(ms).ok()?.to_zoned(TimeZone::UTC).date())
}

/// The same answer, which says when to come back (RFC 9110, 10.2.3).
pub fn retry_after(mut response: Response, wait_s: Option<u64>) -> Response {
    if let Some(wait_s) = wait_s {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait_s));
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
