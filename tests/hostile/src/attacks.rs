//! One file per attack.

pub mod archive;
pub mod argument_bomb;
pub mod bad_status;
pub mod double_attach;
pub mod forged_blob;
pub mod forged_cursor;
pub mod guessed_id;
pub mod header_smuggling;
pub mod host_call_storm;
pub mod host_forms;
pub mod log_flood;
pub mod loop_forever;
pub mod memory_bomb;
pub mod meta_refresh;
pub mod other_association;
pub mod other_collection;
#[cfg(feature = "outside")]
pub mod outside;
pub mod overlay;
pub mod own_script;
pub mod recursion;
pub mod resource_leak;
pub mod response_bomb;
pub mod sleep;
pub mod title_smuggling;
pub mod trap;
pub mod write_on_get;

use crate::Attack;

/// Every attack by its path.
pub const ALL: &[(&str, Attack)] = &[
    ("/archive", archive::attack),
    ("/argument-bomb", argument_bomb::attack),
    ("/bad-status", bad_status::attack),
    ("/double-attach", double_attach::attack),
    ("/forged-blob", forged_blob::attack),
    ("/forged-cursor", forged_cursor::attack),
    ("/guessed-id", guessed_id::attack),
    ("/header-smuggling", header_smuggling::attack),
    ("/host-call-storm", host_call_storm::attack),
    ("/host-forms", host_forms::attack),
    ("/log-flood", log_flood::attack),
    ("/loop", loop_forever::attack),
    ("/memory-bomb", memory_bomb::attack),
    ("/meta-refresh", meta_refresh::attack),
    ("/other-association", other_association::attack),
    ("/other-collection", other_collection::attack),
    #[cfg(feature = "outside")]
    ("/outside", outside::attack),
    ("/overlay", overlay::attack),
    ("/own-script", own_script::attack),
    ("/recursion", recursion::attack),
    ("/resource-leak", resource_leak::attack),
    ("/response-bomb", response_bomb::attack),
    ("/sleep", sleep::attack),
    ("/title-smuggling", title_smuggling::attack),
    ("/trap", trap::attack),
    ("/write-on-get", write_on_get::attack),
];
