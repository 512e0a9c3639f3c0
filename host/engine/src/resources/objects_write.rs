use wasmtime::component::Resource;

use super::choices::HeldChoice;
use super::{invalid, weight};
use crate::bindings::veillee::objects::write::{Host, HostChangeSet};
use crate::bindings::veillee::types::types as wire;
use crate::convert::{error_to_guest, fields_from_guest};
use crate::limits::MAX_CHANGES;
use crate::state::State;
use crate::types::{Change, Error};

/// Changes under construction. A mistake is told by `commit`, because the functions that build cannot fail.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub enum ChangeSetDraft {
    Open(Vec<Change>),
    Mistaken(Error),
    Committed,
}

impl ChangeSetDraft {
    fn push(&mut self, change: Change) {
        let Self::Open(changes) = self else { return };
        if changes.len() == MAX_CHANGES {
            *self = Self::Mistaken(invalid(format!("a change-set takes at most {MAX_CHANGES} changes")));
        } else {
            changes.push(change);
        }
    }

    fn commit(&mut self) -> Result<Vec<Change>, Error> {
        match std::mem::replace(self, Self::Committed) {
            Self::Open(changes) => Ok(changes),
            Self::Mistaken(mistake) => Err(mistake),
            Self::Committed => Err(invalid("this change-set was committed before: make a new one".to_owned())),
        }
    }
}

impl State {
    fn add_change(&mut self, set: &Resource<ChangeSetDraft>, bytes: usize, change: Change) -> wasmtime::Result<()> {
        self.count_host_call()?;
        let fits = self.may_hold(bytes);
        let draft = self.table.get_mut(set)?;
        if fits {
            draft.push(change);
        } else if matches!(draft, ChangeSetDraft::Open(_)) {
            *draft = ChangeSetDraft::Mistaken(super::held_too_much());
        }
        Ok(())
    }
}

impl Host for State {}

impl HostChangeSet for State {
    fn new(&mut self) -> wasmtime::Result<Resource<ChangeSetDraft>> {
        self.count_host_call()?;
        Ok(self.table.push(ChangeSetDraft::Open(Vec::new()))?)
    }

    fn create(
        &mut self,
        set: Resource<ChangeSetDraft>,
        collection: String,
        parent: Option<String>,
        fields: wire::Fields,
    ) -> wasmtime::Result<String> {
        let fields = fields_from_guest(fields);
        let bytes =
            weight::of_text(&collection) + parent.as_deref().map_or(0, weight::of_text) + weight::of_fields(&fields);
        let id = self.capabilities.new_id(&collection);
        self.add_change(&set, bytes, Change::Create { id: id.clone(), collection, parent, fields })?;
        Ok(id)
    }

    fn update(
        &mut self,
        set: Resource<ChangeSetDraft>,
        id: String,
        if_version: Option<u64>,
        fields: wire::Fields,
    ) -> wasmtime::Result<()> {
        let fields = fields_from_guest(fields);
        let bytes = weight::of_text(&id) + weight::of_fields(&fields);
        self.add_change(&set, bytes, Change::Update { id, if_version, fields })
    }

    fn add(&mut self, set: Resource<ChangeSetDraft>, id: String, field: String, amount: i64) -> wasmtime::Result<()> {
        let bytes = weight::of_text(&id) + weight::of_text(&field);
        self.add_change(&set, bytes, Change::Add { id, field, amount })
    }

    fn attach(
        &mut self,
        set: Resource<ChangeSetDraft>,
        id: String,
        blob: String,
        choice: Resource<HeldChoice>,
        index: u32,
    ) -> wasmtime::Result<()> {
        let choice = self.table.get(&choice)?.place;
        let bytes = weight::of_text(&id) + weight::of_text(&blob);
        self.add_change(&set, bytes, Change::Attach { id, blob, choice, index })
    }

    fn detach(&mut self, set: Resource<ChangeSetDraft>, id: String, blob: String) -> wasmtime::Result<()> {
        let bytes = weight::of_text(&id) + weight::of_text(&blob);
        self.add_change(&set, bytes, Change::Detach { id, blob })
    }

    fn copy(
        &mut self,
        set: Resource<ChangeSetDraft>,
        id: String,
        blob: String,
        source: String,
    ) -> wasmtime::Result<()> {
        let bytes = weight::of_text(&id) + weight::of_text(&blob) + weight::of_text(&source);
        self.add_change(&set, bytes, Change::Copy { id, blob, source })
    }

    fn move_(&mut self, set: Resource<ChangeSetDraft>, id: String, parent: String) -> wasmtime::Result<()> {
        let bytes = weight::of_text(&id) + weight::of_text(&parent);
        self.add_change(&set, bytes, Change::Move { id, parent })
    }

    fn trash(&mut self, set: Resource<ChangeSetDraft>, id: String) -> wasmtime::Result<()> {
        self.add_change(&set, weight::of_text(&id), Change::Trash { id })
    }

    fn restore(&mut self, set: Resource<ChangeSetDraft>, id: String) -> wasmtime::Result<()> {
        self.add_change(&set, weight::of_text(&id), Change::Restore { id })
    }

    async fn commit(
        &mut self,
        set: Resource<ChangeSetDraft>,
    ) -> wasmtime::Result<Result<Vec<(String, u64)>, wire::Error>> {
        self.begin_waiting()?;
        let versions = match self.table.get_mut(&set)?.commit() {
            Ok(changes) => self.capabilities.commit(changes).await,
            Err(mistake) => Err(mistake),
        };
        self.end_waiting();
        Ok(versions.map_err(error_to_guest))
    }

    fn drop(&mut self, set: Resource<ChangeSetDraft>) -> wasmtime::Result<()> {
        self.table.delete(set)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trash() -> Change {
        Change::Trash { id: "a".to_owned() }
    }

    #[test]
    fn a_change_set_can_be_committed_once() {
        let mut draft = ChangeSetDraft::Open(Vec::new());
        draft.push(trash());
        assert_eq!(draft.commit(), Ok(vec![trash()]));
        draft.push(trash());
        assert!(matches!(draft.commit(), Err(Error::Invalid(_))));
    }

    #[test]
    fn one_change_too_many_refuses_the_whole_set() {
        let mut draft = ChangeSetDraft::Open(Vec::new());
        for _ in 0..=MAX_CHANGES {
            draft.push(trash());
        }
        assert!(matches!(draft.commit(), Err(Error::Invalid(_))));
    }
}
