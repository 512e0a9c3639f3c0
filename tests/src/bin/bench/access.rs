//! What one answer to "may they see this?" costs: remembered, asked anew, and beside the same question written by hand.

use std::time::Duration;

use veillee::storage::blobs;
use veillee::storage::objects;
use veillee::storage::sql::Ask as _;
use veillee::web::Asked;
use veillee_access::{Action, Caller, Fragment};

use crate::access_http;
use crate::access_worlds::{AccessWorld, Asker, BLOB, world};
use crate::host;
use crate::list_worlds::Size;
use crate::own_host::OwnHost;
use crate::report::{Goal, Report, Table};
use crate::samples::{Samples, now};
use crate::statements;

/// Unoptimised programs are not measured: they show that this runs.
const TRIED_ONLY: bool = cfg!(debug_assertions);
const LARGE: Size =
    if TRIED_ONLY { Size { photos: 5_000, albums: 200 } } else { Size { photos: 1_000_000, albums: 10_000 } };
const SMALL: Size = Size { photos: 1_000, albums: 100 };
const WARM_CALLS: usize = if TRIED_ONLY { 2_000 } else { 200_000 };
const COLD_CALLS: usize = if TRIED_ONLY { 20 } else { 2_000 };
const DOMAINS: [&str; 2] = ["large.localhost", "small.localhost"];

pub(crate) async fn measure() -> Report {
    let mut report = Report::new("Access decisions");
    report.say(format!(
        "May this session see this photo? Among {} photos in {} albums, and among {} in {}; the photos of the group, the \
         guest and the visitor lie in one shared album. *Remembered*: session and decision are in memory ({WARM_CALLS} calls \
         each); a no is never remembered. *Asked anew*: the session is in memory, the decision is not ({COLD_CALLS} calls \
         each, in turns with the others of their line); *by hand*: the least SQL that answers for this caller, with \
         `EXISTS` over shares; *row*: the photo by its primary key, nobody asked; *with its bytes*: what a first request for \
         a picture asks, decision, sizes and key. Called as the routes call it, without HTTP; SQLite on a file, PostgreSQL over \
         loopback, pages of the database in memory.",
        LARGE.photos, LARGE.albums, SMALL.photos, SMALL.albums
    ));
    one_database(&mut report, "SQLite", None).await;
    if let Some(url) = host::fresh_database().await {
        one_database(&mut report, "PostgreSQL", Some(url)).await;
    }
    report
}

async fn one_database(report: &mut Report, name: &str, url: Option<String>) {
    let own = OwnHost::start(url, &DOMAINS.map(str::to_owned)).await;
    let started = now();
    let worlds = [world(&own, DOMAINS[0], LARGE).await, world(&own, DOMAINS[1], SMALL).await];
    eprintln!("{name}: filled in {} s", started.elapsed().as_secs());
    let mut all = Vec::new();
    for place in 0..worlds[0].askers.len() {
        let asked = statements_of(&worlds[0], place).await;
        let mut figures = [Figures::default(), Figures::default()];
        for call in 0..COLD_CALLS {
            for (world, figures) in worlds.iter().zip(&mut figures) {
                ask_anew(world, &world.askers[place], call, figures).await;
            }
        }
        if worlds[0].askers[place].sees {
            for (world, figures) in worlds.iter().zip(&mut figures) {
                remember(world, &world.askers[place], figures).await;
            }
        }
        all.push(Line { name: worlds[0].askers[place].name, sees: worlds[0].askers[place].sees, asked, figures });
    }
    tell_remembered(report, name, &all);
    tell_anew(report, name, &all);
    tell_statements(report, name, &worlds[0], &all).await;
    access_http::tell(report, name, &own, &worlds[0]).await;
    own.close().await;
}

struct Line {
    name: &'static str,
    sees: bool,
    /// Statements of one decision.
    asked: Vec<String>,
    /// In the large world and in the small one.
    figures: [Figures; 2],
}

#[derive(Default)]
struct Figures {
    remembered: Samples,
    remembered_in: Duration,
    decision: Samples,
    with_bytes: Samples,
    by_hand: Samples,
    row: Samples,
}

