use veillee_engine::types::{Error, NewJob};

use crate::plugin::call::Call;

const CAPABILITY: &str = "jobs-queue";

pub(in crate::plugin) async fn enqueue(call: &mut Call, _job: NewJob) -> Result<(), Error> {
    call.granted(CAPABILITY)?;
    Err(Error::Unavailable("this host has no queue yet".to_owned()))
}

pub(in crate::plugin) async fn cancel(call: &mut Call, _job: &str, _about: &str, _key: &str) -> Result<bool, Error> {
    call.granted(CAPABILITY)?;
    Ok(false)
}

pub(in crate::plugin) fn progress(_call: &mut Call, _done: u32, _total: u32, _word: &str) {}
