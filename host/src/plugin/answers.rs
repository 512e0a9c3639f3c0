use async_trait::async_trait;
use veillee_engine::types::Request;
use veillee_engine::{CallLimits, Capabilities, Finished, Service};

/// What answers the calls of a service: its guest in the sandbox.
#[async_trait]
pub trait Answers: Send + Sync {
    /// One request; see [`Service::call`].
    async fn call(&self, request: Request, capabilities: Box<dyn Capabilities>, limits: &CallLimits) -> Finished;
}

#[async_trait]
impl Answers for Service {
    async fn call(&self, request: Request, capabilities: Box<dyn Capabilities>, limits: &CallLimits) -> Finished {
        Self::call(self, request, capabilities, limits).await
    }
}
