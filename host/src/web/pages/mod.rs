//! The host's own pages, one file each.

pub mod account;
pub mod address;
pub mod alarm;
pub mod console;
pub mod design;
pub mod forgot;
pub mod home;
pub mod join;
pub mod language;
pub mod leave;
pub mod legal;
pub mod link;
pub mod members;
pub mod password;
pub mod progress;
pub mod reset;
pub mod sessions;
pub mod settings;
pub mod sharing;
pub mod sharing_forms;
pub mod sharing_link;
pub mod sign_in;
pub mod trash;
pub mod trash_restore;
pub mod welcome;
