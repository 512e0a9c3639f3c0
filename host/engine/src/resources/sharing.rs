use crate::bindings::veillee::sharing::sharing::Host;
use crate::bindings::veillee::types::types::Error;
use crate::convert::error_to_guest;
use crate::state::State;

impl Host for State {
    async fn sentence(&mut self, id: String) -> wasmtime::Result<Result<String, Error>> {
        self.begin_waiting()?;
        let sentence = self.capabilities.sentence(&id).await;
        self.end_waiting();
        Ok(sentence.map_err(error_to_guest))
    }
}
