//! Signed-in pages while people sign in: each password is worked on for long, and pages are to go on meanwhile.

use std::time::Duration;

use veillee::storage::people::{AccountRole, NewAccount};
use veillee::{identity::SESSION_COOKIE, limits};
use veillee_tests::world::{Browser, PASSWORD};

use crate::host::{self, HostProcess};
use crate::own_host::OwnHost;
use crate::report::{Report, Table};
use crate::samples::{Samples, now};
use crate::signin_load::{self, Arrivals, Place, Seen};
use crate::wrk::cpu_us;

/// Unoptimised programs are not measured: they show that this runs.
const TRIED_ONLY: bool = cfg!(debug_assertions);
const SECONDS: u32 = if TRIED_ONLY { 3 } else { 20 };
const ROUNDS: usize = if TRIED_ONLY { 1 } else { 3 };
/// More than arrive within the time in which one account's good sign-ins could meet each other.
const ACCOUNTS: usize = 400;
const PHOTOS: u32 = 50;
/// The name that the host says on which port it listens for.
const DOMAIN: &str = "localhost";
/// Sign-ins a second: none, those that the goal names, and more than a machine of two cores works off.
const RATES: [u32; 3] = [0, 20, 100];

pub(crate) async fn measure() -> Report {
    let mut report = Report::new("Signing in");
    report.say(format!(
        "{} connections ask for signed-in pages of a member at a steady rate, together {} pages/s, the first page and the page of \
         an album of {PHOTOS} photos in turns; beside them sign-ins arrive at a steady rate, each by another person of \
         {ACCOUNTS}, from another network, in a browser that knows nothing: the page of the form, then the password. Argon2id with \
         {} MiB and {} pass, one at a time for each two cores, and {} wait. {ROUNDS} rounds of {SECONDS} s for each rate in \
         turns. `veillee serve` on a folder of its own; times are counted from when a page was due, and client and host share the \
         cores.",
        signin_load::CONNECTIONS,
        signin_load::PAGES_PER_SECOND,
        limits::ARGON2_MEMORY_KIB / 1024,
        limits::ARGON2_PASSES,
        limits::PASSWORD_QUEUE_PER_PLACE,
    ));
    for (name, database) in [("SQLite", None), ("PostgreSQL", host::fresh_database().await)] {
        if name == "SQLite" || database.is_some() {
            one_database(&mut report, name, database).await;
        }
    }
    report
}

async fn one_database(report: &mut Report, name: &str, database: Option<String>) {
    let (folder, album, sessions) = prepare(database.clone()).await;
    let host = HostProcess::resume(folder, database.as_deref()).await;
    let place = Place { address: host.address, domain: DOMAIN, pages: ["/".to_owned(), album], sessions };
    signin_load::pages(&place, Duration::from_secs(1)).await;
    let mut all = RATES.map(|_| Outcome::default());
    let mut people = 0;
    host::forget_highest(host.pid());
    let before_mib = host::memory_mib(host.pid(), "VmRSS");
    for _ in 0..ROUNDS {
        for (rate, outcome) in RATES.into_iter().zip(&mut all) {
            one_round(&host, &place, (rate, &mut people), outcome).await;
        }
    }
    let grew_mib = host::memory_mib(host.pid(), "VmHWM") - before_mib;
    host.stop().await;
    tell(report, name, &all);
    report.say(format!(
        "- {name}: the highest memory of the host meanwhile, above what it held before: {grew_mib:.0} MiB; one password takes {}",
        limits::ARGON2_MEMORY_KIB / 1024
    ));
}

#[derive(Default)]
struct Outcome {
    pages: [Samples; 2],
    failed: usize,
    /// Processor time of the host.
    spent_s: f64,
    signing_in: Seen,
    pages_seconds: f64,
    /// Until the last who came was answered.
    seconds: f64,
}

async fn one_round(host: &HostProcess, place: &Place, (rate, people): (u32, &mut usize), outcome: &mut Outcome) {
    let (started, spent_us) = (now(), cpu_us(&[host.pid()]));
    let long = Duration::from_secs(SECONDS.into());
    let arrivals = Arrivals { per_second: rate, long, first: *people, accounts: ACCOUNTS };
    let (pages, seen) = tokio::join!(signin_load::pages(place, long), signin_load::sign_ins(place, &arrivals));
    let seconds = started.elapsed().as_secs_f64();
    *people += seen.asked;
    outcome.spent_s += (cpu_us(&[host.pid()]) - spent_us) / 1e6;
    for (all, some) in outcome.pages.iter_mut().zip(pages.times) {
        all.append(some);
    }
    outcome.failed += pages.failed;
    outcome.pages_seconds += pages.lasted.as_secs_f64();
    outcome.signing_in.append(seen);
    outcome.seconds += seconds;
}

