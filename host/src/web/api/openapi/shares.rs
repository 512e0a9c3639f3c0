//! How sharing is described: the same bounds as `web/api/shares/`.

use serde_json::{Map, Value as Json, json};
use veillee_access::Role;

use super::operations::{Operation, id};
use crate::limits;
use crate::storage::shape::Shape;
use crate::web::api::problem::Kind;
use crate::web::shares::{OFFERED, PERSON_OFFERED};

/// Everything about the shares of one container.
pub fn paths(shape: &Shape, base: &str, paths: &mut Map<String, Json>) {
    let all = Operation::new(shape, "list-shares", "Who it is shared with, and the groups that it may be shared with");
    let inherit = Operation::new(shape, "inherit-shares", "Whether it follows the sharing of what it lies in");
    let inherit = inherit.takes("Inheriting").answers(200, "all of them", "Shares").done();
    let new = Operation::new(shape, "share", "Shares it: by a link, with a person, a group, all members or everyone");
    let new = new.takes("NewShare").answers_made("it is", "Share").done();
    let both = json!({
        "parameters": [id("id")],
        "get": all.answers(200, "all of them", "Shares").done(), "post": new, "patch": inherit,
    });
    paths.insert(format!("{base}/{{id}}/shares"), both);
    let show = Operation::new(shape, "show-share", "One share").answers(200, "it", "Share").done();
    let change = Operation::new(shape, "change-share", "Changes it; its address stays");
    let change = change.takes("ShareChange").answers(200, "it is changed", "Share").done();
    let stop = Operation::new(shape, "stop-share", "Stops it for the next byte").answers_nothing("it is over").done();
    let named = json!([id("id"), id("share")]);
    let one = json!({ "parameters": named, "get": show, "patch": change, "delete": stop });
    paths.insert(format!("{base}/{{id}}/shares/{{share}}"), one);
    let invite = Operation::new(shape, "invite", "Sends the invitation once more, or for the first time");
    let invite = invite.answers(200, "it is on its way", "Share").may_fail(&[Kind::Conflict]).done();
    paths.insert(format!("{base}/{{id}}/shares/{{share}}/invite"), json!({ "parameters": named, "post": invite }));
}

