use crate::bindings::veillee::sharing::sharing::{Host, Receipt};
use crate::bindings::veillee::types::types::Error;
use crate::convert::error_to_guest;
use crate::state::State;
use crate::types;

impl Host for State {
    async fn sentence(&mut self, id: String) -> wasmtime::Result<Result<String, Error>> {
        self.begin_waiting()?;
        let sentence = self.capabilities.sentence(&id).await;
        self.end_waiting();
        Ok(sentence.map_err(error_to_guest))
    }

    async fn receipts(&mut self, id: String) -> wasmtime::Result<Result<Vec<Receipt>, Error>> {
        self.begin_waiting()?;
        let receipts = self.capabilities.receipts(&id).await;
        self.end_waiting();
        let to_guest = |receipt: types::Receipt| {
            let types::Receipt { object, blob, who, at_ms, times } = receipt;
            Receipt { object, blob, who, at_ms, times }
        };
        Ok(receipts.map(|all| all.into_iter().map(to_guest).collect()).map_err(error_to_guest))
    }
}
