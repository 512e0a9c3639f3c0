//! `POST /-/uploads`: where a file is to go, and who may bring it.

use std::collections::BTreeMap;

use axum::body::{BodyDataStream, HttpBody as _};
use axum::http::{HeaderMap, StatusCode};
use veillee_vault::SEGMENT_BYTES;

use super::answer::{Answer, Refusal};
use super::append::{bring, fits};
use super::body::Incoming;
use super::checksum::Checksum;
use super::{may, metadata, request};
use crate::limits;
use crate::storage::uploads::{Allowed, Finish, NewUpload, Target, Upload};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::upload_target::{self, holders};
use crate::web::uploads::clean_name;

pub(super) async fn create(
    app: &App,
    arrival: &Arrival,
    headers: &HeaderMap,
    body: &mut BodyDataStream,
) -> Result<Answer, Refusal> {
    request::check_version(headers)?;
    let new = wanted(arrival, headers)?;
    let brings = request::brings_bytes(headers)?;
    if !brings && !body.is_end_stream() {
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "bytes need their Content-Type"));
    }
    let (checksum, length) = (Checksum::read(headers)?, request::content_length(headers)?);
    let allowed = may(app, arrival, &new.target).await?;
    may_become_file(arrival, &new, &allowed)?;
    let association = &arrival.site.association;
    association.has_place_for_upload(&new.holder).await?;
    let whole = new.length_bytes.filter(|whole| *whole <= SEGMENT_BYTES as u64);
    // Such a file comes in one request or not at all: its row is written once, with the object.
    let at_once = whole.is_some_and(|whole| whole == 0 || length == Some(whole));
    let (id, mut upload) = association.begin_upload(new);
    let location = format!("/-/uploads/{id}");
    let mut answer = Answer::new(StatusCode::CREATED).header("location", &location);
    if arrival.form_cookie.is_none() && upload.holder.starts_with("browser:") {
        answer = answer.bind_browser();
    }
    if !at_once {
        association.store_upload(&mut upload).await?;
        if !brings {
            return Ok(answer.expires(upload.expires_ms));
        }
    }
    let brought = first_bytes(app, arrival, upload.clone(), (body, length, checksum), &allowed).await;
    match brought {
        Ok(brought) => Ok(brought.describe(answer)),
        Err(refusal) => {
            // Nobody heard its address, so nobody goes on with it.
            if upload.is_stored() {
                association.end_upload(&upload).await?;
            }
            Err(refusal)
        }
    }
}

async fn first_bytes(
    app: &App,
    arrival: &Arrival,
    upload: Upload,
    (body, length, checksum): (&mut BodyDataStream, Option<u64>, Option<Checksum>),
    allowed: &Allowed,
) -> Result<super::append::Brought, Refusal> {
    let turn = arrival.site.turns.take(&upload.digest).await.ok_or_else(Refusal::locked)?;
    let receiving = arrival.site.association.receive(upload).await?;
    fits(&receiving, length)?;
    bring(app, arrival, receiving, Incoming::new(body, turn, checksum), allowed).await
}

/// What the headers ask for.
fn wanted(arrival: &Arrival, headers: &HeaderMap) -> Result<NewUpload, Refusal> {
    let length_bytes = request::bytes(headers, "upload-length")?;
    if length_bytes.is_some() == request::defers_length(headers)? {
        return Err(Refusal::bad("either Upload-Length or Upload-Defer-Length is needed"));
    }
    let metadata = request::text(headers, "upload-metadata")?.unwrap_or_default();
    let pairs = metadata::parse(metadata)?;
    let finish = pairs.get("then").map_or(Some(Finish::Attach), |then| Finish::from_name(then));
    let finish = finish.ok_or_else(|| Refusal::bad("`then` in Upload-Metadata is `attach` or `form`"))?;
    let name = pairs.get("filename").or_else(|| pairs.get("name")).map(String::as_str).unwrap_or_default();
    Ok(NewUpload {
        holder: holder(arrival),
        target: target(arrival, &pairs)?,
        finish,
        file_name: clean_name(name),
        metadata: metadata.to_owned(),
        length_bytes,
    })
}

/// By the token of an upload control; or in plain words, for programs with a session.
fn target(arrival: &Arrival, pairs: &BTreeMap<String, String>) -> Result<Target, Refusal> {
    if let Some(token) = pairs.get("target") {
        return upload_target::open(arrival, token).ok_or_else(|| PageError::FormExpired.into());
    }
    if arrival.visit.session.is_none() {
        return Err(PageError::Denied.into());
    }
    let said = |key: &str| pairs.get(key).cloned();
    let missing = || Refusal::bad("Upload-Metadata needs `target`, or `service`, `collection` and `into`");
    Ok(Target {
        service: said("service").ok_or_else(missing)?,
        collection: said("collection").ok_or_else(missing)?,
        into: said("into").unwrap_or_default(),
        blob: said("blob").unwrap_or_else(|| "original".to_owned()),
    })
}

fn holder(arrival: &Arrival) -> String {
    let known = holders(arrival, &arrival.visit).into_iter().next();
    known.unwrap_or_else(|| upload_target::browser(arrival.new_form_cookie()))
}

/// What is known to fail in the end is refused in the beginning.
fn may_become_file(arrival: &Arrival, new: &NewUpload, allowed: &Allowed) -> Result<(), Refusal> {
    let most = allowed.blob.max_bytes.min(limits::FILE_BYTES_MAX);
    if new.length_bytes.is_some_and(|length| length > most) {
        let words = arrival.words();
        let name = if new.file_name.is_empty() { "?" } else { &new.file_name };
        let most = words.size(most);
        let values = [("name", name.into()), ("most", most.as_str().into())];
        return Err(Refusal::too_large(words.say_with("upload-too-large", &values)));
    }
    if new.finish == Finish::Attach && !allowed.renews && !allowed.shape.is_made_of_nothing() {
        let sentence = "an object of this collection needs more than a file: use `then form`";
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, sentence));
    }
    Ok(())
}