async fn ask_anew(world: &AccessWorld, asker: &Asker, call: usize, figures: &mut Figures) {
    let association = &world.site.association;
    let visit = world.site.sessions.visit(Some(&asker.token)).await.expect("a visit");
    let photo = &asker.photos[call % asker.photos.len()];
    let mut database = association.database();

    let started = now();
    let moment = association.moment();
    let permit = objects::decide(&mut database, &moment, &visit.caller, Action::Read, photo, None).await;
    figures.decision.add(started.elapsed());
    assert_eq!(permit.is_ok(), asker.sees, "{}", asker.name);

    let started = now();
    let found = database.row(by_hand(&world.table, photo, &visit.caller, moment.now_ms)).await.expect("an answer");
    figures.by_hand.add(started.elapsed());
    assert_eq!(found.is_some(), asker.sees, "{}, by hand", asker.name);

    let started = now();
    let mut row = Fragment::new(format!("SELECT id, version, container, owner FROM {} WHERE id = ", world.table));
    row.text_arg(photo);
    database.row(row).await.expect("an answer");
    figures.row.add(started.elapsed());

    let started = now();
    let located = blobs::locate(association, &moment, &visit.caller, photo, BLOB).await;
    figures.with_bytes.add(started.elapsed());
    assert_eq!(located.is_ok(), asker.sees, "{}, with its bytes", asker.name);
}

/// A photo that its owner and whoever has the role of a viewer may see: what a programmer would write for this one question.
fn by_hand(table: &str, photo: &str, caller: &Caller, now_ms: i64) -> Fragment {
    let mut select = Fragment::new(format!("SELECT 1 FROM {table} o WHERE o.id = "));
    select.text_arg(photo).push(" AND o.trashed_ms = 0 AND (o.owner = ");
    select.text_arg(caller.principal().map_or("", |id| id.0.as_str()));
    select.push(" OR EXISTS (SELECT 1 FROM container_path p JOIN share s ON s.container = p.ancestor");
    select.push(" WHERE p.container = o.container AND s.role >= 2 AND s.ends_ms > ").int_arg(now_ms);
    let subjects: Vec<String> = caller.personal_subjects().into_iter().chain(caller.public_subjects()).collect();
    select.push(" AND s.subject IN ").list_arg(&subjects).push("))");
    select
}

async fn remember(world: &AccessWorld, asker: &Asker, figures: &mut Figures) {
    let asked: Vec<Asked> = asker.photos.iter().map(|photo| asked(world, asker, photo)).collect();
    for asked in &asked {
        asked.decide().await.expect("a yes");
    }
    let begun = now();
    for asked in asked.iter().cycle().take(WARM_CALLS) {
        let started = now();
        asked.decide().await.expect("a yes");
        figures.remembered.add(started.elapsed());
    }
    figures.remembered_in = begun.elapsed();
}

fn asked(world: &AccessWorld, asker: &Asker, photo: &str) -> Asked {
    let (object, name) = (photo.to_owned(), BLOB.to_owned());
    Asked { site: world.site.clone(), token: Some(asker.token.clone()), object, name }
}

async fn statements_of(world: &AccessWorld, place: usize) -> Vec<String> {
    let asker = &world.askers[place];
    let visit = world.site.sessions.visit(Some(&asker.token)).await.expect("a visit");
    let (moment, mut database) = (world.site.association.moment(), world.site.association.database());
    let decided = objects::decide(&mut database, &moment, &visit.caller, Action::Read, &asker.photos[0], None);
    statements::of(decided).await.1
}

