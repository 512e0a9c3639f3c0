//! What programs of a person come with.

use askama::Template;
use jiff::civil::Date;

use super::sessions::used_words;
use super::{Choice, View};
use crate::words::Words;

/// One token or app password of the person who looks.
#[derive(Clone, Debug)]
pub struct TokenRow {
    /// What stands for it in the form.
    pub id: String,
    pub name: String,
    pub is_app_password: bool,
    /// None: every service.
    pub service_title: Option<String>,
    pub writes: bool,
    /// None: never used.
    pub used_seconds_ago: Option<u64>,
    /// In universal time; none: no end.
    pub ends: Option<Date>,
    pub has_ended: bool,
    pub end_form_token: String,
}

/// A token that was just made: the only page that its secret is on.
#[derive(Clone, Copy, Debug)]
pub struct MadeToken<'a> {
    pub name: &'a str,
    pub secret: &'a str,
    pub is_app_password: bool,
    /// What goes with an app password.
    pub address: &'a str,
}

/// How long a new token lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenEnd {
    Month,
    Quarter,
    Year,
    None,
}

impl TokenEnd {
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::None];

    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::None => "none",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.name() == name)
    }

    pub fn days(self) -> Option<i64> {
        match self {
            Self::Month => Some(30),
            Self::Quarter => Some(90),
            Self::Year => Some(365),
            Self::None => None,
        }
    }

    fn words(self, words: &Words) -> String {
        match self {
            Self::Month => words.say("tokens-ends-month"),
            Self::Quarter => words.say("tokens-ends-quarter"),
            Self::Year => words.say("tokens-ends-year"),
            Self::None => words.say("tokens-ends-none"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenProblem {
    NameMissing,
    NameLong,
    /// The account has as many as it may.
    TooMany,
}

/// What was entered into one of the two forms, kept when something does not fit.
#[derive(Clone, Copy, Debug)]
pub struct TokenEntered<'a> {
    pub is_app_password: bool,
    pub name: &'a str,
    /// Empty: every service.
    pub service: &'a str,
    pub writes: bool,
    pub end: TokenEnd,
    /// None: it was entered before somebody was asked who they are.
    pub problem: Option<TokenProblem>,
}

/// Posts `token`, `id`, `kind` (`api` or `app-password`), `name`, `service`, `access` (`read` or `write`) and `ends` to
/// `/-/account/tokens`; `token` and `id` to `/-/account/tokens/end`.
#[derive(Template)]
#[template(path = "tokens.html")]
pub struct Tokens<'a> {
    pub words: &'static Words,
    pub tokens: &'a [TokenRow],
    pub made: Option<MadeToken<'a>>,
    /// Names and titles of the services that there are.
    pub services: &'a [(String, String)],
    pub entered: Option<TokenEntered<'a>>,
    /// The id that a new one gets: a form that is sent twice makes one.
    pub new_id: &'a str,
    pub form_token: &'a str,
}

impl View for Tokens<'_> {
    fn title(&self) -> String {
        self.words.say("tokens-title")
    }
}

/// A service of a `<select>`.
struct ServiceChoice<'a> {
    value: &'a str,
    words: String,
    chosen: bool,
}

/// One of the two forms: what differs, and what stands in it.
struct TokenForm<'a> {
    kind: &'static str,
    /// Of the ids of its controls.
    prefix: &'static str,
    title_id: &'static str,
    title: String,
    hint: String,
    name_words: String,
    name_hint: String,
    name: &'a str,
    /// It comes back with what was entered.
    is_back: bool,
    problem: Option<String>,
    services: Vec<ServiceChoice<'a>>,
    button: String,
}

