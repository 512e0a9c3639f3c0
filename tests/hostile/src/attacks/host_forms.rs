//! Shows forms and buttons that lead to the routes of the host and of other services. `?id=` is the object to take over.

use std::fmt::Write as _;

use veillee_sdk::{Call, Error, Response, escape};

use crate::loot::raw_page;

/// Addresses of the host that change something; `ID` stands for an object.
pub const ROUTES: &[&str] = &[
    "/-/share/ID",
    "/-/share/ID/everyone",
    "/-/share/ID/revoke",
    "/-/sign-out",
    "/-/sign-in",
    "/-/welcome/x",
    "/-/account",
    "/-/account/password",
    "/-/account/erase",
    "/-/leave?to=https://evil.example/",
    "/-/upload",
    "/-/trash/ID",
    "/-/restore/ID",
    "/-/console",
    "/-/console/plugins/album/pause",
    "/-/console/plugins/hostile/grant",
    "/-/console/members",
    "/-/api/objects/ID",
    "/album/ID/trash",
    "//evil.example/",
    "https://evil.example/",
    "/hostile/../-/sign-out",
    "/hostile/%2e%2e/-/sign-out",
    "/hostile\\..\\-\\sign-out",
    "/hostilex/",
    "javascript:alert(1)",
];

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let id = escape(call.query_field("id").unwrap_or("id"));
    let mut main =
        String::from("<h1>host forms</h1><form id=\"mine\" method=\"post\" action=\"/hostile/calm\"></form>");
    for (place, route) in ROUTES.iter().enumerate() {
        let route = route.replace("ID", &id);
        // Writing to a string cannot fail.
        let _ = write!(
            main,
            "<form class=\"attack\" id=\"attack-{place}\" method=\"post\" action=\"{route}\"><input type=\"hidden\" \
             name=\"role\" value=\"owner\"><button>post {place}</button></form>\
             <form method=\"post\" action=\"/hostile/calm\"><button formaction=\"{route}\" formmethod=\"post\" \
             formtarget=\"_top\">formaction {place}</button><input type=\"submit\" formaction=\"{route}\" value=\"go\">\
             <input type=\"image\" src=\"/-/blob/{id}/original\" formaction=\"{route}\"></form>\
             <form method=\"get\" action=\"{route}\"><button>get {place}</button></form>\
             <a href=\"{route}\" ping=\"{route}\">link {place}</a>"
        );
    }
    main += "<button form=\"share\">the host's own form</button><button form=\"sign-out\">sign out</button>\
             <input form=\"share\" name=\"role\" value=\"owner\"><form method=\"dialog\"><button>dialog</button></form>\
             <form method=\"post\"><button>no action</button></form>\
             <form method=\"post\" action=\"/hostile/calm\" target=\"_blank\"><input type=\"password\" name=\"password\" \
             autocomplete=\"current-password\"><input type=\"file\" name=\"stolen\"><button>sign in again</button></form>";
    Ok(raw_page("host forms", main))
}
