//! Who got the bytes of a blob that its manifest declares with receipts.

use veillee_access::{Caller, Fragment, Permit};
use veillee_engine::types::Receipt;

use super::association::Association;
use super::objects::ObjectError;
use super::shape::Shape;
use super::shares::shareable;
use super::sql::{Ask as _, DatabaseError, Transaction};
use crate::limits;

impl Association {
    /// Whether it is noted who gets this blob.
    pub fn wants_receipt(&self, object: &str, blob: &str) -> bool {
        let shapes = self.moment().shapes;
        shapes.of(object).and_then(|shape| shape.blobs.get(blob)).is_some_and(|blob| blob.receipts)
    }

    /// Notes that this caller got the bytes of these blobs, each an object and a name, to the end. The owner's own downloads
    /// are nobody's news.
    pub async fn note_receipts(&self, caller: &Caller, got: &[(String, String)]) -> Result<(), DatabaseError> {
        let moment = self.moment();
        let mut transaction = self.begin().await?;
        for (object, blob) in got {
            let Some(shape) = moment.shapes.of(object) else { continue };
            note(&mut transaction, shape, (caller, moment.now_ms), (object, blob)).await?;
        }
        transaction.commit().await
    }

    /// The receipts of an object and of what lies directly in it, the latest first.
    pub async fn receipts(&self, permit: &Permit) -> Result<Vec<Receipt>, ObjectError> {
        let container = shareable(permit)?;
        // The name of a link says more than that of a guest, whom the host named.
        let mut select = Fragment::new(
            "SELECT r.object, r.blob, coalesce(nullif(s.label, ''), nullif(r.label, ''), p.name, ''), r.last_ms, r.times FROM receipt r \
             LEFT JOIN principal p ON p.id = r.principal LEFT JOIN share s ON s.id = r.share WHERE r.container = ",
        );
        select.text_arg(container).push(" ORDER BY r.last_ms DESC, r.object, r.blob, r.principal, r.share");
        select.push(&format!(" LIMIT {}", limits::RECEIPTS_MAX));
        let rows = self.database().rows(select).await?;
        let receipt = |row: &super::sql::Record| -> Result<Receipt, DatabaseError> {
            Ok(Receipt {
                object: row.text(0)?,
                blob: row.text(1)?,
                who: row.text(2)?,
                at_ms: row.int(3)?,
                times: u32::try_from(row.count(4)?).unwrap_or(u32::MAX),
            })
        };
        Ok(rows.iter().map(receipt).collect::<Result<_, _>>()?)
    }
}

async fn note(
    transaction: &mut Transaction,
    shape: &Shape,
    (caller, now_ms): (&Caller, i64),
    (object, blob): (&str, &str),
) -> Result<(), DatabaseError> {
    let mut select = Fragment::new(format!("SELECT o.container, o.owner FROM {} o WHERE o.id = ", shape.table()));
    select.text_arg(object);
    let Some(row) = transaction.row(select).await? else { return Ok(()) };
    let (container, owner) = (row.text(0)?, row.text(1)?);
    let principal = caller.principal().map_or("", |id| id.0.as_str());
    if principal == owner {
        return Ok(());
    }
    let nobody = (String::new(), String::new());
    let (let_in_by, label) =
        if caller.is_account() { nobody } else { share_of(transaction, caller, &container).await? };
    let mut upsert = Fragment::new(
        "INSERT INTO receipt (object, blob, principal, share, label, container, first_ms, last_ms, times) VALUES (",
    );
    upsert.text_arg(object).push(", ").text_arg(blob).push(", ").text_arg(principal).push(", ").text_arg(&let_in_by);
    upsert.push(", ").text_arg(&label).push(", ").text_arg(&container).push(", ");
    upsert.int_arg(now_ms).push(", ").int_arg(now_ms).push(", 1)");
    upsert.push(" ON CONFLICT (object, blob, principal, share) DO UPDATE SET last_ms = excluded.last_ms");
    upsert.push(", times = receipt.times + 1");
    transaction.execute(upsert).await.map(drop)
}

/// The share that lets somebody without account in, and its name; empty when it is one for everyone.
async fn share_of(
    transaction: &mut Transaction,
    caller: &Caller,
    container: &str,
) -> Result<(String, String), DatabaseError> {
    let mut select = Fragment::new(
        "SELECT s.id, s.label FROM container_path p JOIN share s ON s.container = p.ancestor WHERE p.container = ",
    );
    select.text_arg(container).push(" AND s.subject IN ").list_arg(&caller.personal_subjects());
    select.push(" ORDER BY s.role DESC, s.created_ms DESC, s.id LIMIT 1");
    let row = transaction.row(select).await?;
    row.map_or(Ok((String::new(), String::new())), |row| Ok((row.text(0)?, row.text(1)?)))
}
