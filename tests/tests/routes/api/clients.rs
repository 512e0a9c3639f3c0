//! Programs of others against the API, and the example of ours.

use std::time::Duration;

use tokio::process::Command;
use veillee_tests::services;
use veillee_tests::world::{Backend, Browser, World, jpeg};

use super::{EVERYTHING, PHOTOS, Program, json, token};

/// The name that every program finds on this machine.
const HOST: &str = "localhost";

/// A world with an association that programs reach without being told a header, and its member Dora.
async fn reachable() -> (World, String) {
    let world = World::on(Backend::Sqlite).await.expect("SQLite");
    world.host.create_association("Ici", &[HOST.to_owned()]).await.expect("an association");
    world.host.enable_plugins().await.expect("the plugins are enabled");
    world.member_at(HOST, "Dora").await;
    let association = world.host.app.site(HOST).expect("it answers").association.clone();
    let secret = token(&association, "dora@example.org", EVERYTHING).await.0;
    (world, secret)
}

fn site(world: &World) -> String {
    format!("http://{HOST}:{}", world.address.port())
}

async fn run(mut command: Command) -> String {
    let output = command.output().await.expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn the_example_uploads_a_folder_of_photos_into_an_album() {
    let Some(python) = services::python() else { return };
    let (world, secret) = reachable().await;
    let folder = world.folder.path().join("Au lac");
    std::fs::create_dir(&folder).expect("a folder");
    let mut sent: Vec<Vec<u8>> = (0..4).map(|n| jpeg(n, 100_000 * (n as usize + 1))).collect();
    for (place, photo) in sent.iter().enumerate() {
        std::fs::write(folder.join(format!("{place} été.JPG")), photo).expect("written");
    }
    std::fs::write(folder.join("notes.txt"), "no photo").expect("written");
    let mut command = Command::new(python);
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/upload_folder.py"));
    command.arg(site(&world)).arg(&folder).env("VEILLEE_TOKEN", &secret).kill_on_drop(true);
    let said = run(command).await;
    assert!(said.contains("4 of 4 photos are in"), "{said}");
    let program = Program::new(Browser::new(world.address, HOST), &secret);
    let album = said.trim().rsplit('/').next().expect("an id");
    let told = json(&program.get(&format!("/-/api/v1/album/album/{album}")).await.expect(200));
    assert_eq!(told["fields"]["title"], "Au lac");
    let page = json(&program.get(&format!("{PHOTOS}?parent={album}")).await.expect(200));
    let mut came = Vec::new();
    for photo in page["objects"].as_array().expect("a list") {
        let path = photo["blobs"]["original"]["path"].as_str().expect("a path");
        came.push(program.get(path).await.expect(200).body.to_vec());
    }
    came.sort();
    sent.sort();
    assert!(came == sent, "{} photos came", came.len());
}

/// Twenty examples for each operation of the description, good ones and bad ones: every answer is one that the description
/// names, with a body of its shape, and none is a failure of the host.
#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_the_api_as_it_is_described() {
    let Some(mut schemathesis) = services::schemathesis() else { return };
    let (world, secret) = reachable().await;
    schemathesis.arg("run").arg(format!("{}/-/api/openapi.json", site(&world)));
    schemathesis.args(["--header", &format!("Authorization: Bearer {secret}"), "--no-color"]);
    schemathesis.current_dir(world.folder.path());
    // A clock that stood still would never let a token ask more than so many times.
    let clock = world.clock.clone();
    let passing = async move {
        loop {
            tokio::time::sleep(Duration::from_millis(100)).await;
            clock.advance(10_000);
        }
    };
    let said = tokio::select! {
        said = run(schemathesis) => said,
        never = passing => never,
    };
    println!("{said}");
    assert!(said.contains("Fuzzing") && !said.contains("Failures:"), "{said}");
}
