//! How somebody comes to an account by mail, and back into one.

use veillee_access::Fragment;

use super::accounts::address_key;
use super::mailed_links::cancel_links;
use super::own_sessions::delete_all_of;
use super::{LinkPurpose, MailedLink, NO_PASSWORD, NewAccount, NewMailedLink};
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// What became of an account that was shut.
pub struct Shut {
    /// The address that it had and has got back; none when it has its own.
    pub address_is_back: bool,
}

impl Association {
    /// Makes the account of whoever registered or was invited, and uses the link up: both or neither. None when the link
    /// is worth nothing any more; `Taken` when the address has an account by now.
    pub async fn join(&self, link: &MailedLink, new: &NewAccount<'_>) -> Result<Option<String>, DatabaseError> {
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
        transaction.commit().await?;
        Ok(Some(id))
    }

    /// Puts another password in place by a mailed link, as an argon2 string, and ends every session of the account: all or
    /// nothing. Second factors stay. False when the link is worth nothing any more.
    pub async fn reset_password(&self, link: &MailedLink, password: &str) -> Result<bool, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let transaction = &mut taking.transaction;
        if !self.use_up(transaction, link).await? {
            return Ok(false);
        }
        set_password(transaction, &link.principal, password).await?;
        delete_all_of(transaction, &link.principal).await?;
        cancel_links(transaction, &link.principal, &[LinkPurpose::Reset, LinkPurpose::Address]).await?;
        self.commit_taking(taking).await?;
        Ok(true)
    }

    /// Gives an account the address that the link was mailed to; what was mailed to the one before is worth nothing. False
    /// when the link is worth nothing any more; `Taken` when somebody else has the address by now.
    pub async fn confirm_address(&self, link: &MailedLink) -> Result<bool, DatabaseError> {
        let mut transaction = self.begin().await?;
        if !self.use_up(&mut transaction, link).await? {
            return Ok(false);
        }
        set_address(&mut transaction, &link.principal, &link.address).await?;
        cancel_links(&mut transaction, &link.principal, &[LinkPurpose::Reset]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Shuts an account that somebody else got into: ends its sessions, lets no password in, gives it back the address
    /// that the alarm was mailed to, and makes the link by which its person chooses another password. None when the link
    /// is worth nothing any more.
    pub async fn raise_alarm(
        &self,
        link: &MailedLink,
        reset: &NewMailedLink<'_>,
    ) -> Result<Option<Shut>, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let transaction = &mut taking.transaction;
        if !self.use_up(transaction, link).await? {
            return Ok(None);
        }
        set_password(transaction, &link.principal, NO_PASSWORD).await?;
        delete_all_of(transaction, &link.principal).await?;
        cancel_links(transaction, &link.principal, &[LinkPurpose::Reset, LinkPurpose::Address]).await?;
        let mut other = Fragment::new("SELECT id FROM account WHERE address_key = ");
        other.text_arg(&address_key(&link.address));
        let holder = transaction.row(other).await?.map(|row| row.text(0)).transpose()?;
        let address_is_back = holder.is_none();
        if address_is_back {
            set_address(transaction, &link.principal, &link.address).await?;
        }
        self.insert_mailed_link(transaction, reset).await?;
        self.commit_taking(taking).await?;
        Ok(Some(Shut { address_is_back }))
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
