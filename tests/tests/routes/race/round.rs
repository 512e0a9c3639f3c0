//! One round: sixteen connections ask, somebody takes away in the middle.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use hyper::{Method, StatusCode};
use tokio::task::JoinSet;
use veillee_tests::world::{Browser, Connection};

const CONNECTIONS: u64 = 16;

/// A request to be sent again and again.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What it asks for, in words.
    pub kind: &'static str,
    pub method: Method,
    pub path: String,
    pub cookies: String,
    pub headers: Vec<(&'static str, String)>,
    /// How it is answered to whoever has lost access.
    pub refusals: &'static [u16],
}

/// 410 for what ended by itself, to whoever opened it.
pub const NOT_THERE: &[u16] = &[404, 410];

/// What was asked for in one word after the acknowledgement.
#[derive(Clone, Copy, Default)]
pub struct Cell {
    pub tried: u64,
    pub blocked: u64,
    pub leaked: u64,
}

#[derive(Default)]
pub struct Tally {
    pub tried: u64,
    /// Let in among the requests that started before the acknowledgement.
    pub before: u64,
    /// Refused as it should be, among the requests that started after it.
    pub blocked: u64,
    /// Let in among the requests that started after it.
    pub late: Vec<String>,
    /// Turned away unheard, because the machine was too slow for sixteen at once.
    pub busy: u64,
    /// Broken off on their way, of those that started before it.
    pub cut: u64,
    /// None of these.
    pub odd: Vec<String>,
    /// By what was asked for, of those that started after the acknowledgement.
    pub cells: BTreeMap<&'static str, Cell>,
}

impl Tally {
    pub fn add(&mut self, more: Self) {
        self.tried += more.tried;
        self.before += more.before;
        self.blocked += more.blocked;
        self.late.extend(more.late);
        self.busy += more.busy;
        self.cut += more.cut;
        self.odd.extend(more.odd);
        for (kind, cell) in more.cells {
            let sum = self.cells.entry(kind).or_default();
            sum.tried += cell.tried;
            sum.blocked += cell.blocked;
            sum.leaked += cell.leaked;
        }
    }
}

pub struct Round {
    connections: Vec<Connection>,
}

struct Course {
    asks: Vec<Ask>,
    requests: u64,
    tried: AtomicU64,
    after: AtomicU64,
    let_in: AtomicU64,
    acknowledged: AtomicBool,
}

/// When access is taken away.
#[derive(Clone, Copy)]
pub enum Moment {
    /// When so many requests have been sent.
    Sent(u64),
    /// Then, and not before somebody was let in.
    LetIn(u64),
}

impl Round {
    pub fn new(browser: &Browser) -> Self {
        Self { connections: (0..CONNECTIONS).map(|_| Connection::of(browser)).collect() }
    }

    /// Sends at least `requests`, half of them after the acknowledgement. `take` starts at the moment.
    pub async fn play(&mut self, asks: &[Ask], requests: u64, moment: Moment, take: impl Future<Output = ()>) -> Tally {
        let course = Arc::new(Course {
            asks: asks.to_vec(),
            requests,
            tried: AtomicU64::new(0),
            after: AtomicU64::new(0),
            let_in: AtomicU64::new(0),
            acknowledged: AtomicBool::new(false),
        });
        let mut running = JoinSet::new();
        for connection in self.connections.drain(..) {
            running.spawn(run(course.clone(), connection));
        }
        while !course.has_reached(moment) {
            tokio::task::yield_now().await;
        }
        take.await;
        course.acknowledged.store(true, Ordering::SeqCst);
        let mut total = Tally::default();
        while let Some(ended) = running.join_next().await {
            let (connection, tally) = ended.expect("a connection that runs to its end");
            self.connections.push(connection);
            total.add(tally);
        }
        total
    }
}

impl Course {
    fn has_reached(&self, moment: Moment) -> bool {
        let tried = self.tried.load(Ordering::SeqCst);
        match moment {
            Moment::Sent(count) => tried >= count,
            // Where nobody ever is let in, the end of the requests ends the waiting.
            Moment::LetIn(count) => {
                tried >= count && (self.let_in.load(Ordering::SeqCst) > 0 || tried >= self.requests)
            }
        }
    }
}

async fn run(course: Arc<Course>, mut connection: Connection) -> (Connection, Tally) {
    let mut tally = Tally::default();
    while course.tried.load(Ordering::SeqCst) < course.requests
        || course.after.load(Ordering::SeqCst) < course.requests / 2
    {
        let number = usize::try_from(course.tried.fetch_add(1, Ordering::SeqCst)).expect("a number of requests");
        let ask = &course.asks[number % course.asks.len()];
        let headers: Vec<(&str, &str)> = ask.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let acknowledged = course.acknowledged.load(Ordering::SeqCst);
        let asked = connection.ask_unless_cut(ask.method.clone(), &ask.path, &ask.cookies, &headers).await;
        tally.tried += 1;
        let answer = match asked {
            Ok(answer) => answer,
            // What was under way stops; what starts afterwards is not let in to be cut.
            Err(_) if !acknowledged => {
                tally.cut += 1;
                continue;
            }
            Err(error) => {
                tally.late.push(format!("{} {} began: {error}", ask.kind, ask.path));
                continue;
            }
        };
        let refused = ask.refusals.contains(&answer.status.as_u16());
        let seen = let_in(answer.status);
        if !refused && turned_away(answer.status) {
            tally.busy += 1;
        } else if !refused && !seen {
            tally.odd.push(format!("{} answered {}: {}", ask.kind, answer.status, answer.text()));
        }
        course.let_in.fetch_add(u64::from(seen), Ordering::SeqCst);
        if !acknowledged {
            tally.before += u64::from(seen);
            continue;
        }
        course.after.fetch_add(1, Ordering::SeqCst);
        tally.blocked += u64::from(refused);
        let cell = tally.cells.entry(ask.kind).or_default();
        cell.tried += 1;
        cell.blocked += u64::from(refused);
        cell.leaked += u64::from(seen);
        if seen {
            tally.late.push(format!("{} {} answered {}", ask.kind, ask.path, answer.status));
        }
    }
    (connection, tally)
}

fn let_in(status: StatusCode) -> bool {
    matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED | StatusCode::SEE_OTHER)
}

/// A service that had no place or no time for the call: nothing was shown.
fn turned_away(status: StatusCode) -> bool {
    matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE)
}
