use veillee_access::Fragment;

use crate::storage::association::Association;
use crate::storage::audit::{self, Doer, Happening, Note};
use crate::storage::ids::new_id;
use crate::storage::sql::{Ask as _, DatabaseError, Record, Transaction};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountRole {
    Member,
    /// Runs the association's space: settings, services, members. Sees no more objects than any member.
    Admin,
}

impl AccountRole {
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Member, Self::Admin].into_iter().find(|role| role.name() == name)
    }
}

#[derive(Clone, Debug)]
pub struct Account {
    pub id: String,
    pub address: String,
    pub name: String,
    /// An argon2 string (PHC format).
    pub password: String,
    pub role: AccountRole,
    pub locale: String,
    pub suspended: bool,
}

pub struct NewAccount<'a> {
    pub address: &'a str,
    pub name: &'a str,
    pub password: &'a str,
    pub role: AccountRole,
    pub locale: &'a str,
}

/// Stands where no password is let in, until its person chose another one.
pub const NO_PASSWORD: &str = "!";

/// Addresses are compared without case: no provider tells people apart by it.
pub(in crate::storage) fn address_key(address: &str) -> String {
    address.trim().to_lowercase()
}

impl Association {
    /// Makes an account, as the operator does; `Taken` when the address has one.
    pub async fn create_account(&self, new: NewAccount<'_>) -> Result<String, DatabaseError> {
        let mut transaction = self.begin().await?;
        let id = self.insert_account(&mut transaction, &new).await?;
        let made = Note::new(Happening::AccountMade, Doer::OPERATOR).person(&id);
        audit::note(self, &mut transaction, &made).await?;
        transaction.commit().await?;
        Ok(id)
    }

    pub(super) async fn insert_account(
        &self,
        transaction: &mut Transaction,
        new: &NewAccount<'_>,
    ) -> Result<String, DatabaseError> {
        let id = new_id(&*self.random);
        let mut principal = Fragment::new("INSERT INTO principal (id, kind, name, created_ms) VALUES (");
        principal.text_arg(&id).push(", 'account', ").text_arg(new.name).push(", ");
        principal.int_arg(self.clock.now_ms()).push(")");
        transaction.execute(principal).await?;
        let mut account = Fragment::new(
            "INSERT INTO account (id, address, address_key, password, role, locale, suspended_ms) VALUES (",
        );
        account.text_arg(&id).push(", ").text_arg(new.address).push(", ").text_arg(&address_key(new.address));
        account.push(", ").text_arg(new.password).push(", ").text_arg(new.role.name()).push(", ");
        account.text_arg(new.locale).push(", 0)");
        transaction.execute(account).await?;
        Ok(id)
    }

    pub async fn account_by_address(&self, address: &str) -> Result<Option<Account>, DatabaseError> {
        let mut select = Fragment::new(format!("{SELECT_ACCOUNT} WHERE a.address_key = "));
        select.text_arg(&address_key(address));
        self.database().row(select).await?.as_ref().map(account).transpose()
    }

    pub async fn account(&self, id: &str) -> Result<Option<Account>, DatabaseError> {
        let mut select = Fragment::new(format!("{SELECT_ACCOUNT} WHERE a.id = "));
        select.text_arg(id);
        self.database().row(select).await?.as_ref().map(account).transpose()
    }

    pub async fn has_administrator(&self) -> Result<bool, DatabaseError> {
        let select = Fragment::new("SELECT count(*) FROM account WHERE role = 'admin' AND suspended_ms = 0");
        Ok(self.database().row(select).await?.map_or(Ok(0), |row| row.int(0))? > 0)
    }

    /// Suspends an account, or takes it back, as the operator does: its sessions end, and its shares speak for nobody from the next request on.
    pub async fn suspend(&self, account: &str, suspended: bool) -> Result<(), DatabaseError> {
        let mut taking = self.begin_taking().await?;
        self.suspend_in(&mut taking, account, suspended, Doer::OPERATOR).await?;
        self.commit_taking(taking).await
    }
}

const SELECT_ACCOUNT: &str = "SELECT a.id, a.address, p.name, a.password, a.role, a.locale, a.suspended_ms \
                              FROM account a JOIN principal p ON p.id = a.id";

fn account(row: &Record) -> Result<Account, DatabaseError> {
    Ok(Account {
        id: row.text(0)?,
        address: row.text(1)?,
        name: row.text(2)?,
        password: row.text(3)?,
        role: AccountRole::from_name(&row.text(4)?).unwrap_or(AccountRole::Member),
        locale: row.text(5)?,
        suspended: row.int(6)? != 0,
    })
}
