use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value as Json, json};

use super::object::{collection_path, respond};
use super::problem::Problem;
use crate::web::app::App;
use crate::web::arrival::Arrival;

/// The path of a collection of an open service, for an example.
pub fn first_collection(app: &App, arrival: &Arrival) -> Option<String> {
    let now_ms = arrival.site.association.clock.now_ms();
    let standings = app.plugins.standings(&arrival.site.association.id).into_iter();
    let mut open = standings.filter(|(_, standing)| standing.closed_at(now_ms).is_none());
    open.find_map(|(_, standing)| Some(collection_path(standing.enabled?.shapes.first()?)))
}

/// `GET /-/api/v1`: whose token this is, what it is good for, and where to go on.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, Problem> {
    let account = arrival.visit.account.as_ref().ok_or(Problem::NoToken)?;
    let reach = &arrival.visit.caller.reach;
    let now_ms = arrival.site.association.clock.now_ms();
    let standings = app.plugins.standings(&arrival.site.association.id);
    let services: Vec<Json> = standings
        .into_iter()
        .filter(|(name, _)| reach.covers(name))
        .filter_map(|(name, standing)| {
            let enabled = standing.enabled.as_ref()?;
            let paths: Vec<String> = enabled.shapes.iter().map(|shape| collection_path(shape)).collect();
            let title = enabled.plugin.manifest.title.of(arrival.locale);
            let open = standing.closed_at(now_ms).is_none();
            Some(json!({ "name": name, "title": title, "open": open, "collections": paths }))
        })
        .collect();
    let answer = json!({
        "association": arrival.site.name,
        "account": account.name,
        "writes": !reach.reads_only,
        "services": services,
    });
    Ok(respond(StatusCode::OK, &answer))
}
