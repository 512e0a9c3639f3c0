//! The bytes of one request, into the upload.

use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::HeaderMap;
use axum::http::header::EXPECT;
use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::time::Instant;

use super::checksum::Checksum;
use super::turns::Turn;
use crate::limits;
use crate::plugin::{SNIFF_BYTES, sniff};
use crate::storage::Association;
use crate::storage::shape::BlobShape;
use crate::storage::uploads::{Receiving, UploadError};

/// How a body ended.
pub(super) enum End {
    /// With its last byte.
    Whole,
    /// The line was cut, or nothing came for [`limits::UPLOAD_IDLE_MS`].
    Cut,
    /// A newer request wants the upload.
    TakenOver,
    /// It holds more than the upload may have.
    TooLong,
    /// Its first bytes are of no type that the blob takes.
    WrongType,
}

/// A body that is being read.
pub(super) struct Incoming<'b> {
    body: &'b mut BodyDataStream,
    turn: Turn,
    pub(super) checksum: Option<Checksum>,
    /// The first bytes of the file, if this request brings them.
    start: Vec<u8>,
    kept: Instant,
    since_kept_bytes: u64,
}

impl<'b> Incoming<'b> {
    pub(super) fn new(body: &'b mut BodyDataStream, turn: Turn, checksum: Option<Checksum>) -> Self {
        Self { body, turn, checksum, start: Vec::new(), kept: Instant::now(), since_kept_bytes: 0 }
    }

    /// Reads to the end. What a long body brought is made durable on the way, unless a checksum has yet to prove it.
    pub(super) async fn pour(
        &mut self,
        association: &Association,
        blob: &BlobShape,
        receiving: &mut Receiving,
    ) -> Result<End, UploadError> {
        let most = receiving.upload().length_bytes.unwrap_or(blob.max_bytes.min(limits::FILE_BYTES_MAX));
        loop {
            let piece = match self.next().await {
                Ok(piece) => piece,
                Err(end) => return Ok(end),
            };
            if receiving.size_bytes() + piece.len() as u64 > most {
                return Ok(End::TooLong);
            }
            if let Some(checksum) = &mut self.checksum {
                checksum.add(&piece);
            }
            if !self.is_taken(&piece, blob, receiving) {
                return Ok(End::WrongType);
            }
            self.write(association, &piece, receiving).await?;
        }
    }

    async fn next(&mut self) -> Result<Bytes, End> {
        let patience = Duration::from_millis(limits::UPLOAD_IDLE_MS);
        tokio::select! {
            biased;
            () = self.turn.ends() => Err(End::TakenOver),
            piece = tokio::time::timeout(patience, self.body.next()) => match piece {
                Ok(Some(Ok(piece))) => Ok(piece),
                Ok(None) => Err(End::Whole),
                Ok(Some(Err(_))) | Err(_) => Err(End::Cut),
            },
        }
    }

    /// Tells the type as soon as enough bytes came, so that nobody sends a gigabyte to hear a no. What comes in smaller
    /// pieces is told when the upload is whole.
    fn is_taken(&mut self, piece: &[u8], blob: &BlobShape, receiving: &mut Receiving) -> bool {
        if receiving.upload().media_type.is_some() || receiving.size_bytes() != self.start.len() as u64 {
            return true;
        }
        let missing = SNIFF_BYTES.saturating_sub(self.start.len());
        self.start.extend_from_slice(&piece[..missing.min(piece.len())]);
        if self.start.len() < SNIFF_BYTES {
            return true;
        }
        let media_type = sniff(&self.start).0;
        receiving.set_media_type(media_type);
        blob.takes(media_type)
    }

    /// Segments stay whole: a checkpoint comes at a multiple of their size.
    async fn write(
        &mut self,
        association: &Association,
        piece: &[u8],
        receiving: &mut Receiving,
    ) -> Result<(), UploadError> {
        let room = usize::try_from(limits::UPLOAD_CHECKPOINT_BYTES - self.since_kept_bytes).unwrap_or(usize::MAX);
        let (now, later) = piece.split_at(room.min(piece.len()));
        receiving.write(now).await?;
        self.since_kept_bytes += now.len() as u64;
        let due = self.since_kept_bytes == limits::UPLOAD_CHECKPOINT_BYTES
            || self.kept.elapsed() > Duration::from_millis(limits::UPLOAD_CHECKPOINT_MS);
        if due {
            let whole = receiving.upload().length_bytes == Some(receiving.size_bytes() + later.len() as u64);
            // The last bytes are made durable together with what becomes of them.
            if self.checksum.is_none() && receiving.upload().is_stored() && !whole {
                receiving.keep(association).await?;
            }
            self.kept = Instant::now();
            self.since_kept_bytes = 0;
        }
        receiving.write(later).await?;
        self.since_kept_bytes += later.len() as u64;
        Ok(())
    }
}

/// Reads on for a while after a refusal, so that the sender hears it instead of a cut line. Not when it waits for a word
/// before it sends (RFC 9110, 10.1.1).
pub(super) async fn drain(headers: &HeaderMap, body: &mut BodyDataStream) {
    if headers.contains_key(EXPECT) {
        return;
    }
    let read = async {
        let mut left = limits::UPLOAD_DRAIN_BYTES;
        while let Some(Ok(piece)) = body.next().await {
            left = left.saturating_sub(piece.len());
            if left == 0 {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_millis(limits::UPLOAD_DRAIN_MS), read).await.ok();
}
