//! An album's page for a member: through the sandbox, and by the same crate compiled natively.

use std::sync::Arc;

use veillee::boot::Host;
use veillee::plugin::Grants;
use veillee::storage::Association;
use veillee_engine::CallLimits;

use crate::client::Client;
use crate::host;
use crate::native::{NativeAlbum, Thread};
use crate::own_host::OwnHost;
use crate::report::{Goal, Report, Table};
use crate::samples::{Samples, median};
use crate::wrk::{self, Load, Outcome};

const PHOTOS: u32 = 50;
const ROUNDS: usize = 2;
const SINGLE_CALLS: usize = 500;

/// One association of the same host: what answers for it differs.
struct Way {
    name: &'static str,
    domain: String,
    path: String,
    cookies: String,
    page_bytes: usize,
    seen: Vec<Outcome>,
    single: Samples,
}

impl Way {
    fn median(&self, figure: impl Fn(&Outcome) -> f64) -> f64 {
        median(&self.seen.iter().map(figure).collect::<Vec<_>>())
    }
}

const WAYS: [(&str, Option<Thread>); 3] = [
    ("guest in the sandbox", None),
    ("native, on a blocking thread", Some(Thread::Blocking)),
    ("native, in place", Some(Thread::InPlace)),
];

pub(crate) async fn measure() -> Report {
    let mut report = Report::new("A signed-in page");
    report.say(format!(
        "The page of an album with {PHOTOS} photos for the member who owns it: session, eight capability calls with their \
         decisions and queries, rendering, page wall, shell. One host, three associations of equal content; the native \
         ones call the album crate compiled into this program behind the same capability functions and take the same way \
         afterwards. 16 connections, {ROUNDS} rounds of 10 s in turns, medians; then {SINGLE_CALLS} calls one after the other."
    ));
    let sqlite = one_database(&mut report, "SQLite", None).await;
    report.goal("SQLite: requests/s of the guest to the faster native", sqlite, Goal::AtLeast(0.6));
    if let Some(database) = host::fresh_database().await {
        let postgres = one_database(&mut report, "PostgreSQL", Some(database)).await;
        report.goal("PostgreSQL: requests/s of the guest to the faster native", postgres, Goal::AtLeast(0.6));
    }
    report
}

async fn one_database(report: &mut Report, name: &str, database: Option<String>) -> f64 {
    let (own, mut ways) = start(database).await;
    let address = own.address;
    let pids = [std::process::id()];
    for _ in 0..ROUNDS {
        for way in &mut ways {
            let load = Load::new(format!("http://{address}{}", way.path))
                .header("Host", &way.domain)
                .header("Cookie", &way.cookies);
            wrk::run(&Load { seconds: 2, ..load.clone() }, &pids).await;
            let outcome = wrk::run(&load, &pids).await;
            way.seen.push(outcome);
        }
    }
    let mut clients = Vec::new();
    for way in &ways {
        clients.push(Client::connect(address, &way.domain, way.cookies.clone()).await);
    }
    for _ in 0..SINGLE_CALLS {
        for (way, client) in ways.iter_mut().zip(&mut clients) {
            let (status, took) = client.get(&way.path).await;
            assert_eq!(status, 200);
            way.single.add(took);
        }
    }
    own.host.close().await;
    tell(report, name, &ways)
}

fn tell(report: &mut Report, name: &str, ways: &[Way]) -> f64 {
    let mut table = Table::new(&[
        name,
        "requests/s",
        "p50 ms",
        "p99 ms",
        "server µs/request",
        "alone p50 ms",
        "failed",
        "page bytes",
    ]);
    for way in ways {
        table.row([
            way.name.to_owned(),
            format!("{:.0}", way.median(|outcome| outcome.per_second)),
            format!("{:.2}", way.median(|outcome| outcome.p50_ms)),
            format!("{:.2}", way.median(|outcome| outcome.p99_ms)),
            format!("{:.0}", way.median(|outcome| outcome.cpu_us)),
            format!("{:.2}", way.single.p50_ms()),
            way.seen.iter().map(|outcome| outcome.failures).sum::<u64>().to_string(),
            way.page_bytes.to_string(),
        ]);
    }
    report.table(&table);
    let per_second = |place: usize| ways[place].median(|outcome| outcome.per_second);
    per_second(0) / per_second(1).max(per_second(2))
}

async fn start(database: Option<String>) -> (OwnHost, Vec<Way>) {
    let domains: Vec<String> = (0..WAYS.len()).map(domain).collect();
    let own = OwnHost::start(database, &domains).await;
    let mut ways = Vec::new();
    for (place, (name, thread)) in WAYS.into_iter().enumerate() {
        let association = own.host.associations()[place].clone();
        ways.push(fill(&own, &association, (name, &domains[place])).await);
        if let Some(thread) = thread {
            put_native(&own.host, &association, thread).await;
        }
    }
    (own, ways)
}

fn domain(place: usize) -> String {
    format!("way-{place}.localhost")
}

async fn fill(own: &OwnHost, association: &Association, (name, domain): (&'static str, &str)) -> Way {
    let anne = own.administrator(association, domain).await;
    let (path, photos) = anne.album_with_photos("Vacances", PHOTOS).await;
    assert_eq!(photos.len(), PHOTOS as usize);
    let page_bytes = anne.get(&path).await.expect(200).body.len();
    let (domain, cookies) = (domain.to_owned(), anne.cookie_header());
    Way { name, domain, path, cookies, page_bytes, seen: Vec::new(), single: Samples::default() }
}

async fn put_native(host: &Host, association: &Association, thread: Thread) {
    let plugins = &host.app.plugins;
    let plugin = plugins.service(&association.id, "album").expect("the album is enabled").plugin.clone();
    let grants = Grants::new(plugin.capabilities.iter().cloned());
    let native = Arc::new(NativeAlbum(thread));
    plugins.enable_answered_by(association, plugin, grants, CallLimits::web(), native).await.expect("enabled");
}
