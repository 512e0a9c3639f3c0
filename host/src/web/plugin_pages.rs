//! `/<service>/…`: the request becomes a call of the plugin, its answer a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::ALLOW;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tracing::Instrument as _;
use veillee_engine::types::{Error, Request as GuestRequest, Response as Answer};
use veillee_engine::{Failure, Usage};
use veillee_page::Site as PageSite;

use super::app::App;
use super::arrival::Arrival;
use super::elements::PageElements;
use super::error::PageError;
use super::forms::{FormKind, Pairs, form_kind, parse_pairs, read_form};
use super::progress;
use super::standing::{Break, open_service};
use super::uploads::{self, Brought};
use super::{archive, bytes, counting, ended, notice, respond, undo, upload_room};
use crate::identity::{SESSION_COOKIE, cookie};
use crate::limits;
use crate::observe::ledger::Spent;
use crate::observe::metrics;
use crate::plugin::call::{Call, CallInput};
use crate::plugin::{Answered, Asking, Enabled, NoAnswer, Shared};
use crate::storage::ids::{collection_number, new_token, token_digest};
use crate::storage::objects::ArrivedFile;
use crate::views::{NoticeKind, Trusted};
use crate::words::plain_line;

pub async fn answer(State(app): State<Arc<App>>, arrival: Arrival, request: Request) -> Result<Response, PageError> {
    let (service, path) = split(request.uri().path())?;
    let enabled = open_service(&app, &arrival, &service)?;
    let query =
        parse_pairs(request.uri().query().unwrap_or_default(), limits::QUERY_PAIRS_MAX, limits::QUERY_CHARS_MAX)?;
    let headers = request.headers().clone();
    let account = arrival.count_for(&app.ledger, &service).clone();
    match *request.method() {
        Method::GET | Method::HEAD => {
            let steps = path.clone();
            let asked = Asked { enabled, path, query, headers, method: "GET" };
            let answer = asked.call(&app, arrival.clone(), Brought::default(), None).await;
            told_that_it_ended(&arrival, &steps, answer).await
        }
        Method::POST => {
            let asked = Asked { enabled, path, query, headers, method: "POST" };
            let body = counting::received(&account, request.into_body());
            // In a task of its own: a line that is cut must not cut what tidies up after it.
            let work = async move { asked.post(&app, arrival, body).await };
            let answer = tokio::spawn(work.in_current_span());
            answer.await.map_err(PageError::internal)?
        }
        _ => Err(PageError::BadRequest),
    }
}

