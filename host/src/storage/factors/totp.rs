use veillee_access::Fragment;

use super::{delete_of, forget_idle_codes};
use crate::storage::association::Association;
use crate::storage::audit::{self, Note};
use crate::storage::sql::{Ask as _, DatabaseError};

/// A code may be of the step before, and the last one of the step after.
const STEPS_AHEAD: i64 = 2;

/// A secret of one account is worth nothing in the row of another.
fn purpose(account: &str) -> String {
    format!("veillee totp|{account}")
}

impl Association {
    /// Keeps the secret of an authenticator application, in place of the one before. `step`: that of the code which proved
    /// it; it is used up.
    pub async fn enrol_totp(
        &self,
        account: &str,
        secret: &[u8],
        step: i64,
        note: &Note<'_>,
    ) -> Result<(), DatabaseError> {
        let now_ms = self.clock.now_ms();
        let sealed = self.seal(&purpose(account), secret);
        let mut upsert =
            Fragment::new("INSERT INTO totp (account, secret_sealed, last_step, created_ms, used_ms) VALUES (");
        upsert.text_arg(account).push(", ").text_arg(&sealed).push(", ").int_arg(step).push(", ");
        upsert.int_arg(now_ms).push(", ").int_arg(now_ms).push(
            ") ON CONFLICT (account) DO UPDATE SET secret_sealed = excluded.secret_sealed, \
             last_step = excluded.last_step, created_ms = excluded.created_ms, used_ms = excluded.used_ms",
        );
        let mut transaction = self.begin().await?;
        transaction.execute(upsert).await?;
        audit::note(self, &mut transaction, note).await?;
        transaction.commit().await
    }

    /// None: the account has no authenticator application.
    pub async fn totp_secret(&self, account: &str) -> Result<Option<Vec<u8>>, DatabaseError> {
        let mut select = Fragment::new("SELECT secret_sealed FROM totp WHERE account = ");
        select.text_arg(account);
        let Some(row) = self.database().row(select).await? else { return Ok(None) };
        let clear = self.unseal(&purpose(account), &row.text(0)?);
        clear.map(Some).ok_or_else(|| DatabaseError::Internal("a secret of an account cannot be opened".to_owned()))
    }

    /// Uses up the code of a step, and those of all steps before; whether it was still good. Of two that come at the same
    /// moment, one is taken. A step that is yet to come was taken before the clock went back, and counts for nothing.
    pub async fn use_totp_step(&self, account: &str, step: i64) -> Result<bool, DatabaseError> {
        let mut update = Fragment::new("UPDATE totp SET last_step = ");
        update.int_arg(step).push(", used_ms = ").int_arg(self.clock.now_ms()).push(" WHERE account = ");
        update.text_arg(account).push(" AND (last_step < ").int_arg(step);
        update.push(" OR last_step > ").int_arg(step.saturating_add(STEPS_AHEAD)).push(")");
        Ok(self.database().execute(update).await? == 1)
    }

    /// Whether there was one.
    pub async fn remove_totp(&self, account: &str, note: &Note<'_>) -> Result<bool, DatabaseError> {
        let mut transaction = self.begin().await?;
        let removed = delete_of(&mut transaction, "totp", account).await?;
        forget_idle_codes(&mut transaction, account).await?;
        if removed > 0 {
            audit::note(self, &mut transaction, note).await?;
        }
        transaction.commit().await?;
        Ok(removed > 0)
    }
}
