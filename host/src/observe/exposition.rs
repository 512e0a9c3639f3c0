use std::sync::atomic::Ordering;

use super::family::COUNTING;
use super::{metrics, process};

/// All numbers of this process, as Prometheus reads them (text format 0.0.4).
#[derive(Clone, Copy)]
pub struct Exposition(());

impl Exposition {
    pub const MEDIA_TYPE: &'static str = "text/plain; version=0.0.4; charset=utf-8";

    /// Counts from now on.
    pub fn start() -> Self {
        COUNTING.store(true, Ordering::Relaxed);
        Self(())
    }

    pub fn text(self) -> String {
        let mut text = String::new();
        for family in metrics::all() {
            family.print(&mut text);
        }
        text.push_str(&process::text());
        text
    }
}