/// A folder with people and an album, made in this program; the sessions of the one whose pages are asked for.
async fn prepare(database: Option<String>) -> (tempfile::TempDir, String, Vec<String>) {
    let own = OwnHost::start(database, &[DOMAIN.to_owned()]).await;
    let association = own.host.associations()[0].clone();
    let anne = own.administrator(&association, DOMAIN).await;
    let (album, photos) = anne.album_with_photos("Vacances", PHOTOS).await;
    assert_eq!(photos.len(), PHOTOS as usize);
    let hash = own.host.app.passwords.hash(PASSWORD).await.expect("a hash");
    for number in 0..ACCOUNTS {
        let address = signin_load::address(number);
        let new =
            NewAccount { address: &address, name: "Pupille", password: &hash, role: AccountRole::Member, locale: "fr" };
        association.create_account(new).await.expect("an account");
    }
    let mut sessions = Vec::new();
    for _ in 0..signin_load::CONNECTIONS {
        let device = Browser::new(own.address, DOMAIN);
        device.sign_in("anne@example.org").await;
        assert!(device.cookie_header().contains(SESSION_COOKIE), "she is in");
        sessions.push(device.cookie_header());
    }
    (own.close().await, album, sessions)
}

#[expect(clippy::cast_precision_loss, reason = "some thousands")]
fn tell(report: &mut Report, name: &str, all: &[Outcome; 3]) {
    let head = format!("{name}: pages");
    let heads = [
        &head,
        "first p50 ms",
        "first p99 ms",
        "album p50 ms",
        "album p99 ms",
        "highest ms",
        "pages/s",
        "failed",
        "cores busy",
    ];
    let mut table = Table::new(&heads);
    for (rate, outcome) in RATES.iter().zip(all) {
        let label = if *rate == 0 { "quiet".to_owned() } else { format!("beside {rate} sign-ins/s") };
        let [first, album] = &outcome.pages;
        let highest = first.at_ms(1.0).max(album.at_ms(1.0));
        let figures = [first.p50_ms(), first.p99_ms(), album.p50_ms(), album.p99_ms(), highest];
        let cells = [label].into_iter().chain(figures.map(|figure| format!("{figure:.1}")));
        let pages = (first.len() + album.len()) as f64 / outcome.pages_seconds;
        let busy = outcome.spent_s / outcome.seconds;
        table.row(cells.chain([format!("{pages:.0}"), outcome.failed.to_string(), format!("{busy:.2}")]));
    }
    report.table(&table);
    let head = format!("{name}: sign-ins");
    let mut table = Table::new(&[
        &head,
        "came",
        "let in",
        "let in/s",
        "told that it is busy",
        "neither",
        "p50 ms",
        "p99 ms",
        "told after p99 ms",
        "processor ms each",
    ]);
    for (rate, outcome) in RATES.iter().zip(all).skip(1) {
        let seen = &outcome.signing_in;
        let per_second = format!("{:.1}", seen.let_in.len() as f64 / outcome.seconds);
        let times = [seen.let_in.p50_ms(), seen.let_in.p99_ms()].map(|figure| format!("{figure:.0}"));
        let told = if seen.busy.len() == 0 { "none".to_owned() } else { format!("{:.0}", seen.busy.p99_ms()) };
        let counts = [seen.asked.to_string(), seen.let_in.len().to_string(), per_second];
        let counts = counts.into_iter().chain([seen.busy.len(), seen.neither].map(|count| count.to_string()));
        // What the pages beside them took is known from the quiet rounds.
        let for_pages_s = all[0].spent_s / all[0].pages_seconds * outcome.pages_seconds;
        let each_ms = (outcome.spent_s - for_pages_s) * 1_000.0 / seen.let_in.len() as f64;
        let cells = [format!("{rate} sign-ins/s")].into_iter().chain(counts).chain(times);
        table.row(cells.chain([told, format!("{each_ms:.1}")]));
    }
    report.table(&table);
    for (page, what) in ["the first page", "the album"].into_iter().enumerate() {
        let p99 = |place: usize| all[place].pages[page].p99_ms();
        report.say(format!(
            "- {name}, {what}: p99 beside {} sign-ins/s to quiet: {:.2}; beside {}: {:.2}",
            RATES[1],
            p99(1) / p99(0),
            RATES[2],
            p99(2) / p99(0)
        ));
    }
}
