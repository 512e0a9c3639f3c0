//! What administrators see of the outbox, and do with it.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::{MailFault, MailState};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

/// A mail without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRecord {
    pub id: String,
    pub to: String,
    pub subject: String,
    pub state: MailState,
    pub tries: u32,
    pub created_ms: Millis,
    /// While it waits.
    pub next_ms: Option<Millis>,
    pub sent_ms: Option<Millis>,
    /// What stood in the way at the last try.
    pub fault: Option<MailFault>,
    /// What the server said, in its own words.
    pub detail: String,
    /// Whether what it says is still known.
    pub has_text: bool,
    /// Whether what it says is still known and still of use.
    pub may_retry: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailCounts {
    pub waiting: u64,
    pub sending: u64,
    pub sent: u64,
    pub failed: u64,
    pub refused: u64,
}

const SELECT: &str = "SELECT id, address, subject, state, tries, created_ms, next_ms, sent_ms, fault, detail, until_ms, \
                      body IS NOT NULL FROM mail";

impl Association {
    /// The newest first.
    pub async fn mails(&self, count: usize) -> Result<Vec<MailRecord>, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let select = format!("{SELECT} ORDER BY created_ms DESC, id LIMIT {count}");
        let rows = self.database().rows(Fragment::new(select)).await?;
        rows.iter().map(|row| record(row, now_ms)).collect()
    }

    pub async fn mail(&self, id: &str) -> Result<Option<MailRecord>, DatabaseError> {
        let mut select = Fragment::new(format!("{SELECT} WHERE id = "));
        select.text_arg(id);
        self.database().row(select).await?.map(|row| record(&row, self.clock.now_ms())).transpose()
    }

    /// What a mail says, as text; none, when there is no such mail or what it said is forgotten.
    pub async fn mail_text(&self, id: &str) -> Result<Option<String>, DatabaseError> {
        let mut select = Fragment::new("SELECT body FROM mail WHERE id = ");
        select.text_arg(id);
        let Some(row) = self.database().row(select).await? else { return Ok(None) };
        let Some(sealed) = row.maybe_bytes(0)? else { return Ok(None) };
        Ok(Some(self.open_body(id, &sealed)?.text))
    }

    pub async fn mail_counts(&self) -> Result<MailCounts, DatabaseError> {
        let select = Fragment::new("SELECT state, count(*) FROM mail GROUP BY state");
        let mut counts = MailCounts::default();
        for row in self.database().rows(select).await? {
            let count = row.count(1)?;
            match MailState::from_name(&row.text(0)?) {
                Some(MailState::Waiting) => counts.waiting = count,
                Some(MailState::Sending) => counts.sending = count,
                Some(MailState::Sent) => counts.sent = count,
                Some(MailState::Failed) => counts.failed = count,
                Some(MailState::Refused) => counts.refused = count,
                None => {}
            }
        }
        Ok(counts)
    }

    /// Has a mail tried now, from the beginning. False when there is none that can be.
    pub async fn retry_mail(&self, id: &str) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut update = Fragment::new("UPDATE mail SET state = 'waiting', tries = 0, since_ms = ");
        update.int_arg(now_ms).push(", next_ms = ").int_arg(now_ms).push(", set_ms = ").int_arg(now_ms);
        update.push(" WHERE state IN ('waiting', 'failed', 'refused') AND body IS NOT NULL AND until_ms > ");
        update.int_arg(now_ms).push(" AND id = ").text_arg(id);
        let is_found = self.database.execute(update).await? == 1;
        self.ring_mail();
        Ok(is_found)
    }

    /// Forgets a mail that is not being sent at this moment. False when there is none with this id.
    pub async fn discard_mail(&self, id: &str) -> Result<bool, DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM mail WHERE state <> 'sending' AND id = ");
        delete.text_arg(id);
        Ok(self.database.execute(delete).await? == 1)
    }

    /// Forgets every mail to an address, whatever became of it; for somebody who is erased.
    pub async fn forget_mails_to(&self, transaction: &mut Transaction, address: &str) -> Result<u64, DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM mail WHERE address = ");
        delete.text_arg(address.trim()).push(" OR lower(address) = ").text_arg(&address.trim().to_lowercase());
        transaction.execute(delete).await
    }

    /// Gives up what nobody sent in time, and forgets what is old.
    pub async fn sweep_mails(&self) -> Result<(), DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut late = Fragment::new("UPDATE mail SET state = 'failed', set_ms = ");
        late.int_arg(now_ms).push(" WHERE state = 'waiting' AND (until_ms <= ").int_arg(now_ms);
        late.push(" OR since_ms <= ").int_arg(now_ms.saturating_sub(limits::MAIL_TRIED_MS)).push(")");
        transaction.execute(late).await?;
        let mut bodies = Fragment::new("UPDATE mail SET body = NULL WHERE body IS NOT NULL AND ");
        bodies.push("state IN ('failed', 'refused') AND set_ms <= ");
        bodies.int_arg(now_ms.saturating_sub(limits::MAIL_BODY_LIFE_MS));
        transaction.execute(bodies).await?;
        let mut old = Fragment::new("DELETE FROM mail WHERE state IN ('sent', 'failed', 'refused') AND set_ms <= ");
        old.int_arg(now_ms.saturating_sub(limits::MAIL_LIFE_MS));
        transaction.execute(old).await?;
        transaction.commit().await
    }
}

fn record(row: &Record, now_ms: Millis) -> Result<MailRecord, DatabaseError> {
    let malformed = || DatabaseError::Internal("a mail in the outbox is malformed".to_owned());
    let state = MailState::from_name(&row.text(3)?).ok_or_else(malformed)?;
    let may_move = matches!(state, MailState::Waiting | MailState::Failed | MailState::Refused);
    let (next_ms, sent_ms) = (row.int(6)?, row.int(7)?);
    Ok(MailRecord {
        id: row.text(0)?,
        to: row.text(1)?,
        subject: row.text(2)?,
        state,
        tries: u32::try_from(row.count(4)?).unwrap_or(u32::MAX),
        created_ms: row.int(5)?,
        next_ms: (state == MailState::Waiting).then_some(next_ms),
        sent_ms: (sent_ms > 0).then_some(sent_ms),
        fault: MailFault::from_name(&row.text(8)?),
        detail: row.text(9)?,
        has_text: row.truth(11)?,
        may_retry: may_move && row.truth(11)? && row.int(10)? > now_ms,
    })
}
