//! Deposit boxes: "send me your files".

use veillee_sdk::{Call, Error, Form, Object, Page, Response, Time};

use crate::deposits::{self, Deposit};
use crate::limits::{
    BOX_FILES, BOX_FILES_MAX, BOX_GIGABYTES, BOX_GIGABYTES_MAX, ENDS_DAYS, GIGABYTE_BYTES, TRANSFERS_PER_PAGE,
};
use crate::transfers::{self, Said};
use crate::{pages, texts};

/// As `plugin.toml` declares it.
#[derive(Object, Clone)]
#[object(collection = "box")]
pub(crate) struct DepositBox {
    pub(crate) id: String,
    pub(crate) version: u64,
    pub(crate) title: String,
    pub(crate) message: Option<String>,
    #[object(name = "ends-ms")]
    pub(crate) ends: Time,
    #[object(name = "files-max")]
    pub(crate) files_max: i64,
    #[object(name = "bytes-max")]
    pub(crate) bytes_max: i64,
    /// How many files came so far, and their bytes in all.
    pub(crate) deposits: i64,
    #[object(name = "deposited-bytes")]
    pub(crate) deposited_bytes: i64,
    #[object(column = "@author-name")]
    pub(crate) owner: Option<String>,
    /// The caller's.
    #[object(column = "@role")]
    pub(crate) role: Option<String>,
}

impl DepositBox {
    pub(crate) fn is_closed(&self, now: Time) -> bool {
        self.ends <= now
    }

    pub(crate) fn files_left(&self) -> i64 {
        (self.files_max - self.deposits).max(0)
    }

    pub(crate) fn bytes_left(&self) -> u64 {
        u64::try_from(self.bytes_max - self.deposited_bytes).unwrap_or(0)
    }
}

/// What the page of a box shows its owner.
pub(crate) struct View {
    pub(crate) deposit_box: DepositBox,
    pub(crate) deposits: Page<Deposit>,
    pub(crate) now: Time,
    pub(crate) sentence: String,
    pub(crate) is_owner: bool,
}

pub(crate) fn show_all(call: &mut Call<'_>) -> Result<Response, Error> {
    let ends = call.now().plus_days(ENDS_DAYS).day_text();
    let form = Form::new(call).fill("ends", ends);
    let form = form.fill("files", BOX_FILES.to_string()).fill("gigabytes", BOX_GIGABYTES.to_string());
    list(call, &form)
}

fn list(call: &mut Call<'_>, form: &Form<'_>) -> Result<Response, Error> {
    let after = call.query_field("after");
    let page = call.objects::<DepositBox>().run(after, TRANSFERS_PER_PAGE)?;
    let (may_make, now) = (call.may_create("box"), call.now());
    Ok(pages::boxes::list(call, &page, now, may_make.then_some(form)))
}

pub(crate) fn make(call: &mut Call<'_>) -> Result<Response, Error> {
    let (mut form, now) = (Form::new(call), call.now());
    let Said { title, message, ends } = transfers::read(&mut form, now);
    let (files, gigabytes) = limits(&mut form);
    if !form.is_fine() {
        return list(call, &form);
    }
    let fields = [
        ("title", title.into()),
        ("message", message.into()),
        ("ends-ms", ends.into()),
        ("files-max", files.into()),
        ("bytes-max", (gigabytes * GIGABYTE_BYTES).into()),
        ("deposits", 0.into()),
        ("deposited-bytes", 0.into()),
    ];
    let mut changes = call.change_set();
    changes.create("box", fields);
    let made = changes.commit()?;
    Ok(Response::see_other(made.first().map_or("/boxes".into(), |made| format!("/{}", made.id))))
}

fn limits(form: &mut Form<'_>) -> (i64, i64) {
    (form.integer("files", 1..=BOX_FILES_MAX), form.integer("gigabytes", 1..=BOX_GIGABYTES_MAX))
}

/// Its owner, and whom they let look, see what came; all others put files in, and see nothing of it.
pub(crate) fn show(call: &mut Call<'_>, deposit_box: DepositBox, problem: Option<&str>) -> Result<Response, Error> {
    let now = call.now();
    let is_owner = call.may(&deposit_box.id, "share");
    if !is_owner && deposit_box.role.as_deref() != Some("viewer") {
        return Ok(pages::deposit::page(call, &deposit_box, now, problem));
    }
    let after = call.query_field("after");
    let deposits = deposits::page(call, &deposit_box.id, after)?;
    let sentence = call.sentence(&deposit_box.id)?;
    Ok(pages::boxes::page(call, &View { deposit_box, deposits, now, sentence, is_owner }))
}

pub(crate) fn change_form(call: &mut Call<'_>, deposit_box: &DepositBox) -> Result<Response, Error> {
    may_change(call, deposit_box)?;
    let form = Form::new(call)
        .fill("title", deposit_box.title.as_str())
        .fill("message", deposit_box.message.clone().unwrap_or_default())
        .fill("ends", deposit_box.ends.day_text())
        .fill("files", deposit_box.files_max.to_string())
        .fill("gigabytes", (deposit_box.bytes_max / GIGABYTE_BYTES).to_string());
    Ok(pages::boxes::change(call, deposit_box, &form))
}

/// A box that is closed opens again with a later day.
pub(crate) fn change(call: &mut Call<'_>, deposit_box: &DepositBox) -> Result<Response, Error> {
    may_change(call, deposit_box)?;
    let (mut form, now) = (Form::new(call), call.now());
    let Said { title, message, ends } = transfers::read(&mut form, now);
    let (files, gigabytes) = limits(&mut form);
    if !form.is_fine() {
        return Ok(pages::boxes::change(call, deposit_box, &form));
    }
    let fields = [
        ("title", title.into()),
        ("message", message.into()),
        ("ends-ms", ends.into()),
        ("files-max", files.into()),
        ("bytes-max", (gigabytes * GIGABYTE_BYTES).into()),
    ];
    let mut changes = call.change_set();
    changes.update_if(&deposit_box.id, form.version(), fields);
    match changes.commit() {
        // A deposit counts as a change too: what was typed is kept, and saving once more wins.
        Err(Error::Conflict) => {
            form.refuse(409, texts::faster(call));
            Ok(pages::boxes::change(call, deposit_box, &form))
        }
        done => done.map(|_| Response::see_other(format!("/{}?saved=yes", deposit_box.id))),
    }
}

fn may_change(call: &mut Call<'_>, deposit_box: &DepositBox) -> Result<(), Error> {
    if call.may(&deposit_box.id, "share") { Ok(()) } else { Err(Error::Denied) }
}

pub(crate) fn ask_to_close(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let deposit_box = one(call, id)?;
    may_change(call, &deposit_box)?;
    Ok(pages::confirm::close(call, &deposit_box))
}

/// Nothing more comes in; what came stays. With `erase`, the box goes into the trash with all that is in it.
pub(crate) fn close(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    let deposit_box = one(call, id)?;
    may_change(call, &deposit_box)?;
    let (now, erase) = (call.now(), call.form_field("erase") == Some("yes"));
    let mut changes = call.change_set();
    if erase {
        changes.trash(id);
    } else {
        changes.update(id, [("ends-ms", now.into())]);
    }
    changes.commit()?;
    Ok(Response::see_other(if erase { "/boxes".into() } else { format!("/{id}?saved=yes") }))
}

/// A box by its id, and nothing else.
pub(crate) fn one(call: &mut Call<'_>, id: &str) -> Result<DepositBox, Error> {
    call.object(id).map_err(|error| match error {
        Error::Invalid(_) => Error::NotFound,
        other => other,
    })
}