/// Nothing there, of what a link opened that ended by itself: whoever opened it is told that it ended.
async fn told_that_it_ended(
    arrival: &Arrival,
    path: &str,
    answer: Result<Response, PageError>,
) -> Result<Response, PageError> {
    let is_nothing = match &answer {
        Ok(page) => page.status() == StatusCode::NOT_FOUND,
        Err(error) => matches!(error, PageError::NotFound),
    };
    if !is_nothing {
        return answer;
    }
    let objects = path.split('/').filter(|step| collection_number(step).is_some()).take(limits::PATH_OBJECTS_MAX);
    match Box::pin(ended::instead_of_not_found(arrival, objects)).await? {
        PageError::NotFound => answer,
        ended => Err(ended),
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
    async fn post(mut self, app: &App, arrival: Arrival, body: Body) -> Result<Response, PageError> {
        let mut brought = Brought::default();
        let service = &self.enabled.plugin.manifest.name;
        let read = match form_kind(&self.headers)? {
            FormKind::UrlEncoded => {
                brought.form = read_form(body).await?;
                uploads::take_named(&arrival, service, &mut brought).await
            }
            FormKind::Multipart(boundary) => uploads::read(&arrival, service, body, boundary, &mut brought).await,
        };
        // A long form may outlast its version, or the service's being open.
        let now = open_service(app, &arrival, &self.enabled.plugin.manifest.name);
        match read.and(now) {
            Ok(enabled) => self.enabled = enabled,
            Err(error) => {
                let files = std::mem::take(&mut brought.files);
                arrival.site.association.discard(files.into_values().map(|file| file.content).collect()).await;
                return Err(error);
            }
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
        let Brought { form, choices, files, refused, .. } = brought;
        let call = Arc::new(Mutex::new(self.input(&arrival, files, offered.as_deref())));
        let request = GuestRequest {
            method: self.method.to_owned(),
            path: self.path.clone(),
            query: self.query.clone(),
            form,
            choices,
        };
        let shared = Box::new(Shared(call.clone()));
        // Counted, and nothing depends on it.
        let started = Instant::now();
        let (caller, clock) = (arrival.visit.session_key(), &*arrival.site.association.clock);
        let asking = Asking { caller: &caller, path: &self.path, reference: &arrival.reference };
        let answered = self.enabled.answer(request, shared, clock, &asking).await;
        self.count(app, &arrival, started, &answered);
        let call = call.lock().await;
        call.discard_unattached().await;
        let became_guest = call.new_guest().is_some();
        if became_guest {
            arrival.site.sessions.forget(&arrival.visit);
        }
        self.log(&arrival, &call, answered.usage.as_ref());
        app.operator.heed(&arrival.site.association, &self.enabled.plugin, answered.advice);
        let answer = answered.outcome.map_err(|why| self.no_answer(&arrival, why))?;
        let mut response = match (answer, call.full()) {
            (Err(Error::QuotaExceeded), Some(budget)) => return Err(PageError::OverQuota(budget.clone())),
            (answer, _) => self.respond(app, &arrival, answer).await?,
        };
        if !refused.is_empty() {
            notice::leave(&arrival, &mut response, NoticeKind::Problem, &refused);
        } else if response.status() == StatusCode::SEE_OTHER {
            undo::offer(&arrival, &mut response, call.trashed()).await;
        }
        if let Some(token) = offered.filter(|_| became_guest) {
            let life_s = limits::VISITOR_SESSION_LIFE_MS / 1000;
            notice::append(&mut response, &cookie(SESSION_COOKIE, token, Some(life_s)));
        }
        Ok(response)
    }

    fn count(&self, app: &App, arrival: &Arrival, started: Instant, answered: &Answered) {
        let name = self.enabled.plugin.manifest.name.as_str();
        let service = ("service", name);
        metrics::CALLS.add(1, &[service]);
        metrics::CALL_SECONDS.record(started.elapsed(), &[service]);
        if let Err(NoAnswer::Failed(failure)) = &answered.outcome {
            metrics::CALL_FAILURES.add(1, &[service, ("kind", failure.kind())]);
        }
        if let Some(usage) = &answered.usage {
            arrival.count_for(&app.ledger, name).add(&Spent::of_guest(usage.cpu, usage.peak_memory_bytes));
        }
    }

    fn log(&self, arrival: &Arrival, call: &Call, usage: Option<&Usage>) {
        let Some(usage) = usage else { return };
        let service = &self.enabled.plugin.manifest.name;
        let (reads, writes) = call.counts();
        tracing::debug!(
            target: "veillee::call", reference = %arrival.reference, service, reads, writes,
            peak_bytes = usage.peak_memory_bytes, host_calls = usage.host_calls,
            "a plugin answered"
        );
    }

    fn no_answer(&self, arrival: &Arrival, why: NoAnswer) -> PageError {
        let failure = match why {
            NoAnswer::Resting { retry_ms } => return PageError::Closed(Break::Resting { retry_ms }),
            NoAnswer::Busy => return PageError::Busy(1),
            NoAnswer::Cut => return PageError::Unavailable,
            NoAnswer::Failed(failure) => failure,
        };
        let Enabled { plugin, .. } = &*self.enabled;
        let (reference, kind, detail) = (&arrival.reference, failure.kind(), failure.detail());
        tracing::error!(
            reference, service = plugin.manifest.name, digest = %plugin.digest, kind, detail, "a plugin failed"
        );
        match failure {
            Failure::NoRoom { .. } => PageError::Busy(1),
            _ => PageError::ServiceFailed,
        }
    }

    fn input(&self, arrival: &Arrival, files: BTreeMap<(usize, u32), ArrivedFile>, offered: Option<&str>) -> Call {
        Call::new(CallInput {
            association: arrival.site.association.clone(),
            visit: arrival.visit.clone(),
            service: self.enabled.plugin.manifest.name.clone(),
            grants: self.enabled.grants.clone(),
            log: self.enabled.log.clone(),
            shapes: self.enabled.shapes.clone(),
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
                let room_bytes = upload_room::left_bytes(arrival, &main).await?;
                let elements = PageElements::new(arrival, service, progress, room_bytes);
                Ok(self.page(app, arrival, status, (title.as_str(), main.as_str()), &elements))
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
            Answer::Archive(asked) => {
                let wishes = asked.entries.into_iter().map(|entry| (entry.object, entry.blob, entry.path)).collect();
                archive::send(arrival, &self.headers, service, &asked.name, wishes).await
            }
        }
    }

    fn page(
        &self,
        app: &App,
        arrival: &Arrival,
        status: StatusCode,
        (title, main): (&str, &str),
        elements: &PageElements<'_>,
    ) -> Response {
        let plugin = &self.enabled.plugin;
        let service = &plugin.manifest.name;
        let mark = arrival.words().say("outside-mark");
        let site = PageSite {
            service,
            asset_base: &format!("/-/plugin/{service}/{}/", plugin.digest),
            elements,
            outside_mark: &mark,
        };
        let filtered = veillee_page::filter(main, &site);
        for dropped in &filtered.dropped {
            tracing::warn!(target: "veillee::page", reference = %arrival.reference, service, %dropped, "taken from a page");
        }
        let title = plain_line(title, 200);
        let main = Trusted::filtered(filtered.html);
        let place = respond::Place { service: Some(service.as_str()), asks_strangers: elements.asks_strangers() };
        let mut response = respond::plugin_page(app, arrival, place, status, title, main);
        if status == StatusCode::METHOD_NOT_ALLOWED {
            // RFC 9110, 15.5.6. A service knows two methods, and it was not this one.
            let other = if self.method == "GET" { "POST" } else { "GET, HEAD" };
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(other));
        }
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
        StatusCode::METHOD_NOT_ALLOWED,
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
