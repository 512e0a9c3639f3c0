use std::collections::{BTreeMap, BTreeSet};

use veillee::storage::objects::Writer;
use veillee_access::Caller;
use veillee_engine::types::Change;

use super::World;

impl World {
    /// Changes objects of the album service as a member of the first association, by their mail address: for deeds
    /// that storage knows and no page offers yet.
    pub async fn change_as(&self, address: &str, changes: Vec<Change>) {
        let account = self.account(address).await;
        let (files, taken) = (BTreeMap::new(), BTreeSet::new());
        let writer = Writer {
            association: &self.alpha,
            moment: self.alpha.moment(),
            caller: Caller::member(&account),
            service: "album",
            session: None,
            guest_name: "",
            files: &files,
            taken: &taken,
        };
        writer.commit(changes).await.expect("changed");
    }

    /// The id of an account of the first association.
    pub async fn account(&self, address: &str) -> String {
        self.alpha.account_by_address(address).await.expect("a database").expect("an account").id
    }

    /// Sealed segments that the first association keeps, whole or half made: files, and rows of the database.
    ///
    /// To be called on a thread of a runtime that has more than one.
    pub fn segments(&self) -> usize {
        let rows = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(self.alpha.inline_segments()).expect("a database")
        });
        self.segment_files() + usize::try_from(rows).expect("few")
    }

    /// Those that are files.
    pub fn segment_files(&self) -> usize {
        let folder = self.folder.path().join("data/associations").join(&self.alpha.id).join("segments");
        let inner = std::fs::read_dir(folder).expect("a folder of segments");
        inner.map(|entry| std::fs::read_dir(entry.expect("an entry").path()).map_or(0, Iterator::count)).sum()
    }
}
