//! What a job can be told to do, one step per line. What a step finds is a line in the log of the job's object, which is
//! written by the steps `write`, `who` and `tell`.

use veillee_sdk::{Call, Error, Job, NewJob, Verdict};

pub(crate) fn run(call: &mut Call<'_>, job: &Job, script: &str) -> Verdict {
    let mut found = Vec::new();
    for step in script.lines() {
        match take(call, job, step, &mut found) {
            Ok(None) => {}
            Ok(Some(verdict)) => return verdict,
            Err(error) => return Verdict::GiveUp(format!("{step}: {error}")),
        }
    }
    Verdict::Done
}

fn take(call: &mut Call<'_>, job: &Job, step: &str, found: &mut Vec<String>) -> Result<Option<Verdict>, Error> {
    let (word, rest) = step.split_once(' ').unwrap_or((step, ""));
    match word {
        "add" => {
            let mut changes = call.change_set();
            changes.add(&job.about, "runs", 1);
            changes.commit()?;
        }
        "write" => crate::log(call, &job.about, rest)?,
        "who" => {
            let caller = call.caller().clone();
            let name = caller.display_name.unwrap_or_else(|| "nobody".into());
            crate::log(call, &job.about, &format!("{} {name} attempt {}", caller.kind, job.attempt))?;
        }
        "tell" => {
            let lines = std::mem::take(found).join("\n");
            crate::log(call, &job.about, &lines)?;
        }
        "wait" => wait(call, &job.about)?,
        "progress" => {
            let numbers: Vec<u32> = rest.split(' ').filter_map(|number| number.parse().ok()).collect();
            let [done, total] = numbers[..] else { return Ok(Some(Verdict::GiveUp("two numbers".into()))) };
            call.progress(done, total, "Notes read");
        }
        "queue" => {
            let (about, input) = rest.split_once(' ').unwrap_or((rest, ""));
            let new =
                NewJob { name: "script".into(), about: about.into(), input: input.into(), delay_ms: 0, key: None };
            let queued = call.enqueue(&new);
            found.push(outcome("queue", queued));
        }
        "until" if rest.parse() == Ok(job.attempt) => return Ok(Some(Verdict::Done)),
        "retry" => return Ok(Some(Verdict::RetryAfterMs(rest.parse().unwrap_or(0)))),
        "give-up" => return Ok(Some(Verdict::GiveUp(rest.into()))),
        "need-open" if !call.get(&job.about, &["open"])?.boolean(0) => {
            return Ok(Some(Verdict::GiveUp("the album is not open".into())));
        }
        "until" | "need-open" => {}
        "trap" => unreachable!("told to"),
        "loop" => loop {
            std::hint::black_box(0);
        },
        _ => found.push(reach(call, word, rest)),
    }
    Ok(None)
}

/// Tries something with an object, which may lie anywhere.
fn reach(call: &mut Call<'_>, word: &str, rest: &str) -> String {
    let (id, other) = rest.split_once(' ').unwrap_or((rest, ""));
    match word {
        "get" => outcome(word, call.get(id, &[])),
        "list" => match call.query(id).run(None, 200) {
            Ok(page) => format!("list {id}: {}", page.rows.len()),
            Err(error) => format!("list {id}: {error}"),
        },
        "under" => match call.query("note").under(id).run(None, 200) {
            Ok(page) => format!("under: {}", page.rows.len()),
            Err(error) => format!("under: {error}"),
        },
        "count" => match call.query(id).count(1000) {
            Ok(count) => format!("count {id}: {count}"),
            Err(error) => format!("count {id}: {error}"),
        },
        "may" => format!("may: {}", call.may(id, "update")),
        "may-top" => format!("may-top: {}", call.may_create("album")),
        "sentence" => outcome(word, call.sentence(id)),
        "update" | "trash" | "create-in" | "top" | "move" => {
            let mut changes = call.change_set();
            match word {
                "update" => drop(changes.update(id, [("text", "reached".into())])),
                "trash" => drop(changes.trash(id)),
                "create-in" => drop(changes.create_in(id, "note", [])),
                "move" => drop(changes.move_into(id, other)),
                _ => drop(changes.create("album", [])),
            }
            outcome(word, changes.commit())
        }
        _ => format!("no such step: {word}"),
    }
}

fn outcome<T>(word: &str, outcome: Result<T, Error>) -> String {
    match outcome {
        Ok(_) => format!("{word}: yes"),
        Err(error) => format!("{word}: {error}"),
    }
}

/// Goes on when somebody opens the album; asks often, because a guest cannot sleep.
fn wait(call: &mut Call<'_>, album: &str) -> Result<(), Error> {
    for _ in 0..40_000 {
        if call.get(album, &["open"])?.boolean(0) {
            return Ok(());
        }
    }
    Err(Error::Other("nobody opened the album".into()))
}
