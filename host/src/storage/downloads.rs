//! Links that let take so many downloads.

use veillee_access::{Arg, Fragment};

use super::association::Association;
use super::sql::DatabaseError;

/// What became of a wish to take something through a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// It is one of those that the link lets take.
    Counted,
    /// This browser took it before: going on with a download, or taking it once more, costs nothing.
    Again,
    /// The link lets take no more.
    Spent,
}

impl Association {
    /// Takes one download of a link, for one session and one thing; `taken` names the thing. Two who ask for the last one at the
    /// same moment do not both get it.
    pub async fn take_download(&self, share: &str, session: &[u8], taken: &str) -> Result<Take, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut insert = Fragment::new("INSERT INTO share_download (share, session, taken, taken_ms) VALUES (");
        insert.text_arg(share).push(", ").bind(Arg::Bytes(session.to_vec())).push(", ").text_arg(taken).push(", ");
        insert.int_arg(now_ms).push(") ON CONFLICT (share, session, taken) DO NOTHING");
        if transaction.execute(insert).await? == 0 {
            return Ok(Take::Again);
        }
        let mut count = Fragment::new("UPDATE share SET downloads = downloads + 1 WHERE id = ");
        count
            .text_arg(share)
            .push(" AND (downloads_max = 0 OR downloads < downloads_max) AND ends_ms > ")
            .int_arg(now_ms);
        if transaction.execute(count).await? == 0 {
            return Ok(Take::Spent);
        }
        transaction.commit().await?;
        Ok(Take::Counted)
    }
}
