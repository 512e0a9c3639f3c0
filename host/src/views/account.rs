//! A person's own page.

use askama::Template;

use super::welcome::WelcomeProblem;
use super::{Choice, View};
use crate::words::{Locale, Words};

/// What an account is in its association.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountRole {
    Member,
    Administrator,
}

/// What a person's things take up, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    pub used_bytes: u64,
    /// None: no limit.
    pub most_bytes: Option<u64>,
    pub level: SpaceLevel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpaceLevel {
    Free,
    /// Nearly full: time to tell.
    Soft,
    /// Nothing can be added.
    Full,
}

/// Posts `token`, `name` and `language` to `/-/account`, and `token` to `/-/sign-out`.
#[derive(Template)]
#[template(path = "account.html")]
pub struct Account<'a> {
    pub words: &'static Words,
    /// As entered before, when there was a problem.
    pub name: &'a str,
    pub name_problem: Option<WelcomeProblem>,
    pub language: Locale,
    pub address: &'a str,
    pub role: AccountRole,
    pub space: Space,
    pub form_token: &'a str,
    pub sign_out_form_token: &'a str,
}

impl View for Account<'_> {
    fn title(&self) -> String {
        self.words.say("account-title")
    }
}

impl Account<'_> {
    fn name_problem_words(&self) -> Option<String> {
        self.name_problem.map(|problem| problem.words(self.words))
    }

    fn languages(&self) -> Vec<Choice> {
        let choice = |locale: Locale| Choice {
            value: locale.name(),
            words: locale.own_name().to_owned(),
            chosen: locale == self.language,
        };
        Locale::ALL.into_iter().map(choice).collect()
    }

    fn role_words(&self) -> String {
        match self.role {
            AccountRole::Member => self.words.say("account-role-member"),
            AccountRole::Administrator => self.words.say("account-role-administrator"),
        }
    }

    fn space_words(&self) -> String {
        let used = self.words.size(self.space.used_bytes);
        match self.space.most_bytes {
            Some(most) => {
                let most = self.words.size(most);
                let values = [("used", used.as_str().into()), ("most", most.as_str().into())];
                self.words.say_with("account-space-of", &values)
            }
            None => used,
        }
    }

    fn space_hint(&self) -> Option<String> {
        match self.space.level {
            SpaceLevel::Free => None,
            SpaceLevel::Soft => Some(self.words.say("account-space-soft")),
            SpaceLevel::Full => Some(self.words.say("account-space-full")),
        }
    }
}
