//! An authorised photo of 20 KB: our bytes route against nginx that asks before it sends a file.

use std::fs;

use veillee_tests::world::{Browser, jpeg};

use crate::host::{self, HostProcess};
use crate::nginx::{FILE, Nginx};
use crate::report::{Goal, Report, Table};
use crate::samples::median;
use crate::wrk::{self, Load, Outcome};

const ROUNDS: usize = 3;
const PHOTO_BYTES: usize = 20_000;

/// One of the things compared.
struct Way {
    name: &'static str,
    load: Load,
    pids: Vec<u32>,
    seen: Vec<Outcome>,
}

impl Way {
    fn new(name: &'static str, load: Load, pids: Vec<u32>) -> Self {
        Self { name, load, pids, seen: Vec::new() }
    }

    fn median(&self, figure: impl Fn(&Outcome) -> f64) -> f64 {
        median(&self.seen.iter().map(figure).collect::<Vec<_>>())
    }

    fn per_second(&self) -> f64 {
        self.median(|outcome| outcome.per_second)
    }
}

pub(crate) async fn measure() -> Report {
    let host = HostProcess::start(&host::plugins(), None).await;
    let anne = host.administrator().await;
    let photo = jpeg(1, PHOTO_BYTES);
    let album = anne.album("Vacances").await;
    let path = anne.add_photos(&album, &[("one.jpg", &photo)]).await.remove(0);
    let link = anne.share_by_link(&album, "viewer", "none").await;
    let guest = host.browser();
    guest.visit(&link).await.expect(200);
    let nginx = Nginx::start(&servers(&host, &path), &photo);
    let mut ways = ways(&host, &nginx, &path, &anne, &guest);
    for _ in 0..ROUNDS {
        for way in &mut ways {
            let warm = Load { seconds: 1, ..way.load.clone() };
            wrk::run(&warm, &way.pids).await;
            let outcome = wrk::run(&way.load, &way.pids).await;
            assert_eq!(outcome.failures, 0, "{}", way.name);
            way.seen.push(outcome);
        }
    }
    let sizes = (photo.len(), fs::metadata(host::program()).map_or(0, |facts| facts.len()));
    drop(nginx);
    host.stop().await;
    report(&ways, sizes)
}

fn ways(host: &HostProcess, nginx: &Nginx, path: &str, anne: &Browser, guest: &Browser) -> Vec<Way> {
    let ours = |browser: &Browser| Load::new(host.url(path)).header("Cookie", &browser.cookie_header());
    let theirs =
        |folder: &str| Load::new(nginx.url(&format!("/{folder}/{FILE}"))).header("Cookie", &anne.cookie_header());
    let asking: Vec<u32> = nginx.pids().into_iter().chain([host.pid()]).collect();
    vec![
        Way::new("Veillée, by link", ours(guest), vec![host.pid()]),
        Way::new("Veillée, signed in", ours(anne), vec![host.pid()]),
        Way::new("nginx, auth_request to `return 204`", theirs("plain"), nginx.pids()),
        Way::new("the same with open_file_cache", theirs("cached"), nginx.pids()),
        Way::new("nginx, auth_request to Veillée's own check", theirs("asks"), asking),
    ]
}

fn servers(host: &HostProcess, path: &str) -> String {
    let location = |name: &str, check: &str, more: &str| {
        format!(
            "location /{name}/ {{ auth_request {check}; {more} alias {{files}}/; add_header Cache-Control \"private, no-cache\"; }}\n"
        )
    };
    let cache = "open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s;";
    format!(
        "upstream veillee {{ server {}; keepalive 32; keepalive_requests 100000000; }}\n\
         server {{\nlisten 127.0.0.1:{{port}};\n{}{}{}\
         location = /yes {{ internal; return 204; }}\n\
         location = /ask {{ internal; proxy_pass http://veillee{path}; proxy_method HEAD; proxy_pass_request_body off; \
         proxy_http_version 1.1; proxy_set_header Connection \"\"; proxy_set_header Content-Length \"\"; \
         proxy_set_header Host {}; }}\n}}\n",
        host.address,
        location("plain", "/yes", ""),
        location("cached", "/yes", cache),
        location("asks", "/ask", ""),
        host::NAME,
    )
}

fn report(ways: &[Way], (photo_bytes, program_bytes): (usize, u64)) -> Report {
    let mut report = Report::new("An authorised photo");
    report.say(format!(
        "A photo of {photo_bytes} bytes, 16 connections, {ROUNDS} rounds of 10 s in turns, medians; no other request between. \
         Veillée is the release program of {} MB on SQLite, logging as `serve` does by default: it looks up session and \
         decision, sets all its headers and sends clear bytes from memory. nginx: 2 workers, sendfile, tcp_nopush, \
         keep-alive, no access log; its check decides nothing in the first two lines.",
        program_bytes / 1_000_000
    ));
    let mut table = Table::new(&["", "requests/s", "each round", "p50 ms", "p99 ms", "server µs/request"]);
    for way in ways {
        let rounds: Vec<String> = way.seen.iter().map(|outcome| format!("{:.0}", outcome.per_second)).collect();
        table.row([
            way.name.to_owned(),
            format!("{:.0}", way.per_second()),
            rounds.join(" "),
            format!("{:.2}", way.median(|outcome| outcome.p50_ms)),
            format!("{:.2}", way.median(|outcome| outcome.p99_ms)),
            format!("{:.0}", way.median(|outcome| outcome.cpu_us)),
        ]);
    }
    report.table(&table);
    let [link, signed_in, plain, cached, asks] = [0, 1, 2, 3, 4].map(|place: usize| ways[place].per_second());
    report.goal("requests/s, signed in, to nginx with auth_request", signed_in / plain, Goal::AtLeast(1.0));
    report.goal("requests/s, by link, to nginx with auth_request", link / plain, Goal::AtLeast(1.0));
    report.goal(
        "the slower of link and signed in to the faster",
        link.min(signed_in) / link.max(signed_in),
        Goal::AtLeast(0.9),
    );
    report.say(format!("- requests/s, signed in, to nginx with open_file_cache: {:.2}", signed_in / cached));
    report.say(format!("- requests/s, signed in, to nginx that asks Veillée: {:.2}", signed_in / asks));
    report
}
