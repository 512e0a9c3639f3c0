//! Clients that others wrote: they upload, stop in the middle, and go on.

use serde_json::{Value, json};
use tokio::process::Command;
use veillee_tests::services;
use veillee_tests::world::{Backend, jpeg};

use super::{photos, scene};

const PHOTO_BYTES: usize = 30_000_000;
const CHUNK_BYTES: usize = 5_000_000;

async fn goes_there_and_on(client: impl FnOnce() -> Option<Command>) {
    let Some(mut client) = client() else { return };
    let (world, anne, album) = scene(Backend::Sqlite).await.expect("SQLite");
    let photo = jpeg(1, PHOTO_BYTES);
    let file = world.folder.path().join("mer.jpg");
    std::fs::write(&file, &photo).expect("written");
    let token = anne.get(&album).await.expect(200).hidden("veillee-upload", 0);
    let metadata = json!({ "target": token, "filename": "mer.jpg", "filetype": "image/png" }).to_string();
    client.arg(format!("http://{}/-/uploads", anne.address())).arg(&anne.host).arg(anne.cookie_header());
    client.arg(metadata).arg(&file).arg(CHUNK_BYTES.to_string());
    let output = client.output().await.expect("the client runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_str(&said).expect("one line of JSON");
    let resumed = said["resumed"].as_u64().expect("a number");
    assert!(resumed >= PHOTO_BYTES as u64 / 2 && resumed < photo.len() as u64, "it went on in the middle: {said}");
    assert!(photos(&anne, &album).await == [photo], "the bytes are those that were sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn tus_js_client_uploads_stops_and_goes_on() {
    goes_there_and_on(services::tus_js_client).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tuspy_uploads_stops_and_goes_on() {
    goes_there_and_on(services::tuspy).await;
}
