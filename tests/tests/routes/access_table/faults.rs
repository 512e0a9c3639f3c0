//! Every function that a plugin may call × everything that may be wrong with the call: `docs/security/functions.txt`. The
//! functions are read from `wit/`; one that nobody says how to ask wrongly fails the test.

use std::fmt::Write as _;

use veillee::plugin::{Grants, Shared};
use veillee::storage::shares::NewShare;
use veillee_access::Role;
use veillee_engine::Capabilities as _;
use veillee_engine::types::{Change, Filter, NewJob, Order, Query, Value};
use veillee_tests::world::target;

use super::capabilities::{About, answer, answer_by, asked_about, call, change, functions, said, told};
use super::scene::{COLUMNS, Scene, Who};

const KEPT: &str = include_str!("../../../../docs/security/functions.txt");

const LEGEND: &str = "\
What each function of the contract answers when something is wrong with the call. Made and compared by
tests/tests/routes/access_table/faults.rs; nothing in it is written by hand.

  grant    the owner asks, and the operator granted nothing     size   an argument beyond its limit, by the owner
  other    a member of another association asks                 form   an argument that is no id, name, cursor or number of ours
  right    a member with whom nothing is shared asks            twice  two calls of the owner at once about one object
  ended    a guest asks whose share ended a moment ago

`yes` it was done or shown, `no` the answer to a question, a small number how many were listed or counted, 403 denied,
404 not found, 409 changed meanwhile, 422 invalid. What a guest cannot even hand over is refused before it gets here:
tests/tests/guests/arguments.rs.
";

const CONDITIONS: [&str; 7] = ["grant", "other", "right", "ended", "size", "form", "twice"];
const NAME_CHARS: usize = 34;
const TWO_MILLION_CHARS: usize = 2_000_000;

fn table(rows: &[(String, Vec<String>)]) -> String {
    let mut text = format!("{LEGEND}\n{:NAME_CHARS$}", "");
    for condition in CONDITIONS {
        write!(text, " {condition:>7}").expect("text");
    }
    text.push('\n');
    for (name, cells) in rows {
        write!(text, "{name:NAME_CHARS$}").expect("text");
        for cell in cells {
            write!(text, " {cell:>7}").expect("text");
        }
        text.push('\n');
    }
    text
}

/// Somebody who opened a link to the album that ended since.
async fn ended(scene: &Scene) -> Who {
    let permit = scene.permit(&scene.album).await;
    let ends_ms = scene.world.alpha.clock.now_ms() + 1_000;
    let new = NewShare { role: Role::Viewer, ends_ms, label: String::new() };
    let made = scene.world.alpha.share_by_link(&permit, &scene.owner, new).await.expect("a link");
    let visitor = scene.world.browser();
    visitor.visit(&format!("/-/s/{}", made.token)).await.expect(200);
    let who = Who::of(&visitor, "alpha.localhost");
    let album = asked_about("read.get")[0];
    assert_eq!(answer(scene, &who, "read.get", album.0, album.1).await, "yes", "the link let them in");
    scene.world.clock.advance(1_000);
    who
}

fn person<'s>(scene: &'s Scene, short: &str) -> &'s Who {
    &scene.people[COLUMNS.iter().position(|(known, _)| *known == short).expect("a column")]
}

