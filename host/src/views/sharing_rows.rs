//! Each person, guest, group and link that something is shared with, as the page of sharing lists them.

use jiff::civil::Date;
use veillee_access::Role;

use super::sharing::may_words;
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    Link,
    /// A person without account, who has a link of their own.
    Guest,
    Account,
    Group,
}

/// A share that holds now.
#[derive(Clone, Debug)]
pub struct ShareRow {
    pub share_id: String,
    pub kind: RowKind,
    /// A name; empty: words of the host.
    pub label: String,
    pub role: Role,
    /// Whole address of a link; `None` for who needs none, or when it cannot be shown again.
    pub url: Option<String>,
    /// Made by the form just before this page: it stands out.
    pub is_new: bool,
    /// In universal time.
    pub ends: Option<Date>,
    pub opened_times: u64,
    /// Of the last opening; 0 is today.
    pub opened_days_ago: Option<u64>,
    pub devices: u64,
    /// The day when the newest device opened it.
    pub newest_device: Option<Date>,
    /// The newest device as people call it, and how many days ago it came; 0 is today.
    pub newest_device_words: Option<(String, u64)>,
    pub has_password: bool,
    /// 0: as many as one likes.
    pub downloads_max: u64,
    pub downloads: u64,
    /// Where an invitation can go.
    pub address: Option<String>,
    /// The day of the last invitation by mail.
    pub sent: Option<Date>,
    /// The last invitation did not arrive.
    pub is_undelivered: bool,
    pub stop_form_token: String,
    /// `None` for who has no address.
    pub invite_form_token: Option<String>,
    /// Its own page.
    pub path: String,
}

impl ShareRow {
    pub(super) fn label_words(&self, words: &Words) -> String {
        match self.label.as_str() {
            "" => words.say("sharing-link"),
            label => label.to_owned(),
        }
    }

    pub(super) fn role_words(&self, words: &Words) -> String {
        may_words(words, self.role)
    }

    pub(super) fn kind_words(&self, words: &Words) -> String {
        match self.kind {
            RowKind::Link => words.say("sharing-kind-link"),
            RowKind::Guest => words.say("sharing-kind-guest"),
            RowKind::Account => words.say("sharing-kind-account"),
            RowKind::Group => words.say("sharing-kind-group"),
        }
    }

    pub(super) fn has_link(&self) -> bool {
        matches!(self.kind, RowKind::Link | RowKind::Guest)
    }

    /// What else there is to say, one sentence each.
    pub(super) fn facts(&self, words: &Words) -> Vec<String> {
        let mut facts = vec![self.end_words(words)];
        if self.has_link() {
            facts.push(self.opened_words(words));
            facts.extend(self.device_words(words));
            facts.extend(self.newest_device_words(words));
        }
        if self.has_password {
            facts.push(words.say("sharing-row-password"));
        }
        if self.downloads_max > 0 {
            let values = [("count", self.downloads.into()), ("most", self.downloads_max.into())];
            facts.push(words.say_with("sharing-row-downloads", &values));
        }
        facts.extend(self.sent_words(words));
        if self.is_undelivered {
            facts.push(words.say("sharing-row-undelivered"));
        }
        facts
    }

    fn end_words(&self, words: &Words) -> String {
        match self.ends {
            None => words.say("sharing-row-no-end"),
            Some(date) => {
                let day = words.day(date);
                words.say_with("sharing-row-ends", &[("day", (&day).into())])
            }
        }
    }

    fn opened_words(&self, words: &Words) -> String {
        let times = words.say_with("sharing-row-opened", &[("count", self.opened_times.into())]);
        match self.opened_days_ago {
            _ if self.opened_times == 0 => words.say("sharing-row-unopened"),
            None => times,
            Some(days) => {
                let when = words.say_with("sharing-row-last", &[("count", days.into())]);
                format!("{times}, {when}")
            }
        }
    }

    /// A personal link that was passed on shows here: it is not blocked.
    fn device_words(&self, words: &Words) -> Option<String> {
        let day = words.day(self.newest_device.filter(|_| self.devices > 1)?);
        Some(words.say_with("sharing-row-devices", &[("count", self.devices.into()), ("day", (&day).into())]))
    }

    fn newest_device_words(&self, words: &Words) -> Option<String> {
        let (device, days) = self.newest_device_words.as_ref().filter(|_| self.devices > 1)?;
        Some(words.say_with("sharing-row-new-device", &[("device", device.into()), ("count", (*days).into())]))
    }

    fn sent_words(&self, words: &Words) -> Option<String> {
        let (address, day) = (self.address.as_ref()?, words.day(self.sent?));
        Some(words.say_with("sharing-row-sent", &[("address", address.into()), ("day", (&day).into())]))
    }
}
