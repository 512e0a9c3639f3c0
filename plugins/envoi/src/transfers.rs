//! All transfers that the caller may see, and a new one.

use veillee_sdk::{Call, Error, Form, Response, Time};

use crate::limits::{ENDS_DAYS, ENDS_DAYS_MAX, MESSAGE_MAX_CHARS, TITLE_MAX_CHARS, TRANSFERS_PER_PAGE};
use crate::transfer::Transfer;
use crate::{ending, pages};

pub(crate) fn show(call: &mut Call<'_>) -> Result<Response, Error> {
    let form = form(call);
    list(call, &form)
}

fn list(call: &mut Call<'_>, form: &Form<'_>) -> Result<Response, Error> {
    let after = call.query_field("after");
    let page = call.objects::<Transfer>().run(after, TRANSFERS_PER_PAGE)?;
    let (may_make, now) = (call.may_create("transfer"), call.now());
    Ok(pages::transfers::page(call, &page, now, may_make.then_some(form)))
}

fn form<'call>(call: &mut Call<'call>) -> Form<'call> {
    let ends = call.now().plus_days(ENDS_DAYS).day_text();
    Form::new(call).fill("ends", ends)
}

/// What a person says of a transfer or a box.
pub(crate) struct Said<'call> {
    pub(crate) title: &'call str,
    pub(crate) message: Option<&'call str>,
    pub(crate) ends: Time,
}

/// Reads what was typed; what is wrong is kept in the form.
pub(crate) fn read<'call>(form: &mut Form<'call>, now: Time) -> Said<'call> {
    Said {
        title: form.text("title", TITLE_MAX_CHARS),
        message: form.optional_text("message", MESSAGE_MAX_CHARS),
        ends: form.end_of_day("ends", now, now.plus_days(ENDS_DAYS_MAX)),
    }
}

pub(crate) fn make(call: &mut Call<'_>) -> Result<Response, Error> {
    let (mut form, now) = (Form::new(call), call.now());
    let Said { title, message, ends } = read(&mut form, now);
    if !form.is_fine() {
        return list(call, &form);
    }
    let mut changes = call.change_set();
    let fields = [
        ("title", title.into()),
        ("message", message.into()),
        ("ends-ms", ends.into()),
        ("files", 0.into()),
        ("size-bytes", 0.into()),
    ];
    changes.create("transfer", fields);
    let made = changes.commit()?;
    let Some(transfer) = made.first() else { return Ok(Response::see_other("/")) };
    ending::plan(call, &transfer.id, ends)?;
    Ok(Response::see_other(format!("/{}", transfer.id)))
}
