//! `/<service>/…`: the request becomes a call of the plugin, its answer a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tracing::Instrument as _;
use veillee_engine::Failure;
use veillee_engine::types::{Error, Request as GuestRequest, Response as Answer};
use veillee_page::Site as PageSite;

use super::app::App;
use super::arrival::Arrival;
use super::elements::PageElements;
use super::error::PageError;
use super::forms::{FormKind, Pairs, form_kind, parse_pairs, read_form};
use super::progress::{self, Shown};
use super::uploads::{self, Brought};
use super::{bytes, notice, respond};
use crate::identity::{SESSION_COOKIE, cookie};
use crate::limits;
use crate::observe::metrics;
use crate::plugin::Enabled;
use crate::plugin::Shared;
use crate::plugin::call::{Call, CallInput};
use crate::storage::ids::{new_token, token_digest};
use crate::storage::objects::ArrivedFile;
use crate::views::{NoticeKind, Trusted};
use crate::words::plain_line;

pub async fn answer(State(app): State<Arc<App>>, arrival: Arrival, request: Request) -> Result<Response, PageError> {
    let (service, path) = split(request.uri().path())?;
    let enabled = app.plugins.service(&arrival.site.association.id, &service).ok_or(PageError::NotFound)?;
    let query =
        parse_pairs(request.uri().query().unwrap_or_default(), limits::QUERY_PAIRS_MAX, limits::QUERY_CHARS_MAX)?;
    let headers = request.headers().clone();
    match *request.method() {
        Method::GET | Method::HEAD => {
            let asked = Asked { enabled, path, query, headers, method: "GET" };
            asked.call(&app, arrival, Brought::default(), None).await
        }
        Method::POST => {
            let asked = Asked { enabled, path, query, headers, method: "POST" };
            // In a task of its own: a line that is cut must not cut what tidies up after it.
            let work = async move { asked.post(&app, arrival, request.into_body()).await };
            let answer = tokio::spawn(work.in_current_span());
            answer.await.map_err(PageError::internal)?
        }
        _ => Err(PageError::BadRequest),
    }
}

/// `/album/abc` is the path `/abc` of `album`, decoded once.
fn split(path: &str) -> Result<(String, String), PageError> {
    let decoded = percent_decode_str(path).decode_utf8().map_err(|_| PageError::BadRequest)?;
    if decoded.chars().count() > limits::PATH_CHARS_MAX || decoded.chars().any(char::is_control) {
        return Err(PageError::BadRequest);
    }
    let (service, rest) = match decoded[1..].split_once('/') {
        Some((service, rest)) => (service, rest),
        None => (&decoded[1..], ""),
    };
    Ok((service.to_owned(), format!("/{rest}")))
}

/// A request to a service.
struct Asked {
    enabled: Arc<Enabled>,
    path: String,
    query: Pairs,
    headers: HeaderMap,
    method: &'static str,
}

impl Asked {
    async fn post(self, app: &App, arrival: Arrival, body: Body) -> Result<Response, PageError> {
        let mut brought = Brought::default();
        let read = match form_kind(&self.headers)? {
            FormKind::UrlEncoded => read_form(body).await.map(|form| brought.form = form),
            FormKind::Multipart(boundary) => {
                let service = self.enabled.plugin.manifest.name.clone();
                uploads::read(&arrival, &service, body, boundary, &mut brought).await
            }
        };
        if let Err(error) = read {
            let files = std::mem::take(&mut brought.files);
            arrival.site.association.discard(files.into_values().map(|file| file.content).collect()).await;
            return Err(error);
        }
        // A visitor may become a guest by what they write; this is the secret they would be remembered by.
        let offered = arrival.visit.session.is_none().then(|| new_token(&*app.random));
        self.call(app, arrival, brought, offered).await
    }

    async fn call(
        self,
        app: &App,
        arrival: Arrival,
        brought: Brought,
        offered: Option<String>,
    ) -> Result<Response, PageError> {
        let Brought { form, choices, files, refused } = brought;
        let place = self.enabled.place().await;
        let call = Arc::new(Mutex::new(self.input(&arrival, files, offered.as_deref())));
        let request = GuestRequest {
            method: self.method.to_owned(),
            path: self.path.clone(),
            query: self.query.clone(),
            form,
            choices,
        };
        let shared = Box::new(Shared(call.clone()));
        let Some(place) = place else {
            call.lock().await.discard_unattached().await;
            return Err(PageError::Busy(1));
        };
        // Counted, and nothing depends on it.
        let started = Instant::now();
        let finished = self.enabled.answers.call(request, shared, &self.enabled.limits).await;
        self.count(started, finished.outcome.as_ref().err());
        drop((finished.capabilities, place));
        let call = call.lock().await;
        call.discard_unattached().await;
        let became_guest = call.new_guest().is_some();
        if became_guest {
            arrival.site.sessions.forget(&arrival.visit);
        }
        let service = &self.enabled.plugin.manifest.name;
        let (reads, writes) = call.counts();
        tracing::debug!(
            target: "veillee::call", reference = %arrival.reference, service, reads, writes,
            peak_bytes = finished.usage.peak_memory_bytes, host_calls = finished.usage.host_calls,
            "a plugin answered"
        );
        let answer = finished.outcome.map_err(|failure| {
            let (reference, kind, detail) = (&arrival.reference, failure.kind(), failure.detail());
            tracing::error!(reference, service, digest = %self.enabled.plugin.digest, kind, detail, "a plugin failed");
            match failure {
                Failure::NoRoom { .. } => PageError::Busy(1),
                _ => PageError::ServiceFailed,
            }
        })?;
        let mut response = self.respond(app, &arrival, answer).await?;
        if !refused.is_empty() {
            notice::leave(&arrival, &mut response, NoticeKind::Problem, &refused);
        }
        if let Some(token) = offered.filter(|_| became_guest) {
            let life_s = limits::VISITOR_SESSION_LIFE_MS / 1000;
            notice::append(&mut response, &cookie(SESSION_COOKIE, token, Some(life_s)));
        }
        Ok(response)
    }

