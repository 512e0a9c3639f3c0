use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;

use super::{AccountRole, NewAccount};
use crate::storage::association::Association;
use crate::storage::audit::{self, Doer, Happening, Note};
use crate::storage::ids::{new_token, token_digest};
use crate::storage::sql::{Ask as _, DatabaseError};

impl Association {
    /// Makes the one-time link by which the first administrator comes in. Links made before are worth nothing.
    pub async fn create_setup_link(&self, life_ms: Millis) -> Result<String, DatabaseError> {
        let token = new_token(&*self.random);
        let mut transaction = self.begin().await?;
        transaction.execute(Fragment::new("DELETE FROM setup_link")).await?;
        let mut insert = Fragment::new("INSERT INTO setup_link (digest, ends_ms, used_ms) VALUES (");
        insert.bind(Arg::Bytes(token_digest(&token))).push(", ");
        insert.int_arg(self.clock.now_ms().saturating_add(life_ms)).push(", 0)");
        transaction.execute(insert).await?;
        audit::note(self, &mut transaction, &Note::new(Happening::SetupLinkMade, Doer::HOST)).await?;
        transaction.commit().await?;
        Ok(token)
    }

    pub async fn setup_link_is_good(&self, token: &str) -> Result<bool, DatabaseError> {
        let mut select = Fragment::new("SELECT 1 FROM setup_link WHERE used_ms = 0 AND digest = ");
        select.bind(Arg::Bytes(token_digest(token))).push(" AND ends_ms > ").int_arg(self.clock.now_ms());
        Ok(self.database().row(select).await?.is_some())
    }

    /// Uses the link up and makes the administrator's account, both or neither. None when the link is worth nothing.
    /// `device`: that of its person, as sessions keep it.
    pub async fn use_setup_link(
        &self,
        token: &str,
        new: &NewAccount<'_>,
        device: &str,
    ) -> Result<Option<String>, DatabaseError> {
        debug_assert_eq!(new.role, AccountRole::Admin);
        let now_ms = self.clock.now_ms();
        let mut transaction = self.begin().await?;
        let mut update = Fragment::new("UPDATE setup_link SET used_ms = ");
        update.int_arg(now_ms).push(" WHERE used_ms = 0 AND digest = ").bind(Arg::Bytes(token_digest(token)));
        update.push(" AND ends_ms > ").int_arg(now_ms);
        if transaction.execute(update).await? != 1 {
            return Ok(None);
        }
        let id = self.insert_account(&mut transaction, new).await?;
        audit::note(self, &mut transaction, &Note::new(Happening::AccountMade, Doer::of(&id, device))).await?;
        transaction.commit().await?;
        Ok(Some(id))
    }
}
