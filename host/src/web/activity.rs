//! What the log of an association holds, in words.

use super::app::App;
use super::arrival::Arrival;
use super::standing::service_title;
use crate::identity::Device;
use crate::storage::audit::{Doer, Entry, Happening};
use crate::views::{ActivityRow, device_words};
use crate::words::Words;

/// For whom an entry is put into words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reader<'a> {
    /// The account whose entries these are.
    Own(&'a str),
    Administrator,
}

pub fn row(app: &App, arrival: &Arrival, reader: Reader<'_>, entry: &Entry) -> ActivityRow {
    let words = arrival.words();
    let device = Device::from_kept(&entry.device);
    ActivityRow {
        at_ms: entry.at_ms,
        what: entry.happening.map_or_else(|| unknown(words), |happening| happening_words(words, happening)),
        about: about(app, arrival, entry),
        who: who(words, reader, entry),
        device: (device != Device::default()).then(|| device_words(words, device.browser, device.system)),
    }
}

fn unknown(words: &Words) -> String {
    words.say("activity-unknown")
}

/// Labels as they were typed; a service by its title.
fn about(app: &App, arrival: &Arrival, entry: &Entry) -> String {
    let said = match entry.happening {
        Some(
            Happening::ServiceEnabled
            | Happening::ServicePaused
            | Happening::ServiceDisabled
            | Happening::ServiceChanged,
        ) => service_title(app, arrival, &entry.about),
        _ => entry.words.clone(),
    };
    if said.is_empty() { said } else { arrival.words().say_with("activity-about", &[("words", (&said).into())]) }
}

fn who(words: &Words, reader: Reader<'_>, entry: &Entry) -> String {
    let is_reader = |id: &str| matches!(reader, Reader::Own(own) if own == id);
    let mut said = Vec::new();
    match (entry.doer.as_str(), &entry.doer_name) {
        ("", _) => {}
        (id, _) if is_reader(id) => {}
        (id, _) if id == Doer::OPERATOR.id => said.push(words.say("activity-by-operator")),
        (id, _) if id == Doer::HOST.id => said.push(words.say("activity-by-host")),
        (_, Some(name)) => said.push(words.say_with("activity-by", &[("name", name.into())])),
        (_, None) => said.push(words.say("activity-by-gone")),
    }
    match (entry.person.as_str(), &entry.person_name) {
        ("", _) => {}
        (id, _) if is_reader(id) || id == entry.doer => {}
        (_, Some(name)) => said.push(words.say_with("activity-of", &[("name", name.into())])),
        (_, None) => said.push(words.say("activity-of-gone")),
    }
    said.join(" · ")
}

fn happening_words(words: &Words, happening: Happening) -> String {
    match happening {
        Happening::LogBegun => words.say("happening-log-begun"),
        Happening::SetupLinkMade => words.say("happening-setup-link-made"),
        Happening::AccountMade => words.say("happening-account-made"),
        Happening::AccountSuspended => words.say("happening-account-suspended"),
        Happening::AccountResumed => words.say("happening-account-resumed"),
        Happening::AccountHeld => words.say("happening-account-held"),
        Happening::AccountReleased => words.say("happening-account-released"),
        Happening::ProfileChanged => words.say("happening-profile-changed"),
        Happening::AddressConfirmed => words.say("happening-address-confirmed"),
        Happening::AddressChanged => words.say("happening-address-changed"),
        Happening::InvitationMade => words.say("happening-invitation-made"),
        Happening::InvitationTaken => words.say("happening-invitation-taken"),
        Happening::SignedIn => words.say("happening-signed-in"),
        Happening::SignInFailed => words.say("happening-sign-in-failed"),
        Happening::SignedOut => words.say("happening-signed-out"),
        Happening::SessionEnded => words.say("happening-session-ended"),
        Happening::OtherSessionsEnded => words.say("happening-other-sessions-ended"),
        Happening::NotMe => words.say("happening-not-me"),
        Happening::PasswordChanged => words.say("happening-password-changed"),
        Happening::ResetAsked => words.say("happening-reset-asked"),
        Happening::ResetDone => words.say("happening-reset-done"),
        Happening::FactorAdded => words.say("happening-factor-added"),
        Happening::FactorRemoved => words.say("happening-factor-removed"),
        Happening::RecoveryCodesMade => words.say("happening-recovery-codes-made"),
        Happening::RecoveryCodeUsed => words.say("happening-recovery-code-used"),
        Happening::PasskeyAdded => words.say("happening-passkey-added"),
        Happening::PasskeyRemoved => words.say("happening-passkey-removed"),
        Happening::LinkMade => words.say("happening-link-made"),
        Happening::LinkChanged => words.say("happening-link-changed"),
        Happening::LinkStopped => words.say("happening-link-stopped"),
        Happening::LinkOpenedOnNewDevice => words.say("happening-link-opened-on-new-device"),
        Happening::ShareGiven => words.say("happening-share-given"),
        Happening::ShareStopped => words.say("happening-share-stopped"),
        Happening::InheritanceChanged => words.say("happening-inheritance-changed"),
        Happening::GroupChanged => words.say("happening-group-changed"),
        Happening::RoleGiven => words.say("happening-role-given"),
        Happening::RoleTaken => words.say("happening-role-taken"),
        Happening::TokenMade => words.say("happening-token-made"),
        Happening::TokenRevoked => words.say("happening-token-revoked"),
        Happening::MailRead => words.say("happening-mail-read"),
        Happening::TokensEnded => words.say("happening-tokens-ended"),
        Happening::ExportMade => words.say("happening-export-made"),
        Happening::ErasureAsked => words.say("happening-erasure-asked"),
        Happening::ErasureUndone => words.say("happening-erasure-undone"),
        Happening::AccountErased => words.say("happening-account-erased"),
        Happening::GuestErased => words.say("happening-guest-erased"),
        Happening::SettingsChanged => words.say("happening-settings-changed"),
        Happening::ServiceEnabled => words.say("happening-service-enabled"),
        Happening::ServicePaused => words.say("happening-service-paused"),
        Happening::ServiceDisabled => words.say("happening-service-disabled"),
        Happening::ServiceChanged => words.say("happening-service-changed"),
        Happening::BackupRestored => words.say("happening-backup-restored"),
    }
}
