use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;

use super::forget_idle_codes;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::audit::{self, Note};
use crate::storage::ids::new_id;
use crate::storage::sql::{Ask as _, DatabaseError, Record};

/// A passkey as the database knows it.
#[derive(Clone, Debug)]
pub struct KeptPasskey {
    /// Names it on pages.
    pub id: String,
    pub account: String,
    /// The name of the association where it was made; browsers offer it there alone.
    pub host: String,
    /// As its person calls it.
    pub name: String,
    /// Public key, counter and flags, in a form that `identity` reads.
    pub public_key: String,
    pub created_ms: Millis,
    /// 0: never.
    pub used_ms: Millis,
}

pub struct NewPasskey<'a> {
    pub account: &'a str,
    pub credential: &'a [u8],
    pub host: &'a str,
    pub name: &'a str,
    pub public_key: &'a str,
}

const SELECT: &str = "SELECT id, account, host, name, public_key, created_ms, used_ms FROM passkey";

impl Association {
    /// Keeps a passkey and returns its id. `Taken` when some account has it already, `Full` when this one has too many.
    pub async fn add_passkey(&self, new: &NewPasskey<'_>, note: &Note<'_>) -> Result<String, DatabaseError> {
        let id = new_id(&*self.random);
        let mut transaction = self.begin().await?;
        let mut insert = Fragment::new(
            "INSERT INTO passkey (credential, id, account, host, name, public_key, created_ms, used_ms) SELECT ",
        );
        insert.bind(Arg::Bytes(new.credential.to_vec())).push(", ");
        for text in [&id, new.account, new.host, new.name, new.public_key] {
            insert.text_arg(text).push(", ");
        }
        insert.int_arg(self.clock.now_ms()).push(", 0 WHERE (SELECT count(*) FROM passkey WHERE account = ");
        insert.text_arg(new.account).push(") < ").int_arg(limits::PASSKEYS_MAX);
        if transaction.execute(insert).await? != 1 {
            return Err(DatabaseError::Full);
        }
        audit::note(self, &mut transaction, note).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Those of an account, the oldest first.
    pub async fn passkeys_of(&self, account: &str) -> Result<Vec<KeptPasskey>, DatabaseError> {
        let mut select = Fragment::new(format!("{SELECT} WHERE account = "));
        select.text_arg(account).push(" ORDER BY created_ms, id");
        self.database().rows(select).await?.iter().map(kept).collect()
    }

    pub async fn passkey(&self, credential: &[u8]) -> Result<Option<KeptPasskey>, DatabaseError> {
        let mut select = Fragment::new(format!("{SELECT} WHERE credential = "));
        select.bind(Arg::Bytes(credential.to_vec()));
        self.database().row(select).await?.as_ref().map(kept).transpose()
    }

    /// Notes that a passkey was used, with its counter in `public_key`; whether it is still there.
    pub async fn use_passkey(&self, id: &str, public_key: &str) -> Result<bool, DatabaseError> {
        let mut update = Fragment::new("UPDATE passkey SET used_ms = ");
        update.int_arg(self.clock.now_ms()).push(", public_key = ").text_arg(public_key);
        update.push(" WHERE id = ").text_arg(id);
        Ok(self.database().execute(update).await? == 1)
    }

    /// Whether this account has it.
    pub async fn rename_passkey(&self, account: &str, id: &str, name: &str) -> Result<bool, DatabaseError> {
        let mut update = Fragment::new("UPDATE passkey SET name = ");
        update.text_arg(name).push(" WHERE id = ").text_arg(id).push(" AND account = ").text_arg(account);
        Ok(self.database().execute(update).await? == 1)
    }

    /// Whether this account had it.
    pub async fn remove_passkey(&self, account: &str, id: &str, note: &Note<'_>) -> Result<bool, DatabaseError> {
        let mut transaction = self.begin().await?;
        let mut delete = Fragment::new("DELETE FROM passkey WHERE id = ");
        delete.text_arg(id).push(" AND account = ").text_arg(account);
        let removed = transaction.execute(delete).await?;
        forget_idle_codes(&mut transaction, account).await?;
        if removed == 1 {
            audit::note(self, &mut transaction, note).await?;
        }
        transaction.commit().await?;
        Ok(removed == 1)
    }
}

fn kept(row: &Record) -> Result<KeptPasskey, DatabaseError> {
    Ok(KeptPasskey {
        id: row.text(0)?,
        account: row.text(1)?,
        host: row.text(2)?,
        name: row.text(3)?,
        public_key: row.text(4)?,
        created_ms: row.int(5)?,
        used_ms: row.int(6)?,
    })
}
