use wasmtime::component::Resource;

use crate::bindings::veillee::types::choices::{Host, HostChoice};
use crate::state::State;
use crate::types::Choice;

/// A choice as the guest holds it: the handle is good for this call only, as the table ends with it.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct HeldChoice {
    /// Its place in the request.
    pub(crate) place: usize,
    pub(crate) choice: Choice,
}

impl Host for State {}

impl HostChoice for State {
    fn files(&mut self, held: Resource<HeldChoice>) -> wasmtime::Result<Vec<(String, u64)>> {
        self.count_host_call()?;
        Ok(self.table.get(&held)?.choice.files.clone())
    }

    fn label(&mut self, held: Resource<HeldChoice>) -> wasmtime::Result<String> {
        self.count_host_call()?;
        Ok(self.table.get(&held)?.choice.label.clone())
    }

    fn drop(&mut self, held: Resource<HeldChoice>) -> wasmtime::Result<()> {
        self.table.delete(held)?;
        Ok(())
    }
}
