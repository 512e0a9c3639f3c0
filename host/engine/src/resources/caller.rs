use crate::bindings::veillee::caller::caller::Host;
use crate::state::State;

impl Host for State {
    fn kind(&mut self) -> wasmtime::Result<String> {
        self.count_host_call()?;
        Ok(self.capabilities.caller().kind)
    }

    fn display_name(&mut self) -> wasmtime::Result<Option<String>> {
        self.count_host_call()?;
        Ok(self.capabilities.caller().display_name)
    }

    fn locale(&mut self) -> wasmtime::Result<String> {
        self.count_host_call()?;
        Ok(self.capabilities.caller().locale)
    }
}
