//! Services come, go, rest and change while people use them.

mod consent;
mod drain;
mod folder;
mod load;
mod operators;
mod publishers;
mod quarantine;
mod removal;
mod restart;
mod states;

use std::sync::Arc;

use veillee::operator::{Operator, ServiceReport};
use veillee_tests::world::World;

use crate::components::{MANIFEST, with_manifest};

/// The hostile component under another version: another package.
pub fn version(number: &str) -> Vec<u8> {
    with_manifest(&MANIFEST.replacen("version = \"0.1.0\"", &format!("version = \"{number}\""), 1))
}

/// The hostile service enabled by the operator in both associations, in version 0.1.0.
pub async fn with_hostile_service(world: &World) -> Arc<Operator> {
    let operator = world.host.app.operator.clone();
    operator.install(&version("0.1.0"), false).await.expect("installed");
    for association in [&world.alpha, &world.beta] {
        operator.enable(association, "hostile", true).await.expect("enabled");
    }
    operator
}

/// How a service of the first association is shown to an operator.
pub async fn shown(world: &World, service: &str) -> ServiceReport {
    let operator = &world.host.app.operator;
    let reports = operator.list(std::slice::from_ref(&world.alpha)).await.expect("a list");
    reports.into_iter().find(|report| report.service == service).expect("the service")
}