async fn oversize(scene: &Scene, mut call: Shared, function: &str) -> String {
    let (long, album) = ("x".repeat(TWO_MILLION_CHARS), scene.album.as_str());
    let job = |input: usize, key: &str| NewJob {
        job: "sort".into(),
        about: album.into(),
        input: vec![0; input],
        delay_ms: 0,
        key: Some(key.into()),
    };
    let mut query = Query { collection: "photo".into(), ..Query::default() };
    match function {
        "read.get" => return told(call.get(album, &vec!["title".to_owned(); 33]).await.map(|_| "yes")),
        "read.may" => return told(call.may(&long, "read").await.map(said)),
        "read.may-create" => return told(call.may_create(&long).await.map(said)),
        "sharing.sentence" => return told(call.sentence(&long).await.map(|_| "yes")),
        "sharing.receipts" => return told(call.receipts(&long).await.map(|_| "yes")),
        "queue.enqueue" => return told(call.enqueue(job(64 * 1024 + 1, &long)).await.map(|()| "yes")),
        "queue.cancel" => return told(call.cancel("sort", album, &long).await.map(said)),
        "queue.progress" => {
            call.progress(u32::MAX, 1, &long);
            return "yes".to_owned();
        }
        "log.write" => {
            call.log("info", &long);
            return "yes".to_owned();
        }
        _ if function.starts_with("caller.") => return "-".to_owned(),
        "write.change-set.commit" => {
            let one = Change::Update { id: album.into(), if_version: None, fields: Vec::new() };
            return told(call.commit(vec![one; 501]).await.map(|_| "yes"));
        }
        _ if function.starts_with("write.change-set.") => {
            let fields = vec![("title".to_owned(), Value::Text(long.clone()))];
            let id = scene.new_photo().await;
            let change = match function.rsplit('.').next().expect("a name") {
                "create" => {
                    Change::Create { id: call.new_id("album"), collection: "album".into(), parent: None, fields }
                }
                "update" => Change::Update { id, if_version: None, fields },
                "add" => Change::Add { id, field: "position".into(), amount: i64::MAX },
                "attach" => Change::Attach { id, blob: "original".into(), choice: u32::MAX as usize, index: u32::MAX },
                "copy" => Change::Copy { id, blob: long.clone(), source: long.clone() },
                "detach" => Change::Detach { id, blob: long.clone() },
                "move" => Change::Move { id, parent: long.clone() },
                "trash" => Change::Trash { id: long.clone() },
                "restore" => Change::Restore { id: long.clone() },
                other => panic!("nobody says how {other} is asked for too much: say it here"),
            };
            return told(call.commit(vec![change]).await.map(|_| "yes"));
        }
        "read.query.under" => query.under = Some(long),
        "read.query.equals" => {
            let filter = Filter::Equals { field: "position".into(), value: Value::Integer(1) };
            query.filters = vec![filter; 9];
        }
        "read.query.between" => {
            let (low, high) = (Value::Text(long.clone()), Value::Text(long));
            query.filters.push(Filter::Between { field: "position".into(), low, high });
        }
        "read.query.any-of" => {
            query.filters.push(Filter::AnyOf { field: "position".into(), values: vec![Value::Integer(1); 65] });
        }
        "read.query.search" => query.search = Some("mot ".repeat(1_000)),
        "read.query.order" => query.order = Some(Order { field: long, descending: true }),
        "read.query.run" => query.select = vec!["title".to_owned(); 33],
        "read.query.count" => return told(call.count(&query, u32::MAX).await),
        other => panic!("nobody says how {other} is asked for too much: say it here"),
    }
    told(call.run(&query, None, u32::MAX).await.map(|page| page.rows.len()))
}

async fn malformed(scene: &Scene, mut call: Shared, function: &str) -> String {
    let (odd, album) = ("'; DROP TABLE share; --\u{202e}", scene.album.as_str());
    let mut query = Query { collection: "photo".into(), ..Query::default() };
    match function {
        "read.get" => return told(call.get(odd, &[]).await.map(|_| "yes")),
        "read.may" => return told(call.may(album, odd).await.map(said)),
        "read.may-create" => return told(call.may_create(odd).await.map(said)),
        "sharing.sentence" => return told(call.sentence(odd).await.map(|_| "yes")),
        "sharing.receipts" => return told(call.receipts(odd).await.map(|_| "yes")),
        "queue.enqueue" => {
            let job = NewJob { job: odd.into(), about: album.into(), input: Vec::new(), delay_ms: 0, key: None };
            return told(call.enqueue(job).await.map(|()| "yes"));
        }
        "queue.cancel" => return told(call.cancel(odd, odd, odd).await.map(said)),
        "queue.progress" => {
            call.progress(9, 0, odd);
            return "yes".to_owned();
        }
        "log.write" => {
            call.log(odd, odd);
            return "yes".to_owned();
        }
        _ if function.starts_with("caller.") => return "-".to_owned(),
        _ if function.starts_with("write.change-set.") => {
            let id = scene.new_photo().await;
            let fields = vec![(odd.to_owned(), Value::Integer(1))];
            let change = match function.rsplit('.').next().expect("a name") {
                "create" => Change::Create { id: odd.into(), collection: "album".into(), parent: None, fields },
                "update" | "commit" => Change::Update { id, if_version: Some(u64::MAX), fields },
                "add" => Change::Add { id, field: odd.into(), amount: 1 },
                "attach" => Change::Attach { id, blob: odd.into(), choice: 0, index: 0 },
                "copy" => Change::Copy { id, blob: "original".into(), source: odd.into() },
                "detach" => Change::Detach { id, blob: odd.into() },
                "move" => Change::Move { id, parent: odd.into() },
                "trash" => Change::Trash { id: odd.into() },
                "restore" => Change::Restore { id: odd.into() },
                other => panic!("nobody says how {other} is asked wrongly: say it here"),
            };
            return told(call.commit(vec![change]).await.map(|_| "yes"));
        }
        "read.query.under" => query.under = Some(odd.into()),
        "read.query.equals" => {
            query.filters.push(Filter::Equals { field: odd.into(), value: Value::Integer(1) });
        }
        "read.query.between" => {
            let (low, high) = (Value::Text("z".into()), Value::Integer(1));
            query.filters.push(Filter::Between { field: "position".into(), low, high });
        }
        "read.query.any-of" => {
            query.filters.push(Filter::AnyOf { field: "position".into(), values: vec![Value::Text(odd.into())] });
        }
        "read.query.search" => query.search = Some("\"*'%_".into()),
        "read.query.order" => query.order = Some(Order { field: odd.into(), descending: false }),
        "read.query.run" => return told(call.run(&query, Some(odd.into()), 10).await.map(|page| page.rows.len())),
        "read.query.count" => {
            let query = Query { collection: odd.into(), ..Query::default() };
            return told(call.count(&query, 10).await);
        }
        other => panic!("nobody says how {other} is asked wrongly: say it here"),
    }
    told(call.run(&query, None, 10).await.map(|page| page.rows.len()))
}

