//! What an account is proved with beside its password: a code of an authenticator application, passkeys, recovery codes; and
//! the sign-ins that wait for one of them. How a code or a passkey is checked is `identity`'s.

mod failures;
mod passkeys;
mod pending;
mod recovery;
mod totp;

use veillee_access::Fragment;
use veillee_ambient::Millis;

pub use passkeys::{KeptPasskey, NewPasskey};

use crate::storage::association::Association;
use crate::storage::audit::{self, Note};
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// The second factors of one account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    pub totp: Option<TotpUse>,
    pub passkeys: u64,
    /// Recovery codes that were not used yet. Alone they are no factor: they stand in for one.
    pub recovery_codes: u64,
}

/// When the authenticator application was enrolled, and when a code of it was last taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TotpUse {
    pub created_ms: Millis,
    pub used_ms: Millis,
}

impl Factors {
    /// Whether a password alone does not sign in.
    pub fn are_needed(&self) -> bool {
        self.totp.is_some() || self.passkeys > 0
    }
}

impl Association {
    /// The second factors of an account; none, for an account that is not there. Three queries by key.
    pub async fn factors(&self, account: &str) -> Result<Factors, DatabaseError> {
        let mut ask = self.database();
        let mut totp = Fragment::new("SELECT created_ms, used_ms FROM totp WHERE account = ");
        totp.text_arg(account);
        let totp = ask.row(totp).await?;
        let totp = totp.map(|row| Ok::<_, DatabaseError>(TotpUse { created_ms: row.int(0)?, used_ms: row.int(1)? }));
        let mut passkeys = Fragment::new("SELECT count(*) FROM passkey WHERE account = ");
        passkeys.text_arg(account);
        let mut codes = Fragment::new("SELECT count(*) FROM recovery_code WHERE used_ms = 0 AND account = ");
        codes.text_arg(account);
        let (passkeys, codes) = (ask.row(passkeys).await?, ask.row(codes).await?);
        Ok(Factors {
            totp: totp.transpose()?,
            passkeys: passkeys.map_or(Ok(0), |row| row.count(0))?,
            recovery_codes: codes.map_or(Ok(0), |row| row.count(0))?,
        })
    }

    /// Takes all second factors from an account, for a person who lost every one of them. What that was.
    pub async fn reset_factors(&self, account: &str, note: &Note<'_>) -> Result<Factors, DatabaseError> {
        let before = self.factors(account).await?;
        let mut transaction = self.begin().await?;
        for table in ["totp", "passkey", "recovery_code", "pending_sign_in", "factor_failures"] {
            delete_of(&mut transaction, table, account).await?;
        }
        if before != Factors::default() {
            audit::note(self, &mut transaction, note).await?;
        }
        transaction.commit().await?;
        Ok(before)
    }
}

async fn delete_of(transaction: &mut Transaction, table: &str, account: &str) -> Result<u64, DatabaseError> {
    let mut delete = Fragment::new(format!("DELETE FROM {table} WHERE account = "));
    delete.text_arg(account);
    transaction.execute(delete).await
}

/// Forgets what was enrolled since a moment: somebody else was in the account, and their passkey would let them in again, or
/// their application keep its person out.
pub(in crate::storage) async fn forget_new_factors(
    transaction: &mut Transaction,
    account: &str,
    since_ms: Millis,
) -> Result<(), DatabaseError> {
    for table in ["totp", "passkey"] {
        let mut delete = Fragment::new(format!("DELETE FROM {table} WHERE account = "));
        delete.text_arg(account).push(" AND created_ms >= ").int_arg(since_ms);
        transaction.execute(delete).await?;
    }
    forget_idle_codes(transaction, account).await
}

/// Recovery codes stand in for a factor: without one they are worth nothing, and go.
async fn forget_idle_codes(transaction: &mut Transaction, account: &str) -> Result<(), DatabaseError> {
    let mut delete = Fragment::new("DELETE FROM recovery_code WHERE account = ");
    delete.text_arg(account).push(" AND NOT EXISTS (SELECT 1 FROM totp t WHERE t.account = recovery_code.account)");
    delete.push(" AND NOT EXISTS (SELECT 1 FROM passkey p WHERE p.account = recovery_code.account)");
    transaction.execute(delete).await?;
    Ok(())
}
