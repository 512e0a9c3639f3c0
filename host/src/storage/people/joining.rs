//! How somebody comes to an account by mail, and back into one.

use veillee_access::Fragment;

use super::accounts::address_key;
use super::mailed_links::cancel_links;
use super::own_sessions::{delete_all_of, delete_of};
use super::{LinkPurpose, MailedLink, NO_PASSWORD, NewAccount, NewMailedLink};
use crate::limits;
use crate::storage::association::Association;
use crate::storage::audit::{self, Doer, Happening, Note};
use crate::storage::factors::forget_new_factors;
use crate::storage::outbox::{NewMail, PostError};
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// A mail, and the link that stands in it.
pub struct LinkMail<'a> {
    pub link: Option<NewMailedLink<'a>>,
    pub mail: NewMail<'a>,
    /// What the log says of it, or of what it tells about.
    pub note: Option<Note<'a>>,
}

/// What became of an account that was shut.
pub struct Shut {
    /// It has again the address that the alarm was mailed to; not, when somebody else has it by now.
    pub address_is_back: bool,
    /// Tokens and app passwords that ended.
    pub tokens: u64,
}

/// What ended together with a password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ended {
    pub sessions: u64,
    /// Tokens and app passwords that were still good.
    pub tokens: u64,
}

impl Association {
    /// Mails a link: it is good and on its way, or neither.
    pub async fn mail_link(&self, sent: &LinkMail<'_>) -> Result<(), PostError> {
        let mut transaction = self.begin().await?;
        if let Some(link) = &sent.link {
            self.insert_mailed_link(&mut transaction, link).await?;
        }
        if !self.post_in(&mut transaction, &sent.mail).await? {
            // The same form twice: the link that is under way already stays good.
            return Ok(());
        }
        if let Some(note) = &sent.note {
            audit::note(self, &mut transaction, note).await?;
        }
        transaction.commit().await?;
        self.ring_mail();
        Ok(())
    }

    /// Tells an account by mail what was done to it and notes it, in the same transaction and as its last step. Where no mail can be posted for now, the deed
    /// goes before: a full outbox keeps nobody from choosing another password.
    pub(super) async fn tell_in(
        &self,
        transaction: &mut Transaction,
        told: &LinkMail<'_>,
    ) -> Result<(), DatabaseError> {
        match (self.post_in(transaction, &told.mail).await, &told.link) {
            (Ok(_), Some(link)) => self.insert_mailed_link(transaction, link).await?,
            (Ok(_), None) => {}
            (Err(PostError::Database(error)), _) => return Err(error),
            (Err(error), _) => {
                tracing::warn!(association = %self.id, %error, "somebody is not told by mail what was done to their account");
            }
        }
        match &told.note {
            Some(note) => audit::note(self, transaction, note).await,
            None => Ok(()),
        }
    }

    /// Makes the account of whoever registered or was invited, and uses the link up: both or neither. None when the link
    /// is worth nothing any more; `Taken` when the address has an account by now. `device`: that of its person, as sessions
    /// keep it.
    pub async fn join(
        &self,
        link: &MailedLink,
        new: &NewAccount<'_>,
        device: &str,
    ) -> Result<Option<String>, DatabaseError> {
        let mut transaction = self.begin().await?;
        if !self.use_up(&mut transaction, link).await? {
            return Ok(None);
        }
        let id = self.insert_account(&mut transaction, new).await?;
        // Whoever was invited and registered by themselves has one account, and no door is left ajar.
        let mut delete =
            Fragment::new("DELETE FROM mailed_link WHERE used_ms = 0 AND principal = '' AND address_key = ");
        delete.text_arg(&address_key(new.address));
        transaction.execute(delete).await?;
        let by = Doer::of(&id, device);
        audit::note(self, &mut transaction, &Note::new(Happening::AccountMade, by)).await?;
        if link.purpose == LinkPurpose::Invitation {
            audit::note(self, &mut transaction, &Note::new(Happening::InvitationTaken, by)).await?;
        }
        transaction.commit().await?;
        Ok(Some(id))
    }

