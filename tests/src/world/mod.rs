//! A whole host under test: the real router on a real port, a real database, real guests; only the clock is moved by
//! hand and randomness comes from a printed seed.
//!
//! A [`World`] serves two associations, `alpha.localhost` and `beta.localhost`, with all plugins enabled in both. A
//! [`Browser`] is one person's browser without JavaScript: cookies, redirects on request, forms.

mod authenticator;
mod browser;
mod camera;
mod changes;
mod connection;
mod copies;
mod guests;
mod line;
mod mails;
mod origin;
mod people;
mod photos;
mod real;
mod setup;
mod slow;

pub use authenticator::{Authenticator, totp_code};
pub use browser::{Answer, BOUNDARY, Browser, multipart};
pub use camera::{camera_jpeg, camera_jpeg_of, gradient, grain};
pub use connection::Connection;
pub use copies::{AGE_IDENTITY, AGE_RECIPIENT, check_backup, identity_file, named_segments};
pub use mails::{mails_of, path_in};
pub use people::{PASSWORD, id_of};
pub use photos::{jpeg, png, remarked};
pub use real::{Real, Served, finish, json, refused};
pub use setup::{
    Backend, START_MS, World, album, bad_codec, bare, build_folder, hostile, images, plugins, program, seed, shelf,
    soak, target, worker,
};
pub use slow::{body_of, read_more, slow_download};