pub fn schemas() -> [(&'static str, Json); 5] {
    [
        ("Share", share()),
        ("Shares", shares()),
        ("NewShare", new_share()),
        ("ShareChange", change()),
        ("Inheriting", inheriting()),
    ]
}

fn share() -> Json {
    let moment = json!({ "type": ["integer", "null"], "description": "milliseconds since 1970-01-01T00:00:00Z" });
    let text = json!({ "type": ["string", "null"] });
    let count = json!({ "type": "integer", "minimum": 0 });
    let roles: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
    json!({
        "type": "object",
        "required": [
            "id", "subject", "role", "label", "name", "address", "group", "ends_ms", "has_password", "downloads_max",
            "downloads", "created_ms", "opened_ms", "opened_times", "devices", "invited_ms", "url",
        ],
        "properties": {
            "id": { "type": "string" },
            "subject": { "enum": ["link", "guest", "account", "group", "members", "everyone"] },
            "role": { "enum": roles },
            "label": { "type": "string", "description": "what those who share call it" },
            "name": { "type": ["string", "null"], "description": "of the account or the group" },
            "address": { "type": ["string", "null"], "description": "where an invited guest gets mail" },
            "group": text,
            "ends_ms": moment,
            "has_password": { "type": "boolean", "description": "the password itself is never told" },
            "downloads_max": { "type": ["integer", "null"], "description": "null: as many as one likes" },
            "downloads": count,
            "created_ms": { "type": "integer" },
            "opened_ms": moment,
            "opened_times": count,
            "devices": count,
            "invited_ms": moment,
            "url": {
                "type": ["string", "null"],
                "description": "the address of a link; that of a guest once only, when the share is made",
            },
            "invitation": {
                "enum": ["sent", "too-soon", "too-many", null],
                "description": "what became of it, once only, when the share is made; null: there is nobody to write to",
            },
        },
    })
}

fn shares() -> Json {
    let group = json!({
        "type": "object",
        "required": ["id", "name"],
        "properties": { "id": { "type": "string" }, "name": { "type": "string" } },
    });
    json!({
        "type": "object",
        "required": ["sentence", "shares", "private", "groups"],
        "properties": {
            "sentence": { "type": "string", "description": "who can see it, in one sentence" },
            "shares": { "type": "array", "items": { "$ref": "#/components/schemas/Share" } },
            "private": {
                "type": ["boolean", "null"],
                "description": "it does not follow the sharing of what it lies in; null: it lies in nothing",
            },
            "groups": { "type": "array", "items": group, "description": "that there are to share with" },
        },
    })
}

/// One schema for each subject, since what else may be said depends on it.
fn new_share() -> Json {
    let (links, people) = (roles(&OFFERED), roles(&PERSON_OFFERED));
    let link = json!({
        "subject": { "const": "link", "description": "may be left out" },
        "role": links, "label": label(), "ends_ms": end(), "password": password(), "downloads_max": downloads(),
    });
    let address = json!({
        "type": ["string", "null"],
        "maxLength": limits::ADDRESS_BYTES_MAX,
        "pattern": "^([A-Za-z0-9]{1,30}(\\.[A-Za-z0-9]{1,30})?@[a-z0-9]{1,30}(\\.[a-z0-9]{1,30}){1,3})?$",
        "description": "whoever has an account with it is shared with there, others get a link of their own; empty: you hand the link over",
    });
    let name = json!({ "type": "string", "maxLength": limits::NAME_CHARS_MAX, "pattern": NAME });
    let person = json!({
        "subject": { "const": "person" }, "role": people, "name": name, "address": address, "ends_ms": end(),
    });
    let group = json!({
        "type": "string", "pattern": "^[a-z2-7]{26}$", "description": "its id; all of them are told with the shares",
    });
    let group = json!({ "subject": { "const": "group" }, "role": people, "group": group, "ends_ms": end() });
    let audience = json!({ "subject": { "enum": ["members", "everyone"] }, "role": links });
    let one = |required: &[&str], properties: Json| json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties });
    json!({ "oneOf": [
        one(&["role"], link),
        one(&["subject", "role", "name"], person),
        one(&["subject", "role", "group"], group),
        one(&["subject", "role"], audience),
    ] })
}

fn change() -> Json {
    json!({
        "type": "object",
        "additionalProperties": false,
        "minProperties": 1,
        "description": "What is left out stays as it is. A link alone has a password and a number of downloads, and no link lets \
            change all; what is shared with all members or with everyone has nothing to change.",
        "properties": {
            "role": roles(&PERSON_OFFERED),
            "label": { "type": "string", "maxLength": limits::NAME_CHARS_MAX, "pattern": LINE },
            "ends_ms": end(),
            "password": password(),
            "downloads_max": downloads(),
        },
    })
}

fn inheriting() -> Json {
    json!({
        "type": "object", "additionalProperties": false, "required": ["private"],
        "properties": { "private": { "type": "boolean" } },
    })
}

/// Without control characters and what turns the direction of writing.
const LINE: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]*$";
/// The same, with something to see.
const NAME: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]*\
    [^\\s\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]\
    [^\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]*$";

fn roles(offered: &[Role]) -> Json {
    json!({ "enum": offered.iter().map(|role| role.name()).collect::<Vec<_>>() })
}

fn label() -> Json {
    json!({
        "type": ["string", "null"], "maxLength": limits::NAME_CHARS_MAX, "pattern": LINE,
        "description": "for those who share",
    })
}

fn end() -> Json {
    json!({
        "type": ["integer", "null"], "minimum": 0, "maximum": limits::INTEGER_MAX,
        "description": "a moment to come, in milliseconds since 1970-01-01T00:00:00Z; null: no end",
    })
}

/// Spaces around it are not part of it, since it is told by word of mouth.
fn password() -> Json {
    json!({
        "type": ["string", "null"],
        "writeOnly": true,
        "minLength": limits::LINK_PASSWORD_CHARS_MIN,
        "maxLength": limits::LINK_PASSWORD_CHARS_MAX,
        "pattern": "^[^\\s\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f]$",
        "description": "asked for where the link is opened, in a browser; never told again; null: none",
    })
}

fn downloads() -> Json {
    json!({
        "type": ["integer", "null"], "minimum": 1, "maximum": limits::LINK_DOWNLOADS_MAX,
        "description": "null: as many as one likes",
    })
}
