use std::process::Stdio;

use serde_json::Value;
use tokio::process::Command;
use tokio::time::Instant;
use veillee_ambient::SeededRandom;
use veillee_tests::world::{Backend, Browser, album, bare, program as veillee};

use super::kills::{Found, Scenario, rounds, run};
use super::program::{self, House};

/// A service is upgraded and taken back to the version before, by commands to the running program.
#[derive(Default)]
struct Upgrades {
    /// The path of an album that a page of each version shows.
    album: String,
    /// The version that was acknowledged last.
    stands: &'static str,
    /// The version whose command was not answered with a yes.
    asked: Option<&'static str>,
    /// How long both commands take when nobody is in the way.
    pair_ms: u64,
}

const FIRST: &str = "0.1.0";
const SECOND: &str = "0.2.0";

impl Upgrades {
    async fn order(&mut self, house: &House, to: &'static str) -> bool {
        let words: &[&str] = if to == SECOND { &["upgrade", "album", "--yes"] } else { &["rollback", "album"] };
        let mut command = Command::new(veillee());
        command.arg("plugin").args(words).args(house.place());
        if to == SECOND {
            command.arg("--package").arg(house.folder.path().join("next.wasm"));
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let done = command.status().await.expect("the program starts").success();
        if done {
            self.stands = to;
        } else {
            self.asked = Some(to);
        }
        done
    }
}

/// The album with one more field that has an index, so that the first upgrade changes a table.
fn next() -> Vec<u8> {
    let manifest = include_str!("../../../../plugins/album/plugin.toml");
    let field = "fields.mood = { type = \"text\", index = true, max-chars = 20 }\nfields.position";
    let next = manifest.replacen(FIRST, SECOND, 1).replacen("fields.position", field, 1);
    veillee_engine::pack(&bare(&album()), &next, &[])
}

/// State and version of the service, as the command line tells them.
async fn listed(house: &House) -> (String, String) {
    let list = house.json(&["plugin", "list"]).await;
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (word(&list[0]["state"]), word(&list[0]["current"]["version"]))
}

impl Scenario for Upgrades {
    const NAME: &'static str = "upgrades";

    fn kill_within_ms(&self) -> u64 {
        self.pair_ms
    }

    async fn prepare(&mut self, house: &House, browser: &Browser) {
        self.asked = None;
        if self.album.is_empty() {
            self.album = program::album(browser, "Un").await;
            std::fs::write(house.folder.path().join("next.wasm"), next()).expect("written");
            // The first time the package is compiled.
            for to in [SECOND, FIRST] {
                assert!(self.order(house, to).await, "{to}");
            }
            let started = Instant::now();
            for to in [SECOND, FIRST] {
                assert!(self.order(house, to).await, "{to}");
            }
            self.pair_ms = u64::try_from(started.elapsed().as_millis()).expect("short").max(1);
        }
    }

    async fn act(&mut self, house: &House, _: &Browser, _: &SeededRandom) {
        for _ in 0..2 {
            let to = if self.stands == FIRST { SECOND } else { FIRST };
            if !self.order(house, to).await {
                return;
            }
        }
    }

    async fn judge(&mut self, house: &House, browser: &Browser, found: &mut Found) {
        let (state, version) = listed(house).await;
        let page = program::page(browser, &self.album).await;
        if state != "enabled" || page.status.as_u16() != 200 {
            found.half_made += 1;
        } else if version == self.stands {
            found.acknowledged += 1;
        } else if self.asked.is_some_and(|asked| asked == version) {
            found.unheard += 1;
            self.stands = if version == FIRST { FIRST } else { SECOND };
        } else {
            found.lost += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_upgrades_survive_a_kill() {
    run(Upgrades { stands: FIRST, ..Upgrades::default() }, Backend::Sqlite, rounds()).await;
}
