use async_trait::async_trait;
use veillee_engine::types::{Event, Job, Request, Verdict};
use veillee_engine::{CallLimits, Capabilities, Finished, Service};

/// What answers the calls of a service: its guest in the sandbox.
#[async_trait]
pub trait Answers: Send + Sync {
    /// One request; see [`Service::call`].
    async fn call(&self, request: Request, capabilities: Box<dyn Capabilities>, limits: &CallLimits) -> Finished;

    /// One job; see [`Service::run`].
    async fn run(&self, job: Job, capabilities: Box<dyn Capabilities>, limits: &CallLimits) -> Finished<Verdict>;

    /// One event; see [`Service::hear`].
    async fn hear(
        &self,
        event: Event,
        capabilities: Box<dyn Capabilities>,
        limits: &CallLimits,
    ) -> Finished<Result<(), String>>;
}

#[async_trait]
impl Answers for Service {
    async fn call(&self, request: Request, capabilities: Box<dyn Capabilities>, limits: &CallLimits) -> Finished {
        Self::call(self, request, capabilities, limits).await
    }

    async fn run(&self, job: Job, capabilities: Box<dyn Capabilities>, limits: &CallLimits) -> Finished<Verdict> {
        Self::run(self, job, capabilities, limits).await
    }

    async fn hear(
        &self,
        event: Event,
        capabilities: Box<dyn Capabilities>,
        limits: &CallLimits,
    ) -> Finished<Result<(), String>> {
        Self::hear(self, event, capabilities, limits).await
    }
}
