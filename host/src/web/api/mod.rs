//! `/-/api/v1/…`: one API for the objects of every service.
//!
//! A door of the host onto the same storage as the pages: the rules of the manifest decide, a change-set writes, and what a
//! token leaves of its account's rights ([`Reach`](veillee_access::Reach)) is part of the caller. The shape of what goes in and
//! out is made from the manifests ([`openapi`]).

mod asked;
mod blobs;
mod body;
mod flights;
mod list;
mod object;
mod openapi;
mod pace;
mod problem;
mod query;
mod root;
mod shares;
mod values;
mod write;

pub use blobs::{replace as replace_blob, send as send_blob};
pub use flights::{Flight, Flights};
pub use list::{show as list, show_children as list_children, show_object};
pub use openapi::show as show_openapi;
pub use pace::Paces;
pub use problem::{Kind, Problem, completed};
pub use root::{first_collection, show as show_root};
pub use shares::{
    change as change_share, inherit as inherit_shares, invite as invite_share, make as make_share, show as list_shares,
    show_one as show_share, stop as stop_share,
};
pub use write::{create, create_child, move_to, restore, step, trash, update};
