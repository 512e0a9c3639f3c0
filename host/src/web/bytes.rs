//! `GET /-/blob/<object>/<name>`: one decision, then bytes. No guest runs.

use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use veillee_vault::Reading;

use super::app::App;
use super::arrival::Arrival;
use super::bytes_decision::{Asked, Decision};
use super::bytes_range::{Part, not_modified, part, quoted};
use super::error::PageError;
use super::headers::BYTES_POLICY;
use super::{bytes_clean, placeholder};
use crate::plugin::MediaType;
use crate::storage::blobs::BlobFacts;

/// Room for all headers of a response with bytes, those of every response included.
const HEADERS: usize = 20;

/// `?download=1` offers the blob as a file, `?clean=1` leaves out what it says beside the picture.
#[derive(serde::Deserialize)]
pub struct Wish {
    download: Option<String>,
    clean: Option<String>,
}

pub async fn send(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, name)): Path<(String, String)>,
    Query(wish): Query<Wish>,
    request: Request,
) -> Result<Response, PageError> {
    let (parts, _) = request.into_parts();
    let download = wish.download.is_some();
    if wish.clean.is_some() {
        return bytes_clean::send(&app, &arrival, &parts.headers, (&object, &name), download).await;
    }
    match send_blob(&app, &arrival, &parts.headers, &object, &name, download).await {
        Err(PageError::NotFound) if !download => placeholder::send(&app, &arrival, &object, &name).await,
        answer => answer,
    }
}

/// Decides once more and streams; also for a plugin that answers with a blob.
pub async fn send_blob(
    app: &App,
    arrival: &Arrival,
    headers: &HeaderMap,
    object: &str,
    name: &str,
    download: bool,
) -> Result<Response, PageError> {
    let asked = Asked::new(arrival, object, name);
    let decision = asked.decide_for(&arrival.visit).await?;
    let facts = &decision.facts;
    let (mut response, range) = head(headers, facts, (&facts.validator, facts.size_bytes), download)?;
    if let Some(range) = range {
        *response.body_mut() = body(app, asked, decision, range).await?;
    }
    Ok(response)
}

/// The response without its body, and the range that the body is to be; none when there is no body. The bytes sent are
/// those of the blob or others made of them, with a validator and a size of their own.
pub(super) fn head(
    headers: &HeaderMap,
    facts: &BlobFacts,
    (validator, size_bytes): (&str, u64),
    download: bool,
) -> Result<(Response, Option<Range<u64>>), PageError> {
    let mut response = Response::new(Body::empty());
    response.headers_mut().reserve(HEADERS);
    describe(response.headers_mut(), facts, validator, download)?;
    if not_modified(headers, validator) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return Ok((response, None));
    }
    let range = match part(headers, validator, size_bytes) {
        Part::Whole => 0..size_bytes,
        Part::Range(range) => {
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let place = format!("bytes {}-{}/{}", range.start, range.end - 1, size_bytes);
            set(response.headers_mut(), CONTENT_RANGE, &place)?;
            range
        }
        Part::Unsatisfiable => {
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(response.headers_mut(), CONTENT_RANGE, &format!("bytes */{size_bytes}"))?;
            return Ok((response, None));
        }
    };
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    Ok((response, Some(range)))
}

fn describe(headers: &mut HeaderMap, facts: &BlobFacts, validator: &str, download: bool) -> Result<(), PageError> {
    set(headers, CONTENT_TYPE, &facts.media_type)?;
    set(headers, ETAG, &quoted(validator))?;
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // What a browser keeps must be asked for again each time: a share taken back blocks the next look.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(CONTENT_SECURITY_POLICY, BYTES_POLICY);
    let inline = !download && MediaType::shows_inline(&facts.media_type);
    set(headers, CONTENT_DISPOSITION, &disposition(inline, &facts.file_name))
}

/// RFC 6266 with the encoding of RFC 8187: the name cannot leave its quotes or its line.
fn disposition(inline: bool, file_name: &str) -> String {
    if inline {
        return "inline".to_owned();
    }
    let encoded = percent_encoding::utf8_percent_encode(file_name, percent_encoding::NON_ALPHANUMERIC);
    format!("attachment; filename*=UTF-8''{encoded}")
}

fn set(headers: &mut HeaderMap, name: axum::http::HeaderName, value: &str) -> Result<(), PageError> {
    headers.insert(name, HeaderValue::from_str(value).map_err(PageError::internal)?);
    Ok(())
}

async fn body(app: &App, asked: Asked, decision: Arc<Decision>, range: Range<u64>) -> Result<Body, PageError> {
    let facts = decision.facts.clone();
    if !facts.is_small() {
        let reading = facts.read(&asked.site.association, range)?;
        return Ok(Body::from_stream(guarded(asked, decision, reading)));
    }
    let whole = if let Some(known) = app.small_blobs.get(&facts.content_id()) {
        known
    } else {
        let read = Box::pin(facts.read_whole(&asked.site.association)).await?;
        app.small_blobs.insert(facts.content_id(), read.clone());
        read
    };
    // Lengths come from the database and bytes from the vault: a difference is damage, not a panic.
    let slice = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
    let (start, end) = slice.filter(|(_, end)| *end <= whole.len()).ok_or_else(|| PageError::internal("short blob"))?;
    Ok(Body::from(whole.slice(start..end)))
}

/// Before each piece: is the yes still good? When rights changed, the stream asks again, and ends on a no.
pub(super) fn guarded(
    asked: Asked,
    decision: Arc<Decision>,
    reading: Reading,
) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send {
    stream::try_unfold((asked, decision, reading), |(asked, mut decision, mut reading)| async move {
        if !asked.still_good(&decision) {
            let same = decision.facts.content_id();
            decision = asked.decide().await.map_err(|_| cut("the right to these bytes ended"))?;
            if decision.facts.content_id() != same {
                return Err(cut("these bytes were replaced"));
            }
        }
        match reading.next().await {
            Some(Ok(piece)) => Ok(Some((piece, (asked, decision, reading)))),
            Some(Err(error)) => {
                tracing::error!(%error, "a blob could not be read to its end");
                Err(cut("the bytes cannot be read"))
            }
            None => Ok(None),
        }
    })
}

/// Ends the connection without an end of the body: nobody takes a part for the whole.
fn cut(why: &'static str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::ConnectionAborted, why)
}
