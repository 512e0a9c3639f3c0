//! Two operators at once end in order: what is written is what stands.

use tokio::task::JoinSet;
use veillee::storage::services::ServiceState;
use veillee_ambient::SeededRandom;
use veillee_tests::world::{Backend, World};

use super::{shown, version, with_hostile_service};

async fn deeds_at_once_end_in_order(backend: Backend) {
    const DEEDS: u64 = 120;
    let Some(world) = World::on(backend).await else { return };
    let operator = with_hostile_service(&world).await;
    for number in ["0.2.0", "0.3.0"] {
        operator.install(&version(number), false).await.unwrap();
    }
    let digests: Vec<String> = operator
        .packages()
        .await
        .unwrap()
        .into_iter()
        .filter(|package| package.name == "hostile")
        .map(|package| package.digest)
        .collect();
    let random = SeededRandom::new(20_261_127);
    let mut deeds = JoinSet::new();
    for _ in 0..DEEDS {
        let (operator, alpha) = (operator.clone(), world.alpha.clone());
        let (deed, digest) = (random.below(8), digests[usize::try_from(random.below(3)).unwrap()].clone());
        deeds.spawn(async move {
            let done = match deed {
                0 => operator.pause(&alpha, "hostile", "two at once", None).await,
                1 => operator.resume(&alpha, "hostile").await,
                2 => operator.disable(&alpha, "hostile", "").await,
                3 => operator.enable(&alpha, "hostile", true).await,
                4 => operator.rollback(&alpha, "hostile", None).await,
                5 => operator.revoke(&alpha, "hostile", "log").await,
                6 => operator.grant(&alpha, "hostile", "log").await,
                _ => operator.upgrade(&alpha, "hostile", Some(&digest), true).await,
            };
            // Refused by the state it met, or done: never broken.
            match done {
                Ok(_) => true,
                Err(error) => {
                    assert!(crate::components::is_sentence(&error.to_string()), "{error}");
                    false
                }
            }
        });
    }
    let done = deeds.join_all().await.into_iter().filter(|done| *done).count();
    let written = world.host.hosts.service(&world.alpha.id, "hostile").await.unwrap().unwrap();
    let stands = world.host.app.plugins.standing(&world.alpha.id, "hostile").unwrap();
    let enabled = stands.enabled.unwrap();
    println!("operators on {backend:?}: {DEEDS} deeds at once, {done} done, the last state {:?}", written.state);
    assert_eq!(enabled.plugin.digest, written.current.digest);
    assert_eq!(enabled.grants.names(), written.current.grants);
    assert_eq!(stands.closed.is_none(), written.state == ServiceState::Enabled);
    operator.enable(&world.alpha, "hostile", true).await.unwrap();
    world.browser().get("/hostile/calm").await.expect(200);
    assert_eq!(shown(&world, "hostile").await.state, "enabled");
}

#[tokio::test(flavor = "multi_thread")]
async fn deeds_at_once_end_in_order_on_sqlite() {
    deeds_at_once_end_in_order(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deeds_at_once_end_in_order_on_postgresql() {
    deeds_at_once_end_in_order(Backend::Postgres).await;
}
