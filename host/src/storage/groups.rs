//! Groups: a named set of accounts of the association, kept by its administrators. A share with a group is a share with
//! whoever is in it at the moment of the question.

use veillee_access::{Fragment, Subject};

use super::association::Association;
use super::audit::{self, Doer, Happening, Note};
use super::ids::new_id;
use super::sql::{Ask, DatabaseError, Record, Transaction};
use crate::limits;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: String,
    pub name: String,
    pub members: u64,
}

/// An account, as administrators choose it for a group or a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedAccount {
    pub id: String,
    pub name: String,
    pub address: String,
}

impl Association {
    /// All groups by name.
    pub async fn groups(&self) -> Result<Vec<Group>, DatabaseError> {
        let select = Fragment::new(
            "SELECT g.id, g.name, (SELECT count(*) FROM account_group_member m WHERE m.account_group = g.id) \
             FROM account_group g ORDER BY g.name_key, g.id",
        );
        let rows = self.database().rows(select).await?;
        rows.iter().map(|row| Ok(Group { id: row.text(0)?, name: row.text(1)?, members: row.count(2)? })).collect()
    }

    pub async fn group(&self, id: &str) -> Result<Option<Group>, DatabaseError> {
        Ok(self.groups().await?.into_iter().find(|group| group.id == id))
    }

