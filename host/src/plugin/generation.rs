//! One version of a plugin as a service of one association: calls hold on to it while another takes its place.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit, watch};
use veillee_ambient::Clock;
use veillee_engine::types::{Error, Request, Response};
use veillee_engine::{CallLimits, Capabilities, Failure, Usage};

use super::answers::Answers;
use super::grants::Grants;
use super::health::{Advice, Fault, Health};
use super::registry::Plugin;
use super::service_log::ServiceLog;
use crate::limits;
use crate::storage::shape::Shape;

/// A service: a plugin enabled for an association, with what the operator granted.
pub struct Enabled {
    pub plugin: Arc<Plugin>,
    pub answers: Arc<dyn Answers>,
    pub grants: Grants,
    pub limits: CallLimits,
    /// Its collections, with the numbers they have in this association.
    pub shapes: Arc<[Arc<Shape>]>,
    pub health: Arc<Health>,
    /// Shared with the versions before and after.
    pub log: Arc<ServiceLog>,
    /// Shared with the versions before and after.
    pub(super) places: Arc<Semaphore>,
    pub(super) cut: watch::Sender<bool>,
}

/// Who asks for what, in words for the operator and for the budget of failures.
pub struct Asking<'a> {
    /// One caller has one name; callers without session share one.
    pub caller: &'a str,
    pub path: &'a str,
    pub reference: &'a str,
}

/// Why a call gave no answer.
#[derive(Debug)]
pub enum NoAnswer {
    /// It failed too often: milliseconds until another try may succeed.
    Resting {
        retry_ms: i64,
    },
    /// No place was free.
    Busy,
    /// The version was replaced, and the call took longer than it was given to finish.
    Cut,
    Failed(Failure),
}

/// How a call ended.
pub struct Answered {
    pub outcome: Result<Result<Response, Error>, NoAnswer>,
    /// None when the guest was not reached, or cut.
    pub usage: Option<Usage>,
    pub advice: Advice,
}

impl Enabled {
    /// One call, if the service is not resting and a place is free, so that a service whose calls never end keeps its
    /// neighbours waiting for a few of them only.
    pub async fn answer(
        &self,
        request: Request,
        capabilities: Box<dyn Capabilities>,
        clock: &dyn Clock,
        asking: &Asking<'_>,
    ) -> Answered {
        let no = |why| Answered { outcome: Err(why), usage: None, advice: Advice::Fine };
        let pass = match self.health.admit(clock.now_ms()) {
            Ok(pass) => pass,
            Err(until_ms) => return no(NoAnswer::Resting { retry_ms: until_ms.saturating_sub(clock.now_ms()) }),
        };
        let Some(place) = self.place().await else { return no(NoAnswer::Busy) };
        let mut cut = self.cut.subscribe();
        let finished = tokio::select! {
            finished = self.answers.call(request, capabilities, &self.limits) => finished,
            _ = cut.wait_for(|cut| *cut) => return no(NoAnswer::Cut),
        };
        drop((finished.capabilities, place));
        let now_ms = clock.now_ms();
        let advice = match &finished.outcome {
            Err(Failure::NoRoom { .. }) => Advice::Fine,
            Err(failure) => {
                pass.settle(now_ms, asking.caller, Some(Fault::new(now_ms, asking.path, asking.reference, failure)))
            }
            Ok(_) => pass.settle(now_ms, asking.caller, None),
        };
        let outcome = finished.outcome.map_err(NoAnswer::Failed);
        Answered { outcome, usage: Some(finished.usage), advice }
    }

    /// A place of the service and one of the plugin, free again when dropped. None when no such two were free for
    /// [`limits::CALL_WAIT_MS`].
    async fn place(&self) -> Option<(SemaphorePermit<'_>, SemaphorePermit<'_>)> {
        let both = async {
            let of_service = self.places.acquire().await.ok()?;
            let of_plugin = self.plugin.places.acquire().await.ok()?;
            Some((of_service, of_plugin))
        };
        tokio::time::timeout(Duration::from_millis(limits::CALL_WAIT_MS), both).await.ok()?
    }

    /// Lets the calls under way finish within `patience`, then cuts them. Costs nothing when there are none.
    pub fn retire(self: &Arc<Self>, patience: Duration) {
        if Arc::strong_count(self) == 1 {
            return;
        }
        let old = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(patience).await;
            if let Some(old) = old.upgrade() {
                old.cut.send_replace(true);
            }
        });
    }
}
