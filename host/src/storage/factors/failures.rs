//! Codes that did not fit. Whoever knows a password begins sign-ins as often as they like; what they guess is counted for the
//! account.

use veillee_access::Fragment;
use veillee_ambient::Millis;

use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError};

impl Association {
    /// How long no code of this account is looked at, because too many did not fit; 0: at once.
    pub async fn factor_wait_ms(&self, account: &str) -> Result<Millis, DatabaseError> {
        let mut select = Fragment::new("SELECT since_ms FROM factor_failures WHERE account = ");
        select.text_arg(account).push(" AND failures >= ").int_arg(limits::FACTOR_FAILURES_MAX);
        // What was counted before the clock was put back is counted anew.
        select.push(" AND since_ms <= ").int_arg(self.clock.now_ms());
        let Some(row) = self.database().row(select).await? else { return Ok(0) };
        let ends_ms = row.int(0)?.saturating_add(limits::FACTOR_FAILURES_WINDOW_MS);
        Ok(ends_ms.saturating_sub(self.clock.now_ms()).max(0))
    }

    /// Counts a code that did not fit.
    pub async fn note_factor_failure(&self, account: &str) -> Result<(), DatabaseError> {
        let now_ms = self.clock.now_ms();
        let begins_ms = now_ms.saturating_sub(limits::FACTOR_FAILURES_WINDOW_MS);
        let mut transaction = self.begin().await?;
        let mut old = Fragment::new("DELETE FROM factor_failures WHERE account = ");
        old.text_arg(account).push(" AND (since_ms <= ").int_arg(begins_ms);
        old.push(" OR since_ms > ").int_arg(now_ms).push(")");
        transaction.execute(old).await?;
        let mut upsert = Fragment::new("INSERT INTO factor_failures (account, failures, since_ms) VALUES (");
        upsert.text_arg(account).push(", 1, ").int_arg(now_ms);
        upsert.push(") ON CONFLICT (account) DO UPDATE SET failures = factor_failures.failures + 1");
        transaction.execute(upsert).await?;
        transaction.commit().await
    }

    /// A factor fitted: what did not before was the person's own mistake.
    pub async fn forget_factor_failures(&self, account: &str) -> Result<(), DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM factor_failures WHERE account = ");
        delete.text_arg(account);
        self.database().execute(delete).await?;
        Ok(())
    }
}
