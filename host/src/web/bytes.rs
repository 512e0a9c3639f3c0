//! `GET /-/blob/<object>/<name>`: one decision, then bytes. No guest runs.

use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use veillee_vault::Reading;

use super::app::App;
use super::arrival::Arrival;
use super::bytes_decision::{Asked, Decision};
use super::bytes_head::BytesHead;
use super::error::PageError;
use super::standing::must_be_open;
use super::{bytes_clean, downloads, ended, placeholder, receipts};
use crate::plugin::MediaType;
use crate::storage::blobs::BlobFacts;

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
    if let Some(shape) = arrival.site.association.moment().shapes.of(&object) {
        arrival.count_for(&app.ledger, shape.service());
    }
    let download = wish.download.is_some();
    let answer = if wish.clean.is_some() {
        bytes_clean::send(&app, &arrival, &parts.headers, (&object, &name), download).await
    } else {
        match send_blob(&app, &arrival, &parts.headers, &object, &name, download).await {
            Err(PageError::NotFound) if !download => placeholder::send(&app, &arrival, &object, &name).await,
            answer => answer,
        }
    };
    match answer {
        Err(PageError::NotFound) => {
            Err(Box::pin(ended::instead_of_not_found(&arrival, std::iter::once(object.as_str()))).await?)
        }
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
    must_be_open(app, arrival, object)?;
    let facts = &decision.facts;
    let (mut response, range) = head(headers, facts, (&facts.validator, facts.size_bytes), download)?;
    if let Some(range) = range {
        Box::pin(downloads::take(arrival, &[(object.to_owned(), name.to_owned())], &taken(object, name))).await?;
        *response.body_mut() = body(app, asked, decision, range).await?;
    }
    Ok(response)
}

/// What a download of a blob is called where downloads are counted; its clean copy is the same.
pub(super) fn taken(object: &str, name: &str) -> String {
    format!("{object}/{name}")
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
    let inline = !download && MediaType::shows_inline(&facts.media_type);
    let file_name = (!inline).then_some(&facts.file_name);
    let head = BytesHead { media_type: &facts.media_type, validator, size_bytes, file_name };
    let range = head.write(&mut response, headers)?;
    Ok((response, range))
}

async fn body(app: &App, asked: Asked, decision: Arc<Decision>, range: Range<u64>) -> Result<Body, PageError> {
    let facts = decision.facts.clone();
    let length_bytes = range.end - range.start;
    let is_noted = range.end == facts.size_bytes && asked.site.association.wants_receipt(&asked.object, &asked.name);
    if !facts.is_small() {
        let reading = facts.read(&asked.site.association, range)?;
        let pieces = guarded(asked.clone(), decision, reading);
        return Ok(if is_noted {
            Body::from_stream(receipts::noted(asked, length_bytes, pieces))
        } else {
            Body::from_stream(pieces)
        });
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
    let piece = whole.slice(start..end);
    if is_noted {
        let pieces = stream::once(async move { Ok(piece) });
        return Ok(Body::from_stream(receipts::noted(asked, length_bytes, pieces)));
    }
    Ok(Body::from(piece))
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
pub(super) fn cut(why: &'static str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::ConnectionAborted, why)
}
