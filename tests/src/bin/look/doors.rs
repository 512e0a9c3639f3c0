//! The pages on the way in, and those that say no.

use veillee_tests::world::{PASSWORD, World};

use crate::camera::Camera;

/// Leaves the administrator signed in.
pub async fn take(world: &World, camera: &Camera) {
    camera.take_at("home-visitor", "/").await;
    camera.take_at("404", "/nothing").await;
    camera.take_at("design", "/-/design").await;
    camera.take_at("legal", "/-/legal").await;
    camera.take_at("offline", "/-/offline").await;
    camera.take_at("leave", "/-/leave?to=https%3A%2F%2Fexample.org%2Fa%2Flong%2Faddress%3Fof%3Da-page").await;
    camera.take_at("500", "/hostile/trap").await;
    welcome(world, camera).await;
    camera.take_at("account", "/-/account").await;
    camera.take_at("settings", "/-/settings").await;
    for (name, path) in [
        ("console", "/-/console"),
        ("console-service", "/-/console/services/album"),
        ("console-log", "/-/console/services/album/log"),
        ("console-usage", "/-/console/usage"),
        ("console-usage-service", "/-/console/usage/album"),
        ("console-jobs", "/-/console/jobs"),
        ("console-mail", "/-/console/mail"),
        ("console-storage", "/-/console/storage"),
    ] {
        camera.take_at(name, path).await;
    }
    camera.take_at("password", "/-/account/password").await;
    camera.take_at("sessions", "/-/account/sessions").await;
    camera.take_at("tokens", "/-/account/tokens").await;
    camera.take_at("api", "/-/api").await;
    camera.take_at("activity", "/-/account/activity").await;
    camera.take_at("export", "/-/account/export").await;
    camera.take_at("erase", "/-/account/erase").await;
    factors(camera).await;
    camera.take_at("address", "/-/account/address").await;
    camera.take_at("members", "/-/members").await;
    camera.take_at("guests", "/-/members/guests").await;
    camera.take_at("trash-empty", "/-/trash").await;
    camera.take_at("hello", "/hello/").await;
    camera.click("main form button").await;
    camera.take("hello-greeted").await;
    sign_out_and_in(camera).await;
}

async fn factors(camera: &Camera) {
    camera.take_at("security-empty", "/-/account/security").await;
    camera.take_at("totp", "/-/account/security/totp").await;
}

async fn welcome(world: &World, camera: &Camera) {
    let token = world.alpha.create_setup_link(3_600_000).await.expect("a link");
    let path = format!("/-/welcome/{token}");
    camera.take_at("welcome", &path).await;
    // What the browser would refuse by itself reaches the host of who has another browser.
    camera.ask("for (const form of document.forms) form.noValidate = true").await;
    camera.write("#address", "an address").await;
    camera.write("#password", "short").await;
    camera.click("main form button").await;
    camera.take("welcome-problems").await;
    camera.visit(&path).await;
    camera.write("#name", "Anne-Marie de la Villardière").await;
    camera.write("#address", "anne@example.org").await;
    camera.write("#password", PASSWORD).await;
    camera.click("main form button").await;
    camera.take("home-welcomed").await;
    camera.take_at("home-member", "/").await;
}

async fn sign_out_and_in(camera: &Camera) {
    camera.visit("/-/account").await;
    camera.click("form[action='/-/sign-out'] button").await;
    camera.take("home-signed-out").await;
    camera.take_at("forgot", "/-/forgot").await;
    camera.take_at("dead-link", "/-/reset/x").await;
    camera.take_at("sign-in", "/-/sign-in").await;
    camera.write("#address", "anne@example.org").await;
    camera.write("#password", "another password").await;
    camera.click("main form button").await;
    camera.take("sign-in-refused").await;
    camera.visit("/-/sign-in").await;
    camera.write("#address", "anne@example.org").await;
    camera.write("#password", PASSWORD).await;
    camera.click("main form button").await;
}
