//! `/-/roles`: who has the roles that the services of an association know.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;

use super::account::sign_in_first;
use super::groups::{rows, status, told};
use super::settings::administrator;
use crate::views::{GroupProblem, RoleRow, Roles};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::field;
use crate::web::respond::host_page;

const PATH: &str = "/-/roles";
const CHANGE: &str = "roles-change";

/// `GET /-/roles`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    if arrival.visit.account.is_none() {
        return Ok(sign_in_first(PATH));
    }
    administrator(&arrival)?;
    page(&app, &arrival, None).await
}

/// `POST /-/roles`: gives a role to an account, or takes it back. One that no service declares any more can only be taken back.
pub async fn change(State(app): State<Arc<App>>, arrival: Arrival, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, CHANGE, "", body).await?;
    administrator(&arrival)?;
    let (association, words, role) = (&arrival.site.association, arrival.words(), field(&form, "role"));
    match field(&form, "deed") {
        "take" => {
            association.take_role(field(&form, "account"), role, arrival.doer()).await?;
            Ok(told(&arrival, PATH, words.say("roles-told-taken")))
        }
        "give" if declared(&app, &arrival).contains_key(role) => {
            let address = field(&form, "address").trim();
            let Some(account) = association.account_by_address(address).await? else {
                return page(&app, &arrival, Some((role, address))).await;
            };
            association.give_role(&account.id, role, arrival.doer()).await?;
            Ok(told(&arrival, PATH, words.say_with("roles-told-given", &[("name", (&account.name).into())])))
        }
        _ => Err(PageError::BadRequest),
    }
}

/// Every role that a service of the association declares, with the titles of those services.
fn declared(app: &App, arrival: &Arrival) -> BTreeMap<String, Vec<String>> {
    let mut roles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for enabled in app.plugins.services(&arrival.site.association.id) {
        let manifest = &enabled.plugin.manifest;
        for role in &manifest.roles {
            roles.entry(role.clone()).or_default().push(manifest.title.of(arrival.locale).to_owned());
        }
    }
    roles
}

/// `wrong`: a role and an address that is nobody's.
async fn page(app: &App, arrival: &Arrival, wrong: Option<(&str, &str)>) -> Result<Response, PageError> {
    let association = &arrival.site.association;
    let mut shown = Vec::new();
    for (role, services) in declared(app, arrival) {
        let wrong = wrong.filter(|(of, _)| *of == role);
        shown.push(RoleRow {
            members: rows(association.accounts_with_role(&role).await?),
            services: services.join(", "),
            entered_address: wrong.map_or_else(String::new, |(_, address)| address.to_owned()),
            problem: wrong.map(|_| GroupProblem::Nobody),
            role,
        });
    }
    let view = Roles {
        words: arrival.words(),
        roles: &shown,
        offered: &rows(association.accounts_by_name().await?),
        form_token: &form_token::make(arrival, CHANGE, ""),
    };
    Ok(host_page(app, arrival, status(wrong.map(|_| GroupProblem::Nobody)), &view))
}
