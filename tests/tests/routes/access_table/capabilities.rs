//! Every function that a plugin may call, as it is answered for each caller: the functions are read from `wit/`.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::Mutex;
use veillee::plugin::call::{Call, CallInput};
use veillee::plugin::{Grants, Shared};
use veillee::words::Locale;
use veillee_access::Action;
use veillee_engine::Capabilities as _;
use veillee_engine::types::{Change, Error, Filter, NewJob, Order, Query, Value};

use super::Row;
use super::scene::{Scene, Who};

/// What a service can import, with what declares it.
const IMPORTS: [(&str, &str); 6] = [
    ("read", include_str!("../../../../wit/deps/objects/read.wit")),
    ("write", include_str!("../../../../wit/deps/objects/write.wit")),
    ("sharing", include_str!("../../../../wit/deps/sharing/sharing.wit")),
    ("caller", include_str!("../../../../wit/deps/caller/caller.wit")),
    ("queue", include_str!("../../../../wit/deps/jobs/jobs.wit")),
    ("log", include_str!("../../../../wit/deps/log/log.wit")),
];

/// What functions are asked about.
#[derive(Clone, Copy, PartialEq)]
pub enum About {
    Nothing,
    Album,
    Photo,
    Note,
    Trashed,
}

impl About {
    fn name(self, function: &str) -> &'static str {
        match self {
            // Made outside of any other, by whoever may.
            Self::Album if function == "write.change-set.create" => " of an album",
            _ if function == "read.may-create" => "",
            Self::Nothing => "",
            Self::Album => " of album {object}",
            Self::Photo => " of photo {object}",
            Self::Note => " of note",
            Self::Trashed => " of an album in the trash",
        }
    }

    pub fn service(self) -> &'static str {
        if self == Self::Note { "hostile" } else { "album" }
    }
}

/// `interface.function` or `interface.resource.function` of every import, in the order of the files.
pub fn functions() -> Vec<String> {
    let world = include_str!("../../../../wit/world.wit");
    let service = world.split("world service {").nth(1).and_then(|rest| rest.split('}').next()).expect("the world");
    let imports = service.matches("import ").count();
    assert_eq!(imports, IMPORTS.len(), "a new interface: name it in IMPORTS, and its functions in `answer`");
    let mut found = Vec::new();
    for (interface, text) in IMPORTS {
        let own = text.split(&format!("interface {interface} {{")).nth(1).expect("the interface");
        let mut resource = String::new();
        for line in own.lines().take_while(|line| *line != "}") {
            let line = line.trim();
            if let Some(name) = line.strip_prefix("resource ") {
                resource = format!("{}.", name.trim_end_matches([' ', '{']));
            } else if line == "}" {
                resource.clear();
            } else if let Some((name, _)) = line.split_once(": func(") {
                found.push(format!("{interface}.{resource}{name}"));
            }
        }
    }
    assert!(found.len() > 20, "the contract is written as it was: {found:?}");
    found
}

pub async fn rows(scene: &Scene) -> Vec<Row> {
    let mut rows = Vec::new();
    for function in functions() {
        for (about, detail) in asked_about(&function) {
            let mut cells = Vec::new();
            for who in &scene.people {
                scene.pause(who.is_paused);
                let cell =
                    if who.is_paused { "503".to_owned() } else { answer(scene, who, &function, about, detail).await };
                cells.push(cell);
            }
            let detail = if detail.is_empty() { String::new() } else { format!(" {detail}") };
            rows.push(Row { name: format!("{function}{detail}{}", about.name(&function)), cells });
        }
    }
    scene.pause(false);
    rows
}

