//! The ways in, and the pages that say no.

use veillee_ambient::MILLIS_PER_DAY;
use veillee_tests::world::{Browser, World};

use super::Stop;

const HOUR_MS: i64 = 3_600_000;

pub(super) async fn stops(world: &World) -> (Browser, Vec<Stop>) {
    let ended = ended_link(world).await;
    let visitor = world.browser();
    world.member("Bruno").await;
    world.enrol_totp("bruno@example.org", &[7; 20]).await;
    // Known by the password, not by the second factor.
    visitor.sign_in("bruno@example.org").await;
    let mut stops = vec![
        Stop::at("/"),
        Stop::at("/album/"),
        Stop::at("/hello/"),
        Stop::at("/-/sign-in"),
        Stop::at("/-/sign-in/factor"),
        Stop::at("/-/forgot"),
        Stop::answered("/-/join", 403),
        Stop::answered("/-/reset/x", 404),
        Stop::at("/-/guest"),
        Stop::at("/-/legal"),
        Stop::at("/-/offline"),
        Stop::at("/-/design"),
        Stop::at("/-/leave?to=https%3A%2F%2Fexample.org%2Fa%2Flong%2Faddress%3Fof%3Da-page"),
        Stop::answered("/nothing", 404),
        Stop::answered(ended, 410),
        Stop::answered("/hostile/trap", 502),
    ];
    let token = visitor.get("/-/sign-in").await.expect(200).token_of("/-/sign-in");
    let fields =
        [("token", token.as_str()), ("then", "/"), ("address", "anne@example.org"), ("password", "not the password")];
    stops.push(Stop::wrong("/-/sign-in", &fields, 422));

    let token = visitor.get("/-/forgot").await.expect(200).token_of("/-/forgot");
    stops.push(Stop::wrong("/-/forgot", &[("token", token.as_str()), ("address", "an address")], 422));

    let token = world.alpha.create_setup_link(HOUR_MS).await.expect("a link");
    let welcome = format!("/-/welcome/{token}");
    let token = visitor.get(&welcome).await.expect(200).token_of(&welcome);
    let fields = [("token", token.as_str()), ("name", ""), ("address", "an address"), ("password", "short")];
    stops.push(Stop::wrong(&welcome, &fields, 422));
    stops.push(Stop::at(welcome));
    (visitor, stops)
}

/// The address of a link whose date has come.
async fn ended_link(world: &World) -> String {
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let link = anne.share_by_link(&album, "viewer", "week").await;
    world.clock.advance(7 * MILLIS_PER_DAY);
    link
}
