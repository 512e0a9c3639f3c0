//! Pages that are due at a steady rate, and people who come in at another.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep_until};
use veillee_tests::world::{Browser, PASSWORD};

use crate::client::Client;
use crate::samples::{Samples, now};

pub(crate) const CONNECTIONS: u32 = 10;
pub(crate) const PAGES_PER_SECOND: u32 = 40;

/// Where, what, and as whom.
pub(crate) struct Place {
    pub(crate) address: SocketAddr,
    pub(crate) domain: &'static str,
    pub(crate) pages: [String; 2],
    /// Cookies, one session for each connection.
    pub(crate) sessions: Vec<String>,
}

#[derive(Default)]
pub(crate) struct Pages {
    /// Of each of the two pages.
    pub(crate) times: [Samples; 2],
    pub(crate) failed: usize,
    /// Until the last answer.
    pub(crate) lasted: Duration,
}

/// Each connection asks in its own rhythm, whether others wait or not.
pub(crate) async fn pages(place: &Place, long: Duration) -> Pages {
    let connections =
        place.sessions.iter().zip(0_u32..).map(|(cookies, number)| connection(place, cookies, number, long));
    let (begun, mut all) = (now(), Pages::default());
    for some in join_all(connections).await {
        for (all, some) in all.times.iter_mut().zip(some.times) {
            all.append(some);
        }
        all.failed += some.failed;
    }
    all.lasted = begun.elapsed();
    all
}

async fn connection(place: &Place, cookies: &str, number: u32, long: Duration) -> Pages {
    let mut client = Client::connect(place.address, place.domain, cookies.to_owned()).await;
    let every = Duration::from_secs(1) * CONNECTIONS / PAGES_PER_SECOND;
    let begun = Instant::now();
    let (mut due, mut seen) = (begun + every * number / CONNECTIONS, Pages::default());
    let mut turn = number as usize;
    while due < begun + long {
        let late = Instant::now().checked_duration_since(due);
        sleep_until(due).await;
        let (status, took) = client.get(&place.pages[turn % 2]).await;
        // Whoever had to wait for the page before waited for this one too; the timer's own step is nobody's wait.
        seen.times[turn % 2].add(took + late.unwrap_or_default());
        seen.failed += usize::from(status != 200);
        turn += 1;
        due += every;
    }
    seen
}

pub(crate) struct Arrivals {
    pub(crate) per_second: u32,
    pub(crate) long: Duration,
    /// How many came before these.
    pub(crate) first: usize,
    pub(crate) accounts: usize,
}

/// How it went for those who came.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) asked: usize,
    pub(crate) let_in: Samples,
    /// Told to come back in a few seconds.
    pub(crate) busy: Samples,
    pub(crate) neither: usize,
}

impl Seen {
    pub(crate) fn append(&mut self, other: Self) {
        self.asked += other.asked;
        self.let_in.append(other.let_in);
        self.busy.append(other.busy);
        self.neither += other.neither;
    }
}

/// Returns when all who came have their answer.
pub(crate) async fn sign_ins(place: &Place, arrivals: &Arrivals) -> Seen {
    let all = Arc::new(Mutex::new(Seen::default()));
    if arrivals.per_second == 0 {
        return Seen::default();
    }
    let mut ticks = interval(Duration::from_secs(1) / arrivals.per_second);
    let (begun, mut people, mut number) = (Instant::now(), JoinSet::new(), arrivals.first);
    while ticks.tick().await < begun + arrivals.long {
        let (browser, all) = (Browser::new(place.address, place.domain), all.clone());
        let (account, from) = (number % arrivals.accounts, network(number));
        people.spawn(async move {
            let (status, took) = sign_in(&browser, &address(account), &from).await;
            let mut all = all.lock().expect("those before");
            all.asked += 1;
            match status {
                303 => all.let_in.add(took),
                429 => all.busy.add(took),
                _ => all.neither += 1,
            }
        });
        number += 1;
    }
    people.join_all().await;
    std::mem::take(&mut *all.lock().expect("all of them"))
}

/// The mail address of an account.
pub(crate) fn address(number: usize) -> String {
    format!("pupille-{number}@example.org")
}

/// As a proxy on this machine would name where they come from: no two of a thousand from one network.
fn network(number: usize) -> String {
    format!("10.{}.{}.7", number / 250 % 250, number % 250)
}

async fn sign_in(browser: &Browser, address: &str, from: &str) -> (u16, Duration) {
    let seen_from = ("x-forwarded-for", from);
    let page = browser.get_with("/-/sign-in", &[seen_from]).await.expect(200);
    let token = page.token_of("/-/sign-in");
    let fields = [("token", token.as_str()), ("then", "/"), ("address", address), ("password", PASSWORD)];
    let started = now();
    let answer = browser.post_with("/-/sign-in", &fields, &[("sec-fetch-site", "same-origin"), seen_from]).await;
    (answer.status.as_u16(), started.elapsed())
}