    fn count(&self, started: Instant, failure: Option<&Failure>) {
        let service = ("service", self.enabled.plugin.manifest.name.as_str());
        metrics::CALLS.add(1, &[service]);
        metrics::CALL_SECONDS.record(started.elapsed(), &[service]);
        if let Some(failure) = failure {
            metrics::CALL_FAILURES.add(1, &[service, ("kind", failure.kind())]);
        }
    }

    fn input(&self, arrival: &Arrival, files: BTreeMap<(usize, u32), ArrivedFile>, offered: Option<&str>) -> Call {
        Call::new(CallInput {
            association: arrival.site.association.clone(),
            visit: arrival.visit.clone(),
            service: self.enabled.plugin.manifest.name.clone(),
            grants: self.enabled.grants.clone(),
            locale: arrival.locale,
            may_write: self.method == "POST",
            files,
            session: arrival.visit.session.clone().or_else(|| offered.map(token_digest)),
            duties: self.enabled.plugin.duties.clone(),
            running: None,
        })
    }

    async fn respond(
        &self,
        app: &App,
        arrival: &Arrival,
        answer: Result<Answer, Error>,
    ) -> Result<Response, PageError> {
        let service = &self.enabled.plugin.manifest.name;
        match answer.map_err(from_guest)? {
            Answer::Page { title, main, status } => {
                let status = page_status(status).ok_or(PageError::ServiceFailed)?;
                let progress = progress::visible(app, arrival, service, &main).await?;
                Ok(self.page(app, arrival, status, (title.as_str(), main.as_str()), progress))
            }
            Answer::SeeOther(path) => {
                let target = inside(service, &path).ok_or_else(|| {
                    tracing::warn!(reference = %arrival.reference, service, "a redirect out of the service was refused");
                    PageError::ServiceFailed
                })?;
                Ok(respond::see_other(&target))
            }
            Answer::Blob { id, name, download } => {
                let shapes = arrival.site.association.moment().shapes;
                let mine = shapes.of(&id).is_some_and(|shape| shape.service() == service);
                if !mine {
                    return Err(PageError::NotFound);
                }
                bytes::send_blob(app, arrival, &self.headers, &id, &name, download).await
            }
            Answer::Archive(_) => Err(PageError::ServiceFailed),
        }
    }

    fn page(
        &self,
        app: &App,
        arrival: &Arrival,
        status: StatusCode,
        (title, main): (&str, &str),
        progress: Shown,
    ) -> Response {
        let plugin = &self.enabled.plugin;
        let service = &plugin.manifest.name;
        let elements = PageElements::new(arrival, service, progress);
        let mark = arrival.words().say("outside-mark");
        let site = PageSite {
            service,
            asset_base: &format!("/-/plugin/{service}/{}/", plugin.digest),
            elements: &elements,
            outside_mark: &mark,
        };
        let filtered = veillee_page::filter(main, &site);
        for dropped in &filtered.dropped {
            tracing::warn!(target: "veillee::page", reference = %arrival.reference, service, %dropped, "taken from a page");
        }
        let title = plain_line(title, 200);
        let main = Trusted::filtered(filtered.html);
        let mut response = respond::plugin_page(app, arrival, service, status, title, main);
        if elements.printed_form() {
            response.extensions_mut().insert(respond::PrintsForm);
        }
        response
    }
}

fn page_status(status: u16) -> Option<StatusCode> {
    [
        StatusCode::OK,
        StatusCode::BAD_REQUEST,
        StatusCode::NOT_FOUND,
        StatusCode::CONFLICT,
        StatusCode::UNPROCESSABLE_ENTITY,
    ]
    .into_iter()
    .find(|known| known.as_u16() == status)
}

/// A redirect stays in its service: a plain path, written without the service's prefix.
fn inside(service: &str, path: &str) -> Option<String> {
    let plain = path.starts_with('/')
        && path.len() <= limits::REDIRECT_BYTES_MAX
        && !path.contains("//")
        && !path.contains(['\\', '#'])
        && path.chars().all(|c| c.is_ascii_graphic());
    let climbs = path.split(['/', '?']).any(|step| {
        let step = step.to_ascii_lowercase().replace("%2e", ".");
        step == ".." || step == "." || step.contains("%2f") || step.contains("%5c")
    });
    (plain && !climbs).then(|| if path == "/" { format!("/{service}") } else { format!("/{service}{path}") })
}

fn from_guest(error: Error) -> PageError {
    match error {
        Error::NotFound => PageError::NotFound,
        Error::Denied => PageError::Denied,
        Error::Conflict => PageError::Conflict,
        Error::Invalid(sentence) => PageError::Invalid(plain_line(&sentence, 300)),
        Error::QuotaExceeded => PageError::Full,
        Error::RateLimited(ms) => PageError::Busy(u32::try_from(ms.div_ceil(1000)).unwrap_or(60)),
        Error::Unavailable(_) => PageError::Unavailable,
        Error::Other(detail) => PageError::internal(detail),
    }
}
