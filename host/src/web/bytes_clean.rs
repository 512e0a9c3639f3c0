//! `/-/blob/<object>/<name>?clean=1`: the same picture without places, cameras and names. The original is sent, with the
//! edits that were written down when it arrived applied on the way; never the original in place of a clean copy.

use std::sync::Arc;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use veillee_vault::Reading;

use super::app::App;
use super::arrival::Arrival;
use super::bytes::{guarded, head, taken};
use super::bytes_decision::Asked;
use super::downloads;
use super::error::PageError;
use super::standing::must_be_open;
use crate::limits;
use crate::storage::Association;
use crate::storage::blobs::BlobFacts;
use crate::storage::pictures::{self, Clean, Piece};

/// 503 while the copy is still to be made, 404 when there can be none.
pub async fn send(
    app: &App,
    arrival: &Arrival,
    headers: &HeaderMap,
    (object, name): (&str, &str),
    download: bool,
) -> Result<Response, PageError> {
    let asked = Asked::new(arrival, object, name);
    let decision = asked.decide_for(&arrival.visit).await?;
    must_be_open(app, arrival, object)?;
    let facts = decision.facts.clone();
    let association = asked.site.association.clone();
    let (copy, validator) = match Box::pin(pictures::clean_copy(&association, object, name, &facts)).await? {
        Clean::Ready(copy, validator) => (copy, validator),
        Clean::Soon if app.codecs.takes(&facts.media_type) => {
            return Err(PageError::NotYet(limits::PICTURE_RETRY_SECONDS));
        }
        Clean::Soon | Clean::Never => return Err(PageError::NotFound),
    };
    let (mut response, range) = head(headers, &facts, (&validator, copy.size_bytes()), download)?;
    if let Some(range) = range {
        Box::pin(downloads::take(arrival, &[(object.to_owned(), name.to_owned())], &taken(object, name))).await?;
        let reading = edited(association, facts, copy.edits.pieces(range));
        *response.body_mut() = Body::from_stream(guarded(asked, decision, reading));
    }
    Ok(response)
}

/// The pieces one after the other, each read only when its turn comes.
fn edited(association: Arc<Association>, facts: Arc<BlobFacts>, pieces: Vec<Piece>) -> Reading {
    let one = |piece| stream::once(std::future::ready(piece)).boxed();
    let parts = stream::iter(pieces).map(move |piece| match piece {
        Piece::Replacement(bytes) => one(Ok(bytes.into())),
        Piece::Original(range) => facts.read(&association, range).unwrap_or_else(|error| one(Err(error))),
    });
    parts.flatten().boxed()
}
