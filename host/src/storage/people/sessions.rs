use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;

use super::AccountRole;
use crate::storage::association::Association;
use crate::storage::ids::{new_token, token_digest};
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// A session as the database knows it.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    pub principal: Option<String>,
    pub name: Option<String>,
    pub account: Option<(AccountRole, String)>,
    pub suspended: bool,
    pub created_ms: Millis,
    pub seen_ms: Millis,
    pub ends_ms: Millis,
    /// Opened shares that still exist.
    pub shares: Vec<String>,
}

/// What a new session starts with.
#[derive(Default)]
pub struct NewSession<'a> {
    pub principal: Option<&'a str>,
    /// The digest of the session it takes the place of: opened shares move over, the old token is worth nothing.
    pub replaces: Option<&'a [u8]>,
    pub life_ms: Millis,
    /// The device it is on, in a form that `identity` reads; empty: unknown.
    pub device: &'a str,
}

impl Association {
    /// Makes a session and returns the token for its cookie; the database keeps only a digest.
    pub async fn create_session(&self, new: NewSession<'_>) -> Result<String, DatabaseError> {
        let token = new_token(&*self.random);
        let digest = token_digest(&token);
        let now_ms = self.clock.now_ms();
        let insert = {
            let mut insert =
                Fragment::new("INSERT INTO session (digest, principal, created_ms, seen_ms, ends_ms, device) VALUES (");
            insert.bind(Arg::Bytes(digest.clone())).push(", ");
            insert.bind(new.principal.map_or(Arg::NullText, |id| Arg::Text(id.to_owned()))).push(", ");
            insert.int_arg(now_ms).push(", ").int_arg(now_ms).push(", ").int_arg(now_ms.saturating_add(new.life_ms));
            insert.push(", ").text_arg(new.device).push(")");
            insert
        };
        let Some(old) = new.replaces else {
            self.database.execute(insert).await?;
            self.note_seen(&digest).await?;
            return Ok(token);
        };
        let mut taking = self.begin_taking().await?;
        taking.transaction.execute(insert).await?;
        let mut carry = Fragment::new("INSERT INTO session_share (session, share, opened_ms) SELECT ");
        carry.bind(Arg::Bytes(digest.clone())).push(", share, opened_ms FROM session_share WHERE session = ");
        carry.bind(Arg::Bytes(old.to_vec()));
        taking.transaction.execute(carry).await?;
        delete_session(&mut taking.transaction, old).await?;
        self.commit_taking(taking).await?;
        self.note_seen(&digest).await?;
        Ok(token)
    }

    pub async fn session(&self, digest: &[u8]) -> Result<Option<SessionRecord>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT s.principal, p.name, a.role, a.locale, coalesce(a.suspended_ms, 0), s.seen_ms, s.ends_ms, \
             s.created_ms \
             FROM session s LEFT JOIN principal p ON p.id = s.principal LEFT JOIN account a ON a.id = s.principal \
             WHERE s.digest = ",
        );
        select.bind(Arg::Bytes(digest.to_vec())).push(" AND s.ends_ms > ").int_arg(self.clock.now_ms());
        let mut ask = self.database();
        let Some(row) = ask.row(select).await? else { return Ok(None) };
        let mut opened =
            Fragment::new("SELECT o.share FROM session_share o JOIN share s ON s.id = o.share WHERE o.session = ");
        opened.bind(Arg::Bytes(digest.to_vec())).push(" ORDER BY o.opened_ms DESC LIMIT ");
        opened.int_arg(i64::from(crate::limits::OPENED_SHARES_MAX));
        let shares = ask.rows(opened).await?.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
        let role = row.maybe_text(2)?.as_deref().and_then(AccountRole::from_name);
        Ok(Some(SessionRecord {
            principal: row.maybe_text(0)?,
            name: row.maybe_text(1)?,
            account: role.zip(row.maybe_text(3)?),
            suspended: row.int(4)? != 0,
            seen_ms: row.int(5)?,
            ends_ms: row.int(6)?,
            created_ms: row.int(7)?,
            shares,
        }))
    }

    /// Lets a session use a share, and counts the opening.
    pub async fn open_share(&self, session: &[u8], share: &str) -> Result<(), DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut insert = Fragment::new("INSERT INTO session_share (session, share, opened_ms) VALUES (");
        insert.bind(Arg::Bytes(session.to_vec())).push(", ").text_arg(share).push(", ").int_arg(now_ms);
        insert.push(") ON CONFLICT (session, share) DO UPDATE SET opened_ms = excluded.opened_ms");
        transaction.execute(insert).await?;
        let mut count = Fragment::new("UPDATE share SET opened_times = opened_times + 1, opened_ms = ");
        count.int_arg(now_ms).push(" WHERE id = ").text_arg(share);
        transaction.execute(count).await?;
        transaction.commit().await
    }

    /// Notes that a session was used; its idle end moves with it.
    pub async fn touch_session(&self, digest: &[u8], ends_ms: Millis) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE session SET seen_ms = ");
        update.int_arg(self.clock.now_ms()).push(", ends_ms = ").int_arg(ends_ms).push(" WHERE digest = ");
        update.bind(Arg::Bytes(digest.to_vec()));
        self.database.execute(update).await?;
        self.note_seen(digest).await
    }

    /// Notes when the account of a session was last here.
    async fn note_seen(&self, digest: &[u8]) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE account SET seen_ms = ");
        update.int_arg(self.clock.now_ms()).push(" WHERE id IN (SELECT principal FROM session WHERE digest = ");
        update.bind(Arg::Bytes(digest.to_vec())).push(")");
        self.database.execute(update).await?;
        Ok(())
    }

    /// Ends a session for good.
    pub async fn end_session(&self, digest: &[u8]) -> Result<(), DatabaseError> {
        let mut taking = self.begin_taking().await?;
        delete_session(&mut taking.transaction, digest).await?;
        self.commit_taking(taking).await
    }

    /// Forgets sessions that ended by themselves, a batch at a time.
    pub async fn sweep_sessions(&self) -> Result<u64, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut shares =
            Fragment::new("DELETE FROM session_share WHERE session IN (SELECT digest FROM session WHERE ends_ms <= ");
        shares.int_arg(now_ms).push(")");
        transaction.execute(shares).await?;
        let mut sessions = Fragment::new("DELETE FROM session WHERE ends_ms <= ");
        sessions.int_arg(now_ms);
        let swept = transaction.execute(sessions).await?;
        transaction.commit().await?;
        Ok(swept)
    }
}

async fn delete_session(transaction: &mut Transaction, digest: &[u8]) -> Result<(), DatabaseError> {
    for table in ["session_share WHERE session", "session WHERE digest"] {
        let mut delete = Fragment::new(format!("DELETE FROM {table} = "));
        delete.bind(Arg::Bytes(digest.to_vec()));
        transaction.execute(delete).await?;
    }
    Ok(())
}
