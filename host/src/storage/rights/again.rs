use std::collections::BTreeSet;

use veillee_access::Fragment;

use super::erasure::{Erasure, insert};
use super::guests::{GUEST_KIND, close_guest};
use super::hide::hide_containers;
use super::hold::close;
use super::list::{ErasedList, ListError};
use crate::storage::association::{Association, Taking};
use crate::storage::audit::{Doer, Happening, Note, note};
use crate::storage::sql::{Ask as _, DatabaseError};

/// How many accounts and guests came back that had been erased.
pub type Again = usize;

#[derive(Debug, thiserror::Error)]
pub enum AgainError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    List(#[from] ListError),
}

impl Association {
    /// Closes the accounts and guests that were erased once and are there again, as after a restore, and lets them be erased by the next
    /// [`erase_due`](Self::erase_due). Before anybody is answered: from here on nobody comes in by them, and nobody sees what
    /// they own. What this database knows of erasures goes into the list, if it came with an import.
    pub async fn erase_again(&self, list: &ErasedList) -> Result<Again, AgainError> {
        let listed = list.of(&self.id)?;
        for row in self.database().rows(Fragment::new("SELECT account, erased_ms FROM erased")).await? {
            let account = row.text(0)?;
            if !listed.contains(&account) {
                list.add(&self.id, &account, row.int(1)?)?;
            }
        }
        Ok(self.close_again(&listed).await?)
    }

    async fn close_again(&self, listed: &BTreeSet<String>) -> Result<Again, DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut again = 0;
        for account in listed {
            let mut select = Fragment::new("SELECT kind FROM principal WHERE id = ");
            select.text_arg(account);
            let Some(row) = self.database().row(select).await? else { continue };
            let is_guest = row.text(0)? == GUEST_KIND;
            let mut taking = self.begin_taking().await?;
            let Taking { transaction, .. } = &mut taking;
            let mut wish = Fragment::new("DELETE FROM erasure WHERE account = ");
            wish.text_arg(account);
            transaction.execute(wish).await?;
            insert(transaction, account, Erasure { asked_ms: now_ms, due_ms: now_ms }).await?;
            if is_guest {
                close_guest(self, transaction, account).await?;
            } else {
                close(transaction, account, now_ms).await?;
            }
            hide_containers(transaction, account, now_ms).await?;
            note(self, transaction, &Note::new(Happening::ErasureAsked, Doer::HOST).person(account)).await?;
            self.commit_taking(taking).await?;
            again += 1;
        }
        Ok(again)
    }
}
