//! Every route and every function of the contract, for every kind of caller: `docs/security/access.txt`.
//!
//! The rows come from the table of routes (`host/src/web/router.rs`) and from `wit/`, never from a list written here: what is new
//! there is new in the table, and the test fails until the file in `docs/security/` shows it. To take a change over, read it, then
//! copy the file that the test names. A route with a form that changes something gets a line in `routes::FORMS`; without one its
//! `POST` is tried without a form, which is worth less.

mod capabilities;
mod faults;
mod programs;
mod routes;
mod scene;
mod services;
mod states;

use std::fmt::Write as _;

use veillee_tests::world::target;

use scene::Scene;

const KEPT: &str = include_str!("../../../docs/security/access.txt");

const LEGEND: &str = "\
Who may do what: every route and every function of the contract, for every kind of caller. Made and compared by
tests/tests/routes/access_table.rs; nothing in it is written by hand.

  vis  a visitor: nobody the association knows         own  a member who made the album
  gue  a guest, invited as a viewer                    aut  a guest who made the photo, by a link to contribute
  str  a member with whom nothing is shared            rol  a member with the role `reviewer` of the association
  dep  a member who may add and see their own          adm  an administrator with whom nothing is shared
  vie  a member who may look                           ope  the operator, who is nobody here: they come by the command line
  con  a member who may look and add                   oth  a member of another association, at its own address
  edi  a member who may change everything              pau  the member who made the album, while services are paused

Numbers are statuses. Of functions: `yes` it was done or shown, `no` the answer to a question, a small number how many were
listed or counted, 403 denied, 404 not found, 422 invalid; 503: a paused service is not called. A program comes with a token of the
caller's account, which reads, or reads and writes; who has no account has none, and is answered 401.
";

/// Room for the name of a row: always the same, so that a new row changes no other line.
const NAME_CHARS: usize = 60;

/// Fewer, and something is not asked any more.
const CELLS_LEAST: usize = 5_000;

/// One line of the table.
pub struct Row {
    pub name: String,
    pub cells: Vec<String>,
}

fn table(rows: &[Row]) -> String {
    let width = NAME_CHARS;
    let mut text = format!("{LEGEND}\n{:width$}", "");
    for (short, _) in scene::COLUMNS {
        write!(text, " {short}").expect("text");
    }
    text.push('\n');
    for row in rows {
        write!(text, "{:width$}", row.name).expect("text");
        for cell in &row.cells {
            write!(text, " {cell:>3}").expect("text");
        }
        text.push('\n');
    }
    text
}

/// Whoever has no share sees nothing of what a path names, however the table came about.
fn nobody_from_outside_is_let_in(rows: &[Row]) {
    let outside = ["vis", "str", "rol", "adm", "ope", "oth"];
    let is_about = |name: &str| {
        ["{object}", "album/ALBUM", "PHOTO", "TRANSFER", "in the trash"].iter().any(|mark| name.contains(mark))
    };
    for row in rows.iter().filter(|row| is_about(&row.name)) {
        for ((short, _), cell) in scene::COLUMNS.iter().zip(&row.cells) {
            // A form may be judged before it is asked whose it is: it is answered so for what is not there, too.
            let is_judged = cell == "422" && row.name.starts_with("POST /");
            // What was not there to take back leads back to where nobody is let in.
            let is_judged =
                is_judged || (cell == "303" && row.name.ends_with("/restore") && row.name.contains("ALBUM"));
            let is_refused = is_judged || ["400", "401", "403", "404", "no", "0"].contains(&cell.as_str());
            assert!(!outside.contains(short) || is_refused, "{} lets {short} in: {cell}", row.name);
        }
    }
}

fn nothing_fails(rows: &[Row]) {
    for row in rows {
        for ((short, _), cell) in scene::COLUMNS.iter().zip(&row.cells) {
            let is_failure = cell.starts_with('5') && cell.len() == 3 && !(*short == "pau" && cell == "503");
            assert!(!is_failure, "{} failed for {short}: {cell}", row.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_and_every_function_answers_every_caller_as_the_table_says() {
    let scene = Scene::new().await;
    let mut rows = routes::rows(&scene).await;
    // What was asked before is all that lists hold: services and programs add to them, and links let everybody in.
    let functions = capabilities::rows(&scene).await;
    rows.extend(services::rows(&scene).await);
    rows.extend(programs::rows(&scene).await);
    rows.extend(states::rows(&scene).await);
    rows.extend(functions);
    nothing_fails(&rows);
    nobody_from_outside_is_let_in(&rows);
    let table = table(&rows);
    let cells: usize = rows.iter().map(|row| row.cells.len()).sum();
    println!("access table: {} rows, {cells} cells", rows.len());
    assert!(cells >= CELLS_LEAST, "{cells} cells, {CELLS_LEAST} at least");
    assert!(rows.iter().all(|row| row.cells.len() == scene::COLUMNS.len()), "a hole in the table");
    if table != KEPT {
        let path = target().join("access.txt");
        std::fs::write(&path, &table).expect("the new table is kept");
        let kept: std::collections::BTreeSet<&str> = KEPT.lines().collect();
        let changed: Vec<&str> = table.lines().filter(|line| !kept.contains(line)).collect();
        panic!(
            "the table of access changed in {} lines; if each of them is right, copy {} to docs/security/access.txt:\n{}",
            changed.len(),
            path.display(),
            changed.join("\n")
        );
    }
}
