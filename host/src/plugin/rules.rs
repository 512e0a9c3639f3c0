//! The check that a plugin offers for every change of its objects.

use futures_util::future::BoxFuture;
use veillee_engine::types::FieldChange;
use veillee_engine::{CallLimits, Failure, Service};

use super::check::EmptyHost;
use crate::storage::rules::{FieldRules, RuleRefusal};
use crate::words::plain_line;

/// One version's check. Its guest sees nothing of the host while it answers.
pub struct GuestRules {
    pub service: Service,
    pub name: String,
    pub digest: String,
}

impl FieldRules for GuestRules {
    fn check(&self, changes: Vec<FieldChange>) -> BoxFuture<'_, Result<(), RuleRefusal>> {
        Box::pin(async move {
            let finished = self.service.check(changes, Box::new(EmptyHost), &CallLimits::check()).await;
            match finished.outcome {
                Ok(Ok(())) => Ok(()),
                Ok(Err(sentence)) => Err(RuleRefusal::Sentence(plain_line(&sentence, 300))),
                Err(Failure::NoRoom { .. }) => Err(RuleRefusal::Busy),
                Err(failure) => {
                    let (service, digest) = (&self.name, &self.digest);
                    let (kind, detail) = (failure.kind(), failure.detail());
                    tracing::error!(service, %digest, kind, detail, "a plugin failed while it checked a change");
                    Err(RuleRefusal::Failed(format!("`{service}` did not answer whether a change may be")))
                }
            }
        })
    }
}
