//! What is kept, how much may be, and whether all of it can still be read.

use askama::Template;
use veillee_ambient::Millis;

use super::{Tab, moment};
use crate::views::{SpaceLevel, Trusted, View};
use crate::words::Words;

/// What one budget holds and may.
#[derive(Clone, Copy, Debug)]
pub struct RoomRow {
    pub used_bytes: u64,
    pub reserved_bytes: u64,
    pub objects: u64,
    pub soft_bytes: Option<u64>,
    pub hard_bytes: Option<u64>,
    pub level: SpaceLevel,
}

/// An object of whose bytes some cannot be read any more.
#[derive(Clone, Debug)]
pub struct DamagedRow {
    pub id: String,
    /// What its collection calls one of them.
    pub kind: String,
    /// Where its page is and what people call it, for who may see it.
    pub seen: Option<(String, String)>,
}

/// How far the check of stored bytes is.
#[derive(Clone, Debug, Default)]
pub struct ScrubRow {
    /// When the pass under way began, and what it read.
    pub running: Option<(Millis, u64)>,
    /// When the last whole pass ended, and what it read.
    pub last: Option<(Millis, u64)>,
    /// Pieces that cannot be read, up to the most that one look shows.
    pub damaged: usize,
    /// What holds them.
    pub objects: Vec<DamagedRow>,
    /// There are more than are shown.
    pub is_cut: bool,
}

/// A backup holds the whole host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastBackup {
    /// Several associations share the host: the operator's to know.
    Operators,
    Never,
    EndedAt(Millis),
}

#[derive(Template)]
#[template(path = "console-storage.html")]
pub struct ConsoleStorage {
    pub words: &'static Words,
    pub whole: RoomRow,
    /// When the sums of the whole were formed.
    pub counted_ms: Millis,
    /// What belongs to the association itself.
    pub own: RoomRow,
    /// What each person may keep who has no limit of their own.
    pub each_person_bytes: Option<u64>,
    pub scrub: ScrubRow,
    pub last_backup: LastBackup,
}

impl DamagedRow {
    fn hidden_words(&self, words: &Words) -> String {
        words.say_with("console-scrub-hidden", &[("kind", (&self.kind).into())])
    }
}

impl RoomRow {
    fn is_full(&self) -> bool {
        self.level == SpaceLevel::Full
    }

    fn reserved_words(&self, words: &Words) -> Option<String> {
        (self.reserved_bytes > 0).then(|| words.size(self.reserved_bytes))
    }

    fn object_words(&self, words: &Words) -> String {
        words.number(i64::try_from(self.objects).unwrap_or(i64::MAX))
    }

    fn soft_words(&self, words: &Words) -> Option<String> {
        Some(words.size(self.soft_bytes?))
    }
}

impl View for ConsoleStorage {
    fn title(&self) -> String {
        self.words.say("console-storage")
    }
}

impl ConsoleStorage {
    fn tabs(&self) -> [(&'static str, String, bool); 6] {
        Tab::Storage.all(self.words)
    }

    /// Id, title and numbers of each.
    fn rooms(&self) -> [(&'static str, String, &RoomRow); 2] {
        [
            ("whole", self.words.say("console-room-whole"), &self.whole),
            ("own", self.words.say("console-room-own"), &self.own),
        ]
    }

    fn used_words(&self, room: &RoomRow) -> String {
        let used = self.words.size(room.used_bytes);
        let Some(most) = room.hard_bytes else { return used };
        let most = self.words.size(most);
        self.words.say_with("account-space-of", &[("used", (&used).into()), ("most", (&most).into())])
    }

    fn level_words(&self, room: &RoomRow) -> Option<String> {
        match room.level {
            SpaceLevel::Free => None,
            SpaceLevel::Soft => Some(self.words.say("console-room-soft")),
            SpaceLevel::Full => Some(self.words.say("console-room-full")),
        }
    }

    fn each_words(&self) -> String {
        self.each_person_bytes.map_or_else(|| self.words.say("console-room-no-limit"), |bytes| self.words.size(bytes))
    }

    fn damage_words(&self) -> String {
        self.words.say_with("console-scrub-damaged", &[("count", self.scrub.damaged.into())])
    }

    fn counted(&self) -> Trusted {
        moment(self.words, self.counted_ms)
    }

    fn running(&self) -> Option<(Trusted, String)> {
        self.scrub.running.map(|(began_ms, bytes)| (moment(self.words, began_ms), self.words.size(bytes)))
    }

    fn last(&self) -> Option<(Trusted, String)> {
        self.scrub.last.map(|(ended_ms, bytes)| (moment(self.words, ended_ms), self.words.size(bytes)))
    }

    fn is_backup_told(&self) -> bool {
        self.last_backup != LastBackup::Operators
    }

    fn backup(&self) -> Option<Trusted> {
        match self.last_backup {
            LastBackup::EndedAt(ended_ms) => Some(moment(self.words, ended_ms)),
            LastBackup::Operators | LastBackup::Never => None,
        }
    }
}
