use wasmtime::component::{HasSelf, Linker};
use wasmtime_wasi::WasiView;
use wasmtime_wasi::cli::{WasiCli, WasiCliView};
use wasmtime_wasi::filesystem::{WasiFilesystem, WasiFilesystemView};
use wasmtime_wasi::p2::bindings::{cli, filesystem, random};
use wasmtime_wasi::random::WasiRandom;

use crate::bindings::Service;
use crate::state::State;

/// All that a guest can import. Sockets are not linked at all. File types are, because every libc names them, but no
/// directory is ever opened.
pub(crate) fn linker(engine: &wasmtime::Engine) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    Service::add_to_linker::<_, HasSelf<State>>(&mut linker, |state| state)?;
    // Brings wasi:io, the clocks, random and the three standard streams.
    wasmtime_wasi::p2::add_to_linker_proxy_interfaces_async(&mut linker)?;
    random::insecure::add_to_linker::<_, WasiRandom>(&mut linker, |state: &mut State| state.ctx().ctx.random())?;
    random::insecure_seed::add_to_linker::<_, WasiRandom>(&mut linker, |state: &mut State| state.ctx().ctx.random())?;
    cli::exit::add_to_linker::<_, WasiCli>(&mut linker, State::cli)?;
    cli::environment::add_to_linker::<_, WasiCli>(&mut linker, State::cli)?;
    cli::terminal_input::add_to_linker::<_, WasiCli>(&mut linker, State::cli)?;
    cli::terminal_output::add_to_linker::<_, WasiCli>(&mut linker, State::cli)?;
    cli::terminal_stdin::add_to_linker::<_, WasiCli>(&mut linker, State::cli)?;
    cli::terminal_stdout::add_to_linker::<_, WasiCli>(&mut linker, State::cli)?;
    cli::terminal_stderr::add_to_linker::<_, WasiCli>(&mut linker, State::cli)?;
    filesystem::types::add_to_linker::<_, WasiFilesystem>(&mut linker, State::filesystem)?;
    filesystem::preopens::add_to_linker::<_, WasiFilesystem>(&mut linker, State::filesystem)?;
    Ok(linker)
}
