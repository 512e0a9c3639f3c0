use veillee_access::{Arg, Collection, Fragment};

use crate::limits;
use crate::storage::association::Association;
use crate::storage::blobs::{BlobFacts, facts_of};
use crate::storage::objects::ObjectError;
use crate::storage::shape::{Shape, Shapes};
use crate::storage::sql::{Ask, DatabaseError, Transaction};

/// Given up: no moment is later.
pub(super) const NEVER_MS: i64 = i64::MAX;

/// Why a picture is given up for which no service has a use: it becomes due again when one has.
pub(super) const UNWANTED: &str = "its service wants no renditions";

/// A picture whose turn it is, claimed for [`limits::PICTURE_LEASE_MS`].
pub struct DuePicture {
    pub object: String,
    pub blob: String,
    /// Counts from 1, this one included.
    pub attempt: u32,
    pub facts: BlobFacts,
    /// Wanted renditions with the longest side of each in pixels, as the manifest says now.
    pub wanted: Vec<(String, u32)>,
    /// Quarter turns to the right that what is made of it is turned by, 0 to 3.
    pub turn: u8,
}

/// What there is to do.
pub enum Next {
    Picture(Box<DuePicture>),
    /// Something comes due then, unless more arrives before.
    At(i64),
    Nothing,
}

/// In the transaction that attaches the blob: what must not be forgotten is written down with it.
pub(in crate::storage) async fn enqueue(
    transaction: &mut Transaction,
    shape: &Shape,
    object: &str,
    blob: &str,
    media_type: &str,
) -> Result<(), DatabaseError> {
    if shape.blobs.get(blob).is_none_or(|blob| blob.renditions.is_empty()) {
        return Ok(());
    }
    let mut insert = Fragment::new(
        "INSERT INTO rendition_due (object, blob, media_type, attempts, next_ms, claimed, reason) VALUES (",
    );
    insert.text_arg(object).push(", ").text_arg(blob).push(", ").text_arg(media_type).push(", 0, 0, ");
    insert.bind(Arg::Bool(false)).push(", '')");
    transaction.execute(insert).await?;
    Ok(())
}

/// In the transaction that turns a picture: what was made of it is made anew, and stands until then.
pub(in crate::storage) async fn enqueue_turned(
    transaction: &mut Transaction,
    object: &str,
    blob: &str,
) -> Result<(), DatabaseError> {
    let mut insert = Fragment::new(
        "INSERT INTO rendition_due (object, blob, media_type, attempts, next_ms, claimed, reason) \
         SELECT object, name, media_type, 0, 0, FALSE, '' FROM blob WHERE object = ",
    );
    insert.text_arg(object).push(" AND name = ").text_arg(blob);
    insert.push(" ON CONFLICT (object, blob) DO UPDATE SET next_ms = 0, attempts = 0, claimed = FALSE, reason = ''");
    transaction.execute(insert).await?;
    Ok(())
}

/// By how many quarter turns what is made of a blob is turned.
pub(super) async fn turn_of(
    ask: &mut impl Ask,
    shapes: &Shapes,
    object: &str,
    blob: &str,
) -> Result<u8, DatabaseError> {
    let Some(shape) = shapes.of(object) else { return Ok(0) };
    let Some(field) = shape.blobs.get(blob).and_then(|blob| blob.turn.as_deref()) else { return Ok(0) };
    let column = Collection::column(field);
    let mut select = Fragment::new(format!("SELECT coalesce({column}, 0) FROM {} WHERE id = ", shape.table()));
    select.text_arg(object);
    let turn = ask.row(select).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(u8::try_from(turn.rem_euclid(4)).unwrap_or(0))
}

impl Association {
    /// At the start of the host: what another process had claimed is nobody's any more. Its attempt counts.
    pub async fn release_pictures(&self) -> Result<(), DatabaseError> {
        let mut select = Fragment::new("SELECT 1 FROM rendition_due WHERE claimed = ");
        select.bind(Arg::Bool(true)).push(" LIMIT 1");
        if self.database().row(select).await?.is_none() {
            return Ok(());
        }
        let mut update = Fragment::new("UPDATE rendition_due SET next_ms = 0, claimed = ");
        update.bind(Arg::Bool(false)).push(" WHERE claimed = ").bind(Arg::Bool(true));
        self.database.execute(update).await?;
        Ok(())
    }

