use veillee_access::{Arg, Fragment};

use super::clean::CleanCopy;
use super::due::{DuePicture, NEVER_MS, settling, turn_of};
use super::forget::forget;
use crate::storage::association::Association;
use crate::storage::blobs::{ArrivedContent, Bill, drop_blobs, insert_content};
use crate::storage::ids;
use crate::storage::objects::ObjectError;
use crate::storage::quota::{Amounts, Charges, owners_of};
use crate::storage::sql::{Ask as _, Transaction};

/// What a codec found out about a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub width_px: u32,
    pub height_px: u32,
    pub frames: u32,
    pub taken: Option<String>,
}

/// A rendition, checked, sealed and durable.
pub struct MadeRendition {
    pub name: String,
    pub media_type: &'static str,
    pub content: ArrivedContent,
}

/// All that came of looking at a picture.
#[derive(Default)]
pub struct Examined {
    pub facts: Option<Facts>,
    pub made: Vec<MadeRendition>,
    pub clean: Option<CleanCopy>,
    /// Why no more will come of it: one sentence that names the file.
    pub given_up: Option<String>,
}

/// Whether the result still had a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Yes,
    /// The blob was replaced, purged or turned meanwhile.
    Outdated,
}

impl Association {
    /// Keeps what came of a picture, all or nothing, when its blob still holds the bytes that were looked at. Takes
    /// nothing from anybody, so the generation stays: a placeholder is no decision and is remembered nowhere. Where others
    /// were made before, as of a picture that was turned, no decision that leads to them is used afterwards.
    pub async fn keep_picture(&self, due: &DuePicture, examined: Examined) -> Result<Kept, ObjectError> {
        let kept = if self.has_renditions(due).await? {
            let mut taking = self.begin_taking().await?;
            let kept = self.keep_in(&mut taking.transaction, due, &examined).await?;
            if kept == Kept::Yes {
                self.commit_taking(taking).await?;
            }
            kept
        } else {
            let mut transaction = self.begin().await?;
            let kept = self.keep_in(&mut transaction, due, &examined).await?;
            if kept == Kept::Yes {
                transaction.commit().await?;
            }
            kept
        };
        if kept == Kept::Outdated {
            self.discard(examined.made.into_iter().map(|made| made.content).collect()).await;
        }
        Ok(kept)
    }

    async fn has_renditions(&self, due: &DuePicture) -> Result<bool, ObjectError> {
        let mut select = Fragment::new("SELECT 1 FROM rendition WHERE object = ");
        select.text_arg(&due.object).push(" AND blob = ").text_arg(&due.blob).push(" LIMIT 1");
        Ok(self.database().row(select).await?.is_some())
    }

    async fn keep_in(
        &self,
        transaction: &mut Transaction,
        due: &DuePicture,
        examined: &Examined,
    ) -> Result<Kept, ObjectError> {
        // A write, not a look: a purge waits until the renditions are there, and takes them with it.
        let mut hold = Fragment::new("UPDATE blob SET name = name WHERE object = ");
        hold.text_arg(&due.object).push(" AND name = ").text_arg(&due.blob).push(" RETURNING content");
        let content = transaction.row(hold).await?.map(|row| row.bytes(0)).transpose()?;
        let shapes = self.moment().shapes;
        if content.as_deref() != Some(due.facts.content_id().as_slice())
            || turn_of(transaction, &shapes, &due.object, &due.blob).await? != due.turn
        {
            return Ok(Kept::Outdated);
        }
        let now_ms = self.clock.now_ms();
        let own = [due.object.clone()];
        let old = forget_made(transaction, &own, due, examined.given_up.as_deref()).await?;
        // The owner of the picture pays for what is made of it; nobody refuses what the host makes by itself.
        let owners = owners_of(transaction, &shapes, &own).await?;
        let mut charges = Charges::default();
        if !old.is_empty() {
            let mut bill = Bill { shapes: &shapes, charges: &mut charges, owners: &owners };
            drop_blobs(transaction, &mut bill, &own, Some(&old), now_ms).await?;
        }
        if let Some(facts) = &examined.facts {
            transaction.execute(insert_facts(due, facts)).await?;
        }
        if let Some(clean) = &examined.clean {
            let validator = ids::new_id(&*self.random);
            transaction.execute(clean.insert(&due.object, &due.blob, &validator)).await?;
        }
        for made in &examined.made {
            self.insert_rendition(transaction, due, made, now_ms).await?;
            if let Some(owner) = owners.get(&due.object) {
                let size_bytes = i64::try_from(made.content.size_bytes()).unwrap_or(i64::MAX);
                charges.add(owner, Amounts::bytes(size_bytes));
            }
        }
        charges.record(transaction).await?;
        Ok(Kept::Yes)
    }

    async fn insert_rendition(
        &self,
        transaction: &mut Transaction,
        due: &DuePicture,
        made: &MadeRendition,
        now_ms: i64,
    ) -> Result<(), ObjectError> {
        insert_content(transaction, self, &made.content, now_ms).await?;
        let mut insert = Fragment::new(
            "INSERT INTO blob (object, name, content, media_type, file_name, validator, created_ms) VALUES (",
        );
        insert.text_arg(&due.object).push(", ").text_arg(&made.name).push(", ");
        insert.bind(Arg::Bytes(made.content.id().to_vec())).push(", ").text_arg(made.media_type).push(", ");
        insert.text_arg(&file_name(&due.facts.file_name, &made.name)).push(", ");
        insert.text_arg(&ids::new_id(&*self.random)).push(", ").int_arg(now_ms).push(")");
        transaction.execute(insert).await?;
        let mut insert = Fragment::new("INSERT INTO rendition (object, name, blob) VALUES (");
        insert.text_arg(&due.object).push(", ").text_arg(&made.name).push(", ").text_arg(&due.blob).push(")");
        transaction.execute(insert).await?;
        Ok(())
    }
}

/// Drops what an earlier look left; what was given up stays written down with its reason.
async fn forget_made(
    transaction: &mut Transaction,
    own: &[String],
    due: &DuePicture,
    given_up: Option<&str>,
) -> Result<Vec<String>, ObjectError> {
    let Some(reason) = given_up else { return Ok(forget(transaction, own, Some(&due.blob)).await?) };
    transaction.execute(settling(&due.object, &due.blob, NEVER_MS, reason)).await?;
    for table in ["picture", "clean_copy"] {
        let mut delete = Fragment::new(format!("DELETE FROM {table} WHERE object = "));
        delete.text_arg(&due.object).push(" AND blob = ").text_arg(&due.blob);
        transaction.execute(delete).await?;
    }
    Ok(Vec::new())
}

fn insert_facts(due: &DuePicture, facts: &Facts) -> Fragment {
    let mut insert = Fragment::new("INSERT INTO picture (object, blob, width, height, frames, taken) VALUES (");
    insert.text_arg(&due.object).push(", ").text_arg(&due.blob).push(", ").int_arg(i64::from(facts.width_px));
    insert.push(", ").int_arg(i64::from(facts.height_px)).push(", ").int_arg(i64::from(facts.frames)).push(", ");
    insert.bind(facts.taken.clone().map_or(Arg::NullText, Arg::Text)).push(")");
    insert
}

/// `mer.png` and `thumbnail`: `mer-thumbnail.jpg`.
fn file_name(original: &str, rendition: &str) -> String {
    let stem = original.rsplit_once('.').map_or(original, |(stem, _)| stem);
    format!("{stem}-{rendition}.jpg")
}
