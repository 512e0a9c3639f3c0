//! What a call of a guest costs, and what guests that never end cost their neighbours.

use hyper::StatusCode;

use crate::client::Client;
use crate::host::{self, HostProcess};
use crate::report::{Goal, Report, Table};
use crate::samples::Samples;

const CALLS: usize = 3_000;
const BESIDE_CALLS: usize = 500;
const LOOPING: usize = 4;
const NEIGHBOURS: usize = 4;

pub(crate) async fn measure() -> Report {
    let folder = host::with_hostile();
    let host = HostProcess::start(folder.path(), None).await;
    host.administrator().await;
    let mut report = Report::new("Guests");
    report.say(format!(
        "One visitor, one connection, {CALLS} requests one after the other: a page with and without a guest. The difference \
         is fresh instance, page wall and shell."
    ));
    let mut table = Table::new(&["alone", "p50 ms", "p99 ms"]);
    for path in ["/-/health", "/hostile/calm", "/hello/"] {
        let samples = one_after_the_other(&host, path, CALLS).await;
        table.row([format!("`{path}`"), format!("{:.3}", samples.p50_ms()), format!("{:.3}", samples.p99_ms())]);
    }
    report.table(&table);
    report.say(format!(
        "{NEIGHBOURS} visitors of `/hello/`, each with a connection and {BESIDE_CALLS} requests one after the other: in a quiet \
         host, and beside {LOOPING} connections that call a guest which loops for ever, again as soon as it is ended."
    ));
    let quiet = neighbours(&host).await;
    let looping: Vec<_> = (0..LOOPING).map(|_| tokio::spawn(call_forever(host.address))).collect();
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    let beside = neighbours(&host).await;
    for task in &looping {
        task.abort();
    }
    host.stop().await;
    let mut table = Table::new(&["neighbours", "p50 ms", "p90 ms", "p99 ms", "highest ms"]);
    for (name, samples) in [("quiet", &quiet), ("beside the loops", &beside)] {
        let figures = [0.5, 0.9, 0.99, 1.0].map(|share| format!("{:.2}", samples.at_ms(share)));
        table.row([name.to_owned()].into_iter().chain(figures));
    }
    report.table(&table);
    report.goal("neighbours' p99 beside the loops to quiet", beside.p99_ms() / quiet.p99_ms(), Goal::AtMost(1.2));
    report
}

async fn one_after_the_other(host: &HostProcess, path: &str, calls: usize) -> Samples {
    let mut client = Client::connect(host.address, host::NAME, String::new()).await;
    let mut samples = Samples::default();
    for call in 0..calls + calls / 10 {
        let (status, took) = client.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        if call >= calls / 10 {
            samples.add(took);
        }
    }
    samples
}

async fn neighbours(host: &HostProcess) -> Samples {
    let visitors = (0..NEIGHBOURS).map(|_| one_after_the_other(host, "/hello/", BESIDE_CALLS));
    let mut all = Samples::default();
    for samples in futures_util::future::join_all(visitors).await {
        all.append(samples);
    }
    all
}

async fn call_forever(address: std::net::SocketAddr) {
    loop {
        let mut client = Client::connect(address, host::NAME, String::new()).await;
        let (status, _) = client.get("/hostile/loop").await;
        assert!(status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS, "{status}");
    }
}
