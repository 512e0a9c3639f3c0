//! A clock that was set back: what was due in an hour must not wait for a day and an hour.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::BEHIND_MS;
use crate::storage::association::Association;
use crate::storage::sql::DatabaseError;

impl Association {
    /// Moves times that a later clock wrote back to now, each as far ahead as it was meant to be. Reads the whole queue:
    /// for the start of a host, and when its clock was seen to go back.
    pub async fn mend_job_times(&self, lease_ms: Millis) -> Result<(), DatabaseError> {
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut due = Fragment::new("UPDATE job SET due_ms = due_ms - set_ms + ");
        due.int_arg(now_ms).push(", set_ms = ").int_arg(now_ms).push(" WHERE state = 'waiting' AND set_ms > ");
        due.int_arg(now_ms).push(" AND due_ms < ").int_arg(BEHIND_MS);
        transaction.execute(due).await?;
        // The holder may live: it gets a whole lease to renew.
        let longest_ms = now_ms.saturating_add(lease_ms);
        let mut lease = Fragment::new("UPDATE job SET lease_until_ms = ");
        lease.int_arg(longest_ms).push(" WHERE state = 'running' AND lease_until_ms > ").int_arg(longest_ms);
        transaction.execute(lease).await?;
        transaction.commit().await
    }
}
