use veillee_tests::on_either;
use veillee_tests::world::Backend;

use super::{Bench, album, queue};

async fn a_page_shows_how_far_a_job_is_to_those_who_see_its_object(backend: Backend) {
    let Some(bench) = Bench::on(backend).await else { return };
    let about = album(&bench.bob).await;
    let path = format!("/worker/progress?id={about}");
    queue(&bench.bob, &about, "progress 12 80\nwait").await;
    assert!(!bench.bob.get(&path).await.expect(200).text().contains("<progress"), "it waits still");
    let runner = bench.world.host.runner.clone();
    let running = tokio::spawn(async move { runner.step().await });
    bench.until_running(1).await;
    let mut page = String::new();
    for _ in 0..2_000 {
        page = bench.bob.get(&path).await.expect(200).text();
        if page.contains("<progress") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert!(page.contains("max=\"80\" value=\"12\""), "{page}");
    assert!(page.contains("Notes read — 12 sur 80"), "{page}");
    assert!(page.contains(&format!("<a href=\"{path}\">Actualiser</a>")), "{page}");
    let door = format!("/-/progress/{about}");
    let told = bench.bob.get(&door).await.expect(200);
    assert_eq!(told.header("content-type"), "application/json");
    let told: serde_json::Value = serde_json::from_str(&told.text()).expect("JSON");
    let line = "Notes read — 12 sur 80";
    assert_eq!(told, serde_json::json!({ "running": true, "done": 12, "total": 80, "line": line }), "for the script");
    let zoe = bench.world.member("Zoé").await;
    zoe.get(&door).await.expect(404);
    bench.world.browser().get(&door).await.expect(404);
    bench.bob.get("/-/progress/unknown").await.expect(404);
    assert!(!zoe.get(&path).await.expect(200).text().contains("<progress"), "she does not see the album");
    bench.bob.post("/worker/open", &[("about", &about)]).await.expect(200);
    assert!(running.await.unwrap());
    assert!(!bench.bob.get(&path).await.expect(200).text().contains("<progress"), "what is done needs no bar");
    assert_eq!(bench.bob.get(&door).await.expect(200).text(), "{\"running\":false}");
}

on_either!(a_page_shows_how_far_a_job_is_to_those_who_see_its_object);
