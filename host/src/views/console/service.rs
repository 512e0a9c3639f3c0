//! One service: how it stands, what it may do, how it fares, and what may be done to it.

use askama::Template;
use veillee_ambient::Millis;

use super::{ServiceHealth, moment};
use crate::views::{Field, Trusted, View};
use crate::words::Words;

/// What its buttons send as `deed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceDeed {
    Pause,
    Resume,
    Disable,
    Enable,
    RollBack,
    /// Goes to the version that waits.
    Agree,
}

impl ServiceDeed {
    const ALL: [Self; 6] = [Self::Pause, Self::Resume, Self::Disable, Self::Enable, Self::RollBack, Self::Agree];

    pub fn name(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::RollBack => "roll-back",
            Self::Agree => "agree",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.name() == name)
    }
}

/// A version, by what its author calls it and by the start of its digest.
#[derive(Clone, Debug, Default)]
pub struct VersionRow {
    pub version: String,
    pub digest: String,
}

impl VersionRow {
    fn short(&self) -> String {
        self.digest.chars().take(12).collect()
    }
}

/// Something that a service may do: the host's words for it, and the service's reason.
#[derive(Clone, Debug)]
pub struct Wish {
    pub means: String,
    pub reason: String,
}

/// A version that wants more than the one that runs.
#[derive(Clone, Debug)]
pub struct WaitingVersion {
    pub version: VersionRow,
    /// Only what it wants more.
    pub wishes: Vec<Wish>,
}

/// A call that failed. What the service itself said stands there for whoever may read it.
#[derive(Clone, Debug)]
pub struct FaultRow {
    pub at_ms: Millis,
    /// `trap`, `deadline`, `memory` …
    pub kind: String,
    pub reference: String,
    pub path: Option<String>,
    pub detail: Option<String>,
}

impl FaultRow {
    fn at(&self, words: &Words) -> Trusted {
        moment(words, self.at_ms)
    }

    fn kind_words(&self, words: &Words) -> String {
        match self.kind.as_str() {
            "deadline" => words.say("console-fault-deadline"),
            "memory" => words.say("console-fault-memory"),
            "host-calls" | "response-too-large" => words.say("console-fault-too-much"),
            _ => words.say("console-fault-trap"),
        }
    }
}

/// What was typed into the form of a pause.
#[derive(Clone, Debug, Default)]
pub struct PauseForm {
    pub reason: Field,
    pub lasts: String,
}

/// Its forms post `token`, `deed` and what the deed is about to `/-/console/services/NAME`: `digest` of the version that was
/// read for `roll-back` and `agree`; `reason` and `lasts` for `pause`.
#[derive(Template)]
#[template(path = "console-service.html")]
pub struct ConsoleService<'a> {
    pub words: &'static Words,
    pub name: &'a str,
    pub service_title: &'a str,
    pub health: ServiceHealth,
    /// The words of whoever closed it.
    pub reason: &'a str,
    /// When it comes back, or is tried again.
    pub until_ms: Option<Millis>,
    /// Closed by the operator, who alone can open it again.
    pub is_operators: bool,
    /// The host went back to the version before by itself.
    pub fell_back: bool,
    pub current: VersionRow,
    pub previous: Option<VersionRow>,
    pub waiting: Option<WaitingVersion>,
    /// Granted.
    pub wishes: Vec<Wish>,
    /// Asked for, and taken back by the operator.
    pub refused: Vec<Wish>,
    /// What it keeps, and who sees it.
    pub keeps: Vec<String>,
    /// Since the host started.
    pub calls: u64,
    pub failures: u64,
    pub faults: Vec<FaultRow>,
    /// Whether the reader sees what services say to their operator.
    pub reads_guest_words: bool,
    pub pause: PauseForm,
    pub deeds: Vec<ServiceDeed>,
    pub form_token: &'a str,
}

impl View for ConsoleService<'_> {
    fn title(&self) -> String {
        self.service_title.to_owned()
    }
}

impl ConsoleService<'_> {
    fn may(&self, deed: ServiceDeed) -> bool {
        self.deeds.contains(&deed)
    }

    fn reason_words(&self) -> Option<String> {
        let values = [("reason", self.reason.into())];
        (!self.reason.is_empty()).then(|| self.words.say_with("console-closed-because", &values))
    }

    fn lengths(&self) -> [(&'static str, String, bool); 6] {
        let words = self.words;
        [
            ("none", words.say("console-pause-open-end")),
            ("1h", words.say("console-pause-hour")),
            ("4h", words.say("console-pause-four-hours")),
            ("1d", words.say("console-pause-day")),
            ("3d", words.say("console-pause-three-days")),
            ("7d", words.say("console-pause-week")),
        ]
        .map(|(value, said)| (value, said, value == self.pause.lasts))
    }

    fn until_words(&self) -> Option<(String, Trusted)> {
        let at = moment(self.words, self.until_ms?);
        let said = match self.health {
            ServiceHealth::Resting => self.words.say("console-tried-again"),
            _ => self.words.say("console-until"),
        };
        Some((said, at))
    }

    fn count_words(&self) -> String {
        let values = [("calls", self.calls.into()), ("failures", self.failures.into())];
        self.words.say_with("console-counts", &values)
    }
}
