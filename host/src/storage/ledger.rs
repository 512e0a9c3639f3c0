//! What each service used on each day, as it was written down.

use std::ops::Range;

use veillee_access::{Arg, Fragment};

use super::association::Association;
use super::sql::{Ask as _, DatabaseError, Dialect, Record};
use crate::observe::ledger::{Entry, Spent};

impl Association {
    /// Adds what was counted since the last writing. All of it or nothing.
    pub async fn write_ledger(&self, entries: &[Entry]) -> Result<(), DatabaseError> {
        let mut transaction = self.begin().await?;
        for Entry { service, day, spent, .. } in entries {
            transaction.execute(add(transaction.dialect(), service, *day, spent)).await?;
        }
        transaction.commit().await
    }

    /// What was written down for these days, by day and service.
    pub async fn ledger(&self, days: Range<i64>) -> Result<Vec<Entry>, DatabaseError> {
        let mut select = Fragment::new(
            "SELECT day, service, requests, errors, cpu_us, peak_memory_bytes, received_bytes, sent_bytes \
             FROM ledger_day WHERE day >= ",
        );
        select.int_arg(days.start).push(" AND day < ").int_arg(days.end).push(" ORDER BY day, service");
        self.database().rows(select).await?.iter().map(|row| self.entry(row)).collect()
    }

    fn entry(&self, row: &Record) -> Result<Entry, DatabaseError> {
        let spent = Spent {
            requests: row.count(2)?,
            errors: row.count(3)?,
            cpu_us: row.count(4)?,
            peak_memory_bytes: row.count(5)?,
            received_bytes: row.count(6)?,
            sent_bytes: row.count(7)?,
        };
        Ok(Entry { association: self.id.clone(), service: row.text(1)?, day: row.int(0)?, spent })
    }
}

fn add(dialect: Dialect, service: &str, day: i64, spent: &Spent) -> Fragment {
    let Spent { requests, errors, cpu_us, peak_memory_bytes, received_bytes, sent_bytes } = *spent;
    let sums: String = ["requests", "errors", "cpu_us", "received_bytes", "sent_bytes"]
        .map(|column| format!("{column} = ledger_day.{column} + excluded.{column}, "))
        .concat();
    let text = format!(
        "INSERT INTO ledger_day (day, service, requests, errors, cpu_us, peak_memory_bytes, received_bytes, sent_bytes) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (day, service) DO UPDATE SET {sums} \
         peak_memory_bytes = {}(ledger_day.peak_memory_bytes, excluded.peak_memory_bytes)",
        dialect.greatest()
    );
    let numbers = [requests, errors, cpu_us, peak_memory_bytes, received_bytes, sent_bytes]
        .map(|number| Arg::Int(i64::try_from(number).unwrap_or(i64::MAX)));
    let args = [Arg::Int(day), Arg::Text(service.to_owned())].into_iter().chain(numbers).collect();
    Fragment { text, args }
}
