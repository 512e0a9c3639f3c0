//! A plugin that works when nobody waits, as its jobs' input says; see `README.md`. Never install it outside tests.

mod heard;
mod pages;
mod steps;

use veillee_sdk::{Call, Capability, Error, Event, Job, Response, Service, Verdict, export};

/// The service.
pub struct Worker;

impl Service for Worker {
    const NAME: &'static str = "worker";
    const CAPABILITIES: &'static [Capability] = &[
        Capability::ObjectsRead,
        Capability::ObjectsWrite,
        Capability::Sharing,
        Capability::Caller,
        Capability::JobsQueue,
    ];

    fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        pages::get(call)
    }

    fn post(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        pages::post(call)
    }

    fn run(&self, call: &mut Call<'_>, job: &Job) -> Verdict {
        match job.name.as_str() {
            "daily" | "nightly" => steps::run(call, job, "add\nwho"),
            _ => steps::run(call, job, &String::from_utf8_lossy(&job.input)),
        }
    }

    fn on(&self, call: &mut Call<'_>, event: &Event) -> Result<(), String> {
        heard::write_down(call, event)
    }
}

export!(Worker);

/// Adds a line to the log of an object.
fn log(call: &mut Call<'_>, object: &str, line: &str) -> Result<(), Error> {
    let row = call.get(object, &["log"])?;
    let log = format!("{}{line}\n", row.text(0));
    let mut changes = call.change_set();
    changes.update_if(object, row.version, [("log", log.into())]);
    changes.commit().map(drop)
}

#[cfg(test)]
mod tests {
    use super::Worker;
    use veillee_sdk::testing::MemoryDoor;
    use veillee_sdk::{Event, Request, Value, Verdict};

    #[test]
    fn a_job_does_what_its_input_says() {
        let mut door = MemoryDoor::new();
        let album = door.insert("album", None, [("log", "".into()), ("runs", 0.into())]);
        let request = Request::post("/queue").with_form("about", &album).with_form("input", "add\nwrite hello");
        door.answer(&Worker, &request).expect("an answer");
        assert_eq!(door.run_next(&Worker), Some(Verdict::Done));
        assert_eq!(door.run_next(&Worker), None);
        let found = door.objects("album");
        assert_eq!(found[0].value("runs"), Value::Integer(1));
        assert_eq!(found[0].value("log"), Value::Text("hello\n".into()));
    }

    #[test]
    fn an_event_is_written_down_in_the_album() {
        let mut door = MemoryDoor::new();
        let album = door.insert("album", None, [("log", "".into())]);
        let note = door.insert("note", Some(&album), [("text", "x".into())]);
        let data = vec![("version".to_owned(), Value::Integer(1))];
        let event = Event { kind: "note.created".into(), about: note.clone(), data, sequence: 1 };
        door.tell(&Worker, &event).expect("heard");
        let log = format!("note.created {note} #1 v1\n");
        assert_eq!(door.objects("album")[0].value("log"), Value::Text(log));
    }
}