/// The objects, and the words, that a function is asked with.
pub fn asked_about(function: &str) -> Vec<(About, &'static str)> {
    let all = [About::Album, About::Photo, About::Note, About::Trashed];
    let plain = |abouts: &[About]| abouts.iter().map(|about| (*about, "")).collect();
    match function {
        // `top` is not about an object: `may-create` answers it.
        "read.may" => {
            let actions = || Action::ALL.into_iter().filter(|action| *action != Action::Top);
            all.iter().flat_map(|about| actions().map(|action| (*about, action.name()))).collect()
        }
        "read.may-create" => vec![(About::Album, "album"), (About::Note, "note")],
        "read.get" | "sharing.sentence" | "sharing.receipts" | "queue.enqueue" | "queue.cancel" => plain(&all),
        "write.change-set.create" => plain(&[About::Album, About::Photo, About::Note]),
        "write.change-set.update" | "write.change-set.trash" | "write.change-set.restore" => {
            plain(&[About::Photo, About::Note, About::Trashed])
        }
        "write.change-set.move" => plain(&[About::Photo, About::Trashed]),
        "write.change-set.add" | "write.change-set.attach" => plain(&[About::Photo]),
        _ if function.starts_with("read.query.") => plain(&[About::Photo, About::Note]),
        _ => vec![(About::Nothing, "")],
    }
}

pub async fn answer(scene: &Scene, who: &Who, function: &str, about: About, detail: &str) -> String {
    answer_by(scene, call(scene, who, about.service(), None).await, function, about, detail).await
}

pub async fn answer_by(scene: &Scene, mut call: Shared, function: &str, about: About, detail: &str) -> String {
    let id = match about {
        About::Photo => scene.photo.as_str(),
        About::Note => scene.note.as_str(),
        About::Trashed => scene.trashed.as_str(),
        About::Album | About::Nothing => scene.album.as_str(),
    };
    let job =
        || NewJob { job: "sort".into(), about: id.into(), input: Vec::new(), delay_ms: 60_000, key: Some("k".into()) };
    match function {
        "read.get" => told(call.get(id, &[]).await.map(|_| "yes")),
        "read.may" => told(call.may(id, detail).await.map(said)),
        "read.may-create" => told(call.may_create(detail).await.map(said)),
        "read.query.count" => told(call.count(&query(scene, function, about), 99).await),
        _ if function.starts_with("read.query.") => {
            told(call.run(&query(scene, function, about), None, 99).await.map(|page| page.rows.len()))
        }
        "write.change-set.commit" => told(call.commit(Vec::new()).await.map(|_| "yes")),
        _ if function.starts_with("write.change-set.") => {
            let change = change(scene, &mut call, function, about).await;
            told(call.commit(vec![change]).await.map(|_| "yes"))
        }
        "sharing.sentence" => told(call.sentence(id).await.map(|_| "yes")),
        "sharing.receipts" => told(call.receipts(id).await.map(|_| "yes")),
        "caller.kind" => call.caller().kind.chars().take(3).collect(),
        "caller.display-name" => said(call.caller().display_name.is_some()).to_owned(),
        "caller.locale" => call.caller().locale,
        "queue.enqueue" => told(call.enqueue(job()).await.map(|()| "yes")),
        "queue.cancel" => told(call.cancel("sort", id, "k").await.map(said)),
        "queue.progress" => {
            call.progress(1, 2, "");
            "yes".to_owned()
        }
        "log.write" => {
            call.log("info", "a line");
            "yes".to_owned()
        }
        other => panic!("nobody says how {other} is asked: say it here"),
    }
}

pub fn query(scene: &Scene, function: &str, about: About) -> Query {
    let (collection, text) = if about == About::Note { ("note", "text") } else { ("photo", "title") };
    let mut query = Query { collection: collection.to_owned(), ..Query::default() };
    let number = |number| Value::Integer(number);
    let field = if about == About::Note { "place" } else { "position" };
    match function {
        "read.query.under" => query.under = Some(scene.album.clone()),
        "read.query.equals" if about == About::Photo => {
            query.filters.push(Filter::Equals { field: "state".into(), value: Value::Text("shown".to_owned()) });
        }
        "read.query.equals" => query.filters.push(Filter::Equals { field: field.into(), value: number(0) }),
        "read.query.between" => {
            query.filters.push(Filter::Between { field: field.into(), low: number(0), high: number(9) });
        }
        "read.query.any-of" => {
            query.filters.push(Filter::AnyOf { field: field.into(), values: vec![number(0), number(1)] });
        }
        "read.query.search" => query.search = Some("note".to_owned()),
        "read.query.order" => query.order = Some(Order { field: field.into(), descending: true }),
        "read.query.run" => query.select = vec![text.to_owned()],
        "read.query.count" => {}
        other => panic!("nobody says how {other} is asked: say it here"),
    }
    query
}

