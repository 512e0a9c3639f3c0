//! The next thing to do in an association.

use std::sync::{Arc, PoisonError};

use super::runner::Runner;
use crate::plugin::Enabled;
use crate::plugin::duties::ScheduleDuty;
use crate::storage::Association;
use crate::storage::jobs::{Claim, ClaimedJob, ScheduleRecord, ScheduleTurn, ServiceTurn};
use crate::storage::sql::DatabaseError;

/// Something to do, and the version of the plugin that is to do it.
pub(super) struct Found {
    pub(super) job: ClaimedJob,
    pub(super) enabled: Arc<Enabled>,
}

impl Runner {
    /// Claims what is due. Only services that are enabled at this moment are asked: the work of others waits.
    pub(super) async fn look(&self, association: &Association) -> Result<Option<Found>, DatabaseError> {
        self.mend(association).await?;
        let services = self.in_turn(&association.id);
        self.turn_schedules(association, &services).await?;
        let turns: Vec<ServiceTurn> = services.iter().map(|enabled| self.turn_of(enabled)).collect();
        let held: Vec<String> = self.held.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
        let claim = Claim { turns: &turns, lease_ms: self.pace.lease_ms, held: &held };
        let Some(job) = association.claim_job(claim).await? else { return Ok(None) };
        self.served.lock().unwrap_or_else(PoisonError::into_inner).insert(association.id.clone(), job.service.clone());
        let enabled = services.into_iter().find(|enabled| enabled.plugin.manifest.name == job.service);
        Ok(enabled.map(|enabled| Found { job, enabled }))
    }

    async fn mend(&self, association: &Association) -> Result<(), DatabaseError> {
        let mended = || self.mended.lock().unwrap_or_else(PoisonError::into_inner);
        if !mended().contains(&association.id) {
            association.mend_job_times(self.pace.lease_ms).await?;
            mended().insert(association.id.clone());
        }
        Ok(())
    }

    /// The services that do anything by themselves and are open, those behind the last one served first. What is paused,
    /// disabled or resting after failures keeps its work waiting.
    fn in_turn(&self, association: &str) -> Vec<Arc<Enabled>> {
        let now_ms = self.clock.now_ms();
        let standings = self.plugins.standings(association).into_iter().map(|(_, standing)| standing);
        let open = standings.filter(|standing| standing.closed_at(now_ms).is_none());
        let mut services: Vec<Arc<Enabled>> = open.filter_map(|standing| standing.enabled).collect();
        services.retain(|enabled| {
            let rests = || enabled.health.report().resting_until_ms.is_some_and(|until_ms| until_ms > now_ms);
            !enabled.plugin.duties.is_none() && !rests()
        });
        let served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = served.get(association) {
            let behind = services.iter().position(|enabled| enabled.plugin.manifest.name > *last);
            services.rotate_left(behind.unwrap_or(0));
        }
        services
    }

    fn turn_of(&self, enabled: &Enabled) -> ServiceTurn {
        let jobs = &enabled.plugin.duties.jobs;
        ServiceTurn {
            service: enabled.plugin.manifest.name.clone(),
            at_a_time: self.pace.per_service,
            of_job: jobs.iter().map(|(name, job)| (name.clone(), job.at_a_time)).collect(),
        }
    }

    /// Lets schedules that are due put jobs into the queue.
    async fn turn_schedules(&self, association: &Association, services: &[Arc<Enabled>]) -> Result<(), DatabaseError> {
        if services.iter().all(|enabled| enabled.plugin.duties.schedules.is_empty()) {
            return Ok(());
        }
        let known = association.schedules().await?;
        for enabled in services {
            let service = &enabled.plugin.manifest.name;
            for (name, duty) in &enabled.plugin.duties.schedules {
                let record = known.iter().find(|record| record.service == *service && record.name == *name);
                self.turn_schedule(association, (service.as_str(), name.as_str()), duty, record).await?;
            }
        }
        Ok(())
    }

    async fn turn_schedule(
        &self,
        association: &Association,
        (service, name): (&str, &str),
        duty: &ScheduleDuty,
        record: Option<&ScheduleRecord>,
    ) -> Result<(), DatabaseError> {
        let now_ms = self.clock.now_ms();
        let Some(first_ms) = duty.rhythm.after(now_ms) else { return Ok(()) };
        // New, written otherwise, or set by a clock that has gone back since.
        let Some(record) = record.filter(|record| record.rhythm == duty.rhythm_text && record.due_ms <= first_ms)
        else {
            return association.set_schedule(service, name, &duty.rhythm_text, first_ms).await;
        };
        if record.due_ms > now_ms && !record.turning {
            return Ok(());
        }
        let moment = association.moment();
        let Some(shape) = moment.shapes.named(service, &duty.about) else { return Ok(()) };
        let next_ms = duty.rhythm.next(record.due_ms, now_ms);
        association.turn_schedule(ScheduleTurn { service, name, shape, next_ms }).await?;
        Ok(())
    }
}
