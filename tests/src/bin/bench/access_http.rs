//! The same decisions from outside: a picture by HTTP, and the 404 of what is hidden beside that of what is not there.

use crate::access_worlds::{AccessWorld, Asker, BLOB};
use crate::client::Client;
use crate::own_host::OwnHost;
use crate::report::{Report, Table};
use crate::samples::Samples;
use crate::statements;
use crate::wrk::{self, Load};

const CALLS: usize = if cfg!(debug_assertions) { 20 } else { 2_000 };
const WARM: usize = 20;
const SECONDS: u32 = if cfg!(debug_assertions) { 1 } else { 10 };

pub(crate) async fn tell(report: &mut Report, name: &str, own: &OwnHost, world: &AccessWorld) {
    let [owner, .., there, nowhere] = &world.askers[..] else { panic!("everybody is there") };
    let asked: [(&str, &Asker, u16); 3] = [
        ("picture, remembered", owner, 200),
        ("404: a photo there is, hidden", there, 404),
        ("404: a photo there is not", nowhere, 404),
    ];
    let mut clients = Vec::new();
    for (_, asker, _) in &asked {
        clients.push(Client::connect(own.address, &world.domain, cookie(asker)).await);
    }
    let mut seen = [Samples::default(), Samples::default(), Samples::default()];
    for call in 0..WARM + CALLS {
        for (place, (_, asker, status)) in asked.iter().enumerate() {
            let photo = if *status == 200 { 0 } else { call % asker.photos.len() };
            let (found, took) = clients[place].get(&path(&asker.photos[photo])).await;
            assert_eq!(found, *status, "{}", asker.name);
            if call >= WARM {
                seen[place].add(took);
            }
        }
    }
    let head = format!("{name}, by HTTP, one after the other");
    let mut table = Table::new(&[&head, "p50 µs", "p99 µs", "statements"]);
    for (place, (what, asker, _)) in asked.iter().enumerate() {
        let (_, statements) = statements::of(clients[place].get(&path(&asker.photos[0]))).await;
        let figures = [seen[place].p50_ms(), seen[place].p99_ms()].map(|ms| format!("{:.0}", ms * 1_000.0));
        table.row([(*what).to_owned()].into_iter().chain(figures).chain([statements.len().to_string()]));
    }
    report.table(&table);
    let ratio = seen[1].p50_ms() / seen[2].p50_ms();
    report.say(format!("- {name}: 404 of what is hidden to 404 of what is not there, p50: {ratio:.2}"));
    let load = Load::new(format!("http://{}{}", own.address, path(&owner.photos[0])))
        .header("Host", &world.domain)
        .header("Cookie", &cookie(owner));
    let outcome = wrk::run(&Load { seconds: SECONDS, ..load }, &[std::process::id()]).await;
    assert_eq!(outcome.failures, 0, "every picture comes");
    report.say(format!(
        "- {name}: the same picture of 20 KB by 16 connections, decision remembered: {:.0} requests/s, p50 {:.2} ms, p99 {:.2} ms, \
         {:.0} µs of processor time for each",
        outcome.per_second, outcome.p50_ms, outcome.p99_ms, outcome.cpu_us
    ));
}

fn path(photo: &str) -> String {
    format!("/-/blob/{photo}/{BLOB}")
}

fn cookie(asker: &Asker) -> String {
    format!("{}={}", veillee::identity::SESSION_COOKIE, asker.token)
}
