//! The console: what the administrators of an association see of what runs for them.

mod jobs;
mod log;
mod mail;
mod service;
mod services;
mod storage;
mod usage;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use veillee_ambient::Millis;

pub use jobs::{ConsoleJobs, JobList, JobRow, JobSort};
pub use log::{ConsoleLog, LogRow};
pub use mail::{ConsoleMail, ConsoleMailText, MailHindrance, MailRow, MailStanding};
pub use service::{ConsoleService, FaultRow, PauseForm, ServiceDeed, VersionRow, WaitingVersion, Wish};
pub use services::{ConsoleServices, ServiceHealth, ServiceRow};
pub use storage::{ConsoleStorage, DamagedRow, LastBackup, RoomRow, ScrubRow};
pub use usage::{ConsoleUsage, DayUse, ServiceUse, ServiceUsePage};

use super::{TimeElement, Trusted};
use crate::words::Words;

/// A page of the console, for its row of ways.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Services,
    Usage,
    Jobs,
    Mail,
    Storage,
    Activity,
}

impl Tab {
    /// Address, words, and whether it is this page.
    pub(super) fn all(self, words: &Words) -> [(&'static str, String, bool); 6] {
        [
            (Self::Services, "/-/console", words.say("console-services")),
            (Self::Usage, "/-/console/usage", words.say("console-usage")),
            (Self::Jobs, "/-/console/jobs", words.say("console-jobs")),
            (Self::Mail, "/-/console/mail", words.say("console-mail-tab")),
            (Self::Storage, "/-/console/storage", words.say("console-storage")),
            (Self::Activity, "/-/console/activity", words.say("console-activity")),
        ]
        .map(|(tab, path, said)| (path, said, tab == self))
    }
}

/// A moment to the minute, in universal time; the script says it in the reader's own.
pub(super) fn moment(words: &Words, at_ms: Millis) -> Trusted {
    let words = Words::of(words.locale());
    let moment = Timestamp::from_millisecond(at_ms).unwrap_or_default();
    let at = moment.to_zoned(TimeZone::UTC);
    let (day, time) = (words.day(at.date()), format!("{:02}:{:02}", at.hour(), at.minute()));
    let text = words.say_with("console-moment", &[("day", (&day).into()), ("time", (&time).into())]);
    TimeElement { words, moment, text: &text }.html()
}
