use data_encoding::HEXLOWER;
use futures_util::StreamExt as _;
use veillee_access::Fragment;
use veillee_ambient::Millis;

use super::chain::{HASH_BYTES, HEAD_SEAL, Written, head_facts, words_digest};
use super::note::no_head;
use crate::storage::association::Association;
use crate::storage::sql::{Ask as _, DatabaseError, Record};

/// What a walk along the whole log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Entries that fit, from the first one on.
    pub good: u64,
    pub first_ms: Option<Millis>,
    /// Of the last entry that fits.
    pub last_ms: Option<Millis>,
    /// The hash of the last entry that fits, in hexadecimal: written down elsewhere, it shows later that nothing before it
    /// was changed, not even by somebody who has the association's key.
    pub hash: String,
    pub fault: Option<Fault>,
}

/// The first thing that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Of the entry.
    pub number: i64,
    pub kind: FaultKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The entry is not there.
    Missing,
    /// The entry is not what was written.
    Changed,
    /// The words beside it are not what was written.
    WordsChanged,
    /// It stands behind the last one that was noted.
    Added,
    /// The head was not sealed by this association.
    HeadForged,
}

/// Where the walk is.
struct Walk {
    verdict: Verdict,
    previous: Vec<u8>,
    next: i64,
}

impl Association {
    /// Walks the whole log as it stands at this moment, in constant memory.
    pub async fn verify_audit(&self) -> Result<Verdict, DatabaseError> {
        let mut transaction = self.database().begin_reading().await?;
        let head = Fragment::new("SELECT number, hash, seal FROM audit_head WHERE id = 1");
        let head = transaction.row(head).await?.ok_or_else(no_head)?;
        let (last, hash, seal) = (head.int(0)?, head.bytes(1)?, head.bytes(2)?);
        let mut walk = Walk::new();
        let select = Fragment::new(
            "SELECT e.number, e.at_ms, e.happening, e.doer, e.person, e.about, e.device, e.words_digest, e.hash, \
             w.salt, w.words FROM audit_entry e LEFT JOIN audit_words w ON w.number = e.number ORDER BY e.number",
        );
        let mut rows = transaction.stream(select);
        while let Some(row) = rows.next().await {
            if let Some(fault) = walk.step(&row?, last)? {
                return Ok(walk.end(Some(fault)));
            }
        }
        let sealed = seal == self.mark(HEAD_SEAL, &head_facts(last, &hash));
        let fault = match walk.next {
            next if next <= last => Some(Fault { number: next, kind: FaultKind::Missing }),
            _ if hash != walk.previous || !sealed => Some(Fault { number: last, kind: FaultKind::HeadForged }),
            _ => None,
        };
        Ok(walk.end(fault))
    }
}

impl Walk {
    fn new() -> Self {
        let verdict = Verdict { good: 0, first_ms: None, last_ms: None, hash: String::new(), fault: None };
        Self { verdict, previous: vec![0; HASH_BYTES], next: 1 }
    }

    fn step(&mut self, row: &Record, last: i64) -> Result<Option<Fault>, DatabaseError> {
        let (written, hash) = (written(row)?, row.bytes(8)?);
        let fault = |number, kind| Ok(Some(Fault { number, kind }));
        if written.number > last {
            return fault(written.number, FaultKind::Added);
        }
        if written.number != self.next {
            return fault(self.next, FaultKind::Missing);
        }
        if written.hash(&self.previous) != hash.as_slice() {
            return fault(written.number, FaultKind::Changed);
        }
        if let Some((salt, words)) = row.maybe_bytes(9)?.zip(row.maybe_text(10)?)
            && words_digest(&salt, &words) != written.words_digest
        {
            return fault(written.number, FaultKind::WordsChanged);
        }
        self.previous = hash;
        self.next += 1;
        self.verdict.good += 1;
        self.verdict.first_ms.get_or_insert(written.at_ms);
        self.verdict.last_ms = Some(written.at_ms);
        Ok(None)
    }

    fn end(self, fault: Option<Fault>) -> Verdict {
        Verdict { hash: HEXLOWER.encode(&self.previous), fault, ..self.verdict }
    }
}

fn written(row: &Record) -> Result<Written, DatabaseError> {
    Ok(Written {
        number: row.int(0)?,
        at_ms: row.int(1)?,
        happening: row.text(2)?,
        doer: row.text(3)?,
        person: row.text(4)?,
        about: row.text(5)?,
        device: row.text(6)?,
        words_digest: row.bytes(7)?,
    })
}
