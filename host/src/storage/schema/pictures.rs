//! What is known of pictures, and what is still to be made of them.

use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Makes the tables of pictures; statements only add.
pub async fn apply_pictures(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let (text, bytes) = (transaction.dialect().text_type(), transaction.dialect().bytes_type());
    let tables = [
        // Of a blob with renditions, by a codec's word.
        "picture (object TEXT NOT NULL, blob TEXT NOT NULL, width bigint NOT NULL, height bigint NOT NULL, \
         frames bigint NOT NULL, taken TEXT, PRIMARY KEY (object, blob))",
        // Blobs that were made from others: `name` from `blob`.
        "rendition (object TEXT NOT NULL, name TEXT NOT NULL, blob TEXT NOT NULL, PRIMARY KEY (object, name))",
        // Blobs that are still to be looked at; `next_ms` beyond all time when it was given up, for `reason`.
        "rendition_due (object TEXT NOT NULL, blob TEXT NOT NULL, media_type TEXT NOT NULL, attempts bigint NOT NULL, \
         next_ms bigint NOT NULL, claimed boolean NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (object, blob))",
        // How a blob is sent without its metadata.
        "clean_copy (object TEXT NOT NULL, blob TEXT NOT NULL, edits BYTES NOT NULL, size_bytes bigint NOT NULL, \
         sha_256 BYTES NOT NULL, crc_32 bigint NOT NULL, validator TEXT NOT NULL, PRIMARY KEY (object, blob))",
    ];
    for table in tables {
        let table = table.replace("TEXT", text).replace("BYTES", bytes);
        transaction.execute(Fragment::new(format!("CREATE TABLE IF NOT EXISTS {table}"))).await?;
    }
    let index = "CREATE INDEX IF NOT EXISTS rendition_due_by_turn ON rendition_due (media_type, next_ms)";
    transaction.execute(Fragment::new(index)).await?;
    Ok(())
}
