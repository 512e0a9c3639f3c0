//! The way in for one association, beside those that a host has already.

use std::fs::File;

use veillee_access::Arg;
use veillee_vault::{MasterKey, WrappingKey};

use super::check::{Checked, Checking};
use super::entry::{Place, association as plain_association};
use super::restore::Filled;
use super::unpack::{Unlock, Unpacking};
use super::{BackupError, Progress, Report};
use crate::storage::layout::Layout;
use crate::storage::snapshot::{Row, TableHead};

/// A file that holds one association, read as far as it says which.
pub struct Newcomer {
    pub id: String,
    pub name: String,
    /// The names it answered under.
    pub domains: Vec<String>,
    /// Its own key, to be wrapped by the new host's.
    pub key: WrappingKey,
    rest: Rest,
}

/// What stands behind the part about the host.
struct Rest {
    unpacking: Unpacking,
    checking: Checking,
    /// Read already, not yet used.
    first: Option<Checked>,
}

#[derive(Default)]
struct HostPart {
    key: Option<MasterKey>,
    association: Option<(String, String, Vec<u8>)>,
    domains: Vec<String>,
}

impl Newcomer {
    /// Reads the part about the host: nothing is written anywhere.
    pub async fn open(file: File, unlock: &Unlock) -> Result<Self, BackupError> {
        let mut rest = Rest { unpacking: Unpacking::of(file, unlock)?, checking: Checking::new(None), first: None };
        let mut part = HostPart::default();
        while let Some(checked) = rest.next().await? {
            match checked {
                Checked::Nothing | Checked::Head(Place::Host, _) => {}
                Checked::Key(key) => part.key = Some(key),
                Checked::Rows(Place::Host, head, rows) => part.take(&head, &rows)?,
                other => {
                    rest.first = Some(other);
                    break;
                }
            }
        }
        let HostPart { key, association, domains } = part;
        let (id, name, sealed) = association.ok_or_else(|| BackupError::malformed("it names no association"))?;
        let key = key.ok_or(BackupError::NoKey)?;
        let key = key.unwrap(&sealed, id.as_bytes()).map_err(|_| BackupError::WrongKey)?;
        // It becomes the name of a folder and of a schema.
        let id = plain_association(&id).ok_or_else(|| BackupError::malformed("its association has no proper id"))?;
        Ok(Self { id, name, domains, key, rest })
    }

    /// Puts its data into a place of its own, which holds nothing yet. Everything is compared and opened on the way; what
    /// does not open is refused, however long it has been so.
    pub async fn settle(
        self,
        layout: &Layout,
        each: &mut (dyn FnMut(&Progress) -> bool + Send),
    ) -> Result<Report, BackupError> {
        let Self { id, mut rest, .. } = self;
        let place = Place::Association(id);
        let mut filled = Filled::open(layout, &place).await?;
        let outcome = rest.fill(&place, &mut filled, each).await;
        filled.close().await?;
        outcome?;
        let report = rest.checking.end()?;
        if report.absent + report.damaged > 0 {
            let (absent, damaged) = (report.absent, report.damaged);
            return Err(BackupError::malformed(format!("{absent} of its files are missing and {damaged} are damaged")));
        }
        Ok(report)
    }
}

impl Rest {
    async fn next(&mut self) -> Result<Option<Checked>, BackupError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        match self.unpacking.next().await.transpose()? {
            Some((entry, bytes)) => Ok(Some(self.checking.take(entry, bytes).await?)),
            None => Ok(None),
        }
    }

    async fn fill(
        &mut self,
        place: &Place,
        filled: &mut Filled,
        each: &mut (dyn FnMut(&Progress) -> bool + Send),
    ) -> Result<(), BackupError> {
        while let Some(checked) = self.next().await? {
            match checked {
                Checked::Nothing => {}
                Checked::Head(of, head) if of == *place => filled.loading.begin_table(&head).await?,
                Checked::Rows(of, head, rows) if of == *place => filled.loading.insert(&head, rows).await?,
                Checked::Segment { association, segment, inline, sealed } => {
                    if *place != Place::Association(association) {
                        return Err(BackupError::Several);
                    }
                    filled.segment(segment, inline, sealed).await?;
                }
                _ => return Err(BackupError::Several),
            }
            if !each(&self.checking.report.read) {
                return Err(BackupError::Unwanted);
            }
        }
        Ok(())
    }
}

impl HostPart {
    fn take(&mut self, head: &TableHead, rows: &[Row]) -> Result<(), BackupError> {
        let text = |row: &Row, column: &str| match row.get(head.place(column)?) {
            Some(Arg::Text(text)) => Some(text.clone()),
            _ => None,
        };
        for row in rows {
            match head.name.as_str() {
                "association" if self.association.is_some() => return Err(BackupError::Several),
                "association" => {
                    let sealed = head.place("key_sealed").and_then(|place| row.get(place));
                    let (Some(id), Some(name), Some(Arg::Bytes(sealed))) = (text(row, "id"), text(row, "name"), sealed)
                    else {
                        return Err(BackupError::malformed("its association is none"));
                    };
                    self.association = Some((id, name, sealed.clone()));
                }
                "domain" => self.domains.extend(text(row, "name")),
                _ => {}
            }
        }
        Ok(())
    }
}
