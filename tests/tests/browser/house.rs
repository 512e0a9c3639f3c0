//! How somebody comes to an account, and back into it: each journey told once and walked twice, in French on a telephone and in
//! English on a screen. On every page and in every mail of it axe-core finds nothing serious, and nothing scrolls sideways.

mod joining;
mod lost_password;
mod lost_phone;
mod passkeys;
mod post;
mod steps;

use post::Post;

use crate::walk::{Walk, Walker};

use veillee_tests::world::{Browser, World, totp_code};

const SECURITY: &str = "/-/account/security";
/// How long a code of an authenticator application is shown.
const CODE_MS: i64 = 30_000;
/// The button of a page's first form.
const BUTTON: &str = "main form button";

/// Bruno, who speaks the language of the walk, in a browser of his own.
async fn bruno(world: &World, walk: Walk) -> Browser {
    let browser = world.member("Bruno").await;
    walk.is_language_of(&browser, "Bruno").await;
    browser
}

/// What an application with this secret shows now.
fn code(world: &World, secret: &[u8]) -> String {
    totp_code(secret, world.alpha.clock.now_ms())
}
