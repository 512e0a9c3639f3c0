//! Services on or off, and what one asks for before it is switched on for the first time.

use askama::Template;

use crate::views::View;
use crate::words::Words;

/// What an administrator may do to a service now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceSwitch {
    /// It is on: it may be switched off.
    Off,
    /// An administrator switched it off: it may be switched on again.
    On,
    /// It was never on here: somebody must read what it asks for first.
    Consent,
    /// The operator closed it, or takes a break for a while, with these words.
    Operator { reason: String },
    /// Its package is missing.
    Lost,
}

/// A service on the page of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceSetting {
    pub name: String,
    pub title: String,
    pub switch: ServiceSwitch,
    pub form_token: String,
}

impl ServiceSetting {
    pub(super) fn state_words(&self, words: &Words) -> String {
        match &self.switch {
            ServiceSwitch::Off => words.say("settings-service-on"),
            ServiceSwitch::On => words.say("settings-service-off"),
            ServiceSwitch::Consent => words.say("settings-service-new"),
            ServiceSwitch::Lost => words.say("settings-service-lost"),
            ServiceSwitch::Operator { reason } if reason.is_empty() => words.say("settings-service-closed"),
            ServiceSwitch::Operator { reason } => {
                words.say_with("settings-service-closed-because", &[("reason", reason.into())])
            }
        }
    }

    /// The deed of its button, and the button's words.
    pub(super) fn deed(&self, words: &Words) -> Option<(&'static str, String)> {
        match &self.switch {
            ServiceSwitch::Off => Some(("off", words.say("settings-service-switch-off"))),
            ServiceSwitch::On => Some(("on", words.say("settings-service-switch-on"))),
            ServiceSwitch::Consent | ServiceSwitch::Operator { .. } | ServiceSwitch::Lost => None,
        }
    }

    pub(super) fn wants_consent(&self) -> bool {
        self.switch == ServiceSwitch::Consent
    }
}

/// What a service asks for. Posts `token`, `digest` and `deed=on` to `/-/settings/services/NAME`.
#[derive(Template)]
#[template(path = "service-consent.html")]
pub struct ServiceConsent<'a> {
    pub words: &'static Words,
    pub name: &'a str,
    pub service_title: &'a str,
    pub description: &'a str,
    /// What it keeps, and who sees it.
    pub keeps: &'a [String],
    /// Each capability with its meaning and the service's reason.
    pub wishes: &'a [String],
    pub digest: &'a str,
    pub form_token: &'a str,
}

impl View for ServiceConsent<'_> {
    fn title(&self) -> String {
        self.words.say_with("settings-consent-title", &[("service", self.service_title.into())])
    }
}
