use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How far a running job is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub done: u32,
    /// 0: unknown.
    pub total: u32,
    /// For people; written by the plugin.
    pub word: String,
}

/// By association and object: the job that runs about it, and how far it is.
type Shown = BTreeMap<(String, String), (String, Progress)>;

/// How far the jobs are that run at this moment, in memory alone. There are as many entries as running jobs at most.
#[derive(Default)]
pub struct ProgressBoard(Mutex<Shown>);

impl ProgressBoard {
    pub fn show(&self, association: &str, object: &str, job: &str, progress: Progress) {
        let place = (association.to_owned(), object.to_owned());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(place, (job.to_owned(), progress));
    }

    /// Takes away what this job showed.
    pub fn clear(&self, job: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, (shown, _)| shown != job);
    }

    /// What is shown in an association, by object.
    pub fn of(&self, association: &str) -> BTreeMap<String, Progress> {
        let shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = shown.iter().filter(|((of, _), _)| of == association);
        mine.map(|((_, object), (_, progress))| (object.clone(), progress.clone())).collect()
    }
}
