//! Which statements a piece of work asks of its database, and how the database finds their rows.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once};
use std::time::Duration;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Metadata};
use veillee::storage::sql::{Ask as _, Database};
use veillee_access::Fragment;

/// Where sqlx tells of each statement, once it was executed.
const TARGET: &str = "sqlx::query";
/// SQLite's own thread tells of a statement a moment after its rows are there.
const LATE: Duration = Duration::from_millis(50);

static WATCHED: AtomicBool = AtomicBool::new(false);
static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
static BEGIN: Once = Once::new();

/// Does the work and tells its statements. Nothing else may ask the databases of this program meanwhile.
pub(crate) async fn of<T>(work: impl Future<Output = T>) -> (T, Vec<String>) {
    BEGIN.call_once(|| tracing::subscriber::set_global_default(Watch).expect("nobody else listens"));
    tokio::time::sleep(LATE).await;
    SEEN.lock().expect("statements").clear();
    WATCHED.store(true, Ordering::SeqCst);
    let done = work.await;
    tokio::time::sleep(LATE).await;
    WATCHED.store(false, Ordering::SeqCst);
    (done, std::mem::take(&mut *SEEN.lock().expect("statements")))
}

/// How the database would find the rows of a statement, whatever its values.
pub(crate) async fn plan(database: &Database, statement: &str) -> Vec<String> {
    if let Database::Sqlite(_) = database {
        let rows = database.clone().rows(Fragment::new(format!("EXPLAIN QUERY PLAN {statement}"))).await;
        return rows.expect("a plan").iter().map(|row| row.text(3).expect("a line")).collect();
    }
    let values = statement.split('$').skip(1).map(number).max().unwrap_or(0);
    let nothing = if values == 0 { String::new() } else { format!("({})", vec!["NULL"; values].join(", ")) };
    let mut transaction = database.begin().await.expect("a transaction");
    transaction.execute(Fragment::new(format!("PREPARE asked AS {statement}"))).await.expect("prepared");
    let rows = transaction.rows(Fragment::new(format!("EXPLAIN EXECUTE asked{nothing}"))).await.expect("a plan");
    transaction.execute(Fragment::new("DEALLOCATE asked")).await.expect("forgotten");
    rows.iter().map(|row| row.text(0).expect("a line")).collect()
}

/// The table that a line of a plan reads whole.
pub(crate) fn read_whole(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("Seq Scan on ").or_else(|| line.split_once("SCAN "))?;
    let table = rest.split_whitespace().next()?;
    (table != "CONSTANT").then(|| table.to_owned())
}

fn number(piece: &str) -> usize {
    let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
    piece[..digits].parse().unwrap_or(0)
}

/// Hears of statements and of nothing else; while nobody watches it costs each statement the look at one flag.
struct Watch;

impl Subscriber for Watch {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == TARGET { Interest::sometimes() } else { Interest::never() }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        WATCHED.load(Ordering::Relaxed) && metadata.target() == TARGET
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut statement = Statement::default();
        event.record(&mut statement);
        let text = if statement.whole.is_empty() { statement.summary } else { statement.whole };
        SEEN.lock().expect("statements").push(text);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A short statement is its own summary.
#[derive(Default)]
struct Statement {
    summary: String,
    whole: String,
}

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.trim().clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}
