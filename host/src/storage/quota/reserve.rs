use veillee_access::{Arg, Fragment};
use veillee_ambient::Millis;

use super::charges::{Amounts, pay};
use crate::storage::Association;
use crate::storage::objects::ObjectError;
use crate::storage::sql::{Ask, DatabaseError, Transaction};

/// Room for bytes that are on their way. It is a row: when the host dies, it ends with the upload and nothing leaks.
pub struct NewReservation<'a> {
    /// The upload's id, or another that is used once.
    pub id: &'a str,
    /// Who will pay: the owner of what the bytes go into.
    pub owner: &'a str,
    pub size_bytes: u64,
    /// From then on it holds no room.
    pub ends_ms: Millis,
}

/// Keeps room free; for an id that does already, this room in place of that. Errors: `OverQuota` when the owner, or all
/// together, would hold more than they may. To be followed by nothing that waits for other rows of the owner's tree: it
/// holds the owner's row of `usage` until the commit.
pub async fn reserve(
    transaction: &mut Transaction,
    new: &NewReservation<'_>,
    now_ms: Millis,
) -> Result<(), ObjectError> {
    let paid = pay(transaction, new.owner, Amounts::default()).await?;
    let text = "INSERT INTO reservation (id, owner, size_bytes, ends_ms) VALUES ($1, $2, $3, $4) ON CONFLICT (id) \
                DO UPDATE SET owner = excluded.owner, size_bytes = excluded.size_bytes, ends_ms = excluded.ends_ms"
        .to_owned();
    let size_bytes = i64::try_from(new.size_bytes).unwrap_or(i64::MAX);
    let args = vec![
        Arg::Text(new.id.to_owned()),
        Arg::Text(new.owner.to_owned()),
        Arg::Int(size_bytes),
        Arg::Int(new.ends_ms),
    ];
    transaction.execute(Fragment { text, args }).await?;
    if size_bytes == 0 {
        return Ok(());
    }
    paid.check(transaction, new.owner, now_ms).await?;
    paid.check_whole(transaction, now_ms).await
}

/// Lets a reservation end at another moment.
pub async fn extend(transaction: &mut Transaction, id: &str, ends_ms: Millis) -> Result<(), DatabaseError> {
    let mut update = Fragment::new("UPDATE reservation SET ends_ms = ");
    update.int_arg(ends_ms).push(" WHERE id = ").text_arg(id);
    transaction.execute(update).await.map(drop)
}

/// Gives the room back: when the upload is thrown away, or in the transaction that attaches its bytes, which are then
/// paid for. An unknown id is nothing.
pub async fn release(transaction: &mut Transaction, id: &str) -> Result<(), DatabaseError> {
    let mut delete = Fragment::new("DELETE FROM reservation WHERE id = ");
    delete.text_arg(id);
    transaction.execute(delete).await.map(drop)
}

/// Bytes that an owner, or all together, have reserved.
pub(super) async fn reserved(ask: &mut impl Ask, owner: Option<&str>, now_ms: Millis) -> Result<i64, DatabaseError> {
    let mut select =
        Fragment::new("SELECT CAST(coalesce(sum(size_bytes), 0) AS bigint) FROM reservation WHERE ends_ms > ");
    select.int_arg(now_ms);
    if let Some(owner) = owner {
        select.push(" AND owner = ").text_arg(owner);
    }
    ask.row(select).await?.map_or(Ok(0), |row| row.int(0))
}

impl Association {
    /// Removes reservations that have ended: they hold no room, only rows.
    pub async fn sweep_reservations(&self) -> Result<u64, DatabaseError> {
        let mut delete = Fragment::new("DELETE FROM reservation WHERE ends_ms <= ");
        delete.int_arg(self.clock.now_ms());
        self.database().execute(delete).await
    }
}
