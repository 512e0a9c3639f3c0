use veillee_access::{Arg, Fragment};

use crate::limits;
use crate::storage::association::Association;
use crate::storage::ids::{new_token, token_digest};
use crate::storage::sql::{Ask as _, DatabaseError};

impl Association {
    /// Somebody gave the right password of an account: a token with which they go on, good for
    /// [`PENDING_SIGN_IN_LIFE_MS`](limits::PENDING_SIGN_IN_LIFE_MS) and some tries, once. It opens nothing by itself.
    pub async fn begin_sign_in(&self, account: &str) -> Result<String, DatabaseError> {
        let token = new_token(&*self.random);
        let ends_ms = self.clock.now_ms().saturating_add(limits::PENDING_SIGN_IN_LIFE_MS);
        let mut insert = Fragment::new("INSERT INTO pending_sign_in (digest, account, tries, ends_ms) VALUES (");
        insert.bind(Arg::Bytes(token_digest(&token))).push(", ").text_arg(account).push(", 0, ");
        insert.int_arg(ends_ms).push(")");
        self.database().execute(insert).await?;
        Ok(token)
    }

    /// The account that a token goes on with; none when it is worth nothing any more.
    pub async fn pending_sign_in(&self, token: &str) -> Result<Option<String>, DatabaseError> {
        let mut select = Fragment::new("SELECT account FROM pending_sign_in WHERE ");
        self.good(&mut select, token);
        self.database().row(select).await?.map(|row| row.text(0)).transpose()
    }

    /// As [`Self::pending_sign_in`], and counts a try before it is looked at.
    pub async fn try_pending_sign_in(&self, token: &str) -> Result<Option<String>, DatabaseError> {
        let mut transaction = self.begin().await?;
        let mut update = Fragment::new("UPDATE pending_sign_in SET tries = tries + 1 WHERE ");
        self.good(&mut update, token);
        update.push(" RETURNING account");
        let account = transaction.row(update).await?.map(|row| row.text(0)).transpose()?;
        transaction.commit().await?;
        Ok(account)
    }

    /// Uses a token up; whether it was there. Of two that come at the same moment, one is.
    pub async fn end_pending_sign_in(&self, token: &str) -> Result<bool, DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM pending_sign_in WHERE digest = ");
        delete.bind(Arg::Bytes(token_digest(token)));
        delete.push(" AND ends_ms > ").int_arg(self.clock.now_ms());
        Ok(self.database().execute(delete).await? == 1)
    }

    fn good(&self, statement: &mut Fragment, token: &str) {
        statement.push("digest = ").bind(Arg::Bytes(token_digest(token)));
        statement.push(" AND ends_ms > ").int_arg(self.clock.now_ms());
        statement.push(" AND tries < ").int_arg(limits::PENDING_SIGN_IN_TRIES);
    }
}
