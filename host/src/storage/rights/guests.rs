//! The erasure of guests: of people without account, who came by a personal link or added something by any other.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::erasure::{Erasure, insert};
use super::hide::{Extent, hide};
use super::kept::{Kept, keep};
use crate::limits;
use crate::storage::association::{Association, Taking};
use crate::storage::audit::{Doer, Happening, Note, note};
use crate::storage::guests::forget_in_sessions;
use crate::storage::people::address_key;
use crate::storage::shape::Shapes;
use crate::storage::sql::{Ask, DatabaseError, Transaction};

/// What `principal.kind` says of somebody without account.
pub(super) const GUEST_KIND: &str = "guest";

impl Association {
    /// Erases a guest: from this moment on their links open nothing, and what goes with its author is hidden. The rest is
    /// done by the next [`erase_due`](Self::erase_due). There are no days of regret: who has no account could not come back
    /// to say so. False when there is no such guest, or it is asked for already.
    pub async fn erase_guest(&self, guest: &str, by: Doer<'_>) -> Result<bool, DatabaseError> {
        let shapes = self.moment().shapes;
        let mut taking = self.begin_taking().await?;
        let is_begun = self.begin_erasure(&mut taking.transaction, &shapes, guest, by).await?;
        if is_begun {
            self.commit_taking(taking).await?;
        }
        Ok(is_begun)
    }

    /// Begins to erase guests who can open nothing for [`limits::GUEST_KEPT_MS`], and those whose container is gone for good.
    /// How many those were; the others wait for the next round.
    pub async fn erase_idle_guests(&self) -> Result<usize, DatabaseError> {
        let now_ms = self.clock.now_ms();
        // Shares that were taken back by a version that noted no end, and those that went with something else.
        let mut ended = Fragment::new("UPDATE invited_guest SET ended_ms = ");
        ended.int_arg(now_ms).push(" WHERE ended_ms = 0 AND NOT EXISTS (SELECT 1 FROM share h WHERE h.guest = ");
        ended.push("invited_guest.id)");
        self.database().execute(ended).await?;
        if idle(&mut self.database(), now_ms).await?.is_empty() {
            return Ok(0);
        }
        let shapes = self.moment().shapes;
        let mut taking = self.begin_taking().await?;
        let Taking { transaction, .. } = &mut taking;
        // Whoever was invited anew meanwhile stays: an invitation takes its turn here.
        let found = idle(transaction, now_ms).await?;
        for guest in &found {
            self.begin_erasure(transaction, &shapes, guest, Doer::HOST).await?;
        }
        self.commit_taking(taking).await?;
        Ok(found.len())
    }

    async fn begin_erasure(
        &self,
        transaction: &mut Transaction,
        shapes: &Shapes,
        guest: &str,
        by: Doer<'_>,
    ) -> Result<bool, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let erasure = Erasure { asked_ms: now_ms, due_ms: now_ms };
        if !is_guest(transaction, guest).await? || !insert(transaction, guest, erasure).await? {
            return Ok(false);
        }
        if made_something(transaction, shapes, guest).await? {
            self.keep_by_law(transaction, guest, now_ms).await?;
        }
        close_guest(self, transaction, guest).await?;
        hide(transaction, shapes, guest, Extent::WhatGoes, now_ms).await?;
        note(self, transaction, &Note::new(Happening::ErasureAsked, by).person(guest)).await?;
        Ok(true)
    }

    /// Whose it was that something was published: of those alone who added anything, under a name of their own.
    async fn keep_by_law(
        &self,
        transaction: &mut Transaction,
        guest: &str,
        erased_ms: Millis,
    ) -> Result<(), DatabaseError> {
        let Some((name, address)) = invited(transaction, guest).await? else { return Ok(()) };
        let mut select = Fragment::new("SELECT created_ms FROM principal WHERE id = ");
        select.text_arg(guest);
        let created_ms = transaction.row(select).await?.map_or(Ok(0), |row| row.int(0))?;
        let until_ms = Kept::until(erased_ms);
        let kept = Kept { account: guest.to_owned(), name, address, created_ms, erased_ms, until_ms };
        keep(self, transaction, &kept).await
    }
}

pub(super) async fn is_guest(ask: &mut impl Ask, person: &str) -> Result<bool, DatabaseError> {
    let mut select = Fragment::new("SELECT 1 FROM principal WHERE kind = ");
    select.text_arg(GUEST_KIND).push(" AND id = ").text_arg(person);
    Ok(ask.row(select).await?.is_some())
}