fn tell_remembered(report: &mut Report, name: &str, lines: &[Line]) {
    let head = format!("{name}, remembered");
    let mut table = Table::new(&[
        &head,
        "large p50 µs",
        "large p99 µs",
        "large decisions/s",
        "small p50 µs",
        "small p99 µs",
        "small decisions/s",
    ]);
    let mut worst = 0.0_f64;
    for line in lines.iter().filter(|line| line.sees) {
        let mut cells = vec![line.name.to_owned()];
        for figures in &line.figures {
            let remembered = &figures.remembered;
            worst = worst.max(remembered.p99_ms() * 1_000.0);
            cells.extend([remembered.p50_ms(), remembered.p99_ms()].map(|ms| format!("{:.2}", ms * 1_000.0)));
            #[expect(clippy::cast_precision_loss, reason = "some hundred thousands")]
            let per_second = remembered.len() as f64 / figures.remembered_in.as_secs_f64();
            cells.push(format!("{per_second:.0}"));
        }
        table.row(cells);
    }
    report.table(&table);
    report.goal(&format!("{name}: highest p99 of a remembered decision, µs"), worst, Goal::AtMost(5.0));
}

fn tell_anew(report: &mut Report, name: &str, lines: &[Line]) {
    let head = format!("{name}, asked anew");
    let mut table = Table::new(&[
        &head,
        "statements",
        "large p50 µs",
        "large p99 µs",
        "small p50 µs",
        "small p99 µs",
        "large to small, p50",
        "by hand p50 µs",
        "row p50 µs",
        "with its bytes p50 µs",
    ]);
    for line in lines {
        let [large, small] = &line.figures;
        let figures = [&large.decision, &small.decision].map(|samples| [samples.p50_ms(), samples.p99_ms()]);
        let ratio = large.decision.p50_ms() / small.decision.p50_ms();
        let beside = [&large.by_hand, &large.row, &large.with_bytes].map(Samples::p50_ms);
        let us = |ms: f64| format!("{:.1}", ms * 1_000.0);
        let cells = [line.name.to_owned(), line.asked.len().to_string()].into_iter();
        let cells = cells.chain(figures.into_iter().flatten().map(us)).chain([format!("{ratio:.2}")]);
        table.row(cells.chain(beside.into_iter().map(us)));
    }
    report.table(&table);
    let p50 = |line: &Line, of: fn(&Figures) -> &Samples| of(&line.figures[0]).p50_ms();
    let yes = lines.iter().filter(|line| line.sees);
    let beside = yes.map(|line| p50(line, |figures| &figures.decision) / p50(line, |figures| &figures.by_hand));
    let highest = beside.fold(0.0_f64, f64::max);
    report.say(format!("- {name}: a decision to the same question by hand, p50, the highest of them: {highest:.2}"));
    if let [.., there, nowhere] = lines {
        let ratio = p50(there, |figures| &figures.decision) / p50(nowhere, |figures| &figures.decision);
        report.say(format!("- {name}: a no about what is there to one about what is not, p50: {ratio:.2}"));
    }
}

/// One statement for a decision, and what finds its rows.
async fn tell_statements(report: &mut Report, name: &str, world: &AccessWorld, lines: &[Line]) {
    let most = lines.iter().map(|line| line.asked.len()).max().unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    report.goal(&format!("{name}: statements of a decision"), most as f64, Goal::AtMost(1.0));
    let database = world.site.association.database();
    let mut whole = Vec::new();
    for statement in lines.iter().flat_map(|line| &line.asked) {
        let plan = statements::plan(&database, statement).await;
        assert!(!plan.is_empty(), "a plan of {statement}");
        whole.extend(plan.iter().filter_map(|line| statements::read_whole(line)));
    }
    whole.sort();
    whole.dedup();
    let found = if whole.is_empty() {
        "every step by an index".to_owned()
    } else {
        format!("read whole: {}", whole.join(", "))
    };
    report.say(format!("- {name}, plan of these statements in the large association: {found}"));
    let asker = &world.askers[1];
    let visit = world.site.sessions.visit(Some(&asker.token)).await.expect("a visit");
    world.site.sessions.forget(&visit);
    let (_, read) = statements::of(world.site.sessions.visit(Some(&asker.token))).await;
    let moment = world.site.association.moment();
    let bytes = blobs::locate(&world.site.association, &moment, &visit.caller, &asker.photos[0], BLOB);
    let (_, located) = statements::of(bytes).await;
    report.say(format!(
        "- {name}: reading a session of a member takes {} statements, a decision with what it takes to send the bytes {}",
        read.len(),
        located.len()
    ));
}
