//! What a service itself says of the values of its objects. Storage asks; who answers is not its matter.

use std::sync::{Arc, PoisonError};

use futures_util::future::BoxFuture;
use veillee_engine::types::FieldChange;

use super::association::Association;

/// Why a change-set is not to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleRefusal {
    /// A sentence for the person.
    Sentence(String),
    /// There was no answer: logged already.
    Failed(String),
    /// No place was free to answer.
    Busy,
}

/// The check of one service. It must not ask the association for anything: a transaction waits for it.
pub trait FieldRules: Send + Sync {
    /// Whether all of them may be; else the first that may not.
    fn check(&self, changes: Vec<FieldChange>) -> BoxFuture<'_, Result<(), RuleRefusal>>;
}

impl Association {
    /// From now on each change-set of the service is checked by these, or by none.
    pub fn set_field_rules(&self, service: &str, rules: Option<Arc<dyn FieldRules>>) {
        let mut known = self.field_rules.write().unwrap_or_else(PoisonError::into_inner);
        match rules {
            Some(rules) => drop(known.insert(service.to_owned(), rules)),
            None => drop(known.remove(service)),
        }
    }

    pub(super) fn field_rules(&self, service: &str) -> Option<Arc<dyn FieldRules>> {
        self.field_rules.read().unwrap_or_else(PoisonError::into_inner).get(service).cloned()
    }
}
