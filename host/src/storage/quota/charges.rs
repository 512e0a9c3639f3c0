use std::collections::BTreeMap;
use std::ops::AddAssign;

use veillee_access::{Arg, Fragment};

use super::Budget;
use super::reserve::reserved;
use crate::storage::objects::ObjectError;
use crate::storage::sql::{Ask as _, DatabaseError, Transaction};

/// What is kept, or by how much it changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Clear bytes of contents.
    pub bytes: i64,
    pub objects: i64,
}

impl Amounts {
    pub fn bytes(bytes: i64) -> Self {
        Self { bytes, ..Self::default() }
    }

    pub fn objects(objects: i64) -> Self {
        Self { objects, ..Self::default() }
    }

    #[must_use]
    pub fn taken_away(self) -> Self {
        Self { bytes: -self.bytes, objects: -self.objects }
    }

    fn grows(self) -> bool {
        self.bytes > 0 || self.objects > 0
    }
}

impl AddAssign for Amounts {
    fn add_assign(&mut self, more: Self) {
        self.bytes += more.bytes;
        self.objects += more.objects;
    }
}

/// What the changes of one transaction mean for those who pay.
#[derive(Debug, Default)]
pub struct Charges {
    by_owner: BTreeMap<String, Amounts>,
}

impl Charges {
    pub fn add(&mut self, owner: &str, amounts: Amounts) {
        *self.by_owner.entry(owner.to_owned()).or_default() += amounts;
    }

    /// Writes them at the end of the transaction. Errors: `OverQuota` when an owner, or all together, would hold more
    /// than they may. Cost: one statement for each owner; one or two more where a limit is set.
    pub async fn settle(self, transaction: &mut Transaction, now_ms: i64) -> Result<(), ObjectError> {
        let mut total = Amounts::default();
        let mut whole = Ceiling::default();
        for (owner, amounts) in self.by_owner {
            if amounts == Amounts::default() {
                continue;
            }
            let paid = pay(transaction, &owner, amounts).await?;
            if amounts.grows() {
                paid.check(transaction, &owner, now_ms).await?;
            }
            total += amounts;
            whole = paid.whole;
        }
        if total.grows() { whole.check(transaction, now_ms).await } else { Ok(()) }
    }

    /// Writes what nobody may refuse: what is removed, and what the host makes by itself.
    pub async fn record(self, transaction: &mut Transaction) -> Result<(), DatabaseError> {
        for (owner, amounts) in self.by_owner {
            if amounts != Amounts::default() {
                pay(transaction, &owner, amounts).await?;
            }
        }
        Ok(())
    }
}

/// What an owner holds after paying, under the limits that stand.
pub(super) struct Paid {
    now: Amounts,
    pub(super) own: Ceiling,
    pub(super) whole: Ceiling,
}

/// Hard limits; none where nothing is set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ceiling {
    bytes: Option<i64>,
    objects: Option<i64>,
    pub(super) jobs: Option<i64>,
}

impl Ceiling {
    fn is_set(self) -> bool {
        self.bytes.is_some() || self.objects.is_some()
    }

    fn holds(self, amounts: Amounts) -> bool {
        let under = |most: Option<i64>, amount: i64| most.is_none_or(|most| amount <= most);
        under(self.bytes, amounts.bytes) && under(self.objects, amounts.objects)
    }

    /// All owners together. Whoever passes here waits for those before: the sum is then exact.
    async fn check(self, transaction: &mut Transaction, now_ms: i64) -> Result<(), ObjectError> {
        if !self.is_set() {
            return Ok(());
        }
        hold_whole_limit(transaction).await?;
        let mut used = used_by_all(transaction).await?;
        used.bytes += reserved(transaction, None, now_ms).await?;
        if self.holds(used) { Ok(()) } else { Err(ObjectError::OverQuota(Budget::Whole)) }
    }
}

impl Paid {
    pub(super) async fn check(
        &self,
        transaction: &mut Transaction,
        owner: &str,
        now_ms: i64,
    ) -> Result<(), ObjectError> {
        if !self.own.is_set() {
            return Ok(());
        }
        let mut used = self.now;
        if self.own.bytes.is_some() {
            used.bytes += reserved(transaction, Some(owner), now_ms).await?;
        }
        if self.own.holds(used) { Ok(()) } else { Err(ObjectError::OverQuota(Budget::Owner(owner.to_owned()))) }
    }

    pub(super) async fn check_whole(&self, transaction: &mut Transaction, now_ms: i64) -> Result<(), ObjectError> {
        self.whole.check(transaction, now_ms).await
    }
}

/// From here on, whoever compares with the association's own limit waits.
pub(super) async fn hold_whole_limit(transaction: &mut Transaction) -> Result<(), DatabaseError> {
    if let Some(lock) = transaction.dialect().hold_whole_limit() {
        transaction.rows(Fragment::new(lock)).await?;
    }
    Ok(())
}

/// Changes what an owner holds; until the transaction ends, nobody else can.
pub(super) async fn pay(transaction: &mut Transaction, owner: &str, amounts: Amounts) -> Result<Paid, DatabaseError> {
    let own = |column: &str| {
        format!(
            "coalesce((SELECT {column} FROM usage_limit WHERE owner = $1), \
             (SELECT {column} FROM usage_limit WHERE owner = '*' AND $1 <> '{}'))",
            super::ASSOCIATION_OWNER
        )
    };
    let whole = |column: &str| format!("(SELECT {column} FROM usage_limit WHERE owner = '')");
    let text = format!(
        "INSERT INTO usage (owner, size_bytes, objects) VALUES ($1, $2, $3) \
         ON CONFLICT (owner) DO UPDATE SET size_bytes = usage.size_bytes + excluded.size_bytes, \
         objects = usage.objects + excluded.objects RETURNING size_bytes, objects, {}, {}, {}, {}, {}, {}",
        own("hard_bytes"),
        own("hard_objects"),
        own("hard_jobs"),
        whole("hard_bytes"),
        whole("hard_objects"),
        whole("hard_jobs"),
    );
    let numbers = [amounts.bytes, amounts.objects].map(Arg::Int);
    let args = [Arg::Text(owner.to_owned())].into_iter().chain(numbers).collect();
    let row = transaction.row(Fragment { text, args }).await?;
    let row = row.ok_or_else(|| DatabaseError::Internal("no row of usage".to_owned()))?;
    let ceiling = |at: usize| -> Result<Ceiling, DatabaseError> {
        Ok(Ceiling { bytes: row.maybe_int(at)?, objects: row.maybe_int(at + 1)?, jobs: row.maybe_int(at + 2)? })
    };
    Ok(Paid { now: Amounts { bytes: row.int(0)?, objects: row.int(1)? }, own: ceiling(2)?, whole: ceiling(5)? })
}

pub(super) async fn used_by_all(ask: &mut impl crate::storage::sql::Ask) -> Result<Amounts, DatabaseError> {
    let sum = |column: &str| format!("CAST(coalesce(sum({column}), 0) AS bigint)");
    let (bytes, objects) = (sum("size_bytes"), sum("objects"));
    let row = ask.row(Fragment::new(format!("SELECT {bytes}, {objects} FROM usage"))).await?;
    let Some(row) = row else { return Ok(Amounts::default()) };
    Ok(Amounts { bytes: row.int(0)?, objects: row.int(1)? })
}
