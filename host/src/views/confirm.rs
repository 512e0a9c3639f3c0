//! What a mailed link does once somebody presses its button. Programs that look through mail open links and press nothing.

use askama::Template;

use super::View;
use crate::words::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmDeed<'a> {
    /// Makes the account that somebody asked for, who knows its password: whoever typed another person's address does not
    /// get in by that person's click.
    Join { name: &'a str, address: &'a str },
    /// Gives an account this address.
    Address { address: &'a str },
    /// Shuts an account.
    Alarm,
}

/// Posts `token` to `action_path`, with `password` to join.
#[derive(Template)]
#[template(path = "confirm.html")]
pub struct Confirm<'a> {
    pub words: &'static Words,
    pub association_name: &'a str,
    pub deed: ConfirmDeed<'a>,
    pub action_path: &'a str,
    pub problem: Option<String>,
    pub form_token: &'a str,
}

impl View for Confirm<'_> {
    fn title(&self) -> String {
        match self.deed {
            ConfirmDeed::Join { .. } => self.words.say("confirm-join-title"),
            ConfirmDeed::Address { .. } => self.words.say("confirm-address-title"),
            ConfirmDeed::Alarm => self.words.say("alarm-title"),
        }
    }
}

impl Confirm<'_> {
    fn text(&self) -> String {
        match self.deed {
            ConfirmDeed::Join { name, .. } => {
                let values = [("name", name.into()), ("association", self.association_name.into())];
                self.words.say_with("confirm-join-text", &values)
            }
            ConfirmDeed::Address { address } => {
                self.words.say_with("confirm-address-text", &[("address", address.into())])
            }
            ConfirmDeed::Alarm => self.words.say("alarm-text"),
        }
    }

    fn button(&self) -> String {
        match self.deed {
            ConfirmDeed::Join { .. } => self.words.say("confirm-join-button"),
            ConfirmDeed::Address { .. } => self.words.say("confirm-address-button"),
            ConfirmDeed::Alarm => self.words.say("alarm-button"),
        }
    }

    /// Whose password is asked for.
    fn asks_password_of(&self) -> Option<&str> {
        match self.deed {
            ConfirmDeed::Join { address, .. } => Some(address),
            ConfirmDeed::Address { .. } | ConfirmDeed::Alarm => None,
        }
    }

    fn is_danger(&self) -> bool {
        self.deed == ConfirmDeed::Alarm
    }
}
