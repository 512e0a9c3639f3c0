//! Pages for tests: they make objects, fill the queue, and show what was written down.

use veillee_sdk::{Call, Error, NewJob, Response, html};

pub(crate) fn get(call: &mut Call<'_>) -> Result<Response, Error> {
    let id = call.query_field("id").unwrap_or_default().to_owned();
    match call.request().path.as_str() {
        "/log" => {
            let row = call.get(&id, &["log", "runs"])?;
            let runs = row.integer(1).unwrap_or(0);
            Ok(Response::page("Log", html!("<p>runs: {}</p><pre>{}</pre>", runs, row.text(0))))
        }
        "/progress" => {
            let page = html!("<h1>{}</h1><veillee-progress object=\"{}\"></veillee-progress>", "Progress", id);
            Ok(Response::page("Progress", page))
        }
        "/files" => {
            let form = html!(
                "<form method=\"post\" action=\"{}\" enctype=\"multipart/form-data\"><veillee-upload into=\"{}\" \
                 collection=\"note\" blob=\"original\" name=\"files\"></veillee-upload><button>+</button></form>",
                call.path("/attach"),
                id
            );
            Ok(Response::page("Files", form))
        }
        // While answering GET nothing is put into the queue.
        "/queue" => queue(call, &id, "write queued by GET"),
        _ => Err(Error::NotFound),
    }
}

pub(crate) fn post(call: &mut Call<'_>) -> Result<Response, Error> {
    let field = |name: &str| call.form_field(name).unwrap_or_default().to_owned();
    let (about, text) = (field("about"), field("text"));
    match call.request().path.as_str() {
        "/album" => make(call, "album", None, None),
        "/board" => make(call, "board", None, None),
        "/note" => make(call, "note", Some(&about), Some(&text)),
        "/remark" => make(call, "remark", Some(&about), Some(&text)),
        "/queue" => queue(call, &about, &field("input")),
        "/cancel" => {
            let cancelled = call.cancel(&job_name(call), &about, &field("key"))?;
            Ok(Response::page("Cancel", html!("<p>{}</p>", if cancelled { "cancelled" } else { "nothing" })))
        }
        "/text" => change(call, |changes| {
            changes.update(&about, [("text", text.clone().into())]);
        }),
        "/open" => change(call, |changes| {
            changes.update(&about, [("open", true.into())]);
        }),
        "/move" => change(call, |changes| {
            changes.move_into(&about, &text);
        }),
        "/trash" => change(call, |changes| {
            changes.trash(&about);
        }),
        "/restore" => change(call, |changes| {
            changes.restore(&about);
        }),
        "/attach" => attach(call),
        _ => Err(Error::NotFound),
    }
}

fn done(word: &str) -> Response {
    Response::page("Done", html!("<p>id: {} .</p>", word))
}

fn make(call: &mut Call<'_>, collection: &str, parent: Option<&str>, text: Option<&str>) -> Result<Response, Error> {
    let mut changes = call.change_set();
    let fields = text.map(|text| ("text", text.into()));
    match parent {
        Some(parent) => changes.create_in(parent, collection, fields),
        None => changes.create(collection, fields),
    };
    let made = changes.commit()?;
    Ok(done(&made[0].id))
}

fn change(call: &mut Call<'_>, write: impl FnOnce(&mut veillee_sdk::ChangeSet<'_>)) -> Result<Response, Error> {
    let mut changes = call.change_set();
    write(&mut changes);
    changes.commit()?;
    Ok(done("changed"))
}

/// A note for each file.
fn attach(call: &mut Call<'_>) -> Result<Response, Error> {
    let album = call.query_field("id").unwrap_or_default().to_owned();
    let files = call.choice("files").ok_or(Error::NotFound)?;
    let mut changes = call.change_set();
    for (index, _) in files.files.iter().enumerate() {
        let note = changes.create_in(&album, "note", []);
        changes.attach(&note, "original", files, u32::try_from(index).unwrap_or(u32::MAX));
    }
    changes.commit()?;
    Ok(done("attached"))
}

fn job_name(call: &Call<'_>) -> String {
    call.form_field("job").unwrap_or("script").to_owned()
}

fn queue(call: &mut Call<'_>, about: &str, input: &str) -> Result<Response, Error> {
    let key = call.form_field("key").map(str::to_owned);
    let delay_ms = call.form_field("delay").and_then(|delay| delay.parse().ok()).unwrap_or(0);
    let times = call.form_field("times").and_then(|times| times.parse().ok()).unwrap_or(1);
    let name = job_name(call);
    for _ in 0..times {
        call.enqueue(&NewJob {
            name: name.clone(),
            about: about.into(),
            input: input.as_bytes().to_vec(),
            delay_ms,
            key: key.clone(),
        })?;
    }
    Ok(done("queued"))
}
