//! Photo albums to keep and to share.
//!
//! Read on with `albums` (the list, and what is done to a whole album), `photo` (one photo), `chosen` (many at once),
//! `order` (what stands before what), and `pages` (how it all looks). Each file of `pages` belongs to the one of the same
//! name here.

mod adding;
mod albums;
mod archive;
mod book;
mod chosen;
mod entered;
mod hearts;
mod moment;
mod order;
mod pages;
mod photo;
mod photos;
mod review;
mod sheet;
mod signature;
#[cfg(test)]
mod tests;
mod within;

use veillee_sdk::{Call, Capability, Error, Job, Response, Service, Verdict, export};

/// The service.
pub struct Album;

impl Service for Album {
    const NAME: &'static str = "album";
    const CAPABILITIES: &'static [Capability] = &[
        Capability::ObjectsRead,
        Capability::ObjectsWrite,
        Capability::Sharing,
        Capability::Caller,
        Capability::JobsQueue,
    ];

    fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        match *call.segments() {
            [] => albums::list(call, None),
            ["hearts"] => hearts::mine(call),
            [album] => albums::show(call, album, None),
            [album, "trash"] => albums::ask_to_trash(call, album),
            [album, "download"] => archive::whole(call, album),
            [album, "albums"] => within::more(call, album),
            [album, "into"] => within::ask_where(call, album),
            [album, "sheet"] => sheet::show(call, album),
            [album, "review"] => review::show(call, album),
            [album, "book"] => book::show(call, album, None),
            [album, "choose"] => chosen::show(call, album, None),
            [album, "order"] => order::show(call, album),
            [album, photo] => photo::show(call, album, photo, None),
            [album, photo, "trash"] => photo::ask_to_trash(call, album, photo),
            [album, photo, "download"] => photo::download(call, album, photo),
            [album, photo, "hearts"] => hearts::names(call, album, photo),
            _ => Err(Error::NotFound),
        }
    }

    fn post(&self, call: &mut Call<'_>) -> Result<Response, Error> {
        match *call.segments() {
            [] => albums::make(call),
            ["restore"] => albums::restore(call),
            [album] => adding::upload(call, album),
            [album, "rename"] => albums::rename(call, album),
            [album, "approval"] => albums::set_approval(call, album),
            [album, "others"] => albums::set_others(call, album),
            [album, "albums"] => within::make(call, album),
            [album, "into"] => within::move_into(call, album),
            [album, "trash"] => albums::trash(call, album),
            [album, "review"] => review::decide(call, album),
            [album, "book"] => book::write(call, album),
            [album, "book", "restore"] => book::restore(call, album),
            [album, "book", message] => book::moderate(call, album, message),
            [album, "choose"] => chosen::act(call, album),
            [album, "move"] => chosen::move_into(call, album),
            [album, "copy"] => chosen::copy_into(call, album),
            [album, "restore"] => chosen::restore(call, album),
            [album, "order"] => order::arrange(call, album),
            [album, "sort"] => order::sort(call, album),
            [album, photo] => photo::describe(call, album, photo),
            [album, photo, "cover"] => photo::make_cover(call, album, photo),
            [album, photo, "approve"] => photo::approve(call, album, photo),
            [album, photo, "turn"] => photo::turn(call, album, photo),
            [album, photo, "heart"] => hearts::give(call, album, photo),
            [album, photo, "trash"] => photo::trash(call, album, photo),
            _ => Err(Error::NotFound),
        }
    }

    /// The only job: a large album is sorted by date.
    fn run(&self, call: &mut Call<'_>, job: &Job) -> Verdict {
        match order::by_date(call, &job.about) {
            Ok(()) => Verdict::Done,
            // Somebody works on the album at this moment.
            Err(Error::NotFound | Error::Conflict) => Verdict::RetryAfterMs(1_000),
            Err(error) => Verdict::GiveUp(error.to_string()),
        }
    }
}

export!(Album);
