use crate::bindings::veillee::log::log::Host;
use crate::state::State;

impl Host for State {
    fn write(&mut self, level: String, message: String) -> wasmtime::Result<()> {
        self.count_host_call()?;
        self.log.push(&level, &message);
        self.deliver_log();
        Ok(())
    }
}
