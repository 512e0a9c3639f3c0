//! What a service is written with.
//!
//! A service answers requests with pages and decisions; the host keeps the objects, the bytes and the rights. Whatever a
//! service reads is already filtered by what its caller may see, and whatever it writes is checked again.
//!
//! ```
//! use veillee_sdk::{Call, Error, Request, Response, Service, testing::MemoryDoor};
//!
//! struct Greeting;
//!
//! impl Service for Greeting {
//!     const NAME: &'static str = "greeting";
//!
//!     fn get(&self, call: &mut Call<'_>) -> Result<Response, Error> {
//!         let hello = call.say("Bonjour", "Hello");
//!         Ok(Response::page(hello, veillee_sdk::html!("<h1>{}</h1>", hello)))
//!     }
//! }
//!
//! veillee_sdk::export!(Greeting);
//!
//! let answer = MemoryDoor::new().locale("fr").answer(&Greeting, &Request::get("/"));
//! assert_eq!(answer, Ok(Response::Page { title: "Bonjour".into(), main: "<h1>Bonjour</h1>".into(), status: 200 }));
//! ```
//!
//! The same code runs in the host's sandbox (built for `wasm32-wasip2`, wired by [`export!`]) and natively, behind
//! anything that implements [`Door`].

mod call;
mod change_set;
mod door;
mod error;
mod export;
#[cfg(target_family = "wasm")]
pub mod guest;
mod html;
mod job;
mod query;
mod request;
mod response;
mod service;
#[cfg(feature = "testing")]
pub mod testing;
mod value;

pub use call::Call;
pub use change_set::{Change, ChangeSet, Fields, NewId, Target, Touched};
pub use door::{Caller, Door};
pub use error::Error;
pub use html::{Html, Slot, escape};
pub use job::{Event, Job, NewJob, Verdict};
pub use query::{Filter, Order, Page, Query, QueryBuilder, Row};
pub use request::{Choice, ChoiceRef, File, Request};
pub use response::{ARCHIVE_ENTRIES_MAX, ArchiveEntry, Response};
pub use service::{Capability, Service, answer, hear, run};
pub use value::Value;
