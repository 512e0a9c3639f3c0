//! The host's controls, expanded inside a plugin's page.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use jiff::Timestamp;
use veillee_page::{HostElement, HostElements};

use super::arrival::Arrival;
use super::progress::Shown;
use super::upload_target;
use crate::limits;
use crate::storage::ids::collection_number;
use crate::storage::uploads::Target;
use crate::views::{ProgressElement, ShareElement, TimeElement, UploadElement};

/// Expands the controls of one page.
pub struct PageElements<'a> {
    pub arrival: &'a Arrival,
    pub service: &'a str,
    progress: Shown,
    /// What the caller may still keep, where it is said.
    room_bytes: Option<u64>,
    printed: AtomicU32,
    strangers: AtomicBool,
}

impl<'a> PageElements<'a> {
    pub fn new(arrival: &'a Arrival, service: &'a str, progress: Shown, room_bytes: Option<u64>) -> Self {
        Self { arrival, service, progress, room_bytes, printed: AtomicU32::new(0), strangers: AtomicBool::new(false) }
    }

    /// Whether a control was printed that needs the browser's form cookie.
    pub fn printed_form(&self) -> bool {
        self.printed.load(Ordering::Relaxed) > 0
    }

    /// Whether a control takes files of strangers: nobody is asked to sign in beside it.
    pub fn asks_strangers(&self) -> bool {
        self.strangers.load(Ordering::Relaxed)
    }

    fn upload(&self, element: &HostElement) -> Option<String> {
        let attribute = |name: &str| attribute(element, name);
        let target = Target {
            service: self.service.to_owned(),
            into: attribute("into")?.to_owned(),
            collection: attribute("collection")?.to_owned(),
            blob: attribute("blob").unwrap_or("original").to_owned(),
        };
        let moment = self.arrival.site.association.moment();
        let blob = moment.shapes.named(self.service, &target.collection)?.blobs.get(&target.blob)?;
        let name = attribute("name").filter(|name| plain(name) && !name.starts_with("veillee-"))?;
        self.printed.fetch_add(1, Ordering::Relaxed);
        if attribute("strangers").is_some() {
            self.strangers.store(true, Ordering::Relaxed);
        }
        let control = UploadElement {
            words: self.arrival.words(),
            name,
            label: attribute("label").unwrap_or(""),
            accept: attribute("accept").unwrap_or(""),
            multiple: attribute("multiple").is_some(),
            limit_bytes: blob.max_bytes.min(limits::FILE_BYTES_MAX),
            room_bytes: self.room_bytes,
            upload_token: &upload_target::seal(self.arrival, &target),
        };
        Some(control.html().into_string())
    }

    fn share(&self, element: &HostElement) -> Option<String> {
        let object = attribute(element, "object").filter(|id| collection_number(id).is_some())?;
        let path = format!("/-/share/{object}");
        let label = attribute(element, "label").unwrap_or("");
        Some(ShareElement { words: self.arrival.words(), path: &path, label }.html().into_string())
    }

    /// Nothing, when no job about the object runs: what is done needs no bar.
    fn progress(&self, element: &HostElement) -> Option<String> {
        let object = attribute(element, "object").filter(|id| collection_number(id).is_some())?;
        let Some(progress) = self.progress.get(object) else { return Some(String::new()) };
        let shown = ProgressElement {
            object,
            words: self.arrival.words(),
            done: progress.done,
            total: progress.total,
            word: &progress.word,
            reload_path: &self.arrival.path,
        };
        Some(shown.html().into_string())
    }

    /// A moment in the words of the plugin, or as the day of UTC.
    fn time(&self, element: &HostElement) -> Option<String> {
        let at_ms: i64 = attribute(element, "at")?.parse().ok()?;
        let moment = Timestamp::from_millisecond(at_ms).ok()?;
        Some(TimeElement { words: self.arrival.words(), moment, text: &element.text }.html().into_string())
    }
}

impl HostElements for PageElements<'_> {
    fn expand(&self, element: &HostElement) -> Option<String> {
        match element.name.as_str() {
            "veillee-upload" => self.upload(element),
            "veillee-share" => self.share(element),
            "veillee-progress" => self.progress(element),
            "veillee-time" => self.time(element),
            _ => None,
        }
    }
}

fn attribute<'e>(element: &'e HostElement, name: &str) -> Option<&'e str> {
    element.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
}

fn plain(name: &str) -> bool {
    !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
