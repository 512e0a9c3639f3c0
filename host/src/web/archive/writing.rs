//! An archive into a file, for whoever has the machine.

use std::io;

use futures_util::StreamExt as _;
use tokio::io::AsyncWriteExt as _;
use veillee_access::Caller;

use super::layout::Spot;
use super::plan::Plan;
use crate::limits;
use crate::storage::{Association, Moment, blobs};

/// Writes a plan from its first byte to its last, as the caller of the plan may see it, and syncs it. Says how many bytes.
pub async fn write(
    association: &Association,
    (moment, caller): (&Moment, &Caller),
    plan: &Plan,
    file: &mut tokio::fs::File,
) -> io::Result<u64> {
    let mut place = 0_u64;
    while let Some(spot) = plan.layout.at(place, limits::ARCHIVE_PIECE_BYTES) {
        place += match spot {
            Spot::Header { bytes, .. } | Spot::Directory { bytes, .. } | Spot::End(bytes) => {
                file.write_all(&bytes).await?;
                bytes.len() as u64
            }
            Spot::Content { member, .. } => match plan.pages.members.get(member) {
                Some((_, content)) => {
                    file.write_all(content).await?;
                    content.len() as u64
                }
                None => blob(association, (moment, caller), plan, member - plan.pages.members.len(), file).await?,
            },
        };
    }
    file.flush().await?;
    file.sync_all().await?;
    Ok(place)
}

async fn blob(
    association: &Association,
    (moment, caller): (&Moment, &Caller),
    plan: &Plan,
    place: usize,
    file: &mut tokio::fs::File,
) -> io::Result<u64> {
    let (object, name) = &plan.wanted[place];
    let located = Box::pin(blobs::locate(association, moment, caller, object, name)).await.map_err(io::Error::other)?;
    if located.facts.content_id() != plan.contents[place] {
        return Err(io::Error::other("a file was replaced meanwhile: try again"));
    }
    let mut reading = located.facts.read(association, 0..located.facts.size_bytes).map_err(io::Error::other)?;
    while let Some(piece) = reading.next().await {
        file.write_all(&piece.map_err(io::Error::other)?).await?;
    }
    Ok(located.facts.size_bytes)
}