    /// Claims the picture that has waited longest, of those that some codec takes. The claim is durable before anything
    /// is tried, so that a picture that ends the host is not tried for ever.
    pub async fn next_picture(&self, media_types: &[String]) -> Result<Next, ObjectError> {
        if media_types.is_empty() {
            return Ok(Next::Nothing);
        }
        loop {
            let mut select =
                Fragment::new("SELECT object, blob, attempts, next_ms FROM rendition_due WHERE media_type IN ");
            select.list_arg(media_types).push(" AND next_ms < ").int_arg(NEVER_MS);
            select.push(" ORDER BY next_ms, object, blob LIMIT 1");
            let Some(row) = self.database().row(select).await? else { return Ok(Next::Nothing) };
            let (object, blob, attempts, next_ms) = (row.text(0)?, row.text(1)?, row.count(2)?, row.int(3)?);
            if next_ms > self.clock.now_ms() {
                return Ok(Next::At(next_ms));
            }
            let attempt = u32::try_from(attempts).unwrap_or(u32::MAX).saturating_add(1);
            if attempt > limits::PICTURE_ATTEMPTS_MAX {
                self.give_up_picture(&object, &blob, "it was tried too often, and never to an end").await?;
            } else if self.claim(&object, &blob, next_ms).await?
                && let Some(due) = self.due_picture(object, blob, attempt).await?
            {
                return Ok(Next::Picture(Box::new(due)));
            }
        }
    }

    async fn claim(&self, object: &str, blob: &str, next_ms: i64) -> Result<bool, DatabaseError> {
        let until_ms = self.clock.now_ms().saturating_add(limits::PICTURE_LEASE_MS);
        let mut update = Fragment::new("UPDATE rendition_due SET attempts = attempts + 1, next_ms = ");
        update.int_arg(until_ms).push(", claimed = ").bind(Arg::Bool(true)).push(" WHERE object = ").text_arg(object);
        update.push(" AND blob = ").text_arg(blob).push(" AND next_ms = ").int_arg(next_ms);
        Ok(self.database.execute(update).await? == 1)
    }

    async fn due_picture(&self, object: String, blob: String, attempt: u32) -> Result<Option<DuePicture>, ObjectError> {
        let moment = self.moment();
        let shape = moment.shapes.of(&object).and_then(|shape| shape.blobs.get(&blob));
        let Some(shape) = shape.filter(|shape| !shape.renditions.is_empty()) else {
            self.give_up_picture(&object, &blob, UNWANTED).await?;
            return Ok(None);
        };
        let wanted = shape.renditions.iter().map(|(name, side)| (name.clone(), *side)).collect();
        // Nothing is decided here: the bytes go to a codec, and what it makes is asked for by the object's own rule.
        let Some(facts) = facts_of(self, &object, &blob).await? else {
            self.forget_due(&object, &blob).await?;
            return Ok(None);
        };
        let turn = turn_of(&mut self.database(), &moment.shapes, &object, &blob).await?;
        Ok(Some(DuePicture { object, blob, attempt, facts, wanted, turn }))
    }

    async fn forget_due(&self, object: &str, blob: &str) -> Result<(), DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM rendition_due WHERE object = ");
        delete.text_arg(object).push(" AND blob = ").text_arg(blob);
        self.database.execute(delete).await?;
        Ok(())
    }

    /// Another try later, for a reason that may pass.
    pub async fn postpone_picture(&self, due: &DuePicture, reason: &str) -> Result<(), DatabaseError> {
        if due.attempt >= limits::PICTURE_ATTEMPTS_MAX {
            return self.give_up_picture(&due.object, &due.blob, reason).await;
        }
        let waits = due.attempt.saturating_sub(1).min(8);
        let wait_ms = limits::PICTURE_RETRY_MS.saturating_mul(10_i64.saturating_pow(waits));
        let at_ms = self.clock.now_ms().saturating_add(wait_ms);
        let mut update = settling(&due.object, &due.blob, at_ms, reason);
        // The blob may have been replaced meanwhile: what is due for the new one keeps its turn.
        update.push(" AND claimed = ").bind(Arg::Bool(true)).push(" AND attempts = ").int_arg(i64::from(due.attempt));
        self.database.execute(update).await?;
        Ok(())
    }

    /// Pictures that no more is tried for, with the sentence why: object, blob, reason.
    pub async fn given_up_pictures(&self, most: u32) -> Result<Vec<(String, String, String)>, DatabaseError> {
        let mut select = Fragment::new("SELECT object, blob, reason FROM rendition_due WHERE next_ms = ");
        select.int_arg(NEVER_MS).push(&format!(" ORDER BY object, blob LIMIT {most}"));
        let rows = self.database().rows(select).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.text(2)?))).collect()
    }

    async fn give_up_picture(&self, object: &str, blob: &str, reason: &str) -> Result<(), DatabaseError> {
        self.database.execute(settling(object, blob, NEVER_MS, reason)).await?;
        Ok(())
    }
}

pub(super) fn settling(object: &str, blob: &str, next_ms: i64, reason: &str) -> Fragment {
    let mut update = Fragment::new("UPDATE rendition_due SET next_ms = ");
    update.int_arg(next_ms).push(", claimed = ").bind(Arg::Bool(false)).push(", reason = ").text_arg(reason);
    update.push(" WHERE object = ").text_arg(object).push(" AND blob = ").text_arg(blob);
    update
}
