//! The end of a transfer: its files' bytes go with their keys.

use veillee_sdk::{Call, Error, Job, NewJob, Time};

use crate::files::File;
use crate::limits::{ENDED_DAYS_KEPT, FILES_PER_READING, JOB_DELAY_MS_MAX};
use crate::transfer::{self, Transfer};

const JOB: &str = "end";
/// One job waits for each transfer.
const KEY: &str = "end";

/// Sees to it that the files go when the transfer ends, and not before.
pub(crate) fn plan(call: &mut Call<'_>, id: &str, ends: Time) -> Result<(), Error> {
    call.cancel(JOB, id, KEY)?;
    let wait_ms = u64::try_from(ends.ms() - call.now().ms()).unwrap_or(0);
    let delay_ms = wait_ms.min(JOB_DELAY_MS_MAX);
    let job = NewJob { name: JOB.into(), about: id.into(), input: Vec::new(), delay_ms, key: Some(KEY.into()) };
    match call.enqueue(&job) {
        // Too many wait already: nobody reads a file after its end all the same, and the daily look finds it.
        Err(Error::QuotaExceeded) => Ok(()),
        outcome => outcome,
    }
}

/// The job, and the daily look after what it missed. The second time there is nothing left to do.
pub(crate) fn run(call: &mut Call<'_>, job: &Job) -> Result<(), Error> {
    let transfer: Transfer = transfer::one(call, &job.about)?;
    let now = call.now();
    if !transfer.has_ended(now) {
        // It was extended, or ends later than a job can wait.
        return if job.name == JOB { plan(call, &transfer.id, transfer.ends) } else { Ok(()) };
    }
    erase(call, &transfer)?;
    if transfer.ends.plus_days(ENDED_DAYS_KEPT) <= now {
        let mut changes = call.change_set();
        changes.trash(&transfer.id);
        changes.commit()?;
    }
    Ok(())
}

/// Lets the bytes of all its files go. Their names stay for the sender.
fn erase(call: &mut Call<'_>, transfer: &Transfer) -> Result<(), Error> {
    let (mut after, mut done) = (None, 0);
    let total = u32::try_from(transfer.files).unwrap_or(0);
    loop {
        let files = call.objects::<File>().under(&transfer.id).order("position");
        let page = files.run(after.as_deref(), FILES_PER_READING)?;
        let mut changes = call.change_set();
        for file in page.rows.iter().filter(|file| file.size_bytes.is_some()) {
            changes.detach(&file.id, "file");
        }
        changes.commit()?;
        done += u32::try_from(page.rows.len()).unwrap_or(0);
        call.progress(done, total, "");
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}
