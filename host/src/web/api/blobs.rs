//! Bytes of objects: sent as `/-/blob` sends them, and small ones taken in one piece. Larger ones, and files that are to become
//! objects of their own, go through `/-/uploads`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ::bytes::Bytes;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use futures_util::StreamExt as _;
use tracing::Instrument as _;
use veillee_engine::types::Change;

use super::asked::{Asked, Expected, Place, ToWrite};
use super::problem::Problem;
use super::write::shown;
use crate::limits;
use crate::plugin::{SNIFF_BYTES, sniff};
use crate::storage::blobs::{ArrivedContent, Arriving};
use crate::storage::objects::ArrivedFile;
use crate::storage::shape::BlobShape;
use crate::storage::uploads::{self, Target};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::bytes;
use crate::web::error::PageError;
use crate::web::uploads::clean_name;

/// `?download=1` offers the blob as a file.
#[derive(serde::Deserialize)]
pub struct Look {
    download: Option<String>,
}

/// `?name=…`: what the file is called.
#[derive(serde::Deserialize)]
pub struct Named {
    #[serde(default)]
    name: String,
}

/// `GET /-/api/v1/{service}/{collection}/{id}/blobs/{name}`: also of a picture that the host made of a blob, by its name. That
/// the service is closed is told after access said yes.
pub async fn send(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((service, collection, id, name)): Path<(String, String, String, String)>,
    Query(look): Query<Look>,
    request: Request,
) -> Result<Response, Problem> {
    if !arrival.visit.caller.reach.covers(&service) {
        return Err(Problem::OutOfReach);
    }
    let shape = arrival.site.association.moment().shapes.of(&id).cloned().ok_or(PageError::NotFound)?;
    if shape.service() != service || shape.name != collection || name.contains('\0') {
        return Err(PageError::NotFound.into());
    }
    arrival.count_for(&app.ledger, &service);
    let (parts, _) = request.into_parts();
    Ok(bytes::send_blob(&app, &arrival, &parts.headers, &id, &name, look.download.is_some()).await?)
}

/// `PUT /-/api/v1/{service}/{collection}/{id}/blobs/{name}`
pub async fn replace(
    ToWrite(asked): ToWrite,
    Query(named): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let expected = asked.expected(&headers).await?.ok_or(Problem::NeedsVersion)?;
    let Place { service, collection, id, name, .. } = asked.place.clone();
    let target = Target { service, collection, into: id, blob: name };
    let (moment, caller) = (asked.moment(), &asked.arrival.visit.caller);
    let allowed = uploads::allowed(asked.association(), &moment, caller, &target).await?;
    let body = asked.counted(body);
    // In a task of its own: a line that is cut must not cut what tidies up after it.
    let work = async move {
        let file = ArrivedFile { name: clean_name(&named.name), ..receive(&asked, body, &allowed.blob).await? };
        attach(&asked, expected, target, file).await
    };
    tokio::spawn(work.in_current_span()).await.map_err(PageError::internal)?
}

async fn attach(asked: &Asked, expected: Expected, target: Target, file: ArrivedFile) -> Result<Response, Problem> {
    let content = file.content.clone();
    let change = Change::Attach { id: target.into.clone(), blob: target.blob, choice: 0, index: 0 };
    let files = BTreeMap::from([((0, 0), file)]);
    match asked.commit(Some((&target.into, expected)), vec![change], &files).await {
        Ok(committed) => shown(asked, committed.versions.last().map_or(0, |(_, version)| *version)).await,
        Err(problem) => {
            asked.association().discard(vec![content]).await;
            Err(problem)
        }
    }
}

/// Seals the body as it comes. Its type is told by its bytes.
async fn receive(asked: &Asked, body: Body, blob: &BlobShape) -> Result<ArrivedFile, Problem> {
    let mut pieces = body.into_data_stream();
    let mut start = Vec::new();
    while start.len() < SNIFF_BYTES
        && let Some(piece) = next(&mut pieces).await?
    {
        start.extend_from_slice(&piece);
    }
    let media_type = sniff(&start).0;
    if !blob.takes(media_type) {
        return Err(Problem::MediaType(format!("this blob does not take {media_type}")));
    }
    let mut arriving = asked.association().arrive();
    match pour(&mut pieces, &mut arriving, &start, blob.max_bytes.min(limits::API_BLOB_BYTES_MAX)).await {
        Ok(()) => {
            let content: ArrivedContent = arriving.finish().await.map_err(PageError::from)?;
            Ok(ArrivedFile { name: String::new(), media_type: media_type.to_owned(), content })
        }
        Err(problem) => {
            arriving.abandon().await;
            Err(problem)
        }
    }
}

async fn pour(
    pieces: &mut axum::body::BodyDataStream,
    arriving: &mut Arriving,
    start: &[u8],
    most_bytes: u64,
) -> Result<(), Problem> {
    let mut size_bytes = start.len() as u64;
    if size_bytes > most_bytes {
        return Err(PageError::TooLarge.into());
    }
    arriving.write(start).await.map_err(PageError::from)?;
    while let Some(piece) = next(pieces).await? {
        size_bytes += piece.len() as u64;
        if size_bytes > most_bytes {
            return Err(PageError::TooLarge.into());
        }
        arriving.write(&piece).await.map_err(PageError::from)?;
    }
    Ok(())
}

/// Waits for what comes next, but not for ever.
async fn next(pieces: &mut axum::body::BodyDataStream) -> Result<Option<Bytes>, Problem> {
    let patience = Duration::from_millis(limits::UPLOAD_IDLE_MS);
    match tokio::time::timeout(patience, pieces.next()).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(piece))) => Ok(Some(piece)),
        Ok(Some(Err(_))) | Err(_) => Err(PageError::BadRequest.into()),
    }
}
