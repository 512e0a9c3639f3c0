use veillee_access::Fragment;

use super::AccountRole;
use crate::storage::association::Association;
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
}

impl Association {
    /// How an account or a guest stands, and which of these shares are left. Two queries by key.
    pub async fn personal_standing(&self, principal: &str, shares: &[String]) -> Result<Standing, DatabaseError> {
        let mut standing = Standing::default();
        let mut ask = self.database();
        if !principal.is_empty() {
            let mut select = Fragment::new(
                "SELECT p.name, a.role, a.locale, coalesce(a.suspended_ms, 0) FROM principal p \
                 LEFT JOIN account a ON a.id = p.id WHERE p.id = ",
            );
            select.text_arg(principal);
            if let Some(row) = ask.row(select).await? {
                standing.name = Some(row.text(0)?);
                let role = row.maybe_text(1)?.as_deref().and_then(AccountRole::from_name);
                standing.account = role.zip(row.maybe_text(2)?);
                standing.suspended = row.int(3)? != 0;
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
