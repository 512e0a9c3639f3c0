use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::{MailFault, ends_ms};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::ids::new_id;
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

/// A mail that is the holder's to send until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedMail {
    pub id: String,
    /// The name of the lease.
    pub holder: String,
    pub to: String,
    pub from_name: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Counts from 1.
    pub tries: u32,
    pub created_ms: Millis,
    /// It is not tried at or after this.
    pub ends_ms: Millis,
}

/// The farthest that a wait reaches: what is due later was written by a clock that has gone back since.
const FARTHEST_MS: Millis = limits::MAIL_BACKOFF_MAX_MS + limits::MAIL_BACKOFF_MAX_MS / 10;

impl Association {
    /// Takes one mail that is due. Those in `held` this very host is sending: they are never claimed anew, whatever the clock
    /// says of their lease. Reads only, when nothing is due.
    pub async fn claim_mail(&self, held: &[String]) -> Result<Option<ClaimedMail>, DatabaseError> {
        let now_ms = self.clock.now_ms();
        if self.next_mail_ms().await?.is_none_or(|next_ms| next_ms > now_ms) {
            return Ok(None);
        }
        let mut transaction = self.begin().await?;
        release(&mut transaction, held, now_ms).await?;
        let claimed = loop {
            let Some(row) = self.take_mail(&mut transaction, now_ms).await? else { break None };
            match self.read_claimed(&row) {
                Ok(mail) => break Some(mail),
                // Of another key, or written by nobody we know: it must not hold up those behind it.
                Err(error) => {
                    tracing::error!(%error, "a mail cannot be read");
                    give_up(&mut transaction, &row.text(0)?).await?;
                }
            }
        };
        transaction.commit().await?;
        Ok(claimed)
    }

    async fn take_mail(&self, transaction: &mut Transaction, now_ms: Millis) -> Result<Option<Record>, DatabaseError> {
        let mut due = Fragment::new("SELECT id FROM mail WHERE state = 'waiting' AND (next_ms <= ");
        due.int_arg(now_ms).push(" OR next_ms > ").int_arg(now_ms.saturating_add(FARTHEST_MS));
        due.push(") ORDER BY next_ms, id LIMIT 1");
        let Some(row) = transaction.row(due).await? else { return Ok(None) };
        let mut take = Fragment::new("UPDATE mail SET state = 'sending', tries = tries + 1, holder = ");
        take.text_arg(&new_id(&*self.random)).push(", lease_until_ms = ");
        take.int_arg(now_ms.saturating_add(limits::MAIL_LEASE_MS)).push(", set_ms = ").int_arg(now_ms);
        take.push(" WHERE state = 'waiting' AND id = ").text_arg(&row.text(0)?);
        take.push(" RETURNING id, holder, address, from_name, subject, body, tries, created_ms, since_ms, until_ms");
        transaction.row(take).await
    }

    fn read_claimed(&self, row: &Record) -> Result<ClaimedMail, DatabaseError> {
        let id = row.text(0)?;
        let body = self.open_body(&id, &row.bytes(5)?)?;
        Ok(ClaimedMail {
            id,
            holder: row.text(1)?,
            to: row.text(2)?,
            from_name: row.text(3)?,
            subject: row.text(4)?,
            text: body.text,
            html: body.html,
            tries: u32::try_from(row.count(6)?).unwrap_or(u32::MAX),
            created_ms: row.int(7)?,
            ends_ms: ends_ms(row.int(8)?, row.int(9)?),
        })
    }

    /// Ends every lease: for the start of the only host of this database, which knows that nobody sends anything.
    pub async fn end_mail_leases(&self) -> Result<(), DatabaseError> {
        let held = Fragment::new("SELECT 1 FROM mail WHERE state = 'sending' AND lease_until_ms > 0 LIMIT 1");
        if self.database().row(held).await?.is_some() {
            let end = Fragment::new("UPDATE mail SET lease_until_ms = 0 WHERE state = 'sending'");
            self.database.execute(end).await?;
        }
        Ok(())
    }

    /// When there may be something to claim next; none, when nothing waits.
    pub async fn next_mail_ms(&self) -> Result<Option<Millis>, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut ask = self.database();
        let waiting = Fragment::new("SELECT min(next_ms) FROM mail WHERE state = 'waiting'");
        let leases = Fragment::new("SELECT min(lease_until_ms) FROM mail WHERE state = 'sending'");
        let mut soonest = None;
        for statement in [waiting, leases] {
            let found = ask.row(statement).await?.map_or(Ok(None), |row| row.maybe_int(0))?;
            soonest = [soonest, found].into_iter().flatten().min();
        }
        // What a later clock wrote is due.
        Ok(soonest.map(|next_ms| if next_ms > now_ms.saturating_add(FARTHEST_MS) { now_ms } else { next_ms }))
    }
}

async fn give_up(transaction: &mut Transaction, id: &str) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE mail SET state = 'failed', holder = '', detail = '', fault = ");
    update.text_arg(MailFault::Unwritable.name()).push(" WHERE id = ").text_arg(id);
    transaction.execute(update).await?;
    Ok(())
}

/// What was being sent longer than its lease waits again: under the same id, so that it can be recognised if it went.
async fn release(transaction: &mut Transaction, held: &[String], now_ms: Millis) -> Result<(), DatabaseError> {
    let mut release = Fragment::new("UPDATE mail SET state = 'waiting', holder = '', detail = '', next_ms = ");
    release.int_arg(now_ms).push(", set_ms = ").int_arg(now_ms).push(", fault = ");
    release.text_arg(MailFault::Stopped.name()).push(" WHERE state = 'sending' AND lease_until_ms <= ");
    release.int_arg(now_ms).push(" AND id NOT IN ").list_arg(held);
    transaction.execute(release).await?;
    Ok(())
}