    /// Puts another password in place by a mailed link, as an argon2 string, and ends every session and token of the account:
    /// all or nothing. Second factors stay. None when the link is worth nothing any more.
    pub async fn reset_password(
        &self,
        link: &MailedLink,
        password: &str,
        by: Doer<'_>,
        told: &LinkMail<'_>,
    ) -> Result<Option<Ended>, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let transaction = &mut taking.transaction;
        if !self.use_up(transaction, link).await? {
            return Ok(None);
        }
        set_password(transaction, &link.principal, password).await?;
        let sessions = delete_all_of(transaction, &link.principal).await?;
        let tokens = self.end_all_tokens(transaction, &link.principal, by).await?;
        cancel_links(transaction, &link.principal, &[LinkPurpose::Reset, LinkPurpose::Address]).await?;
        self.tell_in(transaction, told).await?;
        self.commit_taking(taking).await?;
        self.ring_mail();
        Ok(Some(Ended { sessions, tokens }))
    }

    /// Gives an account the address that the link was mailed to; a link for another password that was mailed to the one before is
    /// worth nothing. False
    /// when the link is worth nothing any more; `Taken` when somebody else has the address by now.
    pub async fn confirm_address(&self, link: &MailedLink, told: &LinkMail<'_>) -> Result<bool, DatabaseError> {
        let mut transaction = self.begin().await?;
        if !self.use_up(&mut transaction, link).await? {
            return Ok(false);
        }
        set_address(&mut transaction, &link.principal, &link.address).await?;
        cancel_links(&mut transaction, &link.principal, &[LinkPurpose::Reset]).await?;
        self.tell_in(&mut transaction, told).await?;
        transaction.commit().await?;
        self.ring_mail();
        Ok(true)
    }

    /// Shuts an account that somebody else got into: ends its sessions and tokens, lets no password in, gives it back the address
    /// that the alarm was mailed to, forgets the second factors enrolled while its link was good, and makes the link by which its person chooses another password. None when the link
    /// is worth nothing any more.
    pub async fn raise_alarm(
        &self,
        link: &MailedLink,
        reset: &NewMailedLink<'_>,
        by: Doer<'_>,
    ) -> Result<Option<Shut>, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let transaction = &mut taking.transaction;
        if !self.use_up(transaction, link).await? {
            return Ok(None);
        }
        set_password(transaction, &link.principal, NO_PASSWORD).await?;
        delete_all_of(transaction, &link.principal).await?;
        let tokens = self.end_all_tokens(transaction, &link.principal, by).await?;
        forget_new_factors(transaction, &link.principal, self.clock.now_ms() - limits::ALARM_LIFE_MS).await?;
        cancel_links(transaction, &link.principal, &[LinkPurpose::Reset, LinkPurpose::Address]).await?;
        let mut other = Fragment::new("SELECT id FROM account WHERE address_key = ");
        other.text_arg(&address_key(&link.address));
        let holder = transaction.row(other).await?.map(|row| row.text(0)).transpose()?;
        let address_is_back = holder.is_none();
        if address_is_back {
            set_address(transaction, &link.principal, &link.address).await?;
        }
        self.insert_mailed_link(transaction, reset).await?;
        audit::note(self, transaction, &Note::new(Happening::NotMe, by)).await?;
        self.commit_taking(taking).await?;
        Ok(Some(Shut { address_is_back, tokens }))
    }

    /// Somebody else was in an account: ends its sessions but the one with the digest, and its tokens, and makes the links worth nothing by
    /// which they could come back.
    pub async fn end_strange_sessions(&self, account: &str, kept: &[u8], by: Doer<'_>) -> Result<Ended, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let sessions = delete_of(&mut taking.transaction, account, "<>", kept).await?;
        let tokens = self.end_all_tokens(&mut taking.transaction, account, by).await?;
        cancel_links(&mut taking.transaction, account, &[LinkPurpose::Reset, LinkPurpose::Address]).await?;
        audit::note(self, &mut taking.transaction, &Note::new(Happening::NotMe, by)).await?;
        self.commit_taking(taking).await?;
        Ok(Ended { sessions, tokens })
    }

    /// Puts the same password, hashed by higher limits, in place of the one that was checked. One that was changed
    /// meanwhile stays.
    pub async fn raise_hash(&self, account: &str, checked: &str, raised: &str) -> Result<(), DatabaseError> {
        let mut transaction = self.begin().await?;
        let mut update = Fragment::new("UPDATE account SET password = ");
        update.text_arg(raised).push(" WHERE id = ").text_arg(account).push(" AND password = ").text_arg(checked);
        transaction.execute(update).await?;
        transaction.commit().await
    }
}

async fn set_password(transaction: &mut Transaction, account: &str, password: &str) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE account SET password = ");
    update.text_arg(password).push(" WHERE id = ").text_arg(account);
    transaction.execute(update).await?;
    Ok(())
}

async fn set_address(transaction: &mut Transaction, account: &str, address: &str) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE account SET address = ");
    update.text_arg(address).push(", address_key = ").text_arg(&address_key(address));
    update.push(" WHERE id = ").text_arg(account);
    transaction.execute(update).await?;
    Ok(())
}
