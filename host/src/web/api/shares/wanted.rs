//! What a program wants to be shared. What does not fit is told in words, with the field that it is about.

use serde::{Deserialize, Deserializer};
use serde_json::Number;
use veillee_access::{Role, Subject};
use veillee_ambient::Millis;

use super::told::kind_name;
use super::{Share, ShareKind, WantedLink};
use crate::limits;
use crate::storage::shares::NEVER_MS;
use crate::views::SharingProblem;
use crate::web::api::asked::Asked;
use crate::web::api::problem::Problem;
use crate::web::api::values::{invalid, unfit, whole};
use crate::web::shares::{ShareChange, is_to_come, offered, offered_role};
use crate::words::is_plain;

/// With whom: `person` is the account with the address, else a guest.
pub const SUBJECTS: [(&str, ShareKind); 5] = [
    ("link", ShareKind::Link),
    ("person", ShareKind::Guest),
    ("group", ShareKind::Group),
    ("members", ShareKind::Members),
    ("everyone", ShareKind::Everyone),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    #[serde(default = "link")]
    subject: String,
    role: String,
    label: Option<String>,
    name: Option<String>,
    address: Option<String>,
    group: Option<String>,
    ends_ms: Option<Number>,
    password: Option<String>,
    downloads_max: Option<Number>,
}

/// What is left as it is stands nowhere; what is to be nothing is `null`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "left out and `null` say two things")]
pub struct Change {
    #[serde(default, deserialize_with = "said")]
    role: Option<String>,
    #[serde(default, deserialize_with = "said")]
    label: Option<String>,
    #[serde(default, deserialize_with = "given")]
    ends_ms: Option<Option<Number>>,
    #[serde(default, deserialize_with = "given")]
    password: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    downloads_max: Option<Option<Number>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inheriting {
    pub private: bool,
}

fn link() -> String {
    "link".to_owned()
}

#[expect(clippy::option_option, reason = "left out and `null` say two things")]
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// What can be something else, and not nothing.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

/// What is to be made.
pub enum Made {
    Link(WantedLink),
    Person { name: String, address: String, role: Role, ends_ms: Millis },
    Group { group: String, role: Role, ends_ms: Millis },
    Audience { subject: Subject, role: Role },
}

impl Wanted {
    pub fn made(self, asked: &Asked) -> Result<Made, Problem> {
        let words = asked.arrival.words();
        let subject = self.subject.as_str();
        let kind = SUBJECTS.into_iter().find(|(name, _)| *name == subject).map(|(_, kind)| kind);
        let kind = kind.ok_or_else(|| {
            let names = SUBJECTS.map(|(name, _)| name).join(", ");
            unfit("subject", words.say_with("api-share-subject", &[("names", (&names).into())]))
        })?;
        if let Some(field) = self.needless(kind) {
            let values = [("field", field.into()), ("subject", subject.into())];
            return Err(unfit(field, words.say_with("api-share-needless", &values)));
        }
        let role = role(asked, kind, &self.role)?;
        let ends_ms = self.ends_ms.as_ref().map_or(Ok(NEVER_MS), |number| end(asked, number))?;
        let needed = |field: &str, text: Option<String>| {
            text.ok_or_else(|| unfit(field, words.say_with("api-share-needed", &[("field", field.into())])))
        };
        Ok(match kind {
            ShareKind::Link => Made::Link(WantedLink {
                role,
                ends_ms,
                label: label(asked, &self.label.unwrap_or_default())?,
                password: password(asked, self.password)?.unwrap_or_default(),
                downloads_max: downloads(asked, self.downloads_max.as_ref())?,
            }),
            ShareKind::Guest | ShareKind::Account => Made::Person {
                name: needed("name", self.name)?.trim().to_owned(),
                address: self.address.unwrap_or_default().trim().to_owned(),
                role,
                ends_ms,
            },
            ShareKind::Group => Made::Group { group: needed("group", self.group)?, role, ends_ms },
            ShareKind::Members => Made::Audience { subject: Subject::Members, role },
            ShareKind::Everyone => Made::Audience { subject: Subject::Everyone, role },
        })
    }

    /// A field that says nothing about a share of this kind.
    fn needless(&self, kind: ShareKind) -> Option<&'static str> {
        let is_link = kind == ShareKind::Link;
        let is_person = kind == ShareKind::Guest;
        let is_group = kind == ShareKind::Group;
        let given = [
            ("label", self.label.is_some(), is_link),
            ("name", self.name.is_some(), is_person),
            ("address", self.address.is_some(), is_person),
            ("group", self.group.is_some(), is_group),
            ("ends_ms", self.ends_ms.is_some(), is_link || is_person || is_group),
            ("password", self.password.is_some(), is_link),
            ("downloads_max", self.downloads_max.is_some(), is_link),
        ];
        given.into_iter().find(|(_, is_given, takes)| *is_given && !takes).map(|(field, ..)| field)
    }
}

