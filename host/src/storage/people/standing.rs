use veillee_access::Fragment;

use super::AccountRole;
use crate::storage::association::Association;
use crate::storage::guests::speaks_until;
use crate::storage::roles::belongings;
use crate::storage::sql::{Ask as _, DatabaseError};

/// What somebody is at this moment, for work that is done in their name.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// None: nobody of this id is there any more.
    pub name: Option<String>,
    pub account: Option<(AccountRole, String)>,
    pub suspended: bool,
    /// Those of the given shares that still exist.
    pub shares: Vec<String>,
    /// Of an account.
    pub groups: Vec<String>,
    /// That the association gave to an account.
    pub roles: Vec<String>,
}

impl Association {
    /// How an account or a guest stands, and which of these shares are left. At most three queries by key.
    pub async fn personal_standing(&self, principal: &str, shares: &[String]) -> Result<Standing, DatabaseError> {
        let mut standing = Standing::default();
        let mut ask = self.database();
        if !principal.is_empty() {
            let mut select = Fragment::new(format!(
                "SELECT p.name, a.role, a.locale, coalesce(a.suspended_ms, 0), {} FROM principal p \
                 LEFT JOIN account a ON a.id = p.id LEFT JOIN invited_guest g ON g.id = p.id WHERE p.id = ",
                speaks_until()
            ));
            select.text_arg(principal);
            let row = ask.row(select).await?;
            // An invited guest whose share ended is nobody.
            if let Some(row) = row.filter(|row| row.int(4).is_ok_and(|until_ms| until_ms > self.clock.now_ms())) {
                standing.name = Some(row.text(0)?);
                let role = row.maybe_text(1)?.as_deref().and_then(AccountRole::from_name);
                standing.account = role.zip(row.maybe_text(2)?);
                standing.suspended = row.int(3)? != 0;
            }
            if standing.account.is_some() {
                (standing.groups, standing.roles) = belongings(&mut ask, principal).await?;
            }
        }
        if !shares.is_empty() {
            let mut left = Fragment::new("SELECT id FROM share WHERE id IN ");
            left.list_arg(shares);
            standing.shares = ask.rows(left).await?.iter().map(|row| row.text(0)).collect::<Result<_, _>>()?;
        }
        Ok(standing)
    }
}