/// Takes from a guest all that lets them in, and forgets who they are; in a taking transaction. What they made still has
/// their id for an author. Invited again under the same address, somebody new begins.
pub(super) async fn close_guest(
    association: &Association,
    transaction: &mut Transaction,
    guest: &str,
) -> Result<(), DatabaseError> {
    if let Some((_, address)) = invited(transaction, guest).await? {
        forget_words(transaction, guest).await?;
        forget_mails(association, transaction, guest, &address).await?;
    }
    forget_in_sessions(transaction, guest).await?;
    for (table, column) in [("session_share", "share"), ("share_download", "share")] {
        let mut delete =
            Fragment::new(format!("DELETE FROM {table} WHERE {column} IN (SELECT id FROM share WHERE guest = "));
        delete.text_arg(guest).push(")");
        transaction.execute(delete).await?;
    }
    for (table, column) in [("share", "guest"), ("job", "actor"), ("invited_guest", "id")] {
        let mut delete = Fragment::new(format!("DELETE FROM {table} WHERE {column} = "));
        delete.text_arg(guest);
        transaction.execute(delete).await?;
    }
    Ok(())
}

/// Name and address of an invited guest.
async fn invited(transaction: &mut Transaction, guest: &str) -> Result<Option<(String, String)>, DatabaseError> {
    let mut select =
        Fragment::new("SELECT p.name, g.address FROM invited_guest g JOIN principal p ON p.id = g.id WHERE g.id = ");
    select.text_arg(guest);
    let row = transaction.row(select).await?;
    row.map(|row| Ok((row.text(0)?, row.text(1)?))).transpose()
}

/// What the log says beside its chain of this guest's shares: their name, as their sharer wrote it, alone or behind the title
/// of what was shared.
async fn forget_words(transaction: &mut Transaction, guest: &str) -> Result<(), DatabaseError> {
    let mut words = Fragment::new(
        "DELETE FROM audit_words WHERE number IN (SELECT e.number FROM audit_entry e JOIN invited_guest g \
         ON g.container = e.about WHERE g.id = ",
    );
    words.text_arg(guest).push(") AND EXISTS (SELECT 1 FROM (SELECT name AS label FROM principal WHERE id = ");
    words.text_arg(guest).push(" UNION SELECT label FROM share WHERE guest = ").text_arg(guest);
    words.push(
        ") known WHERE known.label <> '' AND (audit_words.words = known.label OR \
         substr(audit_words.words, length(audit_words.words) - length(known.label) - 2) = ' · ' || known.label))",
    );
    transaction.execute(words).await.map(drop)
}

/// Mails to the address, and what others noted about it, unless somebody else here has it too: another guest, an account.
async fn forget_mails(
    association: &Association,
    transaction: &mut Transaction,
    guest: &str,
    address: &str,
) -> Result<(), DatabaseError> {
    let key = address_key(address);
    let mut others = Fragment::new("SELECT 1 FROM invited_guest WHERE id <> ");
    others.text_arg(guest).push(" AND address_key = ").text_arg(&key);
    others.push(" UNION SELECT 1 FROM account WHERE address_key = ").text_arg(&key);
    if key.is_empty() || transaction.row(others).await?.is_some() {
        return Ok(());
    }
    association.forget_mails_to(transaction, address).await.map(drop)
}

/// Guests for whom nothing was open for so long, a batch of them.
async fn idle(ask: &mut impl Ask, now_ms: Millis) -> Result<Vec<String>, DatabaseError> {
    let before_ms = now_ms.saturating_sub(limits::GUEST_KEPT_MS);
    let mut select = Fragment::new("SELECT g.id FROM invited_guest g WHERE (g.ended_ms <= ");
    select.int_arg(before_ms).push(" AND NOT EXISTS (SELECT 1 FROM share h WHERE h.guest = g.id AND h.ends_ms > ");
    select.int_arg(before_ms).push(")) OR NOT EXISTS (SELECT 1 FROM container c WHERE c.id = g.container) ");
    select.push(&format!("ORDER BY g.id LIMIT {}", limits::PURGE_BATCH));
    ask.rows(select).await?.iter().map(|row| row.text(0)).collect()
}

async fn made_something(transaction: &mut Transaction, shapes: &Shapes, guest: &str) -> Result<bool, DatabaseError> {
    for shape in shapes.all() {
        let mut select = Fragment::new(format!("SELECT 1 FROM {} WHERE author = ", shape.table()));
        select.text_arg(guest).push(" OR owner = ").text_arg(guest).push(" LIMIT 1");
        if transaction.row(select).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}
