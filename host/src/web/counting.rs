//! What a request costs its service, for the ledger.

use axum::body::{Body, HttpBody as _};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use futures_util::StreamExt as _;

use crate::observe::ledger::{Account, Spent};

/// Counts the body as it is sent, and whether the request failed on our side.
pub fn sent(account: &Account, method: &Method, response: Response) -> Response {
    if matches!(response.status(), StatusCode::INTERNAL_SERVER_ERROR | StatusCode::BAD_GATEWAY) {
        account.add(&Spent { errors: 1, ..Spent::default() });
    }
    // No body is sent with the answer to HEAD (RFC 9110, 9.3.2).
    if *method == Method::HEAD {
        return response;
    }
    if let Some(bytes) = response.body().size_hint().exact() {
        account.sent(bytes);
        return response;
    }
    let account = account.clone();
    response.map(|body| {
        Body::from_stream(body.into_data_stream().inspect(move |piece| {
            if let Ok(piece) = piece {
                account.sent(piece.len() as u64);
            }
        }))
    })
}

/// Counts the body as it arrives.
pub fn received(account: &Account, body: Body) -> Body {
    let account = account.clone();
    Body::from_stream(body.into_data_stream().inspect(move |piece| {
        if let Ok(piece) = piece {
            account.received(piece.len() as u64);
        }
    }))
}
