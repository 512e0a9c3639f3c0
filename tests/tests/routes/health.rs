//! What a probe hears, under whatever name it asks.

use veillee_tests::world::{Backend, World};

async fn a_probe_hears_whether_the_databases_answer(backend: Backend) {
    let Some(world) = World::on(backend).await else { return };
    let names = ["alpha.localhost", "beta.localhost", "nobody.example.org", "127.0.0.1", ""];
    for host in names {
        let answer = world.browser_at(host).get("/-/health").await.expect(200);
        assert_eq!((answer.text().as_str(), answer.header("cache-control")), ("ok\n", "no-store"), "{host}");
        assert!(answer.header("set-cookie").is_empty());
    }
    // Of one association: its own probe hears it, the neighbours go on.
    world.alpha.close().await;
    world.browser_at("alpha.localhost").get("/-/health").await.expect(503);
    world.browser_at("beta.localhost").get("/-/health").await.expect(200);
    // Of the host: everybody hears it.
    world.host.hosts.close().await;
    for host in names {
        let answer = world.browser_at(host).get("/-/health").await.expect(503);
        assert_eq!(answer.text(), "a database does not answer\n");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_hears_whether_the_databases_answer_on_sqlite() {
    a_probe_hears_whether_the_databases_answer(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_hears_whether_the_databases_answer_on_postgresql() {
    a_probe_hears_whether_the_databases_answer(Backend::Postgres).await;
}
