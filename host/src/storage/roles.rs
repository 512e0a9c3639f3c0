//! Roles that the association gives to accounts: `reviewer`, `treasurer` … What each lets do is said by the rules of the services
//! that declare it.

use veillee_access::Fragment;

use super::association::Association;
use super::audit::{self, Doer, Happening, Note};
use super::groups::{NamedAccount, SELECT_NAMED, named};
use super::sql::{Ask, DatabaseError};

impl Association {
    pub async fn accounts_with_role(&self, role: &str) -> Result<Vec<NamedAccount>, DatabaseError> {
        let mut select =
            Fragment::new(format!("{SELECT_NAMED} JOIN association_role r ON r.account = a.id WHERE r.role = "));
        select.text_arg(role).push(" ORDER BY p.name, a.id");
        self.database().rows(select).await?.iter().map(named).collect()
    }

    /// Gives a role to an account; counts for its next request. Nothing happens where it has it, or is not there.
    pub async fn give_role(&self, account: &str, role: &str, by: Doer<'_>) -> Result<(), DatabaseError> {
        // Remembered sessions speak without the role: they are read anew.
        let mut taking = self.begin_taking().await?;
        let mut insert = Fragment::new("INSERT INTO association_role (account, role) SELECT a.id, ");
        insert.text_arg(role).push(" FROM account a WHERE a.id = ").text_arg(account);
        insert.push(" ON CONFLICT (account, role) DO NOTHING");
        if taking.transaction.execute(insert).await? == 1 {
            let given = Note::new(Happening::RoleGiven, by).about(role).person(account);
            audit::note(self, &mut taking.transaction, &given).await?;
        }
        self.commit_taking(taking).await
    }

    /// Takes a role back, from the next request on.
    pub async fn take_role(&self, account: &str, role: &str, by: Doer<'_>) -> Result<(), DatabaseError> {
        let mut taking = self.begin_taking().await?;
        let mut delete = Fragment::new("DELETE FROM association_role WHERE account = ");
        delete.text_arg(account).push(" AND role = ").text_arg(role);
        if taking.transaction.execute(delete).await? == 1 {
            let taken = Note::new(Happening::RoleTaken, by).about(role).person(account);
            audit::note(self, &mut taking.transaction, &taken).await?;
        }
        self.commit_taking(taking).await
    }
}

/// The groups and the roles of an account. One query by key.
pub(super) async fn belongings(ask: &mut impl Ask, account: &str) -> Result<(Vec<String>, Vec<String>), DatabaseError> {
    let mut select =
        Fragment::new("SELECT CAST(1 AS bigint), account_group FROM account_group_member WHERE account = ");
    select
        .text_arg(account)
        .push(" UNION ALL SELECT CAST(2 AS bigint), role FROM association_role WHERE account = ")
        .text_arg(account);
    let (mut groups, mut roles) = (Vec::new(), Vec::new());
    for row in ask.rows(select).await? {
        let kind = if row.int(0)? == 1 { &mut groups } else { &mut roles };
        kind.push(row.text(1)?);
    }
    Ok((groups, roles))
}
