//! The host's own pages, one file each.

pub mod account;
pub mod api;
pub mod console;
pub mod design;
pub mod home;
pub mod language;
pub mod leave;
pub mod legal;
pub mod link;
pub mod password;
pub mod progress;
pub mod sessions;
pub mod settings;
pub mod sharing;
pub mod sharing_forms;
pub mod sharing_link;
pub mod sign_in;
pub mod tokens;
pub mod trash;
pub mod trash_restore;
pub mod welcome;
