//! The sessions of one account, for its person to see and to end.

use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;

use crate::limits;
use crate::storage::association::Association;
use crate::storage::audit::{self, Doer, Happening, Note};
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

/// A session among those of its person.
#[derive(Clone, Debug)]
pub struct OwnSession {
    pub digest: Vec<u8>,
    /// As it was given when the session began; empty: unknown.
    pub device: String,
    pub created_ms: Millis,
    /// Its last use, to within [`limits::SESSION_TOUCH_MS`].
    pub seen_ms: Millis,
}

impl Association {
    /// The sessions of an account that have not ended, the last used first, at most [`limits::SESSIONS_LISTED_MAX`]. One
    /// indexed query.
    pub async fn sessions_of(&self, principal: &str) -> Result<Vec<OwnSession>, DatabaseError> {
        let mut select = Fragment::new("SELECT digest, device, created_ms, seen_ms FROM session WHERE principal = ");
        select.text_arg(principal).push(" AND ends_ms > ").int_arg(self.clock.now_ms());
        select.push(" ORDER BY seen_ms DESC, digest LIMIT ").int_arg(limits::SESSIONS_LISTED_MAX);
        let rows = self.database().rows(select).await?;
        let session = |row: &Record| {
            Ok(OwnSession {
                digest: row.bytes(0)?,
                device: row.text(1)?,
                created_ms: row.int(2)?,
                seen_ms: row.int(3)?,
            })
        };
        rows.iter().map(session).collect()
    }

    /// Ends one session of this account for good; whether there was one. Those of others are out of reach.
    pub async fn end_session_of(&self, by: Doer<'_>, digest: &[u8]) -> Result<bool, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let ended = delete_of(&mut taking.transaction, by.id, "=", digest).await?;
        if ended > 0 {
            audit::note(self, &mut taking.transaction, &Note::new(Happening::SessionEnded, by)).await?;
        }
        self.commit_taking(taking).await?;
        Ok(ended > 0)
    }

    /// Ends all sessions of this account but the one with the digest; how many those were.
    pub async fn end_other_sessions(&self, by: Doer<'_>, kept: &[u8]) -> Result<u64, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let ended = delete_of(&mut taking.transaction, by.id, "<>", kept).await?;
        if ended > 0 {
            audit::note(self, &mut taking.transaction, &Note::new(Happening::OtherSessionsEnded, by)).await?;
        }
        self.commit_taking(taking).await?;
        Ok(ended)
    }
}

/// Deletes every session of an account.
pub(in crate::storage) async fn delete_all_of(
    transaction: &mut Transaction,
    principal: &str,
) -> Result<u64, DatabaseError> {
    // No digest is empty.
    delete_of(transaction, principal, "<>", &[]).await
}

/// Deletes the sessions of an account whose digest compares with the given one.
pub(super) async fn delete_of(
    transaction: &mut Transaction,
    principal: &str,
    comparison: &'static str,
    digest: &[u8],
) -> Result<u64, DatabaseError> {
    let condition = |delete: &mut Fragment| {
        delete.text_arg(principal).push(&format!(" AND digest {comparison} ")).bind(Arg::Bytes(digest.to_vec()));
    };
    let mut shares =
        Fragment::new("DELETE FROM session_share WHERE session IN (SELECT digest FROM session WHERE principal = ");
    condition(&mut shares);
    shares.push(")");
    transaction.execute(shares).await?;
    // A sign-in that waits for the second factor would end up in a session too.
    let mut pending = Fragment::new("DELETE FROM pending_sign_in WHERE account = ");
    pending.text_arg(principal);
    transaction.execute(pending).await?;
    let mut sessions = Fragment::new("DELETE FROM session WHERE principal = ");
    condition(&mut sessions);
    transaction.execute(sessions).await
}
