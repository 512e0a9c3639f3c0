//! Notes who got the bytes of a blob that wants it: before its last piece leaves, so that what a person has is written down.

use std::io;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};

use super::bytes_decision::Asked;
use super::site::Site;

/// The same pieces, `length_bytes` in all, which end where the blob ends. Nothing is noted of a body that nobody asks for, as
/// the answer to HEAD has one, nor of one that is cut before.
pub fn noted(
    asked: Asked,
    length_bytes: u64,
    pieces: impl Stream<Item = io::Result<Bytes>> + Send,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let start = (asked, length_bytes, Box::pin(pieces));
    stream::try_unfold(start, |(asked, left_bytes, mut pieces)| async move {
        let Some(piece) = pieces.next().await.transpose()? else { return Ok(None) };
        let left_bytes = left_bytes.saturating_sub(piece.len() as u64);
        if left_bytes == 0 {
            note(&asked.site, asked.token.as_deref(), &[(asked.object.clone(), asked.name.clone())]).await;
        }
        Ok(Some((piece, (asked, left_bytes, pieces))))
    })
}

/// Without a note the bytes go on all the same: whoever may have them is not made to wait for the database.
pub async fn note(site: &Site, token: Option<&str>, got: &[(String, String)]) {
    if got.is_empty() {
        return;
    }
    let visit = match site.sessions.visit(token).await {
        Ok(visit) => visit,
        Err(error) => return tracing::error!(%error, "a download could not be noted"),
    };
    if let Err(error) = site.association.note_receipts(&visit.caller, got).await {
        tracing::error!(%error, "a download could not be noted");
    }
}
