//! `/-/uploads`: uploads that survive, by tus 1.0.0 with the extensions creation, creation-with-upload,
//! creation-defer-length, expiration, checksum and termination.
//!
//! A plugin's page cannot drive these routes: each of them wants the header `Tus-Resumable`, which no form can send, and a
//! plugin's page has no script of its own; the host's sends what a person chose in an upload control. Another site cannot
//! either: the header makes the browser ask first, and nobody answers.
//!
//! [`create`] says where a file goes and who may bring it, [`append`](append::append) takes its bytes, [`finish`] hands
//! them over. One request at a time is at an upload: a newer one ends the one before it ([`Turns`]).

mod answer;
mod append;
mod body;
mod checksum;
mod create;
mod finish;
mod metadata;
mod request;
mod turns;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::Response;

use answer::{Answer, Refusal};
pub use answer::{RESUMABLE, page_error};
pub use turns::Turns;

use super::app::App;
use super::arrival::Arrival;
use super::standing::open_service;
use super::upload_target::{self, holders};
use crate::limits;
use crate::storage::uploads::{Allowed, State as UploadState, Target, Upload, digest};

const EXTENSIONS: &str = "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination";

/// What this host speaks ("Core Protocol, OPTIONS"). The client's version is not looked at.
pub async fn options() -> Response {
    let mut response = answer::bare(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();
    headers.insert("tus-version", HeaderValue::from_static(request::VERSION));
    headers.insert("tus-extension", HeaderValue::from_static(EXTENSIONS));
    headers.insert("tus-max-size", HeaderValue::from(limits::FILE_BYTES_MAX));
    headers.insert("tus-checksum-algorithm", HeaderValue::from_static(checksum::ALGORITHMS));
    response
}

/// `POST /-/uploads`: a new upload, perhaps with its first bytes or all of them.
pub async fn create(State(app): State<Arc<App>>, arrival: Arrival, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let asked = arrival.clone();
    // In a task of its own, like the next: a line that is cut must not cut what puts away what came.
    let task = tokio::spawn(async move {
        let mut body = body.into_data_stream();
        let created = create::create(&app, &asked, &parts.headers, &mut body).await;
        if created.as_ref().is_err_and(Refusal::is_worth_hearing) {
            body::drain(&parts.headers, &mut body).await;
        }
        created
    });
    answer::join(&arrival, task.await)
}

/// `/-/uploads/{id}`: `HEAD` says how far the upload is, `PATCH` brings more of it, `DELETE` ends it; an object that has
/// its bytes already keeps them.
pub async fn at(State(app): State<Arc<App>>, arrival: Arrival, Path(id): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    run(app, arrival, id, parts.method.clone(), parts, body).await
}

/// `POST` with `X-HTTP-Method-Override`, for clients that can send nothing else ("Core Protocol, Headers").
pub async fn overridden(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let named = parts.headers.get("x-http-method-override").and_then(|value| Method::from_bytes(value.as_bytes()).ok());
    run(app, arrival, id, named.unwrap_or(Method::POST), parts, body).await
}

async fn run(app: Arc<App>, arrival: Arrival, id: String, method: Method, parts: Parts, body: Body) -> Response {
    let asked = arrival.clone();
    let task = tokio::spawn(async move {
        let mut body = body.into_data_stream();
        let done = request::check_version(&parts.headers);
        let done = match (done, method) {
            (Err(refusal), _) => Err(refusal),
            (_, Method::PATCH) => append::append(&app, &asked, &id, &parts.headers, &mut body).await,
            (_, Method::HEAD) => state(&app, &asked, &id).await,
            (_, Method::DELETE) => end(&asked, &id).await,
            _ => Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "an upload takes HEAD, PATCH and DELETE")),
        };
        if done.as_ref().is_err_and(Refusal::is_worth_hearing) {
            body::drain(&parts.headers, &mut body).await;
        }
        done
    });
    answer::join(&arrival, task.await)
}

/// The upload of this caller, and the turn at it. Whoever may not have it ends nobody's turn.
async fn mine(arrival: &Arrival, id: &str) -> Result<(Upload, turns::Turn), Refusal> {
    let association = &arrival.site.association;
    let names = holders(arrival, &arrival.visit);
    association.upload(id, &names).await?;
    let turn = arrival.site.turns.take(&digest(id)).await.ok_or_else(Refusal::locked)?;
    // Read again: whoever was at it may have put away more meanwhile, and rights may have gone.
    let visit = arrival.site.sessions.visit(arrival.token.as_deref()).await?;
    let upload = association.upload(id, &holders(arrival, &visit)).await?;
    Ok((upload, turn))
}

/// May the caller, as they are now, bring a file there? A closed service says so after that, and takes nothing.
async fn may(app: &App, arrival: &Arrival, target: &Target) -> Result<Allowed, Refusal> {
    let visit = arrival.site.sessions.visit(arrival.token.as_deref()).await?;
    let allowed = upload_target::ask(arrival, &visit, target).await?;
    open_service(app, arrival, &target.service)?;
    Ok(allowed)
}

async fn state(app: &App, arrival: &Arrival, id: &str) -> Result<Answer, Refusal> {
    let (upload, _turn) = mine(arrival, id).await?;
    may(app, arrival, &upload.target).await?;
    let mut answer = Answer::new(StatusCode::OK).offset(upload.offset_bytes).expires(upload.expires_ms);
    answer = match upload.length_bytes {
        Some(length) => answer.header("upload-length", &length.to_string()),
        None => answer.header("upload-defer-length", "1"),
    };
    if let Some(metadata) = arrival.site.association.upload_metadata(&upload).filter(|metadata| !metadata.is_empty()) {
        answer = answer.header("upload-metadata", &metadata);
    }
    if let Some(sha_256) = &upload.sha_256 {
        answer = answer.digest(sha_256);
    }
    Ok(match &upload.state {
        UploadState::Attached(object) => answer.object(object),
        _ => answer,
    })
}

/// Needs no right but to be its holder: whoever lost the right to add may still take back what they sent.
async fn end(arrival: &Arrival, id: &str) -> Result<Answer, Refusal> {
    let (upload, _turn) = mine(arrival, id).await?;
    arrival.site.association.end_upload(&upload).await?;
    Ok(Answer::new(StatusCode::NO_CONTENT))
}
