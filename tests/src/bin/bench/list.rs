//! Lists in a large and in a small association: the cost must follow what is seen, not what is there.

use std::time::Duration;

use tempfile::TempDir;
use veillee::storage::objects::{self, Reader};
use veillee_access::Caller;
use veillee_engine::types::Query;

use crate::host;
use crate::list_worlds::{FRIEND, OWNER, SCATTERED, SCATTERED_PHOTOS, SERVICE, SHARED_ALBUMS, Size, World, world};
use crate::report::{Goal, Report, Table};
use crate::samples::{Samples, now};

const CALLS: usize = 300;
const WARM: usize = 20;
const LARGE: Size = Size { photos: 1_000_000, albums: 10_000 };
const SMALL: Size = Size { photos: 1_000, albums: 100 };

/// A question, asked in both worlds.
struct Case {
    name: String,
    caller: &'static str,
    collection: &'static str,
    in_an_album: bool,
    limit: u32,
}

fn cases() -> Vec<Case> {
    let case =
        |name: String, caller, collection, in_an_album, limit| Case { name, caller, collection, in_an_album, limit };
    vec![
        case("newest 100 photos, all visible".to_owned(), OWNER, "photo", false, 100),
        case("10 photos of one album".to_owned(), OWNER, "photo", true, 10),
        case(format!("{SCATTERED_PHOTOS} visible photos, scattered"), SCATTERED, "photo", false, 100),
        case(format!("albums, {SHARED_ALBUMS} shared with the caller"), FRIEND, "album", false, 100),
        case(format!("newest 100 photos in {SHARED_ALBUMS} shared albums"), FRIEND, "photo", false, 100),
    ]
}

pub(crate) async fn measure() -> Report {
    let mut report = Report::new("Lists");
    report.say(format!(
        "One page of `objects::run`, rights decided inside the query: among {} photos in {} albums, and among {} photos in \
         {} albums. {CALLS} calls each after {WARM} to warm up, in turns; SQLite on a file, PostgreSQL over loopback. \
         PostgreSQL was told to analyse after filling, as its autovacuum does; SQLite was not, because the host does not.",
        LARGE.photos, LARGE.albums, SMALL.photos, SMALL.albums
    ));
    one_database(&mut report, "SQLite", None).await;
    if let Some(url) = host::fresh_database().await {
        one_database(&mut report, "PostgreSQL", Some(&url)).await;
    }
    report
}

async fn one_database(report: &mut Report, name: &str, url: Option<&str>) {
    let folder = TempDir::new().expect("a temporary folder");
    let started = now();
    let large = world(folder.path(), "large", url, LARGE).await;
    let small = world(folder.path(), "small", url, SMALL).await;
    eprintln!("{name}: filled in {} s", started.elapsed().as_secs());
    let heads =
        [name, "rows", "large p50 ms", "large p99 ms", "small p50 ms", "small p99 ms", "p50 ratio", "p99 ratio"];
    let mut table = Table::new(&heads);
    let mut worst: (f64, String) = (0.0, String::new());
    for case in cases() {
        let mut seen = [Samples::default(), Samples::default()];
        let mut rows = [0, 0];
        for call in 0..WARM + CALLS {
            for (place, world) in [&large, &small].into_iter().enumerate() {
                let (found, took) = ask(world, &case).await;
                rows[place] = found;
                if call >= WARM {
                    seen[place].add(took);
                }
            }
        }
        assert_eq!(rows[0], rows[1], "{}", case.name);
        let [large, small] = &seen;
        let ratio = large.p99_ms() / small.p99_ms();
        if ratio > worst.0 {
            worst = (ratio, case.name.clone());
        }
        let figures = [large.p50_ms(), large.p99_ms(), small.p50_ms(), small.p99_ms()];
        let ratios = [large.p50_ms() / small.p50_ms(), ratio];
        table.row(
            [case.name, rows[0].to_string()]
                .into_iter()
                .chain(figures.into_iter().chain(ratios).map(|figure| format!("{figure:.2}"))),
        );
    }
    report.table(&table);
    report.goal(&format!("{name}: highest p99 ratio ({})", worst.1), worst.0, Goal::AtMost(1.5));
    large.association.close().await;
    small.association.close().await;
}

async fn ask(world: &World, case: &Case) -> (usize, Duration) {
    let select = if case.collection == "photo" { vec!["title", "state"] } else { vec!["title", "@author-name"] };
    let query = Query {
        collection: case.collection.to_owned(),
        select: select.into_iter().map(str::to_owned).collect(),
        under: case.in_an_album.then(|| world.an_album.clone()),
        ..Query::default()
    };
    let caller = Caller::member(case.caller);
    let moment = world.association.moment();
    let reader = Reader::new(&world.association, &moment, &caller, SERVICE, "session");
    let started = now();
    let page = objects::run(&mut world.association.database(), &reader, &query, None, case.limit).await;
    (page.expect("a page").rows.len(), started.elapsed())
}