impl Change {
    /// What is to become of this share.
    pub fn of(self, asked: &Asked, share: &Share) -> Result<ShareChange, Problem> {
        let words = asked.arrival.words();
        if matches!(share.kind, ShareKind::Members | ShareKind::Everyone) {
            return Err(unfit("role", words.say("api-share-audience")));
        }
        let locks = [("password", self.password.is_some()), ("downloads_max", self.downloads_max.is_some())];
        let needless = locks.into_iter().find(|(_, is_given)| *is_given && share.kind != ShareKind::Link);
        if let Some((field, _)) = needless {
            let values = [("field", field.into()), ("subject", kind_name(share.kind).into())];
            return Err(unfit(field, words.say_with("api-share-needless", &values)));
        }
        let kept_role = |name: &str| Some(share.role).filter(|role| role.name() == name);
        let kept_end = |number: &Number| Some(share.ends_ms).filter(|ends_ms| whole(number) == Some(*ends_ms));
        let change = ShareChange {
            role: self
                .role
                .map(|name| kept_role(&name).map_or_else(|| role(asked, share.kind, &name), Ok))
                .transpose()?,
            ends_ms: match self.ends_ms {
                None => None,
                Some(None) => Some(NEVER_MS),
                Some(Some(number)) => Some(kept_end(&number).map_or_else(|| end(asked, &number), Ok)?),
            },
            label: self.label.map(|text| label(asked, &text)).transpose()?,
            password: match self.password {
                None => None,
                Some(text) => Some(password(asked, text)?.unwrap_or_default()),
            },
            downloads_max: self.downloads_max.map(|number| downloads(asked, number.as_ref())).transpose()?,
        };
        if matches!(change, ShareChange { role: None, ends_ms: None, label: None, password: None, downloads_max: None })
        {
            return Err(invalid(words.say("api-share-nothing")));
        }
        Ok(change)
    }
}

fn role(asked: &Asked, kind: ShareKind, name: &str) -> Result<Role, Problem> {
    offered_role(kind, name).ok_or_else(|| {
        let names = offered(kind).iter().map(|role| role.name()).collect::<Vec<_>>().join(", ");
        unfit("role", asked.arrival.words().say_with("api-share-role", &[("names", (&names).into())]))
    })
}

fn end(asked: &Asked, number: &Number) -> Result<Millis, Problem> {
    let now_ms = asked.association().clock.now_ms();
    let fits = |ends_ms: &Millis| is_to_come(*ends_ms, now_ms) && ends_ms.unsigned_abs() <= limits::INTEGER_MAX;
    whole(number).filter(fits).ok_or_else(|| unfit("ends_ms", asked.arrival.words().say("api-share-ends")))
}

fn label(asked: &Asked, text: &str) -> Result<String, Problem> {
    if text.chars().count() <= limits::NAME_CHARS_MAX && text.chars().all(is_plain) {
        return Ok(text.trim().to_owned());
    }
    let most = [("most", limits::NAME_CHARS_MAX.into())];
    Err(unfit("label", asked.arrival.words().say_with("api-share-label", &most)))
}

/// None is said by `null`, or by leaving it out: nothing at all is no password.
fn password(asked: &Asked, text: Option<String>) -> Result<Option<String>, Problem> {
    match text {
        Some(text) if text.trim().is_empty() => {
            Err(unfit("password", SharingProblem::PasswordShort.words(asked.arrival.words())))
        }
        // Nobody could type it where the link is opened.
        Some(text) if text.chars().any(char::is_control) => {
            Err(unfit("password", asked.arrival.words().say("api-share-password")))
        }
        text => Ok(text),
    }
}

/// 0 for as many as one likes, which is said by `null`.
fn downloads(asked: &Asked, number: Option<&Number>) -> Result<u32, Problem> {
    let Some(number) = number else { return Ok(0) };
    let most = whole(number).and_then(|most| u32::try_from(most).ok());
    most.filter(|most| (1..=limits::LINK_DOWNLOADS_MAX).contains(most)).ok_or_else(|| {
        let most = [("most", limits::LINK_DOWNLOADS_MAX.into())];
        unfit("downloads_max", asked.arrival.words().say_with("api-share-downloads", &most))
    })
}
