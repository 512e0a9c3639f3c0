use super::{HostCall, MemoryDoor, list};
use crate::{Caller, Change, Door, Error, NewJob, Page, Query, Receipt, Row, Time, Touched, Value};

impl Door for MemoryDoor {
    fn get(&mut self, id: &str, select: &[&str]) -> Result<Row, Error> {
        self.faults.meet(HostCall::Get)?;
        Ok(list::row(self.store.find(id)?, select))
    }

    fn run(&mut self, query: &Query, after: Option<&str>, limit: u32) -> Result<Page, Error> {
        self.faults.meet(HostCall::Run)?;
        list::run(&self.store, query, after, limit)
    }

    fn count(&mut self, query: &Query, up_to: u32) -> Result<u32, Error> {
        self.faults.meet(HostCall::Count)?;
        let found = list::matching(&self.store, query).len();
        Ok(u32::try_from(found).unwrap_or(u32::MAX).min(up_to))
    }

    fn may(&mut self, id: &str, action: &str) -> Result<bool, Error> {
        self.faults.meet(HostCall::May)?;
        // `create:photo` is denied with `create` as well.
        let whole = action.split(':').next().unwrap_or_default();
        Ok(self.allows(action) && self.allows(whole) && self.store.find(id).is_ok())
    }

    fn may_create(&mut self, _collection: &str) -> Result<bool, Error> {
        self.faults.meet(HostCall::May)?;
        Ok(self.allows("top"))
    }

    fn new_id(&mut self, _collection: &str) -> String {
        self.store.next_id()
    }

    fn commit(&mut self, changes: &[Change]) -> Result<Vec<Touched>, Error> {
        self.faults.meet(HostCall::Commit)?;
        if !self.writable {
            return Err(Error::Denied);
        }
        if changes.len() > 500 {
            return Err(Error::Invalid("at most 500 changes".into()));
        }
        let before = self.store.clone();
        let mut touched: Result<Vec<Touched>, Error> = changes.iter().map(|change| self.apply(change)).collect();
        if touched.is_ok() && self.is_over_quota(&before) {
            touched = Err(Error::QuotaExceeded);
        }
        if touched.is_err() {
            self.store = before;
        }
        touched
    }

    fn sentence(&mut self, id: &str) -> Result<String, Error> {
        self.faults.meet(HostCall::Sentence)?;
        self.store.find(id)?;
        Ok(if self.caller.locale == "fr" { "Vous seul pouvez le voir." } else { "Only you can see this." }.into())
    }

    fn receipts(&mut self, id: &str) -> Result<Vec<Receipt>, Error> {
        self.faults.meet(HostCall::Receipts)?;
        self.store.find(id)?;
        self.check("share")?;
        let is_in = |receipt: &&Receipt| {
            let parent = self.store.find(&receipt.object).map(|object| object.parent.as_deref() == Some(id));
            receipt.object == id || parent == Ok(true)
        };
        Ok(self.receipts.iter().filter(is_in).cloned().collect())
    }

    fn now(&mut self) -> Time {
        self.now
    }

    fn enqueue(&mut self, job: &NewJob) -> Result<(), Error> {
        self.faults.meet(HostCall::Queue)?;
        if !self.writable {
            return Err(Error::Denied);
        }
        self.store.find(&job.about)?;
        let same = |waiting: &NewJob| {
            job.key.is_some() && (&waiting.name, &waiting.about, &waiting.key) == (&job.name, &job.about, &job.key)
        };
        if !self.jobs.iter().any(same) {
            self.jobs.push(job.clone());
        }
        Ok(())
    }

    fn cancel(&mut self, name: &str, about: &str, key: &str) -> Result<bool, Error> {
        self.faults.meet(HostCall::Queue)?;
        let before = self.jobs.len();
        self.jobs.retain(|job| job.name != name || job.about != about || job.key.as_deref() != Some(key));
        Ok(self.jobs.len() < before)
    }

    fn progress(&mut self, done: u32, total: u32, word: &str) {
        self.progress.push((done, total, word.into()));
    }

    fn caller(&mut self) -> Caller {
        self.caller.clone()
    }

    fn log(&mut self, level: &str, message: &str) {
        self.lines.push((level.into(), message.into()));
    }
}

