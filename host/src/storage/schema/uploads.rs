use veillee_access::Fragment;

use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// Makes the tables of resumable uploads.
pub(super) async fn apply(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    let dialect = transaction.dialect();
    for (name, columns) in TABLES {
        let columns = columns.replace("TEXT", dialect.text_type()).replace("BYTES", dialect.bytes_type());
        transaction.execute(Fragment::new(format!("CREATE TABLE IF NOT EXISTS {name} ({columns})"))).await?;
    }
    for index in INDEXES {
        transaction.execute(Fragment::new(format!("CREATE INDEX IF NOT EXISTS {index}"))).await?;
    }
    Ok(())
}

const TABLES: [(&str, &str); 2] = [
    // `length_bytes` is absent while the sender has not told it. Key and progress are emptied when an object has the bytes:
    // what stays is the word that the upload is done.
    (
        "upload",
        "digest BYTES PRIMARY KEY, holder TEXT NOT NULL, service TEXT NOT NULL, collection TEXT NOT NULL, \
         into_object TEXT NOT NULL, blob TEXT NOT NULL, finish TEXT NOT NULL, file_name TEXT NOT NULL, \
         metadata_sealed TEXT NOT NULL, length_bytes bigint, offset_bytes bigint NOT NULL, content BYTES NOT NULL, \
         key_sealed BYTES NOT NULL, progress BYTES NOT NULL, media_type TEXT NOT NULL, sha_256 BYTES NOT NULL, \
         crc_32 bigint NOT NULL, state TEXT NOT NULL, object TEXT NOT NULL, created_ms bigint NOT NULL, \
         expires_ms bigint NOT NULL",
    ),
    // What has arrived, in the order of the content.
    (
        "upload_segment",
        "upload BYTES NOT NULL, position bigint NOT NULL, id BYTES NOT NULL, clear_bytes bigint NOT NULL, \
         PRIMARY KEY (upload, position)",
    ),
];

const INDEXES: [&str; 4] = [
    "upload_by_holder ON upload (holder, state)",
    "upload_by_state ON upload (state)",
    "upload_by_end ON upload (expires_ms)",
    "upload_segment_by_id ON upload_segment (id)",
];
