//! `PATCH`: bytes from an offset on. Rights are asked before, and once more before an object gets the file.

use axum::body::{BodyDataStream, HttpBody as _};
use axum::http::{HeaderMap, StatusCode};

use super::answer::{Answer, Refusal};
use super::body::{End, Incoming};
use super::checksum::Checksum;
use super::finish::{Done, finish};
use super::{may, mine, request};
use crate::limits;
use crate::storage::uploads::{Allowed, Receiving, State, Upload};
use crate::web::app::App;
use crate::web::arrival::Arrival;

pub(super) async fn append(
    app: &App,
    arrival: &Arrival,
    id: &str,
    headers: &HeaderMap,
    body: &mut BodyDataStream,
) -> Result<Answer, Refusal> {
    if !request::brings_bytes(headers)? {
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "a PATCH needs its Content-Type"));
    }
    let offset_bytes = request::bytes(headers, "upload-offset")?;
    let offset_bytes = offset_bytes.ok_or_else(|| Refusal::bad("a PATCH needs Upload-Offset"))?;
    let checksum = Checksum::read(headers)?;
    let (told, length) = (request::bytes(headers, "upload-length")?, request::content_length(headers)?);
    let (upload, turn) = mine(arrival, id).await?;
    let allowed = may(app, arrival, &upload.target).await?;
    if upload.offset_bytes != offset_bytes {
        return Err(Refusal::new(StatusCode::CONFLICT, format!("the upload is at {}", upload.offset_bytes)));
    }
    if upload.state != State::Open {
        // The answer to the last bytes may have been lost: nothing more is a yes again. Without a length there is no body
        // (RFC 9112, 6.3).
        let brings_nothing = length == Some(0) || body.is_end_stream();
        return if brings_nothing { Ok(done(&upload)) } else { Err(Refusal::too_large("the upload is whole")) };
    }
    let known = upload.length_bytes;
    let mut receiving = arrival.site.association.receive(upload).await?;
    if let Some(told) = told.filter(|told| known != Some(*told)) {
        tell_length(&mut receiving, known, told, &allowed)?;
    }
    fits(&receiving, length)?;
    let brought = bring(app, arrival, receiving, Incoming::new(body, turn, checksum), &allowed).await?;
    Ok(brought.describe(Answer::new(StatusCode::NO_CONTENT)))
}

fn done(upload: &Upload) -> Answer {
    let answer = Answer::new(StatusCode::NO_CONTENT).offset(upload.offset_bytes).expires(upload.expires_ms);
    upload.sha_256.iter().fold(answer, |answer, sha_256| answer.digest(sha_256))
}

/// Once, and never below what came already ("Creation, Upload-Defer-Length").
fn tell_length(receiving: &mut Receiving, known: Option<u64>, told: u64, allowed: &Allowed) -> Result<(), Refusal> {
    if known.is_some() {
        return Err(Refusal::bad("Upload-Length does not change once it is known"));
    }
    if told < receiving.size_bytes() {
        return Err(Refusal::bad("Upload-Length is less than what came already"));
    }
    if told > allowed.blob.max_bytes.min(limits::FILE_BYTES_MAX) {
        return Err(Refusal::too_large("the file is larger than this place takes"));
    }
    receiving.set_length(told);
    Ok(())
}

/// A length that says too much is refused before the first byte.
pub(super) fn fits(receiving: &Receiving, content_length: Option<u64>) -> Result<(), Refusal> {
    let missing = receiving.upload().missing_bytes();
    if missing.zip(content_length).is_some_and(|(missing, length)| length > missing) {
        return Err(Refusal::too_large("the request brings more than is missing"));
    }
    Ok(())
}

/// What a body did to its upload.
pub(super) enum Brought {
    Kept { offset_bytes: u64, expires_ms: i64 },
    Finished(Done),
}

impl Brought {
    pub(super) fn describe(self, answer: Answer) -> Answer {
        match self {
            Self::Kept { offset_bytes, expires_ms } => answer.offset(offset_bytes).expires(expires_ms),
            Self::Finished(done) => done.describe(answer),
        }
    }
}

/// Reads a body into the upload and keeps what came, also of a body that was cut; nothing of one that is refused.
pub(super) async fn bring(
    app: &App,
    arrival: &Arrival,
    mut receiving: Receiving,
    mut incoming: Incoming<'_>,
    allowed: &Allowed,
) -> Result<Brought, Refusal> {
    let association = &arrival.site.association;
    let end = match incoming.pour(association, &allowed.blob, &mut receiving).await {
        Ok(end) => end,
        Err(error) => {
            receiving.abandon().await;
            return Err(error.into());
        }
    };
    let refusal = match (&end, incoming.checksum.take()) {
        (End::TooLong, _) => Some(Refusal::too_large("the request brings more than is missing")),
        (End::WrongType, _) => {
            if receiving.upload().is_stored() {
                association.end_upload(receiving.upload()).await?;
            }
            Some(wrong_type(arrival, receiving.upload()))
        }
        (End::Whole, Some(checksum)) => (!checksum.holds()).then(Refusal::mismatch),
        // What no checksum proves any more does not count.
        (End::TakenOver | End::Cut, Some(_)) => Some(interrupted(&end)),
        (_, None) => None,
    };
    if let Some(refusal) = refusal {
        receiving.abandon().await;
        return Err(refusal);
    }
    if receiving.upload().length_bytes == Some(receiving.size_bytes()) {
        return finish(app, arrival, receiving).await.map(Brought::Finished);
    }
    if !receiving.upload().is_stored() {
        receiving.abandon().await;
        return Err(interrupted(&end));
    }
    receiving.keep(association).await?;
    match end {
        End::Whole => {
            let upload = receiving.upload();
            Ok(Brought::Kept { offset_bytes: upload.offset_bytes, expires_ms: upload.expires_ms })
        }
        _ => Err(interrupted(&end)),
    }
}

fn interrupted(end: &End) -> Refusal {
    match end {
        End::TakenOver => Refusal::locked(),
        _ => Refusal::new(StatusCode::REQUEST_TIMEOUT, "the request was cut"),
    }
}

pub(super) fn wrong_type(arrival: &Arrival, upload: &Upload) -> Refusal {
    let name = if upload.file_name.is_empty() { "?" } else { &upload.file_name };
    let sentence = arrival.words().say_with("upload-wrong-type", &[("name", name.into())]);
    Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, sentence)
}
