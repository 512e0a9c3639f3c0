use std::sync::{Arc, OnceLock};

use quick_cache::sync::Cache;

use super::answered::Answered;
use super::api::{Flights, Paces};
use super::bytes_decision::Decision;
use super::look::Look;
use super::tus::Turns;
use crate::identity::{Ceremonies, Sessions};
use crate::limits;
use crate::storage::Association;
use crate::storage::settings::{Setting, Settings};
use crate::words::Locale;

/// An association as the web shows it. A request holds one from its start to its end; a change of settings puts another
/// in its place, which shares what is remembered.
#[derive(Clone)]
pub struct Site {
    pub association: Arc<Association>,
    pub name: String,
    /// For whoever names no language.
    pub locale: Locale,
    /// As the administrators chose them.
    pub settings: Settings,
    /// What the settings make of every page.
    pub(super) look: Arc<Look>,
    /// Of what a browser shows where nobody answers, once a page names it.
    pub(super) offline_paths: Arc<OnceLock<[(Locale, String); 2]>>,
    pub sessions: Arc<Sessions>,
    /// Passkeys that are being made or shown.
    pub ceremonies: Arc<Ceremonies>,
    pub(super) decisions: Arc<Cache<String, Arc<Decision>>>,
    /// Who is at which upload.
    pub(super) turns: Arc<Turns>,
    /// How fast each API token asks.
    pub(super) paces: Arc<Paces>,
    /// How much of each account's programs is being answered.
    pub(super) flights: Flights,
    /// What forms that make something led to.
    pub(super) answered: Arc<Answered>,
    /// Held by whoever changes the settings.
    pub(super) changing: Arc<tokio::sync::Mutex<()>>,
}

impl Site {
    pub fn new(association: Arc<Association>, name: String, settings: Settings) -> Self {
        Self {
            name,
            locale: locale(&settings),
            look: Arc::new(Look::of(&settings)),
            settings,
            offline_paths: Arc::default(),
            sessions: Arc::new(Sessions::new(association.clone())),
            ceremonies: Arc::default(),
            decisions: Arc::new(Cache::new(limits::DECISIONS_REMEMBERED)),
            turns: Arc::default(),
            paces: Arc::default(),
            flights: Flights::default(),
            answered: Arc::default(),
            changing: Arc::default(),
            association,
        }
    }

    /// The same one under another name.
    pub(super) fn renamed(&self, name: String) -> Self {
        Self { name, offline_paths: Arc::default(), ..self.clone() }
    }

    /// The same one with other settings.
    pub(super) fn with(&self, settings: Settings) -> Self {
        let look = Arc::new(Look::of(&settings));
        Self { locale: locale(&settings), look, settings, offline_paths: Arc::default(), ..self.clone() }
    }
}

fn locale(settings: &Settings) -> Locale {
    Locale::from_name(settings.value(Setting::Language)).unwrap_or_default()
}
