//! The end of an account: what the manifests delete is purged by the steps of the trash, the rest loses its name.
//!
//! Every step is done again without harm: killed in between, the next round goes on, and the account itself goes last.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::guests::is_guest;
use super::kept::{Kept, keep};
use super::list::{ErasedList, ListError};
use super::own::{goes, made_elsewhere, tops};
use super::personal::OF_AN_ACCOUNT;
use crate::limits;
use crate::storage::association::{Association, Moment, Taking};
use crate::storage::audit::{Doer, Happening, Note, note};
use crate::storage::ids::new_id;
use crate::storage::objects::ObjectError;
use crate::storage::people::address_key;
use crate::storage::quota::{self, ASSOCIATION_OWNER, Amounts, Charges};
use crate::storage::shape::Shape;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    List(#[from] ListError),
}

impl From<DatabaseError> for EraseError {
    fn from(error: DatabaseError) -> Self {
        Self::Object(error.into())
    }
}

impl Association {
    /// Erases the accounts and guests whose time has come, and says how many those were. Each is written into the list before it is
    /// gone. What services keep whose package is lost keeps its words and loses its name.
    pub async fn erase_due(&self, list: &ErasedList) -> Result<usize, EraseError> {
        let mut select = Fragment::new("SELECT account FROM erasure WHERE due_ms <= ");
        select.int_arg(self.clock.now_ms()).push(" ORDER BY due_ms, account");
        let rows = self.database().rows(select).await?;
        for row in &rows {
            let account = row.text(0)?;
            self.erase_objects(&account).await?;
            list.add(&self.id, &account, self.clock.now_ms())?;
            self.finish_erasure(&account).await?;
        }
        Ok(rows.len())
    }

    async fn erase_objects(&self, account: &str) -> Result<(), EraseError> {
        let moment = self.moment();
        for (shape, top) in tops(&mut self.database(), &moment.shapes, account).await? {
            if goes(&shape) {
                self.purge(&moment, &shape, &top).await?;
            }
        }
        for shape in moment.shapes.all() {
            self.hand_to_association(&moment, &shape, account).await?;
        }
        for shape in moment.shapes.all().filter(|shape| !shape.is_container() && goes(shape)) {
            loop {
                let made = made_elsewhere(&mut self.database(), &shape, account, limits::PURGE_BATCH).await?;
                for id in &made {
                    self.purge(&moment, &shape, id).await?;
                }
                if made.is_empty() {
                    break;
                }
            }
        }
        self.take_names_off(account).await
    }

    /// What stays belongs to the association from now on, and counts for it.
    async fn hand_to_association(&self, moment: &Moment, shape: &Shape, account: &str) -> Result<(), EraseError> {
        loop {
            let mut transaction = self.begin().await?;
            let mut select = Fragment::new(format!("SELECT id FROM {} WHERE owner = ", shape.table()));
            select.text_arg(account).push(&format!(" ORDER BY id LIMIT {}", limits::PURGE_BATCH));
            let rows = transaction.rows(select).await?;
            let ids = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
            if ids.is_empty() {
                return Ok(());
            }
            let mut update = Fragment::new(format!("UPDATE {} SET owner = ", shape.table()));
            update.text_arg(ASSOCIATION_OWNER).push(" WHERE id IN ").list_arg(&ids);
            transaction.execute(update).await?;
            let mut charges = Charges::default();
            let hands = (account, ASSOCIATION_OWNER);
            quota::hand_over(&mut transaction, (&moment.shapes, &mut charges), &ids, hands).await?;
            charges.record(&mut transaction).await?;
            transaction.commit().await?;
        }
    }

    /// In every collection that there is a table of, whether its service runs or not. The author becomes an id that was never
    /// anybody's: what one person made stays one person's work, and nobody learns whose.
    async fn take_names_off(&self, account: &str) -> Result<(), EraseError> {
        let nobody = new_id(&*self.random);
        let mut transaction = self.begin().await?;
        for row in transaction.rows(Fragment::new("SELECT service, name FROM collection ORDER BY number")).await? {
            let table = Shape::table_name(&row.text(0)?, &row.text(1)?);
            if !exists(&mut transaction, &table).await? {
                continue;
            }
            for (column, now) in [("author", nobody.as_str()), ("owner", ASSOCIATION_OWNER)] {
                let mut update = Fragment::new(format!("UPDATE {table} SET {column} = "));
                update.text_arg(now).push(&format!(" WHERE {column} = ")).text_arg(account);
                transaction.execute(update).await?;
            }
        }
        let mut update = Fragment::new("UPDATE container SET owner = ");
        update.text_arg(ASSOCIATION_OWNER).push(" WHERE owner = ").text_arg(account);
        transaction.execute(update).await?;
        Ok(transaction.commit().await?)
    }

