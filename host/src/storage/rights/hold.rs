use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::hide::{Extent, hide, show};
use crate::storage::association::{Association, Taking};
use crate::storage::audit::{Doer, Happening, Note, note};
use crate::storage::people::delete_all_of;
use crate::storage::sql::{Ask, DatabaseError, Transaction};

impl Association {
    /// Puts an account on hold (GDPR, article 18), or ends that: nobody comes in by it, and what it owns or made is kept and
    /// not shown. Whether anything changed.
    pub async fn hold(&self, account: &str, held: bool, by: Doer<'_>) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let shapes = self.moment().shapes;
        let mut taking = self.begin_taking().await?;
        let Taking { transaction, .. } = &mut taking;
        if !held {
            let mut delete = Fragment::new("DELETE FROM account_hold WHERE account = ");
            delete.text_arg(account).push(" RETURNING since_ms");
            let Some(row) = transaction.row(delete).await? else { return Ok(false) };
            if !is_to_be_erased(transaction, account).await? {
                show(transaction, &shapes, account).await?;
                open(transaction, account, row.int(0)?).await?;
            }
            note(self, transaction, &Note::new(Happening::AccountReleased, by).person(account)).await?;
            self.commit_taking(taking).await?;
            return Ok(true);
        }
        let mut insert = Fragment::new("INSERT INTO account_hold (account, since_ms) SELECT id, ");
        insert.int_arg(now_ms).push(" FROM account WHERE id = ").text_arg(account);
        insert.push(" ON CONFLICT (account) DO NOTHING");
        if transaction.execute(insert).await? == 0 {
            return Ok(false);
        }
        close(transaction, account, now_ms).await?;
        hide(transaction, &shapes, account, Extent::All, now_ms).await?;
        note(self, transaction, &Note::new(Happening::AccountHeld, by).person(account)).await?;
        self.commit_taking(taking).await?;
        Ok(true)
    }

    /// Since when an account is on hold; none, when it is not.
    pub async fn held_since_ms(&self, account: &str) -> Result<Option<Millis>, DatabaseError> {
        held_since_ms(&mut self.database(), account).await
    }
}

pub(super) async fn held_since_ms(ask: &mut impl Ask, account: &str) -> Result<Option<Millis>, DatabaseError> {
    let mut select = Fragment::new("SELECT since_ms FROM account_hold WHERE account = ");
    select.text_arg(account);
    ask.row(select).await?.map(|row| row.int(0)).transpose()
}

async fn is_to_be_erased(transaction: &mut Transaction, account: &str) -> Result<bool, DatabaseError> {
    let mut select = Fragment::new("SELECT 1 FROM erasure WHERE account = ");
    select.text_arg(account);
    Ok(transaction.row(select).await?.is_some())
}

/// Closes an account to its person, unless it is closed already, and ends its sessions.
pub(super) async fn close(transaction: &mut Transaction, account: &str, now_ms: Millis) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE account SET suspended_ms = ");
    update.int_arg(now_ms).push(" WHERE suspended_ms = 0 AND id = ").text_arg(account);
    transaction.execute(update).await?;
    delete_all_of(transaction, account).await.map(drop)
}

/// Opens an account that was closed at this moment; one that was closed at another stays so, for another reason.
pub(super) async fn open(transaction: &mut Transaction, account: &str, closed_ms: Millis) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE account SET suspended_ms = 0 WHERE suspended_ms = ");
    update.int_arg(closed_ms).push(" AND id = ").text_arg(account);
    transaction.execute(update).await.map(drop)
}
