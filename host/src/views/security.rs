//! What an account is proved with beside its password.

use askama::Template;
use jiff::civil::Date;

use super::qr::qr_code;
use super::{PasskeyElement, Trusted, View};
use crate::words::Words;

/// One passkey of the person who looks.
#[derive(Clone, Debug)]
pub struct PasskeyRow {
    pub id: String,
    /// As its person calls it.
    pub name: String,
    pub since: Option<Date>,
    /// None: never.
    pub used: Option<Date>,
    pub rename_form_token: String,
    pub remove_form_token: String,
}

/// Posts `token` to `/-/account/security/totp/remove`; `token`, `passkey` and `name` to `/-/account/security/passkeys/name`; and
/// `token` and `passkey` to `/-/account/security/passkeys/remove`. Days are of universal time.
#[derive(Template)]
#[template(path = "security.html")]
pub struct Security<'a> {
    pub words: &'static Words,
    /// None: no authenticator application is enrolled.
    pub totp_since: Option<Date>,
    pub totp_used: Option<Date>,
    pub totp_remove_form_token: &'a str,
    pub passkeys: &'a [PasskeyRow],
    pub passkey_token: &'a str,
    /// Recovery codes that are left.
    pub recovery_codes: u64,
    /// A password alone does not sign in.
    pub has_factor: bool,
}

impl View for Security<'_> {
    fn title(&self) -> String {
        self.words.say("security-title")
    }
}

impl Security<'_> {
    fn said(&self, since: Option<Date>, used: Option<Date>) -> String {
        let since = since.map(|day| {
            let day = self.words.day(day);
            self.words.say_with("security-since", &[("day", (&day).into())])
        });
        let used = match used {
            Some(day) => {
                let day = self.words.day(day);
                self.words.say_with("security-used", &[("day", (&day).into())])
            }
            None => self.words.say("security-never-used"),
        };
        since.into_iter().chain([used]).collect::<Vec<_>>().join(" · ")
    }

    fn totp_words(&self) -> Option<String> {
        self.totp_since.map(|since| self.said(Some(since), self.totp_used))
    }

    fn passkey_words(&self, passkey: &PasskeyRow) -> String {
        self.said(passkey.since, passkey.used)
    }

    fn add_passkey(&self) -> Trusted {
        let (label, hint) = (self.words.say("passkey-add"), self.words.say("passkey-needs-script"));
        PasskeyElement { purpose: "add", token: self.passkey_token, then: "/-/account/security", label, hint: &hint }
            .html()
    }

    /// Time to make new codes.
    fn is_short(&self) -> bool {
        self.recovery_codes < 3
    }

    fn recovery_words(&self) -> String {
        self.words.say_with("recovery-left", &[("count", self.recovery_codes.into())])
    }
}

/// A secret for an authenticator application, and the code that shows it arrived. Posts `token`, `secret` and `code` to
/// `/-/account/security/totp`.
#[derive(Template)]
#[template(path = "totp.html")]
pub struct TotpSetup<'a> {
    pub words: &'static Words,
    /// `otpauth://…`, as a QR code.
    pub address: &'a str,
    /// In groups of four, for typing.
    pub secret: &'a str,
    pub secret_sealed: &'a str,
    /// Another application is enrolled, and stays so until this one is.
    pub is_replacing: bool,
    pub is_wrong: bool,
    pub form_token: &'a str,
}

impl View for TotpSetup<'_> {
    fn title(&self) -> String {
        self.words.say("totp-title")
    }
}

impl TotpSetup<'_> {
    fn code(&self) -> Option<Trusted> {
        qr_code(self.address, &self.words.say("totp-qr"))
    }
}

/// Before a set of recovery codes is made. Posts `token` to `/-/account/security/recovery`.
#[derive(Template)]
#[template(path = "recovery.html")]
pub struct Recovery<'a> {
    pub words: &'static Words,
    pub left: u64,
    pub form_token: &'a str,
}

impl View for Recovery<'_> {
    fn title(&self) -> String {
        self.words.say("recovery-title")
    }
}

impl Recovery<'_> {
    fn has_some(&self) -> bool {
        self.left > 0
    }

    fn left_words(&self) -> String {
        self.words.say_with("recovery-left", &[("count", self.left.into())])
    }
}

/// A new set, shown once: a card to print or to copy by hand.
#[derive(Template)]
#[template(path = "recovery-card.html")]
pub struct RecoveryCard<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub address: &'a str,
    pub codes: &'a [String],
    pub made: Option<Date>,
}

impl View for RecoveryCard<'_> {
    fn title(&self) -> String {
        self.words.say("recovery-title")
    }
}

impl RecoveryCard<'_> {
    fn made_words(&self) -> Option<String> {
        let day = self.words.day(self.made?);
        Some(self.words.say_with("recovery-made", &[("day", (&day).into())]))
    }
}
