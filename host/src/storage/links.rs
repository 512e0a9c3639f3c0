//! A link is changed and keeps its address.

use veillee_access::{Fragment, Permit, Role};
use veillee_ambient::Millis;

use super::association::Association;
use super::objects::ObjectError;
use super::shares::shareable;

/// What may be changed of a link.
pub struct LinkTerms {
    pub role: Role,
    /// [`NEVER_MS`](super::shares::NEVER_MS) for a link without end.
    pub ends_ms: Millis,
    pub label: String,
}

impl Association {
    /// Gives a link another role, end or label; whoever opened it has the new role from then on. A share that is no link is
    /// not found.
    pub async fn change_link(&self, permit: &Permit, share: &str, terms: &LinkTerms) -> Result<(), ObjectError> {
        let container = shareable(permit)?;
        // A lower role and an earlier end turn a yes into a no.
        let mut taking = self.begin_taking().await?;
        let mut update = Fragment::new("UPDATE share SET role = ");
        update.int_arg(terms.role.rank()).push(", ends_ms = ").int_arg(terms.ends_ms).push(", label = ");
        update.text_arg(&terms.label).push(" WHERE id = ").text_arg(share).push(" AND container = ");
        update.text_arg(container).push(" AND token_digest IS NOT NULL");
        if taking.transaction.execute(update).await? != 1 {
            return Err(ObjectError::NotFound);
        }
        Ok(self.commit_taking(taking).await?)
    }
}
