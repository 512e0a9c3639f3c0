use std::io;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use veillee_access::Permit;
use veillee_vault::Reading;

use super::layout::Spot;
use super::plan::Plan;
use crate::limits;
use crate::storage::blobs::{self, BlobFacts, Located};
use crate::storage::objects::ObjectError;
use crate::web::bytes::cut;
use crate::web::receipts;
use crate::web::site::Site;

/// A part of an archive on its way. Each entry is decided again before it is sent, and while it is sent whenever rights
/// changed: on a no the connection is cut, so that nobody takes a part for the whole.
pub struct Sending {
    site: Arc<Site>,
    token: Option<String>,
    plan: Plan,
    place: u64,
    end: u64,
    /// Members decided and made ready together, from this one on.
    ready: (usize, Vec<Option<Located>>),
    /// Of the member that is being sent.
    reading: Option<(usize, Reading)>,
    /// Members that are through and want a note of it.
    through: Vec<(String, String)>,
}

impl Sending {
    pub fn new(site: Arc<Site>, token: Option<String>, plan: Plan, range: Range<u64>) -> Self {
        let Range { start: place, end } = range;
        Self { site, token, plan, place, end, ready: (0, Vec::new()), reading: None, through: Vec::new() }
    }

    pub fn pieces(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::try_unfold(self, |mut sending| async move { Ok(sending.next().await?.map(|piece| (piece, sending))) })
    }

    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        if self.place >= self.end {
            return Ok(None);
        }
        let spot = self.plan.layout.at(self.place, limits::ARCHIVE_PIECE_BYTES);
        let mut piece = match spot.ok_or_else(|| cut("the archive is shorter than it was"))? {
            Spot::Header { member, bytes } => {
                match self.behind_pages(member) {
                    Some(member) => drop(self.facts(member).await?),
                    None => self.still_theirs().await?,
                }
                Bytes::from(bytes)
            }
            Spot::Content { member, range } => match self.behind_pages(member) {
                Some(member) => {
                    let left_bytes = range.end - range.start;
                    let piece = self.content(member, range).await?;
                    if piece.len() as u64 >= left_bytes {
                        self.is_through(member).await;
                    }
                    piece
                }
                None => self.page(member, range).await?,
            },
            Spot::Directory { members, bytes } => {
                self.note().await;
                let pages = self.plan.pages.members.len();
                if members.start < pages {
                    self.still_theirs().await?;
                }
                self.still_seen(members.start.saturating_sub(pages)..members.end.saturating_sub(pages)).await?;
                Bytes::from(bytes)
            }
            Spot::End(bytes) => Bytes::from(bytes),
        };
        let left = usize::try_from(self.end - self.place).unwrap_or(usize::MAX);
        piece.truncate(left);
        self.place += piece.len() as u64;
        Ok(Some(piece))
    }

    /// The place among the blobs of a member; none for a page of the host.
    fn behind_pages(&self, member: usize) -> Option<usize> {
        member.checked_sub(self.plan.pages.members.len())
    }

    async fn page(&mut self, member: usize, range: Range<u64>) -> io::Result<Bytes> {
        self.still_theirs().await?;
        let content = self.plan.pages.members.get(member).map(|(_, content)| content.clone()).unwrap_or_default();
        let start = usize::try_from(range.start).unwrap_or(usize::MAX);
        if start >= content.len() {
            return Err(cut("a page is too short"));
        }
        Ok(content.slice(start..content.len().min(start + limits::ARCHIVE_PIECE_BYTES)))
    }

    /// Pages are about one person, and go to them alone.
    async fn still_theirs(&mut self) -> io::Result<()> {
        let visit = self.site.sessions.visit(self.token.as_deref()).await.map_err(|error| away(&error.into()))?;
        let is_theirs = visit.caller.principal().is_some_and(|id| id.0 == self.plan.pages.person);
        if is_theirs { Ok(()) } else { Err(cut("the session of this account ended")) }
    }

    /// The next piece of a member's content.
    async fn content(&mut self, member: usize, range: Range<u64>) -> io::Result<Bytes> {
        let facts = self.facts(member).await?;
        let association = &self.site.association;
        if facts.is_small() {
            let whole = Box::pin(facts.read_whole(association)).await.map_err(|error| unreadable(&error))?;
            let start = usize::try_from(range.start).unwrap_or(usize::MAX);
            return if start < whole.len() { Ok(whole.slice(start..)) } else { Err(cut("an entry is too short")) };
        }
        let reading = match self.reading.take() {
            Some((of, reading)) if of == member => reading,
            _ => {
                let end = range.end.min(range.start.saturating_add(self.end - self.place));
                facts.read(association, range.start..end).map_err(|error| unreadable(&error))?
            }
        };
        let (_, reading) = self.reading.insert((member, reading));
        match reading.next().await {
            Some(Ok(piece)) if !piece.is_empty() => Ok(piece),
            Some(Err(error)) => Err(unreadable(&error)),
            Some(Ok(_)) | None => Err(cut("an entry is too short")),
        }
    }

    /// What it takes to send a member, while the caller may see it and its bytes are those of the plan.
    async fn facts(&mut self, member: usize) -> io::Result<Arc<BlobFacts>> {
        let known = self.known(member).filter(|located| self.still_good(&located.permit));
        let facts = if let Some(located) = known {
            Some(located.facts.clone())
        } else {
            self.make_ready(member).await?;
            self.known(member).map(|located| located.facts.clone())
        };
        let same = facts.filter(|facts| facts.content_id() == self.plan.contents[member]);
        same.ok_or_else(|| cut("the right to an entry ended, or its bytes were replaced"))
    }

    async fn is_through(&mut self, member: usize) {
        let (object, blob) = &self.plan.wanted[member];
        if self.site.association.wants_receipt(object, blob) {
            self.through.push((object.clone(), blob.clone()));
        }
        if self.through.len() >= limits::RECEIPTS_BATCH {
            self.note().await;
        }
    }

    async fn note(&mut self) {
        let through = std::mem::take(&mut self.through);
        receipts::note(&self.site, self.token.as_deref(), &through).await;
    }

    fn known(&self, member: usize) -> Option<&Located> {
        let (first, ready) = &self.ready;
        ready.get(member.checked_sub(*first)?)?.as_ref()
    }

    async fn make_ready(&mut self, member: usize) -> io::Result<()> {
        let last = self.plan.wanted.len().min(member + limits::LOCATE_BATCH);
        let association = &self.site.association;
        let visit = self.site.sessions.visit(self.token.as_deref()).await.map_err(|error| away(&error.into()))?;
        let moment = association.moment_under(visit.generation());
        let wanted = &self.plan.wanted[member..last];
        let located = Box::pin(blobs::locate_many(association, &moment, &visit.caller, wanted)).await;
        self.ready = (member, located.map_err(|error| away(&error))?);
        Ok(())
    }

    /// The directory tells names: whoever may not see an entry any more is not told them either. By `&mut`, because what is
    /// being read cannot be shared between threads.
    async fn still_seen(&mut self, members: Range<usize>) -> io::Result<()> {
        let association = &self.site.association;
        let now_ms = association.clock.now_ms();
        if self.plan.generation == association.generation() && self.plan.until_ms > now_ms {
            return Ok(());
        }
        let visit = self.site.sessions.visit(self.token.as_deref()).await.map_err(|error| away(&error.into()))?;
        let moment = association.moment_under(visit.generation());
        let wanted = &self.plan.wanted[members.clone()];
        let listed = Box::pin(blobs::survey(association, &moment, &visit.caller, wanted)).await;
        let same = |(listed, content): (&Option<blobs::Listed>, &_)| {
            listed.as_ref().is_some_and(|listed| listed.content_id() == *content)
        };
        let listed = listed.map_err(|error| away(&error))?;
        if listed.iter().zip(&self.plan.contents[members]).all(same) {
            Ok(())
        } else {
            Err(cut("the right to an entry ended, or its bytes were replaced"))
        }
    }

    fn still_good(&self, permit: &Permit) -> bool {
        let association = &self.site.association;
        permit.generation() == association.generation() && permit.until_ms() > association.clock.now_ms()
    }
}

fn unreadable(error: &veillee_vault::VaultError) -> io::Error {
    tracing::error!(%error, "a blob could not be read to its end");
    cut("the bytes cannot be read")
}

fn away(error: &ObjectError) -> io::Error {
    tracing::error!(%error, "an archive could not be decided to its end");
    cut("the rights cannot be asked")
}