impl MemoryDoor {
    fn apply(&mut self, change: &Change) -> Result<Touched, Error> {
        let id = match change {
            Change::Create { id, collection, parent, fields } => {
                self.check(if parent.is_some() { "create" } else { "top" })?;
                if let Some(parent) = parent {
                    self.store.find(parent)?;
                }
                self.store.insert(id.clone(), collection, parent.clone(), fields.clone());
                id
            }
            Change::Update { id, if_version, fields } => {
                let found = self.store.find(id)?.version;
                self.check("update")?;
                if if_version.is_some_and(|version| version != found) {
                    return Err(Error::Conflict);
                }
                self.store.find_mut(id)?.set(fields);
                id
            }
            Change::Add { id, field, amount } => {
                let Value::Integer(before) = self.store.find(id)?.value(field) else {
                    return Err(Error::Invalid(format!("{field} is not an integer")));
                };
                self.check("update")?;
                self.store.find_mut(id)?.set(&vec![(field.clone(), (before + amount).into())]);
                id
            }
            Change::Detach { id, blob } => {
                self.check("update")?;
                let object = self.store.find_mut(id)?;
                object.blobs.retain(|(name, _)| name != blob);
                object.version += 1;
                id
            }
            Change::Attach { id, blob, choice, index } => {
                let file = self.choices.get(choice.0).and_then(|files| files.get(*index as usize)).copied();
                let size_bytes = file.ok_or_else(|| Error::Invalid("there is no such file".into()))?;
                let object = self.store.find_mut(id)?;
                object.blobs.retain(|(name, _)| name != blob);
                object.blobs.push((blob.clone(), size_bytes));
                id
            }
            Change::Copy { id, blob, source } => {
                let source = self.store.find(source)?;
                let found = source.blobs.iter().find(|(name, _)| name == blob).cloned().ok_or(Error::NotFound)?;
                self.store.find_mut(id)?.blobs.push(found);
                id
            }
            Change::Move { id, parent } => {
                self.store.find(id)?;
                self.store.find(parent)?;
                self.check("move")?;
                self.check("create")?;
                self.store.find_mut(id)?.parent = Some(parent.clone());
                id
            }
            Change::Trash { id } | Change::Restore { id } => {
                self.check("delete")?;
                self.store.set_trashed(id, matches!(change, Change::Trash { .. }))?;
                id
            }
        };
        Ok(Touched { id: id.clone(), version: self.version(id) })
    }

    fn version(&self, id: &str) -> u64 {
        self.store.objects.iter().find(|object| object.id == *id).map_or(0, |object| object.version)
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::MemoryDoor;
    use crate::{Call, Error, Request};

    #[test]
    fn a_change_set_that_fails_in_its_last_change_leaves_nothing() {
        let (request, mut door) = (Request::post("/"), MemoryDoor::new());
        let mut call = Call::new("album", &request, &mut door);
        let mut changes = call.change_set();
        changes.create("album", [("title", "Summer".into())]);
        changes.trash("unknown");
        assert_eq!(changes.commit(), Err(Error::NotFound));
        assert!(door.objects("album").is_empty());
    }

    #[test]
    fn what_lies_in_an_object_goes_into_the_trash_and_back_with_it() {
        let (request, mut door) = (Request::post("/"), MemoryDoor::new());
        let album = door.insert("album", None, []);
        door.insert("photo", Some(&album), []);
        for (expected, back) in [(0, false), (1, true)] {
            let mut call = Call::new("album", &request, &mut door);
            let mut changes = call.change_set();
            if back {
                changes.restore(&album)
            } else {
                changes.trash(&album)
            };
            assert!(changes.commit().is_ok());
            assert_eq!(door.objects("photo").len(), expected);
        }
    }

    #[test]
    fn pages_of_a_list_follow_each_other_without_gap() {
        let (request, mut door) = (Request::get("/"), MemoryDoor::new());
        let ids: Vec<String> = (0..5).map(|place| door.insert("photo", None, [("position", place.into())])).collect();
        let mut call = Call::new("album", &request, &mut door);
        let first = call.query("photo").order("position").run(None, 3).expect("first page");
        let second = call.query("photo").order("position").run(first.next.as_deref(), 3).expect("second page");
        let seen: Vec<&String> = first.rows.iter().chain(&second.rows).map(|row| &row.id).collect();
        assert_eq!(seen, ids.iter().collect::<Vec<_>>());
        assert_eq!(second.next, None);
    }
}
