use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::hide::{Extent, hide, show};
use super::hold::{close, held_since_ms, open};
use crate::limits;
use crate::storage::association::{Association, Taking};
use crate::storage::audit::{Doer, Happening, Note, note};
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// An account that is to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    pub asked_ms: Millis,
    /// From then on nothing brings it back.
    pub due_ms: Millis,
}

/// What became of the wish to erase an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Noted(Erasure),
    /// Nobody else could run the association.
    LastAdministrator,
    /// There is no such account, or its erasure has been asked for already.
    Nothing,
}

impl Association {
    /// Notes that an account is to be erased after [`limits::REGRET_MS`]. From this moment on its person is signed out
    /// everywhere, and what will be deleted is hidden.
    pub async fn ask_erasure(&self, account: &str, by: Doer<'_>) -> Result<Asked, DatabaseError> {
        let asked_ms = self.clock.now_ms();
        let erasure = Erasure { asked_ms, due_ms: asked_ms.saturating_add(limits::REGRET_MS) };
        let shapes = self.moment().shapes;
        let mut taking = self.begin_taking().await?;
        let Taking { transaction, .. } = &mut taking;
        if is_last_administrator(transaction, account).await? {
            return Ok(Asked::LastAdministrator);
        }
        if !insert(transaction, account, erasure).await? {
            return Ok(Asked::Nothing);
        }
        close(transaction, account, asked_ms).await?;
        hide(transaction, &shapes, account, Extent::WhatGoes, asked_ms).await?;
        note(self, transaction, &Note::new(Happening::ErasureAsked, by).person(account)).await?;
        self.commit_taking(taking).await?;
        Ok(Asked::Noted(erasure))
    }

    /// None for an account that nobody wants erased.
    pub async fn erasure_of(&self, account: &str) -> Result<Option<Erasure>, DatabaseError> {
        let mut select = Fragment::new("SELECT asked_ms, due_ms FROM erasure WHERE account = ");
        select.text_arg(account);
        let row = self.database().row(select).await?;
        row.map(|row| Ok(Erasure { asked_ms: row.int(0)?, due_ms: row.int(1)? })).transpose()
    }

    /// Takes the wish back that was noted at `asked_ms`, while there is time: everything is as it was, but for the sessions.
    /// Whether there was anything to take back.
    pub async fn undo_erasure(&self, account: &str, asked_ms: Millis, by: Doer<'_>) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let shapes = self.moment().shapes;
        let mut taking = self.begin_taking().await?;
        let Taking { transaction, .. } = &mut taking;
        let mut delete = Fragment::new("DELETE FROM erasure WHERE account = ");
        delete.text_arg(account).push(" AND asked_ms = ").int_arg(asked_ms).push(" AND due_ms > ").int_arg(now_ms);
        if transaction.execute(delete).await? == 0 {
            return Ok(false);
        }
        if held_since_ms(transaction, account).await?.is_none() {
            show(transaction, &shapes, account).await?;
            open(transaction, account, asked_ms).await?;
        }
        note(self, transaction, &Note::new(Happening::ErasureUndone, by).person(account)).await?;
        self.commit_taking(taking).await?;
        Ok(true)
    }
}

/// False when there is no such account or guest, or it is asked for already.
pub(super) async fn insert(
    transaction: &mut Transaction,
    account: &str,
    erasure: Erasure,
) -> Result<bool, DatabaseError> {
    let mut insert = Fragment::new("INSERT INTO erasure (account, asked_ms, due_ms) SELECT id, ");
    insert.int_arg(erasure.asked_ms).push(", ").int_arg(erasure.due_ms).push(" FROM principal WHERE id = ");
    insert.text_arg(account).push(" ON CONFLICT (account) DO NOTHING");
    Ok(transaction.execute(insert).await? > 0)
}

/// Two who ask at the same time wait for each other: the generation is theirs to move.
async fn is_last_administrator(transaction: &mut Transaction, account: &str) -> Result<bool, DatabaseError> {
    let select = Fragment::new("SELECT id FROM account WHERE role = 'admin' AND suspended_ms = 0 LIMIT 2");
    let rows = transaction.rows(select).await?;
    let admins = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
    Ok(admins.len() == 1 && admins.iter().any(|admin| admin == account))
}
