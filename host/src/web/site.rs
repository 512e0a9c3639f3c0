use std::sync::Arc;

use quick_cache::sync::Cache;

use super::bytes_decision::Decision;
use super::tus::Turns;
use crate::identity::Sessions;
use crate::limits;
use crate::storage::Association;

/// An association as the web shows it.
pub struct Site {
    pub association: Arc<Association>,
    pub name: String,
    pub sessions: Sessions,
    pub(super) decisions: Cache<String, Arc<Decision>>,
    /// Who is at which upload.
    pub(super) turns: Arc<Turns>,
}

impl Site {
    pub fn new(association: Arc<Association>, name: String) -> Self {
        let sessions = Sessions::new(association.clone());
        Self { association, name, sessions, decisions: Cache::new(limits::DECISIONS_REMEMBERED), turns: Arc::default() }
    }
}
