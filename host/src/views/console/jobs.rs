//! Work that nobody waits for: what was given up, what runs, what waits, what became needless.

use askama::Template;
use veillee_ambient::Millis;

use super::{Tab, moment};
use crate::views::{Trusted, View};
use crate::words::Words;

/// Where a row of the queue comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobSort {
    Job,
    Schedule,
    Event,
}

#[derive(Clone, Debug)]
pub struct JobRow {
    pub id: String,
    pub sort: JobSort,
    pub service_title: String,
    /// As its plugin calls it.
    pub name: String,
    pub created_ms: Millis,
    /// None while an event waits for those before it.
    pub due_ms: Option<Millis>,
    /// How often it was started.
    pub attempt: u32,
    /// Why the last start failed, for whoever may read it.
    pub error: Option<String>,
    pub form_token: String,
}

impl JobRow {
    fn sort_words(&self, words: &Words) -> String {
        match self.sort {
            JobSort::Job => words.say("console-job"),
            JobSort::Schedule => words.say("console-job-schedule"),
            JobSort::Event => words.say("console-job-event"),
        }
    }

    fn since(&self, words: &Words) -> Trusted {
        moment(words, self.created_ms)
    }

    fn due(&self, words: &Words) -> Option<Trusted> {
        Some(moment(words, self.due_ms?))
    }

    fn attempt_words(&self, words: &Words) -> String {
        words.say_with("console-job-attempts", &[("count", self.attempt.into())])
    }

    /// A button's words for those who hear it without its row.
    fn labelled(&self, words: &Words, deed: &str) -> String {
        let values = [("deed", deed.into()), ("service", (&self.service_title).into()), ("name", (&self.name).into())];
        words.say_with("console-job-deed-of", &values)
    }
}

/// The oldest jobs of one state.
#[derive(Clone, Debug, Default)]
pub struct JobList {
    pub rows: Vec<JobRow>,
    /// There are more than are shown.
    pub is_cut: bool,
}

/// Each button posts `token` and `deed` (`retry` or `drop`) to `/-/console/jobs/ID`.
#[derive(Template)]
#[template(path = "console-jobs.html")]
pub struct ConsoleJobs<'a> {
    pub words: &'static Words,
    pub dead: &'a JobList,
    pub running: &'a JobList,
    pub waiting: &'a JobList,
    /// What had nobody left to act for, or nothing to act on.
    pub dropped: &'a JobList,
    /// Whether the reader sees what services say to their operator.
    pub reads_guest_words: bool,
}

/// One of the lists: its id, its words, and what may be done to what stands in it.
struct Section<'a> {
    id: &'static str,
    title: String,
    empty: String,
    /// Said before what stands in it.
    hint: Option<String>,
    list: &'a JobList,
    may_retry: bool,
    may_drop: bool,
}

impl View for ConsoleJobs<'_> {
    fn title(&self) -> String {
        self.words.say("console-jobs")
    }
}

impl ConsoleJobs<'_> {
    fn tabs(&self) -> [(&'static str, String, bool); 6] {
        Tab::Jobs.all(self.words)
    }

    /// What became needless is shown only when there is any: it wants nothing of anybody.
    fn sections(&self) -> Vec<Section<'_>> {
        let words = self.words;
        let dead = Section {
            id: "dead",
            title: words.say("console-dead"),
            empty: words.say("console-dead-empty"),
            hint: (!self.reads_guest_words).then(|| words.say("console-jobs-operators")),
            list: self.dead,
            may_retry: true,
            may_drop: true,
        };
        let running = Section {
            id: "running",
            title: words.say("console-running"),
            empty: words.say("console-running-empty"),
            hint: None,
            list: self.running,
            may_retry: false,
            may_drop: false,
        };
        let waiting = Section {
            id: "waiting",
            title: words.say("console-waiting"),
            empty: words.say("console-waiting-empty"),
            hint: None,
            list: self.waiting,
            may_retry: false,
            may_drop: true,
        };
        let dropped = Section {
            id: "dropped",
            title: words.say("console-dropped"),
            empty: String::new(),
            hint: Some(words.say("console-dropped-hint")),
            list: self.dropped,
            may_retry: true,
            may_drop: true,
        };
        let mut sections = vec![dead, running, waiting];
        if !self.dropped.rows.is_empty() {
            sections.push(dropped);
        }
        sections
    }

    fn cut_words(&self, list: &JobList) -> String {
        self.words.say_with("console-jobs-cut", &[("count", list.rows.len().into())])
    }
}
