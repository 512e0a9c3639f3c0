use std::collections::BTreeSet;

use wasmtime::{PoolConcurrencyLimitError, Trap, WasmBacktrace};

use crate::guest_log::is_unsafe_to_print;
use crate::limits::MAX_DETAIL_CHARS;
use crate::state::State;

/// Why a call gave no answer. The host lives on; the caller gets one clean page; `detail` is for the operator: message,
/// backtrace and the guest's last lines of standard error, at most [`MAX_DETAIL_CHARS`] characters, not to be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("the service took too long")]
    Deadline { detail: String },
    /// The guest was refused memory or table room and then gave up.
    #[error("the service needed more memory than it may have")]
    Memory { detail: String },
    /// Of the machine's stack, or of the guest's own.
    #[error("the service called itself too deeply")]
    StackOverflow { detail: String },
    #[error("the service asked the host too often")]
    HostCalls { detail: String },
    #[error("the service answered with more than it may send")]
    ResponseTooLarge { detail: String },
    #[error("the service stopped by a fault of its own")]
    Trap { detail: String },
    /// All places of the engine are taken: worth another try.
    #[error("too many services run at this moment")]
    NoRoom { detail: String },
}

impl Failure {
    pub fn detail(&self) -> &str {
        match self {
            Self::Deadline { detail }
            | Self::Memory { detail }
            | Self::StackOverflow { detail }
            | Self::HostCalls { detail }
            | Self::ResponseTooLarge { detail }
            | Self::Trap { detail }
            | Self::NoRoom { detail } => detail,
        }
    }

    /// One word for metrics and log lines.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Deadline { .. } => "deadline",
            Self::Memory { .. } => "memory",
            Self::StackOverflow { .. } => "stack-overflow",
            Self::HostCalls { .. } => "host-calls",
            Self::ResponseTooLarge { .. } => "response-too-large",
            Self::Trap { .. } => "trap",
            Self::NoRoom { .. } => "no-room",
        }
    }
}

pub(crate) fn from_error(error: &wasmtime::Error, state: &State) -> Failure {
    explain(error, state.spent_host_calls(), state.memory.refused, &state.log.error_tail())
}

/// What the error means for a guest that asked too often, or was refused memory; `tail` is what it said last.
pub(crate) fn explain(error: &wasmtime::Error, spent_host_calls: bool, refused_memory: bool, tail: &str) -> Failure {
    let detail = detail(error, tail);
    if error.downcast_ref::<PoolConcurrencyLimitError>().is_some() {
        return Failure::NoRoom { detail };
    }
    if spent_host_calls {
        return Failure::HostCalls { detail };
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => return Failure::Deadline { detail },
        Some(Trap::StackOverflow) => return Failure::StackOverflow { detail },
        Some(Trap::MemoryOutOfBounds) if is_recursion(error) => return Failure::StackOverflow { detail },
        _ => {}
    }
    if is_oversized_answer(error) {
        return Failure::ResponseTooLarge { detail };
    }
    if refused_memory { Failure::Memory { detail } } else { Failure::Trap { detail } }
}

/// Rust and C guests keep a second stack at the low end of their linear memory, and mostly run out of that one first: an
/// access out of bounds below many frames of few functions.
fn is_recursion(error: &wasmtime::Error) -> bool {
    const MANY_FRAMES: usize = 20;
    const FEW_FUNCTIONS: usize = 5;
    error.downcast_ref::<WasmBacktrace>().is_some_and(|backtrace| {
        let functions: BTreeSet<_> = backtrace.frames().iter().map(wasmtime::FrameInfo::func_index).collect();
        backtrace.frames().len() >= MANY_FRAMES && functions.len() <= FEW_FUNCTIONS
    })
}

/// Copying out of the guest has a budget, whose error has no public type. While a guest runs it comes with a backtrace;
/// without one it was the answer that did not fit.
fn is_oversized_answer(error: &wasmtime::Error) -> bool {
    error.downcast_ref::<WasmBacktrace>().is_none()
        && error.root_cause().to_string().contains("fuel allocated for hostcalls")
}

fn detail(error: &wasmtime::Error, tail: &str) -> String {
    let text = format!("{error:?}\n{tail}");
    let mut detail = String::with_capacity(text.len().min(MAX_DETAIL_CHARS));
    for character in text.trim_end().chars().take(MAX_DETAIL_CHARS) {
        if character != '\n' && is_unsafe_to_print(character) {
            detail.extend(character.escape_default());
        } else {
            detail.push(character);
        }
    }
    detail
}
