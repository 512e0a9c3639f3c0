use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::Happening;
use crate::limits;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Record};

/// An entry with the names that are still known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub number: i64,
    pub at_ms: Millis,
    /// None for one that a newer version wrote.
    pub happening: Option<Happening>,
    /// Empty: a visitor.
    pub doer: String,
    /// None for somebody who has no name here any more, and for who never had one.
    pub doer_name: Option<String>,
    /// Empty: nobody but the doer.
    pub person: String,
    pub person_name: Option<String>,
    pub about: String,
    /// As sessions keep it.
    pub device: String,
    /// Empty when they were forgotten.
    pub words: String,
}

const SELECT: &str = "SELECT e.number, e.at_ms, e.happening, e.doer, d.name, e.person, p.name, e.about, e.device, \
                      coalesce(w.words, '') FROM audit_entry e LEFT JOIN principal d ON d.id = e.doer \
                      LEFT JOIN principal p ON p.id = e.person LEFT JOIN audit_words w ON w.number = e.number";

impl Association {
    /// What an account did and what happened to it, the last first, at most [`limits::OWN_ACTIVITY`]. Two indexes are read
    /// to that length.
    pub async fn own_activity(&self, account: &str) -> Result<Vec<Entry>, DatabaseError> {
        let mut select = Fragment::new(SELECT);
        let most = limits::OWN_ACTIVITY;
        select.push(" WHERE e.number IN (SELECT x.number FROM (SELECT number FROM audit_entry WHERE doer = ");
        select.text_arg(account).push(&format!(" ORDER BY number DESC LIMIT {most}) x UNION SELECT y.number FROM "));
        select.push("(SELECT number FROM audit_entry WHERE person = ").text_arg(account);
        select.push(&format!(" ORDER BY number DESC LIMIT {most}) y) ORDER BY e.number DESC LIMIT {most}"));
        self.database().rows(select).await?.iter().map(entry).collect()
    }

    /// What happened in the association, the last first, before the entry of this number if one is given; at most `most`.
    pub async fn activity(&self, before: Option<i64>, most: usize) -> Result<Vec<Entry>, DatabaseError> {
        let mut select = Fragment::new(SELECT);
        if let Some(before) = before {
            select.push(" WHERE e.number < ").int_arg(before);
        }
        select.push(" ORDER BY e.number DESC LIMIT ").int_arg(i64::try_from(most).unwrap_or(i64::MAX));
        self.database().rows(select).await?.iter().map(entry).collect()
    }
}

fn entry(row: &Record) -> Result<Entry, DatabaseError> {
    Ok(Entry {
        number: row.int(0)?,
        at_ms: row.int(1)?,
        happening: Happening::from_name(&row.text(2)?),
        doer: row.text(3)?,
        doer_name: row.maybe_text(4)?,
        person: row.text(5)?,
        person_name: row.maybe_text(6)?,
        about: row.text(7)?,
        device: row.text(8)?,
        words: row.text(9)?,
    })
}
