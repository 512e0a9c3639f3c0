//! The guest book of an album: words of those who see it, with their first name and without an account.

use veillee_sdk::{Call, Error, Response, Row};

use crate::albums::{self, Album};
use crate::entered::{self, Form, MESSAGE_MAX_CHARS, NAME_MAX_CHARS, Problem};
use crate::pages;
use crate::signature::{self, Signature};

const MESSAGES_PER_PAGE: u32 = 50;
const COUNT_UP_TO: u32 = 1_000;
const FIELDS: [&str; 6] = ["text", "by", "@author-name", "@created-ms", "state", "@mine"];

pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) author: String,
    pub(crate) created_ms: i64,
    /// Waits for a yes of whoever keeps the album.
    pub(crate) pending: bool,
    pub(crate) mine: bool,
}

impl From<&Row> for Message {
    fn from(row: &Row) -> Self {
        Self {
            id: row.id.clone(),
            text: row.text(0).into(),
            author: if row.text(1).is_empty() { row.text(2) } else { row.text(1) }.into(),
            created_ms: row.integer(3).unwrap_or(0),
            pending: row.text(4) == "pending",
            mine: row.boolean(5),
        }
    }
}

/// What the page of the guest book shows.
pub(crate) struct View {
    pub(crate) album: Album,
    pub(crate) messages: Vec<Message>,
    pub(crate) next: Option<String>,
    pub(crate) signature: Option<Signature>,
    pub(crate) may_write: bool,
    pub(crate) may_moderate: bool,
}

pub(crate) fn count(call: &mut Call<'_>, album: &str) -> Result<u32, Error> {
    call.query("message").under(album).count(COUNT_UP_TO)
}

pub(crate) fn show(call: &mut Call<'_>, album: &str, problem: Option<&Problem<'_>>) -> Result<Response, Error> {
    let album = albums::one(call, album)?;
    let after = call.query_field("after");
    let page = call.query("message").select(FIELDS).under(&album.id).run(after, MESSAGES_PER_PAGE)?;
    let view = View {
        messages: page.rows.iter().map(Message::from).collect(),
        next: page.next,
        signature: signature::own(call, &album.id)?,
        may_write: album.book && call.may(&album.id, "create:message"),
        may_moderate: call.may(&album.id, "update"),
        album,
    };
    Ok(pages::book::page(call, &view, problem))
}

pub(crate) fn write(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let text = entered::text(call, "text").unwrap_or_default();
    let named = entered::text(call, "by").unwrap_or_default();
    let long = Problem::too_long(call, Form::Message, "text", text, MESSAGE_MAX_CHARS)
        .or_else(|| Problem::too_long(call, Form::Message, "by", named, NAME_MAX_CHARS));
    if let Some(problem) = long {
        return show(call, album, Some(&problem));
    }
    if text.is_empty() {
        let sentence = call.say("Écrivez d’abord quelques mots.", "Please write a few words first.");
        return show(call, album, Some(&Problem { form: Form::Message, field: "text", status: 422, sentence }));
    }
    let album = albums::one(call, album)?;
    let signed = signature::own(call, &album.id)?;
    let name = signature::name(call, signed.as_ref());
    let signing = signature::sign(call, &album, signed.as_ref(), &name, 0);
    let approves = album.approval && call.may(&album.id, "update");
    let mut changes = call.change_set();
    let message = changes.create_in(&album.id, "message", [("text", text.into()), ("by", name.into())]);
    if approves {
        changes.update(&message, [("state", "shown".into())]);
    }
    if let Some(signing) = signing {
        signing.put(&mut changes);
    }
    changes.commit()?;
    Ok(Response::see_other(format!("/{}/book?written=yes", album.id)))
}

/// Shows a word, hides it, or puts it into the trash. The host lets authors remove theirs, and editors do all of it.
pub(crate) fn moderate(call: &mut Call<'_>, album: &str, message: &str) -> Result<Response, Error> {
    one(call, album, message)?;
    let deed = call.form_field("do");
    let mut changes = call.change_set();
    let done = match deed {
        Some("show") => {
            changes.update(message, [("state", "shown".into())]);
            "saved=yes".to_owned()
        }
        Some("hide") => {
            changes.update(message, [("state", "pending".into())]);
            "saved=yes".to_owned()
        }
        Some("trash") => {
            changes.trash(message);
            format!("removed={message}")
        }
        _ => return Err(Error::Invalid("the form says not what to do".into())),
    };
    changes.commit()?;
    Ok(Response::see_other(format!("/{album}/book?{done}")))
}

/// A word of this album's guest book.
fn one(call: &mut Call<'_>, album: &str, id: &str) -> Result<Message, Error> {
    let select: Vec<&str> = FIELDS.into_iter().chain(["@parent"]).collect();
    let row = call.get(id, &select).map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })?;
    if row.text(6) == album { Ok(Message::from(&row)) } else { Err(Error::NotFound) }
}

/// Undoes a removal. What is back already, or gone for good, is no error.
pub(crate) fn restore(call: &mut Call<'_>, album: &str) -> Result<Response, Error> {
    let id = call.form_field("id").unwrap_or_default();
    let mut changes = call.change_set();
    changes.restore(id);
    match changes.commit() {
        Ok(_) | Err(Error::NotFound) => Ok(Response::see_other(format!("/{album}/book"))),
        Err(error) => Err(error),
    }
}
