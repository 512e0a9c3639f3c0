//! The accounts of an association, for its administrators.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::AccountRole;
use super::own_sessions::delete_all_of;
use crate::limits;
use crate::storage::association::{Association, Taking};
use crate::storage::audit::{self, Doer, Happening, Note};
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

/// An account among the others.
#[derive(Clone, Debug)]
pub struct Member {
    pub id: String,
    pub name: String,
    pub address: String,
    pub role: AccountRole,
    pub suspended: bool,
    /// To within [`limits::SESSION_TOUCH_MS`]; 0: never seen.
    pub seen_ms: Millis,
}

/// Why an account stayed as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unchanged {
    /// It is not there.
    Unknown,
    /// Nobody would run the association.
    LastAdministrator,
}

impl Association {
    /// Accounts by name, from behind the one with this name and id; at most [`limits::MEMBERS_LISTED_MAX`] and one more,
    /// which says that there are others.
    pub async fn members(&self, after: Option<(&str, &str)>) -> Result<Vec<Member>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT a.id, p.name, a.address, a.role, a.suspended_ms, a.seen_ms FROM account a \
             JOIN principal p ON p.id = a.id",
        );
        if let Some((name, id)) = after {
            select.push(" WHERE p.name > ").text_arg(name).push(" OR (p.name = ").text_arg(name);
            select.push(" AND a.id > ").text_arg(id).push(")");
        }
        select.push(" ORDER BY p.name, a.id LIMIT ").int_arg(limits::MEMBERS_LISTED_MAX.saturating_add(1));
        self.database().rows(select).await?.iter().map(member).collect()
    }

    /// Gives an account another role. Its sessions end but the one with the digest: what they may do has changed.
    pub async fn set_role(
        &self,
        account: &str,
        role: AccountRole,
        kept: Option<&[u8]>,
        by: Doer<'_>,
    ) -> Result<Result<(), Unchanged>, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        if role == AccountRole::Member
            && let Err(unchanged) = spare(&mut taking.transaction, account).await?
        {
            return Ok(Err(unchanged));
        }
        let mut update = Fragment::new("UPDATE account SET role = ");
        update.text_arg(role.name()).push(" WHERE id = ").text_arg(account);
        if taking.transaction.execute(update).await? != 1 {
            return Ok(Err(Unchanged::Unknown));
        }
        super::own_sessions::delete_of(&mut taking.transaction, account, "<>", kept.unwrap_or_default()).await?;
        let happening = match role {
            AccountRole::Admin => Happening::RoleGiven,
            AccountRole::Member => Happening::RoleTaken,
        };
        audit::note(self, &mut taking.transaction, &Note::new(happening, by).person(account)).await?;
        self.commit_taking(taking).await?;
        Ok(Ok(()))
    }

    /// Suspends an account: its sessions end, and it speaks for nobody from the next request on.
    pub async fn suspend_member(&self, account: &str, by: Doer<'_>) -> Result<Result<(), Unchanged>, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        if let Err(unchanged) = spare(&mut taking.transaction, account).await? {
            return Ok(Err(unchanged));
        }
        self.suspend_in(&mut taking, account, true, by).await?;
        self.commit_taking(taking).await?;
        Ok(Ok(()))
    }

    /// Ends a suspension.
    pub async fn resume_member(&self, account: &str, by: Doer<'_>) -> Result<(), DatabaseError> {
        let mut taking = self.begin_taking().await?;
        self.suspend_in(&mut taking, account, false, by).await?;
        self.commit_taking(taking).await
    }

    /// Writes the suspension, or its end, ends the sessions, and notes it: the last step of the transaction. One that is on hold or to be erased is not opened by this.
    pub(super) async fn suspend_in(
        &self,
        taking: &mut Taking,
        account: &str,
        suspended: bool,
        by: Doer<'_>,
    ) -> Result<(), DatabaseError> {
        let mut update = Fragment::new("UPDATE account SET suspended_ms = ");
        update.int_arg(if suspended { self.clock.now_ms() } else { 0 }).push(" WHERE id = ").text_arg(account);
        if !suspended {
            update.push(" AND NOT EXISTS (SELECT 1 FROM erasure e WHERE e.account = account.id)");
            update.push(" AND NOT EXISTS (SELECT 1 FROM account_hold h WHERE h.account = account.id)");
        }
        if taking.transaction.execute(update).await? == 0 {
            return Ok(());
        }
        if suspended {
            delete_all_of(&mut taking.transaction, account).await?;
        }
        let happening = if suspended { Happening::AccountSuspended } else { Happening::AccountResumed };
        audit::note(self, &mut taking.transaction, &Note::new(happening, by).person(account)).await
    }
}

/// Whether an account is there and the association can do without it as an administrator. Changes of the sharing
/// generation come one after the other, so two administrators cannot dismiss each other at the same moment.
async fn spare(transaction: &mut Transaction, account: &str) -> Result<Result<(), Unchanged>, DatabaseError> {
    let mut select = Fragment::new("SELECT role, suspended_ms FROM account WHERE id = ");
    select.text_arg(account);
    let Some(row) = transaction.row(select).await? else { return Ok(Err(Unchanged::Unknown)) };
    if row.text(0)? != AccountRole::Admin.name() || row.int(1)? != 0 {
        return Ok(Ok(()));
    }
    let mut others = Fragment::new("SELECT count(*) FROM account WHERE role = ");
    others.text_arg(AccountRole::Admin.name()).push(" AND suspended_ms = 0 AND id <> ").text_arg(account);
    let others = transaction.row(others).await?.map_or(Ok(0), |row| row.int(0))?;
    Ok(if others > 0 { Ok(()) } else { Err(Unchanged::LastAdministrator) })
}

fn member(row: &Record) -> Result<Member, DatabaseError> {
    Ok(Member {
        id: row.text(0)?,
        name: row.text(1)?,
        address: row.text(2)?,
        role: AccountRole::from_name(&row.text(3)?).unwrap_or(AccountRole::Member),
        suspended: row.int(4)? != 0,
        seen_ms: row.int(5)?,
    })
}
