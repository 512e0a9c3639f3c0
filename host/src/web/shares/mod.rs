//! What is done about who sees an object: one way to look at what was asked for and one way to do it, for pages and for programs.

mod deeds;
mod options;
mod people;

pub use deeds::{
    ShareChange, WantedLink, change, make_link, permit_to_share, set_audience, set_private, share_with_group, stop,
};
pub use options::{
    OFFERED, PERSON_OFFERED, Refusal, downloads_max, is_to_come, link_password_problem, offered, offered_role,
};
pub use people::{WantedPerson, share_with_person};
