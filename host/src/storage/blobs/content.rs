use veillee_access::{Arg, Fragment};

use super::arrive::ArrivedContent;
use crate::storage::association::Association;
use crate::storage::objects::ObjectError;
use crate::storage::sql::Transaction;

/// Writes down a content that arrived: its sealed key, sums and segments. From here on it is read again.
pub(in crate::storage) async fn insert_content(
    transaction: &mut Transaction,
    association: &Association,
    content: &ArrivedContent,
    now_ms: i64,
) -> Result<(), ObjectError> {
    let sealed = association.key.wrap(&content.key, &content.id, &*association.random);
    let written = &content.written;
    let mut insert =
        Fragment::new("INSERT INTO content (id, key_sealed, size_bytes, sha_256, crc_32, created_ms) VALUES (");
    insert.bind(Arg::Bytes(content.id.to_vec())).push(", ").bind(Arg::Bytes(sealed)).push(", ");
    insert.int_arg(i64::try_from(written.size_bytes).unwrap_or(i64::MAX)).push(", ");
    insert.bind(Arg::Bytes(written.sha_256.to_vec())).push(", ").int_arg(i64::from(written.crc_32)).push(", ");
    insert.int_arg(now_ms).push(")");
    transaction.execute(insert).await?;
    for (batch, segments) in written.segments.chunks(200).enumerate() {
        let mut insert = Fragment::new("INSERT INTO segment (content, position, id, clear_bytes) VALUES ");
        for (index, segment) in segments.iter().enumerate() {
            let position = i64::try_from(batch * 200 + index).unwrap_or(i64::MAX);
            insert.push(if index == 0 { "(" } else { ", (" }).bind(Arg::Bytes(content.id.to_vec())).push(", ");
            insert.int_arg(position).push(", ").bind(Arg::Bytes(segment.id.as_bytes().to_vec())).push(", ");
            insert.int_arg(i64::try_from(segment.clear_bytes).unwrap_or(i64::MAX)).push(")");
        }
        transaction.execute(insert).await?;
    }
    Ok(())
}
