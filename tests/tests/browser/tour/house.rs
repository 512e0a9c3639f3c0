//! The host's own pages, as an administrator sees them.

use veillee_tests::world::{Browser, World, id_of, worker};

use super::Stop;

pub(super) async fn stops(world: &World) -> (Browser, Vec<Stop>) {
    // A package that nobody agreed to yet.
    world.host.app.operator.install(&worker(), false).await.expect("installed");
    let anne = world.administrator().await;
    let album = anne.album("Vacances").await;
    let token = anne.get("/-/members").await.expect(200).token_of("/-/members/invitations");
    let invitation = [("token", token.as_str()), ("address", "zoe@example.org")];
    anne.post("/-/members/invitations", &invitation).await.expect(303);
    // Another device of hers.
    world.browser().sign_in("anne@example.org").await;
    world.enrol_totp("anne@example.org", &[7; 20]).await;
    world.prove_factor(&anne).await;
    let mut stops = vec![
        Stop::at("/"),
        Stop::at("/hello/"),
        Stop::at("/-/account"),
        Stop::at("/-/account/password"),
        Stop::at("/-/account/password?because=alarm"),
        Stop::at("/-/account/address"),
        Stop::at("/-/members"),
        Stop::at("/-/members/guests"),
        Stop::at("/-/account/sessions"),
        Stop::at("/-/account/tokens"),
        Stop::at("/-/api"),
        Stop::at("/-/account/activity"),
        Stop::at("/-/account/export"),
        Stop::at("/-/account/erase"),
        Stop::at("/-/account/security"),
        Stop::at("/-/account/security/totp"),
        Stop::at("/-/account/security/recovery"),
        Stop::at("/-/settings"),
        Stop::at("/-/settings/services/worker"),
    ];
    anne.post(&format!("{album}/trash"), &[]).await.expect(303);
    let removed = format!("/-/trash/{}", id_of(&album));
    stops.extend([Stop::at("/-/trash"), Stop::at(removed.as_str()), Stop::at(format!("{removed}/delete"))]);
    stops.extend(wrong_forms(&anne).await);
    stops.extend(groups(&anne).await);
    let action = "/-/account/security/recovery";
    let token = anne.get(action).await.expect(200).token_of(action);
    stops.push(Stop::wrong(action, &[("token", &token)], 200));
    (anne, stops)
}

/// Groups and roles, with a name that is there already and an address that nobody has.
async fn groups(administrator: &Browser) -> Vec<Stop> {
    let page = "/-/groups";
    let token = administrator.get(page).await.expect(200).token_of(page);
    let name = [("token", token.as_str()), ("name", "Chorale")];
    let group = administrator.post(page, &name).await.expect(303).location();
    let token = administrator.get(&group).await.expect(200).token_of(&group);
    let deed = |deed, address| [("token", token.as_str()), ("deed", deed), ("address", address)];
    administrator.post(&group, &deed("add", "anne@example.org")).await.expect(303);
    vec![
        Stop::at(page),
        Stop::wrong(page, &name, 422),
        Stop::at(group.as_str()),
        Stop::wrong(group.as_str(), &deed("add", "nobody@example.org"), 422),
        Stop::at("/-/roles"),
    ]
}

/// The page of a form, where it goes, and what is sent.
type Sent<'text> = (&'text str, &'text str, &'text [(&'text str, &'text str)]);

async fn wrong_forms(administrator: &Browser) -> Vec<Stop> {
    let forms: [Sent<'_>; 6] = [
        ("/-/account", "/-/account", &[("name", ""), ("language", "fr")]),
        ("/-/account/password", "/-/account/password", &[("present", "not it"), ("new", "short"), ("again", "other")]),
        ("/-/account/address", "/-/account/address", &[("address", "an address"), ("password", "not it")]),
        ("/-/members", "/-/members/invitations", &[("address", "an address")]),
        ("/-/settings", "/-/settings/name", &[("name", "")]),
        ("/-/settings", "/-/settings/colours", &[("accent", "yellow"), ("glow", "#d8efe4"), ("deed", "save")]),
    ];
    let mut stops = Vec::new();
    for (page, action, fields) in forms {
        let token = administrator.get(page).await.expect(200).token_of(action);
        let fields = [&[("token", token.as_str())], fields].concat();
        stops.push(Stop::wrong(action, &fields, 422));
    }
    let action = "/-/settings/colours";
    let token = administrator.get("/-/settings").await.expect(200).token_of(action);
    let fields = [("token", token.as_str()), ("accent", "#ffe000"), ("glow", "#d8efe4"), ("deed", "preview")];
    stops.push(Stop::wrong(action, &fields, 200));
    stops
}
