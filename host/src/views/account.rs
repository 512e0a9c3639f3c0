//! A person's own page.

use askama::Template;

use super::View;
use crate::words::Words;

/// What an account is in its association.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountRole {
    Member,
    Administrator,
}

/// Posts `token` to `/-/sign-out`.
#[derive(Template)]
#[template(path = "account.html")]
pub struct Account<'a> {
    pub words: &'static Words,
    pub name: &'a str,
    pub address: &'a str,
    pub role: AccountRole,
    pub form_token: &'a str,
}

impl View for Account<'_> {
    fn title(&self) -> String {
        self.words.say("account-title")
    }
}

impl Account<'_> {
    fn role_words(&self) -> String {
        match self.role {
            AccountRole::Member => self.words.say("account-role-member"),
            AccountRole::Administrator => self.words.say("account-role-administrator"),
        }
    }
}
