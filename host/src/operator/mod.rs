//! What an operator may look at and change, whichever way they ask.

pub mod quotas;
