//! The host of Veillée: identity, storage and access control; every service is a sandboxed plugin.
//!
//! A tour, in the direction of the dependencies: [`storage`] keeps objects, blobs and shares with the lock inside (the
//! rules themselves are the crate `veillee-access`); [`identity`] says who is asking; [`plugin`] reads, compiles and calls
//! plugins and answers their capability calls; [`operator`] is what an operator may do; [`tls`] keeps certificates; [`mail`] sends
//! what waits in the outbox; [`web`] speaks HTTP: start at its
//! `router`; [`boot`] puts all of it together; [`control`] executes what an operator orders; [`cli`] is the command line.
//! [`words`] and [`views`] are what people read; [`limits`] is every bound; [`observe`] counts.

pub mod backup;
pub mod boot;
pub mod cli;
pub mod control;
pub mod identity;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod observe;
pub mod operator;
pub mod plugin;
mod sharing;
pub mod storage;
pub mod tls;
pub mod views;
pub mod web;
pub mod words;
