//! Taking a share back while people look: the time until the host says that it is done.

use veillee_tests::world::{Browser, id_of};

use crate::client::Client;
use crate::host::{self, HostProcess};
use crate::report::{Goal, Report, Table};
use crate::samples::Samples;
use crate::wrk::{self, Load};

const TIMES: usize = 300;
const LOAD_SECONDS: u32 = 12;

pub(crate) async fn measure() -> Report {
    let mut report = Report::new("Taking back");
    report.say(format!(
        "A person takes back links of an album of 50 photos, up to {TIMES} one after the other, by the form of the sharing \
         page; each time is from the request to its answer, when the change is durable and no request that starts is let in \
         by the link any more. Under load: 8 connections fetch a photo of the album as fast as they can, signed in; each \
         taking back makes the host decide anew."
    ));
    let mut table = Table::new(&["", "times", "p50 ms", "p90 ms", "p99 ms", "highest ms", "photos/s beside"]);
    let mut worst: f64 = 0.0;
    let databases = [("SQLite", None), ("PostgreSQL", host::fresh_database().await)];
    for (name, database) in databases {
        if name == "PostgreSQL" && database.is_none() {
            continue;
        }
        let host = HostProcess::start(&host::plugins(), database.as_deref()).await;
        let anne = host.administrator().await;
        let (album, photos) = anne.album_with_photos("Vacances", 50).await;
        for loaded in [false, true] {
            let load = Load::new(host.url(&photos[0])).header("Cookie", &anne.cookie_header());
            let load = Load { connections: 8, seconds: LOAD_SECONDS, ..load };
            let pid = host.pid();
            let beside = loaded.then(|| tokio::spawn(async move { wrk::run(&load, &[pid]).await }));
            let samples = take_back(&host, &anne, &album, |taken| match &beside {
                Some(load) => !load.is_finished() && taken < TIMES,
                None => taken < TIMES,
            });
            let samples = samples.await;
            let beside = match beside {
                Some(load) => format!("{:.0}", load.await.expect("wrk ends").per_second),
                None => "none".to_owned(),
            };
            if loaded {
                worst = worst.max(samples.p99_ms());
            }
            let label = format!("{name}, {}", if loaded { "under load" } else { "quiet" });
            let figures = [0.5, 0.9, 0.99, 1.0].map(|share| format!("{:.1}", samples.at_ms(share)));
            table.row([label, samples.len().to_string()].into_iter().chain(figures).chain([beside]));
        }
        host.stop().await;
    }
    report.table(&table);
    report.goal("p99 under load, the slower database, ms", worst, Goal::AtMost(20.0));
    report
}

/// Makes a link and takes it back, again and again; only taking back is timed.
async fn take_back(host: &HostProcess, anne: &Browser, album: &str, more: impl Fn(usize) -> bool) -> Samples {
    let page_path = format!("/-/share/{}", id_of(album));
    let (new, stop) = (format!("{page_path}/links"), format!("{page_path}/stop"));
    let mut client = Client::connect(host.address, host::NAME, anne.cookie_header()).await;
    let page = anne.get(&page_path).await.expect(200);
    let form = format!("token={}&role=viewer&ends=none&label=", page.token_of(&new));
    let mut samples = Samples::default();
    while more(samples.len()) {
        let (status, _) = client.post(&new, form.clone()).await;
        assert_eq!(status, 303);
        let page = anne.get(&page_path).await.expect(200);
        let take = format!("token={}&share={}", page.token_of(&stop), page.hidden("share", 0));
        let (status, took) = client.post(&stop, take).await;
        assert_eq!(status, 303);
        samples.add(took);
    }
    samples
}
