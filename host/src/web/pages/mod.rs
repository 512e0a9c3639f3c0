//! The host's own pages, one file each.

pub mod account;
mod codes;
pub mod confirm;
pub mod console;
pub mod design;
pub mod home;
pub mod language;
pub mod leave;
pub mod legal;
pub mod link;
pub mod passkeys;
pub mod password;
pub mod progress;
pub mod security;
pub mod sessions;
pub mod settings;
pub mod sharing;
pub mod sharing_forms;
pub mod sharing_link;
pub mod sign_in;
pub mod sign_in_factor;
pub mod trash;
pub mod trash_restore;
pub mod welcome;
