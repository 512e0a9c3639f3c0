use veillee_access::{Caller, Generation};
use veillee_ambient::Millis;
use veillee_vault::ContentId;

use super::Wish;
use super::layout::{Layout, Member};
use super::names::Names;
use super::pages::Pages;
use crate::storage::blobs::{self, Listed};
use crate::storage::objects::ObjectError;
use crate::storage::{Association, Moment};
use crate::web::arrival::Arrival;
use crate::web::error::PageError;

/// What one caller gets: the entries they may see, in the order of the wishes.
pub struct Plan {
    pub layout: Layout,
    /// Written by the host: the first members.
    pub pages: Pages,
    /// Object and blob of each member behind them.
    pub wanted: Vec<(String, String)>,
    /// The bytes of each member.
    pub contents: Vec<ContentId>,
    /// Strong and opaque: the same as long as the same entries hold the same bytes.
    pub validator: String,
    /// What was decided is good under this generation and until this moment.
    pub generation: Generation,
    pub until_ms: Millis,
}

/// Raised when the same entries are laid out as other bytes.
const LAYOUT_VERSION: u8 = 1;

impl Plan {
    pub async fn new(arrival: &Arrival, service: &str, wishes: Vec<Wish>) -> Result<Self, PageError> {
        let site = &arrival.site;
        let visit = if arrival.visit.is_of(site.association.generation()) {
            arrival.visit.clone()
        } else {
            site.sessions.visit(arrival.token.as_deref()).await?
        };
        let moment = site.association.moment_under(visit.generation());
        let own = |object: &str| moment.shapes.of(object).is_some_and(|shape| shape.service() == service);
        let wishes: Vec<Wish> = wishes.into_iter().filter(|(object, ..)| own(object)).collect();
        Ok(Self::of(&site.association, (&moment, &visit.caller), Pages::default(), wishes).await?)
    }

    /// With pages before the blobs, for one account alone.
    pub async fn with_pages(arrival: &Arrival, pages: Pages, wishes: Vec<Wish>) -> Result<Self, PageError> {
        let moment = arrival.site.association.moment_under(arrival.visit.generation());
        Ok(Self::of(&arrival.site.association, (&moment, &arrival.visit.caller), pages, wishes).await?)
    }

    pub async fn of(
        association: &Association,
        (moment, caller): (&Moment, &Caller),
        pages: Pages,
        wishes: Vec<Wish>,
    ) -> Result<Self, ObjectError> {
        let (pairs, paths): (Vec<_>, Vec<_>) =
            wishes.into_iter().map(|(object, blob, path)| ((object, blob), path)).unzip();
        // Rarely taken: boxed, so that what every request moves about stays small.
        let found = Box::pin(blobs::survey(association, moment, caller, &pairs)).await?;
        let mut names = Names::default();
        let mut facts = blake3::Hasher::new();
        facts.update(&[LAYOUT_VERSION]);
        let (mut members, mut wanted, mut contents) = (Vec::new(), Vec::new(), Vec::new());
        let mut until_ms = Millis::MAX;
        for (page, _) in &pages.members {
            names.add(&page.path, "");
            write_facts(&mut facts, page, "");
            members.push(page.clone());
        }
        for ((pair, path), listed) in pairs.into_iter().zip(paths).zip(found) {
            let Some(listed) = listed else { continue };
            let path = if path.is_empty() { &listed.file_name } else { &path };
            let member = member(names.add(path, &listed.media_type), &listed);
            write_facts(&mut facts, &member, &listed.validator);
            until_ms = until_ms.min(listed.permit.until_ms());
            members.push(member);
            wanted.push(pair);
            contents.push(listed.content_id());
        }
        let mark = association.mark("veillee archive", facts.finalize().as_bytes());
        let validator = data_encoding::HEXLOWER.encode(&mark);
        let generation = moment.generation;
        Ok(Self { layout: Layout::new(members), pages, wanted, contents, validator, generation, until_ms })
    }
}

fn member(path: String, listed: &Listed) -> Member {
    Member { path, size_bytes: listed.size_bytes, crc_32: listed.crc_32, modified_ms: listed.created_ms }
}

/// Everything that the archive's bytes come from; contents by their validators, which change whenever they do.
fn write_facts(facts: &mut blake3::Hasher, member: &Member, validator: &str) {
    for text in [member.path.as_str(), validator] {
        facts.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
    facts.update(&member.size_bytes.to_le_bytes()).update(&member.crc_32.to_le_bytes());
    facts.update(&member.modified_ms.to_le_bytes());
}
