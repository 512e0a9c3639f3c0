//! One transfer: as its sender sees it, and as others do.

use veillee_sdk::{Call, Error, Form, Object, Page, Receipt, Response, Time};

use crate::files::{self, File};
use crate::transfers::{self, Said};
use crate::{ending, pages, texts};

/// As `plugin.toml` declares it.
#[derive(Object, Clone)]
#[object(collection = "transfer")]
pub(crate) struct Transfer {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) title: String,
    pub(crate) message: Option<String>,
    #[object(name = "ends-ms")]
    pub(crate) ends: Time,
    /// How many lie in it, and their bytes in all.
    pub(crate) files: i64,
    #[object(name = "size-bytes")]
    pub(crate) size_bytes: i64,
    #[object(column = "@author-name")]
    pub(crate) sender: Option<String>,
}

impl Transfer {
    pub(crate) fn has_ended(&self, now: Time) -> bool {
        self.ends <= now
    }
}

/// What the page of a transfer shows.
pub(crate) struct View {
    pub(crate) transfer: Transfer,
    pub(crate) files: Page<File>,
    pub(crate) now: Time,
    pub(crate) sentence: String,
    pub(crate) may_add: bool,
    /// For its sender alone.
    pub(crate) receipts: Vec<Receipt>,
}

pub(crate) fn show(call: &mut Call<'_>, transfer: Transfer, problem: Option<&str>) -> Result<Response, Error> {
    let now = call.now();
    let is_sender = call.may(&transfer.id, "share");
    if transfer.has_ended(now) && !is_sender {
        return Ok(pages::received::ended(call, &transfer));
    }
    let after = call.query_field("after");
    let view = View {
        files: files::page(call, &transfer.id, after)?,
        sentence: call.sentence(&transfer.id)?,
        may_add: call.may(&transfer.id, "create"),
        receipts: if is_sender { call.receipts(&transfer.id)? } else { Vec::new() },
        now,
        transfer,
    };
    Ok(if is_sender { pages::sent::page(call, &view, problem) } else { pages::received::page(call, &view, problem) })
}

pub(crate) fn change_form(call: &mut Call<'_>, transfer: &Transfer) -> Result<Response, Error> {
    may_change(call, transfer)?;
    let form = Form::new(call)
        .fill("title", transfer.title.as_str())
        .fill("message", transfer.message.clone().unwrap_or_default())
        .fill("ends", transfer.ends.day_text());
    Ok(pages::sent::change(call, transfer, &form))
}

/// Title, message and end. An end that was left as it is stays to the millisecond.
pub(crate) fn change(call: &mut Call<'_>, transfer: &Transfer) -> Result<Response, Error> {
    may_change(call, transfer)?;
    let (mut form, now) = (Form::new(call), call.now());
    let Said { title, message, ends } = transfers::read(&mut form, now);
    if !form.is_fine() {
        return Ok(pages::sent::change(call, transfer, &form));
    }
    let ends = if ends.day_text() == transfer.ends.day_text() { transfer.ends } else { ends };
    let fields = [("title", title.into()), ("message", message.into()), ("ends-ms", ends.into())];
    let mut changes = call.change_set();
    changes.update_if(&transfer.id, form.version(), fields);
    match changes.commit() {
        Err(Error::Conflict) => {
            form.refuse(409, texts::faster(call));
            return Ok(pages::sent::change(call, transfer, &form));
        }
        done => done?,
    };
    ending::plan(call, &transfer.id, ends)?;
    Ok(Response::see_other(format!("/{}?saved=yes", transfer.id)))
}

/// What has ended is not opened again: its files are gone.
fn may_change(call: &mut Call<'_>, transfer: &Transfer) -> Result<(), Error> {
    if !call.may(&transfer.id, "share") {
        return Err(Error::Denied);
    }
    if transfer.has_ended(call.now()) { Err(Error::NotFound) } else { Ok(()) }
}

pub(crate) fn ask_to_end(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let transfer: Transfer = one(call, id)?;
    may_change(call, &transfer)?;
    Ok(pages::confirm::end(call, &transfer))
}

/// Nobody gets a byte from this moment on; the keys follow at once.
pub(crate) fn end(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let transfer: Transfer = one(call, id)?;
    may_change(call, &transfer)?;
    let now = call.now();
    let mut changes = call.change_set();
    changes.update(id, [("ends-ms", now.into())]);
    changes.commit()?;
    ending::plan(call, id, now)?;
    Ok(Response::see_other(format!("/{id}?ended=yes")))
}

/// Takes what has ended off the list.
pub(crate) fn forget(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let transfer: Transfer = one(call, id)?;
    if !transfer.has_ended(call.now()) {
        return Err(Error::Denied);
    }
    let mut changes = call.change_set();
    changes.trash(id);
    changes.commit()?;
    Ok(Response::see_other("/"))
}

/// A transfer by its id, and nothing else.
pub(crate) fn one(call: &mut Call<'_>, id: &str) -> Result<Transfer, Error> {
    call.object(id).map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })
}
