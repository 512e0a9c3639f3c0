//! What a person changes of their own account.

use veillee_access::Fragment;

use super::mailed_links::cancel_links;
use super::own_sessions::delete_of;
use super::{Ended, LinkMail, LinkPurpose};
use crate::storage::association::Association;
use crate::storage::audit::{self, Doer, Happening, Note};
use crate::storage::sql::DatabaseError;

impl Association {
    /// Writes the name that others see and the language. Sessions that are remembered show it when they are read anew, after
    /// [`SESSION_TOUCH_MS`](crate::limits::SESSION_TOUCH_MS) at most.
    pub async fn set_profile(&self, by: Doer<'_>, name: &str, locale: &str) -> Result<(), DatabaseError> {
        let account = by.id;
        let mut transaction = self.begin().await?;
        let mut principal = Fragment::new("UPDATE principal SET name = ");
        principal.text_arg(name).push(" WHERE id = ").text_arg(account);
        transaction.execute(principal).await?;
        let mut update = Fragment::new("UPDATE account SET locale = ");
        update.text_arg(locale).push(" WHERE id = ").text_arg(account);
        transaction.execute(update).await?;
        audit::note(self, &mut transaction, &Note::new(Happening::ProfileChanged, by)).await?;
        transaction.commit().await
    }

    /// Puts another password in place, as an argon2 string, and ends every session of the account but `kept`, and its tokens
    /// where somebody wants it: all or nothing.
    pub async fn change_password(
        &self,
        (account, kept): (&str, &[u8]),
        password: &str,
        ending_tokens: Option<Doer<'_>>,
        told: &LinkMail<'_>,
    ) -> Result<Ended, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let mut update = Fragment::new("UPDATE account SET password = ");
        update.text_arg(password).push(" WHERE id = ").text_arg(account);
        taking.transaction.execute(update).await?;
        let sessions = delete_of(&mut taking.transaction, account, "<>", kept).await?;
        let tokens = match ending_tokens {
            Some(by) => self.end_all_tokens(&mut taking.transaction, account, by).await?,
            None => 0,
        };
        cancel_links(&mut taking.transaction, account, &[LinkPurpose::Reset]).await?;
        self.tell_in(&mut taking.transaction, told).await?;
        self.commit_taking(taking).await?;
        self.ring_mail();
        Ok(Ended { sessions, tokens })
    }
}
