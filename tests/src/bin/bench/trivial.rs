//! The smallest pages: what a request costs before anything is done for it.

use crate::host::{self, HostProcess};
use crate::report::{Report, Table};
use crate::samples::median;
use crate::wrk::{self, Load};

const ROUNDS: usize = 2;

pub(crate) async fn measure() -> Report {
    let folder = host::with_hostile();
    let host = HostProcess::start(folder.path(), None).await;
    host.administrator().await;
    let pages = [
        ("native: `/-/health`", "/-/health"),
        ("native: the page of a wrong address, 404", "/-/nothing"),
        ("guest without host calls: `/hostile/calm`", "/hostile/calm"),
        ("guest with one query: `/hello/`", "/hello/"),
    ];
    let mut seen = pages.map(|_| Vec::new());
    for _ in 0..ROUNDS {
        for ((_, path), seen) in pages.iter().zip(&mut seen) {
            seen.push(wrk::run(&Load { seconds: 5, ..Load::new(host.url(path)) }, &[host.pid()]).await);
        }
    }
    host.stop().await;
    let mut report = Report::new("The smallest pages");
    report.say(format!(
        "A visitor, 16 connections, {ROUNDS} rounds of 5 s in turns, medians. Each guest page is a fresh instance, the \
         page wall and the association's shell.\n\nNot run: `wasmtime serve`. Its command line is a build of its own \
         that takes longer than all measurements together on this machine."
    ));
    let mut table = Table::new(&["", "requests/s", "p50 ms", "p99 ms", "server µs/request"]);
    for ((name, _), seen) in pages.iter().zip(&seen) {
        let of = |figure: fn(&wrk::Outcome) -> f64| median(&seen.iter().map(figure).collect::<Vec<_>>());
        table.row([
            (*name).to_owned(),
            format!("{:.0}", of(|outcome| outcome.per_second)),
            format!("{:.2}", of(|outcome| outcome.p50_ms)),
            format!("{:.2}", of(|outcome| outcome.p99_ms)),
            format!("{:.0}", of(|outcome| outcome.cpu_us)),
        ]);
    }
    report.table(&table);
    report
}