    /// The account itself, and everything that names it.
    async fn finish_erasure(&self, account: &str) -> Result<(), EraseError> {
        let erased_ms = self.clock.now_ms();
        let mut taking = self.begin_taking().await?;
        let Taking { transaction, .. } = &mut taking;
        let is_guest = is_guest(transaction, account).await?;
        if let Some(kept) = self.to_be_kept(transaction, account, erased_ms).await? {
            self.forget_mails_to(transaction, &kept.address).await?;
            forget_address(transaction, &kept.address).await?;
            keep(self, transaction, &kept).await?;
        }
        forget_shares(transaction, account).await?;
        settle_usage(transaction, account).await?;
        let mut words = Fragment::new("DELETE FROM audit_words WHERE number IN (SELECT number FROM audit_entry WHERE ");
        words.push("doer = ").text_arg(account).push(" OR person = ").text_arg(account).push(")");
        transaction.execute(words).await?;
        for (table, column) in OF_AN_ACCOUNT {
            let mut delete = Fragment::new(format!("DELETE FROM {table} WHERE {column} = "));
            delete.text_arg(account);
            transaction.execute(delete).await?;
        }
        let mut erased = Fragment::new("INSERT INTO erased (account, erased_ms) VALUES (");
        erased.text_arg(account).push(", ").int_arg(erased_ms).push(") ON CONFLICT (account) DO NOTHING");
        transaction.execute(erased).await?;
        let happening = if is_guest { Happening::GuestErased } else { Happening::AccountErased };
        note(self, transaction, &Note::new(happening, Doer::HOST).person(account)).await?;
        Ok(self.commit_taking(taking).await?)
    }

    async fn to_be_kept(
        &self,
        transaction: &mut Transaction,
        account: &str,
        erased_ms: Millis,
    ) -> Result<Option<Kept>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT p.name, a.address, p.created_ms FROM account a JOIN principal p ON p.id = a.id WHERE a.id = ",
        );
        select.text_arg(account);
        let Some(row) = transaction.row(select).await? else { return Ok(None) };
        let (name, address, created_ms) = (row.text(0)?, row.text(1)?, row.int(2)?);
        let until_ms = Kept::until(erased_ms);
        Ok(Some(Kept { account: account.to_owned(), name, address, created_ms, erased_ms, until_ms }))
    }
}

/// Links that were mailed to an address, and what others noted about it.
async fn forget_address(transaction: &mut Transaction, address: &str) -> Result<(), DatabaseError> {
    let key = address_key(address);
    for condition in ["mailed_link WHERE address_key", "audit_words WHERE lower(words)"] {
        let mut delete = Fragment::new(format!("DELETE FROM {condition} = "));
        delete.text_arg(&key);
        transaction.execute(delete).await?;
    }
    Ok(())
}

/// What is still counted for the account is of services whose package is lost: it counts for the association.
async fn settle_usage(transaction: &mut Transaction, account: &str) -> Result<(), DatabaseError> {
    let mut left = Fragment::new("DELETE FROM usage WHERE owner = ");
    left.text_arg(account).push(" RETURNING size_bytes, objects");
    let Some(row) = transaction.row(left).await? else { return Ok(()) };
    let mut charges = Charges::default();
    charges.add(ASSOCIATION_OWNER, Amounts { bytes: row.int(0)?, objects: row.int(1)? });
    charges.record(transaction).await
}

/// What the account was given, and its sessions' hold on links; the links that it made in trees of others go on.
async fn forget_shares(transaction: &mut Transaction, account: &str) -> Result<(), DatabaseError> {
    let subject = veillee_access::Subject::Account(veillee_access::PrincipalId(account.to_owned())).key();
    let mut opened =
        Fragment::new("DELETE FROM session_share WHERE session IN (SELECT digest FROM session WHERE principal = ");
    opened.text_arg(account).push(")");
    transaction.execute(opened).await?;
    let mut given = Fragment::new("DELETE FROM share WHERE subject = ");
    given.text_arg(&subject);
    transaction.execute(given).await?;
    let mut made = Fragment::new("UPDATE share SET created_by = '' WHERE created_by = ");
    made.text_arg(account);
    transaction.execute(made).await.map(drop)
}

async fn exists(transaction: &mut Transaction, table: &str) -> Result<bool, DatabaseError> {
    let mut columns = Fragment::new(transaction.dialect().columns_of_table());
    columns.args.push(veillee_access::Arg::Text(table.to_owned()));
    Ok(transaction.row(columns).await?.is_some())
}
