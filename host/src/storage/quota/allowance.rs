use veillee_access::{Arg, Fragment};

use super::charges::{Amounts, used_by_all};
use super::jobs::jobs_of;
use super::reserve::reserved;
use super::{ASSOCIATION_OWNER, Budget};
use crate::storage::Association;
use crate::storage::sql::{Ask, DatabaseError, Record};

/// What a budget may hold; nothing where no limit is set. Above a soft limit people are told, above a hard one nothing
/// may grow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    pub soft_bytes: Option<i64>,
    pub hard_bytes: Option<i64>,
    pub soft_objects: Option<i64>,
    pub hard_objects: Option<i64>,
    /// Jobs that wait or run.
    pub hard_jobs: Option<i64>,
}

impl Allowance {
    fn args(self) -> [Arg; 5] {
        [self.soft_bytes, self.hard_bytes, self.soft_objects, self.hard_objects, self.hard_jobs]
            .map(|limit| limit.map_or(Arg::NullInt, Arg::Int))
    }

    fn read(row: &Record, at: usize) -> Result<Self, DatabaseError> {
        Ok(Self {
            soft_bytes: row.maybe_int(at)?,
            hard_bytes: row.maybe_int(at + 1)?,
            soft_objects: row.maybe_int(at + 2)?,
            hard_objects: row.maybe_int(at + 3)?,
            hard_jobs: row.maybe_int(at + 4)?,
        })
    }

    /// These limits, and where one is missing that of `other`.
    fn or(self, other: Self) -> Self {
        Self {
            soft_bytes: self.soft_bytes.or(other.soft_bytes),
            hard_bytes: self.hard_bytes.or(other.hard_bytes),
            soft_objects: self.soft_objects.or(other.soft_objects),
            hard_objects: self.hard_objects.or(other.hard_objects),
            hard_jobs: self.hard_jobs.or(other.hard_jobs),
        }
    }
}

/// How full a budget is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Free,
    /// At the soft limit: time to tell.
    Soft,
    /// At the hard limit: nothing may grow.
    Hard,
}

/// What a budget holds and what it may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub used: Amounts,
    /// Bytes of uploads under way.
    pub reserved_bytes: i64,
    /// Jobs that wait or run.
    pub jobs: i64,
    pub allowance: Allowance,
}

impl Standing {
    pub fn level(&self) -> Level {
        let (bytes, objects) = (self.used.bytes + self.reserved_bytes, self.used.objects);
        let reached = |most: Option<i64>, amount: i64| most.is_some_and(|most| amount >= most);
        let Allowance { soft_bytes, hard_bytes, soft_objects, hard_objects, .. } = self.allowance;
        if reached(hard_bytes, bytes) || reached(hard_objects, objects) {
            Level::Hard
        } else if reached(soft_bytes, bytes) || reached(soft_objects, objects) {
            Level::Soft
        } else {
            Level::Free
        }
    }

    /// Bytes that still fit; none without a limit.
    pub fn left_bytes(&self) -> Option<u64> {
        let left = self.allowance.hard_bytes? - self.used.bytes - self.reserved_bytes;
        Some(u64::try_from(left).unwrap_or(0))
    }
}

/// What still fits before bytes are taken in. What is taken in is asked again when it is attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub left_bytes: u64,
    /// Whose limit it is.
    pub budget: Budget,
}

const COLUMNS: &str = "soft_bytes, hard_bytes, soft_objects, hard_objects, hard_jobs";

impl Association {
    /// The limits set for a budget itself; those of each person are not put in.
    pub async fn allowance(&self, of: &Budget) -> Result<Allowance, DatabaseError> {
        set_for(&mut self.database(), of).await
    }

