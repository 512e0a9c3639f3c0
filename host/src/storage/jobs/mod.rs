//! The durable queue of an association: jobs, turns of schedules, and events on their way to the plugin.
//!
//! One table holds all three, because all three are claimed, leased, tried again and given up alike. A row that is done
//! is deleted; what was given up (`dead`) and what had nobody left to act for (`dropped`) stays to be looked at.
//!
//! A claim is a lease: whoever claimed renews it while working, and ends the job under the lease's own name. A lease
//! that ran out is up for the next claim, so that nothing is lost with a host that was killed; an end by a name that is
//! no longer the holder's changes nothing, so that nothing ends twice.

mod actor;
mod bell;
mod claim;
mod clock;
mod enqueue;
mod events;
mod finish;
mod list;
mod schedules;

use veillee_ambient::Millis;

pub use actor::{Actor, ActorKind};
pub use bell::Bell;
pub use claim::{Claim, ClaimedJob, ServiceTurn};
pub use enqueue::NewJob;
pub use events::{EventFacts, EventKind};
pub use finish::Ending;
pub use list::{JobCounts, JobRecord};
pub use schedules::{ScheduleRecord, ScheduleTurn};

/// The due time of an event that waits for those before it.
const BEHIND_MS: Millis = Millis::MAX;

/// Where a row of the queue comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    Job,
    Schedule,
    Event,
}

impl JobKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Schedule => "schedule",
            Self::Event => "event",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Job, Self::Schedule, Self::Event].into_iter().find(|kind| kind.name() == name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    Waiting,
    Running,
    /// Given up: its attempts are used up, or the plugin said so.
    Dead,
    /// Ended without being run: nobody was left to act for.
    Dropped,
}

impl JobState {
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Dead => "dead",
            Self::Dropped => "dropped",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Running, Self::Dead, Self::Dropped].into_iter().find(|state| state.name() == name)
    }
}
