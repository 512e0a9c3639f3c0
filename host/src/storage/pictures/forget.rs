use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Forgets what was made of the blob `name` of these objects, or of all their blobs, and gives the names of the
/// renditions, whose own blobs the caller drops.
pub(in crate::storage) async fn forget(
    transaction: &mut Transaction,
    objects: &[String],
    name: Option<&str>,
) -> Result<Vec<String>, DatabaseError> {
    let mut renditions = Vec::new();
    for table in ["rendition", "picture", "rendition_due", "clean_copy"] {
        let mut delete = Fragment::new(format!("DELETE FROM {table} WHERE object IN "));
        delete.list_arg(objects);
        if let Some(name) = name {
            delete.push(" AND blob = ").text_arg(name);
        }
        if table == "rendition" {
            delete.push(" RETURNING name");
            for row in transaction.rows(delete).await? {
                renditions.push(row.text(0)?);
            }
        } else {
            transaction.execute(delete).await?;
        }
    }
    renditions.sort();
    renditions.dedup();
    Ok(renditions)
}
