use super::invalid;
use crate::bindings::veillee::jobs::queue::Host;
use crate::bindings::veillee::types::types as wire;
use crate::convert::error_to_guest;
use crate::limits::{MAX_JOB_INPUT_BYTES, MAX_JOB_KEY_CHARS, MAX_PROGRESS_CHARS};
use crate::state::State;
use crate::types::{Error, NewJob};

impl Host for State {
    async fn enqueue(
        &mut self,
        job: String,
        about: String,
        input: Vec<u8>,
        delay_ms: u64,
        key: Option<String>,
    ) -> wasmtime::Result<Result<(), wire::Error>> {
        self.begin_waiting()?;
        let new = NewJob { job, about, input, delay_ms, key };
        let queued = match check(&new) {
            Ok(()) => self.capabilities.enqueue(new).await,
            Err(mistake) => Err(mistake),
        };
        self.end_waiting();
        Ok(queued.map_err(error_to_guest))
    }

    async fn cancel(&mut self, job: String, about: String, key: String) -> wasmtime::Result<Result<bool, wire::Error>> {
        self.begin_waiting()?;
        let cancelled = self.capabilities.cancel(&job, &about, &key).await;
        self.end_waiting();
        Ok(cancelled.map_err(error_to_guest))
    }

    fn progress(&mut self, done: u32, total: u32, word: String) -> wasmtime::Result<()> {
        self.count_host_call()?;
        let word: String = word.chars().take(MAX_PROGRESS_CHARS).collect();
        self.capabilities.progress(done, total, &word);
        Ok(())
    }
}

fn check(new: &NewJob) -> Result<(), Error> {
    if new.input.len() > MAX_JOB_INPUT_BYTES {
        return Err(invalid(format!("the input of a job has at most {MAX_JOB_INPUT_BYTES} bytes")));
    }
    let long = |text: &str| text.chars().count() > MAX_JOB_KEY_CHARS;
    if long(&new.job) || new.key.as_deref().is_some_and(long) {
        return Err(invalid(format!("a job's name and key have at most {MAX_JOB_KEY_CHARS} characters")));
    }
    Ok(())
}
