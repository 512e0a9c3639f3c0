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

/// Pages that belong together.
struct AccountGroup {
    /// Of its title.
    id: &'static str,
    title: String,
    cards: Vec<AccountCard>,
    /// The form that signs out stands at its end.
    signs_out: bool,
}

/// The way to one page, and what it is for.
struct AccountCard {
    path: &'static str,
    title: String,
    hint: String,
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

    /// What is needed often comes first; what only few need comes last.
    fn groups(&self) -> Vec<AccountGroup> {
        let words = self.words;
        let card = |path, title, hint| AccountCard { path, title, hint };
        let group = |id, title, cards| AccountGroup { id, title, cards, signs_out: false };
        let mut groups = vec![
            group(
                "signing-in",
                words.say("account-signing-in"),
                vec![
                    card("/-/account/password", words.say("password-title"), words.say("account-password-hint")),
                    card("/-/account/security", words.say("security-title"), words.say("account-security-hint")),
                    card("/-/account/address", words.say("address-title"), words.say("account-address-hint")),
                ],
            ),
            AccountGroup {
                signs_out: true,
                ..group(
                    "devices",
                    words.say("account-devices"),
                    vec![
                        card("/-/account/sessions", words.say("sessions-title"), words.say("account-sessions-hint")),
                        card("/-/account/activity", words.say("activity-title"), words.say("account-activity-hint")),
                    ],
                )
            },
            group(
                "data",
                words.say("account-data"),
                vec![
                    card("/-/trash", words.say("trash-title"), words.say("account-trash-hint")),
                    card("/-/account/export", words.say("export-title"), words.say("account-export-hint")),
                    card("/-/account/erase", words.say("erase-title"), words.say("account-erase-hint")),
                ],
            ),
        ];
        if self.role == AccountRole::Administrator {
            let cards = vec![
                card("/-/members", words.say("members-title"), words.say("account-members-hint")),
                card("/-/groups", words.say("groups-title"), words.say("account-groups-hint")),
                card("/-/settings", words.say("settings-link"), words.say("account-settings-hint")),
                card("/-/console", words.say("console-link"), words.say("account-console-hint")),
            ];
            groups.push(group("association", words.say("account-association"), cards));
        }
        let programs = vec![card("/-/account/tokens", words.say("tokens-title"), words.say("account-tokens-hint"))];
        groups.push(group("programs", words.say("account-programs"), programs));
        groups
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
