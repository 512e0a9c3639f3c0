//! Big files to send, and boxes to receive some.
//!
//! Read on with `transfers` (the list, and a new one), `transfer` (one of them), `files` (what lies in it), `ending` (its end),
//! then `boxes` and `deposits`. Each file of `pages` belongs to the one of the same name here.

mod boxes;
mod deposits;
mod ending;
mod files;
mod limits;
mod pages;
#[cfg(test)]
mod tests;
mod transfer;
mod transfers;

use veillee_sdk::{Call, Capability, Error, Job, Response, Routes, Service, Verdict, export, routes};

/// One function for each line of `locales/fr.ftl` and `locales/en.ftl`.
mod texts {
    veillee_sdk::texts!();
}

/// The service.
pub struct Envoi;

impl Service for Envoi {
    const NAME: &'static str = "envoi";
    const CAPABILITIES: &'static [Capability] = &[
        Capability::ObjectsRead,
        Capability::ObjectsWrite,
        Capability::Sharing,
        Capability::Caller,
        Capability::JobsQueue,
    ];
    const ROUTES: Routes = routes! {
        GET "/" => transfers::show(),
        POST "/" => transfers::make(),
        GET "/boxes" => boxes::show_all(),
        POST "/boxes" => boxes::make(),
        GET "/{id}" => one(id: &str),
        POST "/{id}" => add(id: &str),
        GET "/{id}/change" => change_form(id: &str),
        POST "/{id}/change" => change(id: &str),
        GET "/{id}/end" => transfer::ask_to_end(id: &str),
        POST "/{id}/end" => transfer::end(id: &str),
        POST "/{id}/forget" => transfer::forget(id: &str),
        GET "/{id}/close" => boxes::ask_to_close(id: &str),
        POST "/{id}/close" => boxes::close(id: &str),
        GET "/{id}/download" => download(id: &str),
        GET "/{id}/{file}" => download_one(id: &str, file: &str),
        GET "/{id}/{file}/replace" => files::replace_form(id: &str, file: &str),
        POST "/{id}/{file}/replace" => files::replace(id: &str, file: &str),
        GET "/{id}/{file}/remove" => files::ask_to_remove(id: &str, file: &str),
        POST "/{id}/{file}/remove" => files::remove(id: &str, file: &str),
    };

    fn run(&self, call: &mut Call<'_>, job: &Job) -> Verdict {
        match ending::run(call, job) {
            Ok(()) | Err(Error::NotFound) => Verdict::Done,
            // Somebody works on the transfer at this moment, or the host is busy.
            Err(Error::Conflict | Error::Unavailable(_)) => Verdict::RetryAfterMs(1_000),
            Err(error) => Verdict::GiveUp(error.to_string()),
        }
    }
}

export!(Envoi);

/// What the object of an address is: a link of the host leads to `/ID`, whichever it is of.
enum Kind {
    Transfer(transfer::Transfer),
    Box(boxes::DepositBox),
}

fn kind(call: &mut Call<'_>, id: &str) -> Result<Kind, Error> {
    // Boxes alone have this field.
    match call.get(id, &["files-max"]) {
        Ok(row) if row.integer(0).is_some() => boxes::one(call, id).map(Kind::Box),
        Ok(_) | Err(Error::Invalid(_)) => transfer::one(call, id).map(Kind::Transfer),
        Err(error) => Err(error),
    }
}

fn one(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    match kind(call, id)? {
        Kind::Transfer(transfer) => transfer::show(call, transfer, None),
        Kind::Box(deposit_box) => boxes::show(call, deposit_box, None),
    }
}

fn add(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    match kind(call, id)? {
        Kind::Transfer(transfer) => files::add(call, transfer),
        Kind::Box(deposit_box) => deposits::add(call, deposit_box),
    }
}

fn change_form(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    match kind(call, id)? {
        Kind::Transfer(transfer) => transfer::change_form(call, &transfer),
        Kind::Box(deposit_box) => boxes::change_form(call, &deposit_box),
    }
}

fn change(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    match kind(call, id)? {
        Kind::Transfer(transfer) => transfer::change(call, &transfer),
        Kind::Box(deposit_box) => boxes::change(call, &deposit_box),
    }
}

fn download(call: &mut Call<'_>, id: &str) -> Result<Response, Error> {
    match kind(call, id)? {
        Kind::Transfer(transfer) => files::download(call, &transfer),
        Kind::Box(deposit_box) => deposits::download(call, &deposit_box),
    }
}

fn download_one(call: &mut Call<'_>, id: &str, file: &str) -> Result<Response, Error> {
    match kind(call, id)? {
        Kind::Transfer(transfer) => files::download_one(call, &transfer, file),
        Kind::Box(deposit_box) => deposits::download_one(call, &deposit_box, file),
    }
}
