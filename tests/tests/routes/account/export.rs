//! A copy of everything that is one's own: whole, in parts after a cut, and for nobody else.

use std::process::Command;

use veillee_tests::services::python;
use veillee_tests::world::{Backend, World, id_of, jpeg};

use super::only_accounts_have_it_read;

const PATH: &str = "/-/account/export";
const ZIP: &str = "/-/account/export/1.zip";

/// Unpacks with Python's own reader, and prints names and contents as JSON.
const READ: &str = "import sys, zipfile, json
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps({entry.filename: archive.read(entry).hex() for entry in archive.infolist()}))";

async fn a_copy_holds_ones_own_files_data_and_a_page(backend: Backend) {
    let Some(python) = python() else { return };
    let Some(world) = World::on(backend).await else { return };
    let (anne, bruno) = (world.administrator().await, world.member("Bruno").await);
    only_accounts_have_it_read(&world, PATH).await;
    world.browser().get(ZIP).await.expect(403);
    let (own, bytes) = (bruno.album("Été : à <b>la</b> mer/..").await, jpeg(1, 90_000));
    bruno.add_photos(&own, &[("plage.jpg", &bytes), ("plage.jpg", &jpeg(2, 500))]).await;
    let hers = anne.album("D’Anne").await;
    anne.add_photos(&hers, &[("secret.jpg", &jpeg(3, 700))]).await;
    let link = anne.share_by_link(&hers, "contributor", "none").await;
    bruno.visit(&link).await.expect(200);
    bruno.add_photos(&hers, &[("cadeau.jpg", &jpeg(4, 800))]).await;

    let page = bruno.get(PATH).await.expect(200);
    assert!(page.text().contains("4 éléments") && page.attributes("href").contains(&ZIP.to_owned()), "{}", page.text());
    let whole = bruno.get(ZIP).await.expect(200);
    assert_eq!(whole.header("cache-control"), "private, no-cache");
    let file = world.folder.path().join("copy.zip");
    std::fs::write(&file, &whole.body).expect("written");
    let read = Command::new(&python).args(["-c", READ, &file.to_string_lossy()]).output().expect("python runs");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&read.stdout).expect("JSON");
    let content = |name: &str| {
        let hex = members.get(name).and_then(|hex| hex.as_str()).unwrap_or_else(|| panic!("{name} in {members:?}"));
        data_encoding::HEXLOWER.decode(hex.as_bytes()).expect("hexadecimal")
    };
    let names: Vec<&str> = members.keys().map(String::as_str).collect();
    assert_eq!(names.len(), 5, "{names:?}");
    let beach: Vec<&&str> = names.iter().filter(|name| name.contains("/plage")).collect();
    assert!(beach.len() == 2 && beach.iter().all(|name| name.starts_with("Albums/Été")), "{beach:?}");
    assert!(beach.iter().any(|name| content(name) == bytes), "the bytes as they came");
    let data: serde_json::Value = serde_json::from_slice(&content("data.json")).expect("JSON");
    assert_eq!(data["account"]["address"], "bruno@example.org");
    assert_eq!(data["objects"].as_array().map(Vec::len), Some(4));
    let text = String::from_utf8(content("data.json")).expect("text");
    assert!(
        text.contains("cadeau.jpg") && !text.contains("secret.jpg") && !text.contains("anne@example.org"),
        "{text}"
    );
    let index = String::from_utf8(content("index.html")).expect("text");
    assert!(index.contains("lang=\"fr\"") && index.contains("plage.jpg") && !index.contains("<b>la</b>"), "{index}");

    // A cut download goes on; what is only begun is written down once.
    let validator = whole.header("etag").to_owned();
    let half = whole.body.len() / 2;
    let rest = bruno.get_with(ZIP, &[("range", &format!("bytes={half}-")), ("if-range", &validator)]).await.expect(206);
    assert!(rest.body == whole.body[half..]);
    let activity = bruno.get("/-/account/activity").await.expect(200).text();
    assert_eq!(activity.matches("Copie des données téléchargée").count(), 1, "{activity}");

    // What Anne takes back is left out from then on, and said.
    anne.take_back(&hers, 0).await;
    bruno.get("/-/account/export/2.zip").await.expect(404);
    anne.get(ZIP).await.expect(200);
    assert!(anne.get(PATH).await.expect(200).text().contains("3 éléments"), "what others added to hers is there");
    bruno.get(&format!("/album/{}", id_of(&own))).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_ones_own_files_data_and_a_page_on_sqlite() {
    a_copy_holds_ones_own_files_data_and_a_page(Backend::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_ones_own_files_data_and_a_page_on_postgresql() {
    a_copy_holds_ones_own_files_data_and_a_page(Backend::Postgres).await;
}
