use crate::plugin::{EnableError, InstallError};
use crate::storage::objects::ObjectError;
use crate::storage::schema::ShapeConflict;
use crate::storage::sql::DatabaseError;

/// Why a deed was not done: one sentence for the operator, and nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    #[error("no association has the name or the id `{0}`: give one of those that `veillee plugin list` shows")]
    UnknownAssociation(String),
    #[error("no package of `{0}` is installed: install it first, with `veillee plugin install FILE`")]
    UnknownPlugin(String),
    #[error("`{0}` is not a service here: enable it first, with `veillee plugin enable {0}`")]
    UnknownService(String),
    #[error("`{0}` is disabled: enable it first, with `veillee plugin enable {0}`")]
    Disabled(String),
    #[error("`{name}` asks for {}: read why with `veillee plugin show {name}`, then say --yes", .wants.join(", "))]
    Consent { name: String, wants: Vec<String> },
    #[error("the package is for `{found}`, not for `{asked}`: give a package of the same name")]
    OtherName { asked: String, found: String },
    #[error("the version of `{0}` that was read does not wait any more: look again with `veillee plugin list`")]
    NotWaiting(String),
    #[error("the version before of `{0}` is not the one that was read any more: look again with `veillee plugin list`")]
    OtherPrevious(String),
    #[error(
        "the newest package of `{0}` is not the one that was read any more: read again with `veillee plugin show {0}`"
    )]
    OtherNewest(String),
    #[error("`{0}` has no version before this one: install and upgrade to the one that you want")]
    NoPrevious(String),
    #[error(
        "`{service}` does not ask for `{capability}`: grant one of those that `veillee plugin show {service}` lists"
    )]
    NotAsked { service: String, capability: String },
    #[error("{}", publisher_sentence(.name, .first.as_deref(), .now.as_deref()))]
    Publisher { name: String, first: Option<String>, now: Option<String> },
    #[error("a reason is one plain line of at most {} characters: shorten it", crate::limits::REASON_CHARS_MAX)]
    Reason,
    #[error("the end of the pause has passed already: give a later one")]
    Past,
    #[error(transparent)]
    Install(#[from] InstallError),
    #[error(transparent)]
    Shape(#[from] ShapeConflict),
    #[error(transparent)]
    Enable(#[from] EnableError),
    #[error(transparent)]
    Purge(#[from] ObjectError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

fn publisher_sentence(name: &str, first: Option<&str>, now: Option<&str>) -> String {
    let first = first.map_or("without a signature".to_owned(), |key| format!("signed with the key {key}"));
    let now = now.map_or("is not signed".to_owned(), |key| format!("is signed with {key}"));
    format!("`{name}` was first installed {first}, and this package {now}: ask its publisher, then say --adopt")
}
