use veillee_access::{Arg, Fragment};

use super::delete_of;
use crate::storage::association::Association;
use crate::storage::audit::{self, Note};
use crate::storage::sql::DatabaseError;

impl Association {
    /// Puts a new set of recovery codes in place of the one before, which is worth nothing from then on.
    pub async fn replace_recovery_codes(
        &self,
        account: &str,
        codes: &[String],
        note: &Note<'_>,
    ) -> Result<(), DatabaseError> {
        let mut transaction = self.begin().await?;
        // Of two at the same moment the later one waits here, and finds the codes of the other.
        let mut turn = Fragment::new("UPDATE account SET id = id WHERE id = ");
        turn.text_arg(account);
        transaction.execute(turn).await?;
        delete_of(&mut transaction, "recovery_code", account).await?;
        for code in codes {
            let mut insert = Fragment::new("INSERT INTO recovery_code (account, mark, used_ms) VALUES (");
            insert.text_arg(account).push(", ").bind(self.code_mark(account, code)).push(", 0)");
            transaction.execute(insert).await?;
        }
        audit::note(self, &mut transaction, note).await?;
        transaction.commit().await
    }

    /// Uses a code up; whether it was one of this account that nobody used yet. Of two that come at the same moment, one is
    /// taken.
    pub async fn use_recovery_code(&self, account: &str, code: &str, note: &Note<'_>) -> Result<bool, DatabaseError> {
        let mut update = Fragment::new("UPDATE recovery_code SET used_ms = ");
        update.int_arg(self.clock.now_ms()).push(" WHERE used_ms = 0 AND account = ").text_arg(account);
        update.push(" AND mark = ").bind(self.code_mark(account, code));
        let mut transaction = self.begin().await?;
        let fits = transaction.execute(update).await? == 1;
        if fits {
            audit::note(self, &mut transaction, note).await?;
        }
        transaction.commit().await?;
        Ok(fits)
    }

    /// Under a key that the database does not hold: a code has 60 random bits, few enough to try them all on a stolen hash.
    fn code_mark(&self, account: &str, code: &str) -> Arg {
        Arg::Bytes(self.mark(&format!("veillee recovery code|{account}"), code.as_bytes()).to_vec())
    }
}