/// Two calls at once, of which the second is no error of the host either.
async fn at_once(scene: &Scene, function: &str, about: About, detail: &str) -> String {
    let owner = person(scene, "own");
    let (mut one, mut two) =
        (call(scene, owner, about.service(), None).await, call(scene, owner, about.service(), None).await);
    let is_change = function.starts_with("write.change-set.") && function != "write.change-set.commit";
    let (first, second) = if is_change {
        let change = change(scene, &mut one, function, about).await;
        let (first, second) = tokio::join!(one.commit(vec![change.clone()]), two.commit(vec![change]));
        (told(first.map(|_| "yes")), told(second.map(|_| "yes")))
    } else {
        tokio::join!(answer_by(scene, one, function, about, detail), answer_by(scene, two, function, about, detail))
    };
    // Which of the two came first is nobody's to say.
    let mut both = [first, second];
    both.sort_unstable();
    both.join("+")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_function_answers_every_wrong_call_as_the_table_says() {
    let scene = Scene::new().await;
    let gone = ended(&scene).await;
    let owner = person(&scene, "own");
    let mut rows = Vec::new();
    for function in functions() {
        let (about, detail) = asked_about(&function)[0];
        let nothing = Some(Grants::new(Vec::new()));
        let ungranted = call(&scene, owner, about.service(), nothing).await;
        let cells = vec![
            answer_by(&scene, ungranted, &function, about, detail).await,
            answer(&scene, person(&scene, "oth"), &function, about, detail).await,
            answer(&scene, person(&scene, "str"), &function, about, detail).await,
            answer(&scene, &gone, &function, about, detail).await,
            oversize(&scene, call(&scene, owner, "album", None).await, &function).await,
            malformed(&scene, call(&scene, owner, "album", None).await, &function).await,
            at_once(&scene, &function, about, detail).await,
        ];
        rows.push((function, cells));
    }
    println!("functions: {} rows, {} cells", rows.len(), rows.len() * CONDITIONS.len());
    // Without a grant, and from outside, nothing is read or written.
    for (function, cells) in &rows {
        let is_about_data = !["caller.", "log.", "queue.progress"].iter().any(|free| function.starts_with(free));
        let makes_its_own = ["write.change-set.create", "write.change-set.commit"].contains(&function.as_str());
        let is_refused = |cell: &String| ["403", "404", "422", "no", "0"].contains(&cell.as_str());
        assert!(!is_about_data || is_refused(&cells[0]), "{function} without a grant: {}", cells[0]);
        let outside = &cells[1..4];
        let may_make = makes_its_own || function == "read.may-create";
        assert!(!is_about_data || may_make || outside.iter().all(is_refused), "{function} from outside: {outside:?}");
    }
    let table = table(&rows);
    if table != KEPT {
        let path = target().join("functions.txt");
        std::fs::write(&path, &table).expect("the new table is kept");
        panic!("if each line is right, copy {} to docs/security/functions.txt:\n{table}", path.display());
    }
}
