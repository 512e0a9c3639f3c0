//! May they? The pure heart of access: roles, rules, callers, and the compilation of a rule to SQL.
//!
//! Nothing here talks to a database or a network. [`Rule`]s are parsed from a manifest; [`Predicate`] turns one rule and
//! one [`Caller`] into one SQL condition that storage uses for a single object, lists, counts, search and bytes alike; a
//! [`Permit`] is the value that proves a yes, and only [`Question::answer`] makes one.

mod action;
mod caller;
mod collection;
mod contradiction;
mod error;
mod fragment;
mod parse;
mod permit;
mod predicate;
mod role;
mod rule;
mod state;

pub use action::Action;
pub use caller::{Caller, Identity, PrincipalId, Reach, Subject};
pub use collection::{Collection, Field, FieldType, Literal, Rules};
pub use error::RuleError;
pub use fragment::{Arg, Fragment};
pub use parse::{Scope, parse_rule};
pub use permit::{Generation, Permit, Question, Refusal, Verdict};
pub use predicate::{Anchor, Branch, Predicate};
pub use role::Role;
pub use rule::{Condition, Rule, Term, Who};
pub use state::{StateMachine, StateMove, parse_state};

/// Terms of a rule at most; conditions of a term at most.
pub const RULE_TERMS_MAX: usize = 8;
