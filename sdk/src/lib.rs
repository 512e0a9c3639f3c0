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
//!
//! A service with more than one page names its addresses in [`routes!`], its rows in structs with [`Object`], its texts in
//! [`texts!`]; [`Form`] and [`pieces`] draw what pages have in common.
#![deny(missing_docs)]

// What the macros write names the SDK, here too.
extern crate self as veillee_sdk;

#[cfg(feature = "askama")]
pub use askama;

mod call;
mod change_set;
mod door;
mod error;
mod export;
mod form;
#[cfg(target_family = "wasm")]
pub mod guest;
mod html;
mod job;
mod language;
mod object;
pub mod pieces;
mod query;
mod request;
mod response;
mod routes;
mod rules;
mod service;
mod size;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
mod value;

pub use call::Call;
pub use change_set::{Change, ChangeSet, Fields, NewId, Target, Touched};
pub use door::{Caller, Door, Receipt};
pub use error::Error;
pub use form::{Form, Input};
pub use html::{Html, Slot, escape};
pub use job::{Event, Job, NewJob, Verdict};
pub use language::{Count, Language, plural, push_count, push_shown};
pub use object::{FieldValue, FromRow, Identified, Object};
pub use query::{Filter, Order, Page, Query, QueryBuilder, Row};
pub use request::{Choice, ChoiceRef, File, Request};
pub use response::{ARCHIVE_ENTRIES_MAX, ArchiveEntry, Response};
pub use routes::{Matched, Method, Parameter, Route, Routes, fits};
pub use service::{Capability, Service, answer, hear, run};
pub use size::Size;
pub use time::Time;
pub use value::Value;

pub use veillee_sdk_derive::Object;

/// The texts of a service: one function for each message of `locales/fr.ftl` and `locales/en.ftl` of its package, or of the
/// folder named, in the syntax of Fluent.
///
/// A message without values becomes a function of the call that gives a `&'static str`; one with values takes them in the order
/// of their names and gives a `String`. A value by which a text chooses a plural is a [`Count`], one by which it chooses among
/// words an `AsRef<str>`, any other is `Display`. Nothing is escaped: [`html!`] does it.
///
/// All of Fluent's work is done while compiling, so that a component holds the texts alone: messages and terms within messages,
/// numbers, plurals and choices are known, functions and attributes are not. In French, a plain space before `? ! ; : »` becomes
/// one that does not break.
///
/// A message that is missing in one language, or names other values there, does not compile.
///
/// ```
/// mod texts {
///     veillee_sdk::texts!("tests/locales");
/// }
///
/// # use veillee_sdk::{Call, Request, testing::MemoryDoor};
/// let (request, mut door) = (Request::get("/"), MemoryDoor::new().locale("fr"));
/// let call = Call::new("album", &request, &mut door);
/// // title = Albums de { $name }
/// assert_eq!(texts::title(&call, "Zoé"), "Albums de Zoé");
/// // photos = { $count -> [0] Pas encore de photo  [one] Une photo  *[other] { $count } photos }
/// assert_eq!(texts::photos(&call, 0_u32), "Pas encore de photo");
/// assert_eq!(texts::photos(&call, 1_200_u32), "1\u{a0}200 photos");
/// // sure = Vous êtes sûr ?
/// assert_eq!(texts::sure(&call), "Vous êtes sûr\u{a0}?");
/// ```
pub use veillee_sdk_derive::texts;
