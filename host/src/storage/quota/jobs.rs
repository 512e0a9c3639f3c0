//! Jobs: whoever set one to wait has it on their account until it is done.

use veillee_access::Fragment;

use super::Budget;
use super::charges::{Amounts, hold_whole_limit, pay};
use crate::storage::objects::ObjectError;
use crate::storage::sql::{Ask, DatabaseError, Transaction};

/// Whether one more job of this person may wait; until the transaction ends, they can set no other. Errors: `OverQuota`.
/// Cost: one statement; a count of their jobs where a limit is set.
pub(in crate::storage) async fn may_enqueue(transaction: &mut Transaction, principal: &str) -> Result<(), ObjectError> {
    // A visitor is nobody who could have an account.
    if principal.is_empty() {
        return Ok(());
    }
    let paid = pay(transaction, principal, Amounts::default()).await?;
    if let Some(most) = paid.own.jobs
        && jobs_of(transaction, Some(principal)).await? >= most
    {
        return Err(ObjectError::OverQuota(Budget::Owner(principal.to_owned())));
    }
    if let Some(most) = paid.whole.jobs {
        hold_whole_limit(transaction).await?;
        if jobs_of(transaction, None).await? >= most {
            return Err(ObjectError::OverQuota(Budget::Whole));
        }
    }
    Ok(())
}

/// How many jobs of a person, or of all, wait or run.
pub(super) async fn jobs_of(ask: &mut impl Ask, principal: Option<&str>) -> Result<i64, DatabaseError> {
    let mut count = Fragment::new("SELECT count(*) FROM job WHERE kind = 'job' AND state IN ('waiting', 'running')");
    if let Some(principal) = principal {
        count.push(" AND actor = ").text_arg(principal);
    }
    ask.row(count).await?.map_or(Ok(0), |row| row.int(0))
}