    /// Sets the limits of a budget. What is above them already stays: only what would grow is refused.
    pub async fn set_allowance(&self, of: &Budget, allowance: Allowance) -> Result<(), DatabaseError> {
        let text = format!(
            "INSERT INTO usage_limit (owner, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (owner) DO UPDATE \
             SET soft_bytes = excluded.soft_bytes, hard_bytes = excluded.hard_bytes, \
             soft_objects = excluded.soft_objects, hard_objects = excluded.hard_objects, \
             hard_jobs = excluded.hard_jobs"
        );
        let args = [Arg::Text(of.key().to_owned())].into_iter().chain(allowance.args()).collect();
        self.database().execute(Fragment { text, args }).await.map(drop)
    }

    /// What a budget holds, under the limits that stand for it. Five queries.
    pub async fn standing(&self, of: &Budget) -> Result<Standing, DatabaseError> {
        let mut database = self.database();
        let mut allowance = set_for(&mut database, of).await?;
        let owner = match of {
            Budget::Owner(owner) => Some(owner.as_str()),
            Budget::EachPerson | Budget::Whole => None,
        };
        if owner.is_some_and(|owner| owner != ASSOCIATION_OWNER) {
            allowance = allowance.or(set_for(&mut database, &Budget::EachPerson).await?);
        }
        let used = match owner {
            Some(owner) => used_by(&mut database, owner).await?,
            None => used_by_all(&mut database).await?,
        };
        let reserved_bytes = reserved(&mut database, owner, self.clock.now_ms()).await?;
        let jobs = jobs_of(&mut database, owner).await?;
        Ok(Standing { used, reserved_bytes, jobs, allowance })
    }

    /// How many bytes more an owner may hold, and whose limit that is; none without a limit. One query where none is set.
    pub async fn room(&self, owner: &str) -> Result<Option<Room>, DatabaseError> {
        let text = "SELECT 1 FROM usage_limit WHERE hard_bytes IS NOT NULL AND owner IN ($1, '*', '') LIMIT 1";
        let fragment = Fragment { text: text.to_owned(), args: vec![Arg::Text(owner.to_owned())] };
        if self.database().row(fragment).await?.is_none() {
            return Ok(None);
        }
        let mut rooms = Vec::new();
        for budget in [Budget::Owner(owner.to_owned()), Budget::Whole] {
            let left_bytes = self.standing(&budget).await?.left_bytes();
            rooms.extend(left_bytes.map(|left_bytes| Room { left_bytes, budget }));
        }
        Ok(rooms.into_iter().min_by_key(|room| room.left_bytes))
    }

    /// Everybody who holds something, and every owner with a limit of their own, the largest first.
    pub async fn payers(&self) -> Result<Vec<String>, DatabaseError> {
        let select = "SELECT owner, size_bytes FROM usage UNION ALL SELECT owner, CAST(0 AS bigint) FROM usage_limit \
                      WHERE owner NOT IN ('', '*') AND owner NOT IN (SELECT owner FROM usage) \
                      ORDER BY size_bytes DESC, owner";
        self.database().rows(Fragment::new(select)).await?.iter().map(|row| row.text(0)).collect()
    }
}

impl Association {
    /// What an operator knows a payer by: an account's mail address, else the name.
    pub async fn payer_name(&self, owner: &str) -> Result<String, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT coalesce(a.address, p.name) FROM principal p LEFT JOIN account a ON a.id = p.id WHERE p.id = ",
        );
        select.text_arg(owner);
        self.database().row(select).await?.map_or_else(|| Ok(owner.to_owned()), |row| row.text(0))
    }
}

async fn set_for(ask: &mut impl Ask, of: &Budget) -> Result<Allowance, DatabaseError> {
    let mut select = Fragment::new(format!("SELECT {COLUMNS} FROM usage_limit WHERE owner = "));
    select.text_arg(of.key());
    ask.row(select).await?.map_or(Ok(Allowance::default()), |row| Allowance::read(&row, 0))
}

async fn used_by(ask: &mut impl Ask, owner: &str) -> Result<Amounts, DatabaseError> {
    let mut select = Fragment::new("SELECT size_bytes, objects FROM usage WHERE owner = ");
    select.text_arg(owner);
    ask.row(select)
        .await?
        .map_or(Ok(Amounts::default()), |row| Ok(Amounts { bytes: row.int(0)?, objects: row.int(1)? }))
}
