use veillee::plugin::{Grants, Plugin};
use veillee_engine::CallLimits;

use std::sync::Arc;

use super::{Backend, World, hostile, worker};

impl World {
    /// A world in which the plugin that attacks is a service of both associations, with all it asks for. None when the
    /// database is not there.
    pub async fn with_hostile(backend: Backend) -> Option<Self> {
        let world = Self::on(backend).await?;
        let plugin = world.install_hostile().await;
        let all: Vec<String> = plugin.capabilities.clone();
        world.enable(&plugin, &all, CallLimits::web()).await;
        Some(world)
    }

    /// A world in which the plugin that works as it is told is a service of both associations. None when the database is
    /// not there.
    pub async fn with_worker(backend: Backend) -> Option<Self> {
        let world = Self::on(backend).await?;
        let plugin = world.host.app.plugins.install(&worker()).await.expect("the worker is installed");
        let all: Vec<String> = plugin.capabilities.clone();
        world.enable(&plugin, &all, CallLimits::web()).await;
        Some(world)
    }

    pub async fn install_hostile(&self) -> Arc<Plugin> {
        self.host.app.plugins.install(&hostile()).await.expect("the hostile plugin is installed")
    }

    /// Makes the plugin a service of both associations, with these grants and limits in place of those before.
    pub async fn enable(&self, plugin: &Arc<Plugin>, grants: &[String], limits: CallLimits) {
        for association in [&self.alpha, &self.beta] {
            let grants = Grants::new(grants.iter().cloned());
            let enabled = self.host.app.plugins.enable(association, plugin.clone(), grants, limits.clone()).await;
            enabled.expect("the plugin is enabled");
        }
    }
}
