//! Calls under way while their version is replaced, paused, or loses a capability.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::Semaphore;
use veillee::plugin::{Answers, Grants};
use veillee_engine::types::{Error, Event, Job, Request, Response, Verdict};
use veillee_engine::{CallLimits, Capabilities, Finished, Usage};
use veillee_tests::world::{Backend, World};

use super::{shown, version, with_hostile_service};
use crate::components::{MANIFEST, with_manifest};
use crate::data::write_note;

/// Answers in place of the guest, with its rights: reads, waits to be let go on, reads once more.
struct Waits {
    id: String,
    began: Semaphore,
    go_on: Semaphore,
}

#[async_trait]
impl Answers for Waits {
    async fn call(&self, _: Request, mut capabilities: Box<dyn Capabilities>, _: &CallLimits) -> Finished {
        let select = ["text".to_owned()];
        let first = capabilities.get(&self.id, &select).await;
        self.began.add_permits(1);
        self.go_on.acquire().await.unwrap().forget();
        let second = capabilities.get(&self.id, &select).await;
        let word = |read: &Result<_, Error>| read.as_ref().map_or_else(ToString::to_string, |_| "read".to_owned());
        let main = format!("<p>first {}, then {}</p>", word(&first), word(&second));
        let page = Response::Page { title: "Waits".to_owned(), main, status: 200 };
        let (cpu, elapsed) = (Duration::ZERO, Duration::ZERO);
        let usage = Usage { peak_memory_bytes: 0, host_calls: 2, log_lines_dropped: 0, cpu, elapsed };
        Finished { outcome: Ok(Ok(page)), capabilities, usage }
    }

    async fn run(&self, _: Job, _: Box<dyn Capabilities>, _: &CallLimits) -> Finished<Verdict> {
        panic!("these tests put nothing into the queue")
    }

    async fn hear(&self, _: Event, _: Box<dyn Capabilities>, _: &CallLimits) -> Finished<Result<(), String>> {
        panic!("these tests subscribe to nothing")
    }
}

struct Scene {
    world: World,
    waits: Arc<Waits>,
    request: tokio::task::JoinHandle<veillee_tests::world::Answer>,
}

/// A request that has read once and waits.
async fn scene(backend: Backend) -> Option<Scene> {
    let world = World::on(backend).await?;
    with_hostile_service(&world).await;
    let anne = world.administrator().await;
    let id = write_note(&anne, "hers").await;
    let waits = Arc::new(Waits { id, began: Semaphore::new(0), go_on: Semaphore::new(0) });
    let plugins = &world.host.app.plugins;
    let plugin = plugins.service(&world.alpha.id, "hostile").unwrap().plugin.clone();
    let grants = Grants::new(plugin.capabilities.iter().cloned());
    let (limits, answers) = (CallLimits::web(), waits.clone());
    plugins.enable_answered_by(&world.alpha, plugin, grants, limits, answers).await.unwrap();
    let request = tokio::spawn(async move { anne.get("/hostile/").await });
    waits.began.acquire().await.unwrap().forget();
    Some(Scene { world, waits, request })
}

async fn a_call_under_way_finishes_on_its_version_when_that_is_replaced(backend: Backend) {
    let Some(Scene { world, waits, request }) = scene(backend).await else { return };
    let operator = &world.host.app.operator;
    // The next version has lost a field that the one before reads.
    let manifest = MANIFEST.replacen("version = \"0.1.0\"", "version = \"0.2.0\"", 1).replacen(
        "fields.text = {",
        "fields.words = {",
        1,
    );
    operator.install(&with_manifest(&manifest), false).await.unwrap();
    operator.upgrade(&world.alpha, "hostile", None, false).await.unwrap();
    assert_eq!(shown(&world, "hostile").await.current.version, "0.2.0");
    world.browser().get("/hostile/calm").await.expect(200);
    waits.go_on.add_permits(1);
    let answer = request.await.unwrap().expect(200).text();
    assert!(answer.contains("first read, then read"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_under_way_finishes_on_its_version_when_that_is_replaced_on_sqlite() {
    a_call_under_way_finishes_on_its_version_when_that_is_replaced(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_under_way_finishes_on_its_version_when_that_is_replaced_on_postgresql() {
    a_call_under_way_finishes_on_its_version_when_that_is_replaced(Backend::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_under_way_finishes_when_its_service_is_paused_disabled_or_removed() {
    for deed in ["pause", "disable", "remove"] {
        let Scene { world, waits, request } = scene(Backend::Sqlite).await.unwrap();
        let operator = &world.host.app.operator;
        let closed = match deed {
            "pause" => operator.pause(&world.alpha, "hostile", "", None).await.map(|_| 503),
            "disable" => operator.disable(&world.alpha, "hostile", "").await.map(|_| 503),
            _ => operator.remove(&world.alpha, "hostile").await.map(|_| 404),
        };
        world.browser().get("/hostile/calm").await.expect(closed.unwrap());
        waits.go_on.add_permits(1);
        let answer = request.await.unwrap().expect(200).text();
        assert!(answer.contains("first read, then read"), "{deed}: {answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_outlasts_the_drain_is_cut_and_told_to_come_back() {
    let Scene { world, request, .. } = scene(Backend::Sqlite).await.unwrap();
    let old = world.host.app.plugins.service(&world.alpha.id, "hostile").unwrap();
    let operator = &world.host.app.operator;
    operator.install(&version("0.2.0"), false).await.unwrap();
    operator.upgrade(&world.alpha, "hostile", None, false).await.unwrap();
    // The host gives it longer; nothing lets this call go on, so that any patience ends in the same way.
    old.retire(Duration::ZERO);
    let answer = request.await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "30"), "{}", answer.text());
    world.browser().get("/hostile/calm").await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capability_taken_back_is_refused_to_the_call_under_way() {
    let Scene { world, waits, request } = scene(Backend::Sqlite).await.unwrap();
    world.host.app.operator.revoke(&world.alpha, "hostile", "objects-read").await.unwrap();
    waits.go_on.add_permits(1);
    let answer = request.await.unwrap().expect(200).text();
    assert!(answer.contains("first read, then the caller may not do this"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capability_taken_back_is_refused_to_a_version_that_was_replaced_meanwhile() {
    let Scene { world, waits, request } = scene(Backend::Sqlite).await.unwrap();
    let operator = &world.host.app.operator;
    operator.install(&version("0.2.0"), false).await.unwrap();
    operator.upgrade(&world.alpha, "hostile", None, false).await.unwrap();
    operator.revoke(&world.alpha, "hostile", "objects-read").await.unwrap();
    waits.go_on.add_permits(1);
    let answer = request.await.unwrap().expect(200).text();
    assert!(answer.contains("first read, then the caller may not do this"), "{answer}");
}