    /// Makes a group. `Taken` when another has the name, `Full` when there are very many.
    pub async fn create_group(&self, name: &str, by: Doer<'_>) -> Result<String, DatabaseError> {
        let id = new_id(&*self.random);
        let mut transaction = self.begin().await?;
        let count = transaction.row(Fragment::new("SELECT count(*) FROM account_group")).await?;
        if count.map_or(Ok(0), |row| row.count(0))? >= limits::GROUPS_MAX {
            return Err(DatabaseError::Full);
        }
        let mut insert = Fragment::new("INSERT INTO account_group (id, name, name_key, created_ms) VALUES (");
        insert.text_arg(&id).push(", ").text_arg(name).push(", ").text_arg(&name_key(name)).push(", ");
        insert.int_arg(self.clock.now_ms()).push(")");
        transaction.execute(insert).await?;
        self.note_group(&mut transaction, (&id, name), "", by).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Whether there was one. `Taken` when another has the name.
    pub async fn rename_group(&self, id: &str, name: &str, by: Doer<'_>) -> Result<bool, DatabaseError> {
        let mut transaction = self.begin().await?;
        let mut update = Fragment::new("UPDATE account_group SET name = ");
        update.text_arg(name).push(", name_key = ").text_arg(&name_key(name)).push(" WHERE id = ").text_arg(id);
        let is_there = transaction.execute(update).await? == 1;
        if is_there {
            self.note_group(&mut transaction, (id, name), "", by).await?;
        }
        transaction.commit().await?;
        Ok(is_there)
    }

    /// Ends a group and every share with it; whether there was one.
    pub async fn delete_group(&self, id: &str, by: Doer<'_>) -> Result<bool, DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let subject = Subject::Group(id.to_owned()).key();
        for (table, value) in
            [("share WHERE subject", subject.as_str()), ("account_group_member WHERE account_group", id)]
        {
            let mut delete = Fragment::new(format!("DELETE FROM {table} = "));
            delete.text_arg(value);
            taking.transaction.execute(delete).await?;
        }
        let mut delete = Fragment::new("DELETE FROM account_group WHERE id = ");
        delete.text_arg(id).push(" RETURNING name");
        let deleted = taking.transaction.row(delete).await?;
        if let Some(group) = &deleted {
            self.note_group(&mut taking.transaction, (id, &group.text(0)?), "", by).await?;
        }
        self.commit_taking(taking).await?;
        Ok(deleted.is_some())
    }

    pub async fn group_members(&self, id: &str) -> Result<Vec<NamedAccount>, DatabaseError> {
        let mut select = Fragment::new(format!(
            "{SELECT_NAMED} JOIN account_group_member m ON m.account = a.id WHERE m.account_group = "
        ));
        select.text_arg(id).push(" ORDER BY p.name, a.id");
        self.database().rows(select).await?.iter().map(named).collect()
    }

    /// Puts an account into a group; nothing happens where it is in already, or where either is not there. Counts for the
    /// account's next request. `Full` when the group has very many members, or the account very many groups.
    pub async fn join_group(&self, id: &str, account: &str, by: Doer<'_>) -> Result<(), DatabaseError> {
        // Remembered sessions speak without the group: they are read anew.
        let mut taking = self.begin_taking().await?;
        for (column, value, most) in [
            ("account_group", id, limits::GROUP_MEMBERS_MAX),
            ("account", account, u64::from(limits::GROUPS_PER_ACCOUNT_MAX)),
        ] {
            let mut count = Fragment::new(format!("SELECT count(*) FROM account_group_member WHERE {column} = "));
            count.text_arg(value);
            let there = taking.transaction.row(count).await?.map_or(Ok(0), |row| row.count(0))?;
            if there >= most {
                return Err(DatabaseError::Full);
            }
        }
        let mut insert = Fragment::new(
            "INSERT INTO account_group_member (account, account_group) SELECT a.id, g.id FROM account a, account_group g \
             WHERE a.id = ",
        );
        insert.text_arg(account).push(" AND g.id = ").text_arg(id);
        insert.push(" ON CONFLICT (account, account_group) DO NOTHING");
        if taking.transaction.execute(insert).await? == 1 {
            let name = group_name(&mut taking.transaction, id).await?;
            self.note_group(&mut taking.transaction, (id, &name), account, by).await?;
        }
        self.commit_taking(taking).await
    }

    /// Takes an account out of a group: what was shared with the group is not its any more, from its next request on.
    pub async fn leave_group(&self, id: &str, account: &str, by: Doer<'_>) -> Result<(), DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let mut delete = Fragment::new("DELETE FROM account_group_member WHERE account_group = ");
        delete.text_arg(id).push(" AND account = ").text_arg(account);
        if taking.transaction.execute(delete).await? == 1 {
            let name = group_name(&mut taking.transaction, id).await?;
            self.note_group(&mut taking.transaction, (id, &name), account, by).await?;
        }
        self.commit_taking(taking).await
    }

    /// Notes that a group is another now; `person`: whom it was about.
    async fn note_group(
        &self,
        transaction: &mut Transaction,
        (id, name): (&str, &str),
        person: &str,
        by: Doer<'_>,
    ) -> Result<(), DatabaseError> {
        let noted = Note::new(Happening::GroupChanged, by).about(id).person(person).words(name);
        audit::note(self, transaction, &noted).await
    }

    /// Accounts that are not suspended, by name, those with the words in name or address; at most
    /// [`limits::ACCOUNTS_OFFERED_MAX`].
    pub async fn accounts_by_name(&self) -> Result<Vec<NamedAccount>, DatabaseError> {
        let mut select = Fragment::new(format!("{SELECT_NAMED} WHERE a.suspended_ms = 0 ORDER BY p.name, a.id LIMIT "));
        select.int_arg(i64::from(limits::ACCOUNTS_OFFERED_MAX));
        self.database().rows(select).await?.iter().map(named).collect()
    }
}

pub(super) const SELECT_NAMED: &str = "SELECT a.id, p.name, a.address FROM account a JOIN principal p ON p.id = a.id";

pub(super) fn named(row: &Record) -> Result<NamedAccount, DatabaseError> {
    Ok(NamedAccount { id: row.text(0)?, name: row.text(1)?, address: row.text(2)? })
}

/// Empty: there is no such group.
pub(super) async fn group_name(ask: &mut impl Ask, id: &str) -> Result<String, DatabaseError> {
    let mut select = Fragment::new("SELECT name FROM account_group WHERE id = ");
    select.text_arg(id);
    ask.row(select).await?.map_or_else(|| Ok(String::new()), |row| row.text(0))
}

/// Two groups whose names differ in case alone could not be told apart.
fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}