/// One change of something that was made for it.
pub async fn change(scene: &Scene, call: &mut Shared, function: &str, about: About) -> Change {
    let id = match about {
        About::Note => scene.new_note().await,
        About::Trashed => scene.new_trashed().await,
        _ => scene.new_photo().await,
    };
    let text = |field: &str| vec![(field.to_owned(), Value::Text("Un mot".to_owned()))];
    match (function, about) {
        ("write.change-set.create", About::Photo) => Change::Create {
            id: call.new_id("photo"),
            collection: "photo".into(),
            parent: Some(scene.album.clone()),
            fields: Vec::new(),
        },
        ("write.change-set.create", _) => {
            let (collection, field) = if about == About::Note { ("note", "text") } else { ("album", "title") };
            Change::Create {
                id: call.new_id(collection),
                collection: collection.into(),
                parent: None,
                fields: text(field),
            }
        }
        ("write.change-set.update", About::Note) => Change::Update { id, if_version: None, fields: text("text") },
        ("write.change-set.update", _) => Change::Update { id, if_version: None, fields: text("title") },
        ("write.change-set.add", _) => Change::Add { id, field: "position".into(), amount: 1 },
        ("write.change-set.attach", _) => Change::Attach { id, blob: "original".into(), choice: 0, index: 0 },
        ("write.change-set.copy", _) => Change::Copy { id, blob: "original".into(), source: scene.photo.clone() },
        ("write.change-set.detach", _) => Change::Detach { id, blob: "original".into() },
        ("write.change-set.move", _) => Change::Move { id, parent: scene.album.clone() },
        ("write.change-set.trash", _) => Change::Trash { id },
        ("write.change-set.restore", _) => Change::Restore { id },
        (other, _) => panic!("nobody says how {other} is asked: say it here"),
    }
}

/// `grants`: others than the operator gave.
pub async fn call(scene: &Scene, who: &Who, service: &str, grants: Option<Grants>) -> Shared {
    let association = who.association(scene).clone();
    let site = scene.world.host.app.site(who.host).expect("it answers");
    let visit = site.sessions.visit(who.token()).await.expect("a visit");
    let enabled = scene.world.host.app.plugins.service(&association.id, service).expect("the service");
    let call = Call::new(CallInput {
        session: visit.session.clone(),
        association,
        visit,
        service: service.to_owned(),
        grants: grants.unwrap_or_else(|| enabled.grants.clone()),
        log: enabled.log.clone(),
        shapes: enabled.shapes.clone(),
        locale: Locale::Fr,
        may_write: true,
        files: BTreeMap::new(),
        duties: enabled.plugin.duties.clone(),
        running: None,
    });
    Shared(Arc::new(Mutex::new(call)))
}

pub fn said(truth: bool) -> &'static str {
    if truth { "yes" } else { "no" }
}

pub fn told(answer: Result<impl ToString, Error>) -> String {
    match answer {
        Ok(answer) => answer.to_string(),
        Err(Error::NotFound) => "404".to_owned(),
        Err(Error::Denied) => "403".to_owned(),
        Err(Error::Conflict) => "409".to_owned(),
        Err(Error::Invalid(_)) => "422".to_owned(),
        Err(Error::QuotaExceeded) => "507".to_owned(),
        Err(Error::RateLimited(_)) => "429".to_owned(),
        Err(error) => panic!("{error}"),
    }
}
