//! Lines of guests in the operator's log: few, short, on one line, never without the grant.

use std::sync::{Mutex, OnceLock};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use veillee_engine::CallLimits;
use veillee_tests::world::{Backend, World};

use crate::score::Score;

/// Keeps the lines of guests.
struct Ear;

static HEARD: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());

impl Subscriber for Ear {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "veillee::guest"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        HEARD.lock().unwrap().push((line.association, line.message));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Line {
    association: String,
    message: String,
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "association" => value.clone_into(&mut self.association),
            "message" => value.clone_into(&mut self.message),
            _ => {}
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }
}

/// The lines that guests of this association wrote since the last look.
fn heard(association: &str) -> Vec<String> {
    let mut all = HEARD.lock().unwrap();
    let (mine, others) = std::mem::take(&mut *all).into_iter().partition(|(of, _)| of == association);
    *all = others;
    mine.into_iter().map(|(_, message)| message).collect()
}

fn listen() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| tracing::subscriber::set_global_default(Ear).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_flood_ends_at_its_cap_and_forges_no_line() {
    listen();
    let world = World::with_hostile(Backend::Sqlite).await.unwrap();
    let (browser, alpha) = (world.browser(), world.alpha.id.clone());
    let cap = CallLimits::web().log_lines as usize;
    let mut score = Score::of("log floods");
    heard(&alpha);
    for lines in [10, 1_000, 100_000] {
        browser.get(&format!("/hostile/log-flood?lines={lines}")).await;
        let lines = heard(&alpha);
        score.check(!lines.is_empty() && lines.len() <= cap, || format!("{} lines", lines.len()));
        for line in &lines {
            score.check(line.chars().count() <= 1_000, || format!("a line of {} characters", line.chars().count()));
            let plain = line.chars().all(|c| !c.is_control() && c != '\u{202e}');
            score.check(plain, || format!("{line:?}"));
        }
    }
    let plugin = world.install_hostile().await;
    let without: Vec<String> = plugin.capabilities.iter().filter(|name| *name != "log").cloned().collect();
    world.enable(&plugin, &without, CallLimits::web()).await;
    browser.get("/hostile/log-flood?lines=10").await.expect(200);
    let lines = heard(&alpha);
    score.check(lines.is_empty(), || format!("without the grant: {lines:?}"));
    browser.get("/hostile/calm").await.expect(200);
    score.end();
}