impl<'a> Tokens<'a> {
    /// An app password is for one service: where there is none, there is no form for it.
    fn forms(&self) -> Vec<TokenForm<'a>> {
        let words = self.words;
        let token = TokenForm {
            kind: "api",
            prefix: "",
            title_id: "new-title",
            title: words.say("tokens-new"),
            hint: words.say("tokens-new-hint"),
            name_words: words.say("tokens-name"),
            name_hint: words.say("tokens-name-hint"),
            name: self.name_in(false),
            is_back: self.entered_in(false).is_some(),
            problem: self.problem_in(false),
            services: self.services_in(false),
            button: words.say("tokens-new-button"),
        };
        let password = (!self.services.is_empty()).then(|| TokenForm {
            kind: "app-password",
            prefix: "app-",
            title_id: "password-title",
            title: words.say("tokens-new-password"),
            hint: words.say("tokens-new-password-hint"),
            name_words: words.say("tokens-app"),
            name_hint: words.say("tokens-app-hint"),
            name: self.name_in(true),
            is_back: self.entered_in(true).is_some(),
            problem: self.problem_in(true),
            services: self.services_in(true),
            button: words.say("tokens-new-password-button"),
        });
        std::iter::once(token).chain(password).collect()
    }

    /// What stands in the form of this kind.
    fn entered_in(&self, is_app_password: bool) -> Option<TokenEntered<'a>> {
        self.entered.filter(|entered| entered.is_app_password == is_app_password)
    }

    fn problem_in(&self, is_app_password: bool) -> Option<String> {
        Some(match self.entered_in(is_app_password)?.problem? {
            TokenProblem::NameMissing => self.words.say("tokens-name-missing"),
            TokenProblem::NameLong => self.words.say("tokens-name-long"),
            TokenProblem::TooMany => self.words.say("tokens-too-many"),
        })
    }

    fn name_in(&self, is_app_password: bool) -> &'a str {
        self.entered_in(is_app_password).map_or("", |entered| entered.name)
    }

    fn services_in(&self, is_app_password: bool) -> Vec<ServiceChoice<'a>> {
        let chosen = self.entered_in(is_app_password).map_or("", |entered| entered.service);
        let choice = |(name, title): &'a (String, String)| ServiceChoice {
            value: name,
            words: title.clone(),
            chosen: name == chosen,
        };
        let every =
            ServiceChoice { value: "", words: self.words.say("tokens-every-service"), chosen: chosen.is_empty() };
        let every = (!is_app_password).then_some(every);
        every.into_iter().chain(self.services.iter().map(choice)).collect()
    }

    fn writes(&self) -> bool {
        self.entered_in(false).is_some_and(|entered| entered.writes)
    }

    fn ends(&self) -> Vec<Choice> {
        let chosen = self.entered_in(false).map_or(TokenEnd::Quarter, |entered| entered.end);
        let choice = |end: TokenEnd| Choice { value: end.name(), words: end.words(self.words), chosen: end == chosen };
        TokenEnd::ALL.into_iter().map(choice).collect()
    }

    fn made_title(&self, made: &MadeToken<'_>) -> String {
        self.words.say_with("tokens-made", &[("name", made.name.into())])
    }

    fn made_hint(&self, made: &MadeToken<'_>) -> String {
        if made.is_app_password {
            self.words.say_with("tokens-made-password-hint", &[("address", made.address.into())])
        } else {
            self.words.say("tokens-made-hint")
        }
    }

    /// What it is good for.
    fn reach_of(&self, token: &TokenRow) -> String {
        let service = token.service_title.clone().unwrap_or_else(|| self.words.say("tokens-every-service"));
        if token.is_app_password {
            return self.words.say_with("tokens-is-password", &[("service", (&service).into())]);
        }
        let values = [("service", (&service).into())];
        if token.writes {
            self.words.say_with("tokens-is-writing", &values)
        } else {
            self.words.say_with("tokens-is-reading", &values)
        }
    }

    fn used_of(&self, token: &TokenRow) -> String {
        token.used_seconds_ago.map_or_else(|| self.words.say("tokens-unused"), |ago| used_words(self.words, ago))
    }

    fn end_of(&self, token: &TokenRow) -> String {
        let Some(ends) = token.ends else { return self.words.say("tokens-no-end") };
        let day = self.words.day(ends);
        let values = [("day", (&day).into())];
        if token.has_ended {
            self.words.say_with("tokens-ended", &values)
        } else {
            self.words.say_with("tokens-ends", &values)
        }
    }
}
