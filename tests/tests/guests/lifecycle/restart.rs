//! What an operator chose outlives the host.

use veillee::operator::ServiceReport;
use veillee::plugin::HealthReport;
use veillee_tests::world::{Backend, World};

use super::{shown, version, with_hostile_service};
use crate::data::{notes, write_note};

async fn what_an_operator_chose_outlives_the_host(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let operator = with_hostile_service(&world).await;
    let anne = world.administrator().await;
    let note = write_note(&anne, "kept").await;
    operator.install(&version("0.2.0"), false).await.unwrap();
    operator.upgrade(&world.alpha, "hostile", None, false).await.unwrap();
    operator.revoke(&world.alpha, "hostile", "sharing").await.unwrap();
    operator.pause(&world.alpha, "album", "ménage", None).await.unwrap();
    operator.remove(&world.alpha, "hello").await.unwrap();
    operator.disable(&world.beta, "album", "fermé").await.unwrap();
    let before = operator.list(&operator.associations(None).await.unwrap()).await.unwrap();

    let world = world.restarted(None).await;
    let anne = anne.moved_to(world.address);
    let operator = world.host.app.operator.clone();
    let after = operator.list(&operator.associations(None).await.unwrap()).await.unwrap();
    let plain = |reports: Vec<ServiceReport>| -> Vec<_> {
        // How it fared is forgotten: a restart is an operator's act.
        let mut plain: Vec<_> =
            reports.into_iter().map(|report| ServiceReport { health: HealthReport::default(), ..report }).collect();
        plain.sort_by(|a, b| (&a.association, &a.service).cmp(&(&b.association, &b.service)));
        plain
    };
    assert_eq!(plain(after), plain(before));
    anne.get("/album/").await.expect(503);
    anne.get("/hello/").await.expect(404);
    world.browser_at("beta.localhost").get("/album/").await.expect(503);
    world.browser_at("beta.localhost").get("/hello/").await.expect(200);
    assert_eq!(shown(&world, "hostile").await.current.version, "0.2.0");
    assert_eq!(notes(&anne).await, [(note.clone(), "kept".to_owned())]);
    let page = anne.get(&format!("/hostile/guessed-id?id={note}")).await.expect(200).text();
    assert!(page.contains("refused: sentence"), "{page}");

    // Back, and everything is there.
    operator.resume(&world.alpha, "album").await.unwrap();
    operator.enable(&world.alpha, "hello", false).await.unwrap();
    operator.rollback(&world.alpha, "hostile", None).await.unwrap();
    anne.get("/album/").await.expect(200);
    anne.get("/hello/").await.expect(200);
    let world = world.restarted(None).await;
    let anne = anne.moved_to(world.address);
    assert_eq!(shown(&world, "hostile").await.current.version, "0.1.0");
    for path in ["/album/", "/hello/", "/hostile/calm"] {
        anne.get(path).await.expect(200);
    }
    assert_eq!(notes(&anne).await, [(note, "kept".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_chose_outlives_the_host_on_sqlite() {
    what_an_operator_chose_outlives_the_host(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_chose_outlives_the_host_on_postgresql() {
    what_an_operator_chose_outlives_the_host(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_whose_package_is_lost_is_closed_and_not_gone() {
    let world = World::new().await;
    let operator = world.host.app.operator.clone();
    let anne = world.administrator().await;
    // A package that no other test uses: its file is taken away.
    let digest = operator.install(&version("9.9.9-lost"), false).await.unwrap().consent.digest;
    operator.enable(&world.alpha, "hostile", true).await.unwrap();
    write_note(&anne, "kept").await;
    let shelf = world.shelf();
    let (file, away) = (shelf.join(format!("{digest}.wasm")), shelf.join(format!("{digest}.away")));
    std::fs::rename(&file, &away).unwrap();
    let world = world.restarted(None).await;
    let anne = anne.moved_to(world.address);
    anne.get("/hostile/calm").await.expect(503);
    assert_eq!(shown(&world, "hostile").await.state, "lost");
    std::fs::rename(&away, &file).unwrap();
    world.host.app.operator.enable(&world.alpha, "hostile", false).await.unwrap();
    assert_eq!(notes(&anne).await.len(), 1);
}
