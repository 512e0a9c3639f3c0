//! The description of the API (OpenAPI 3.1), made from the manifests of the enabled services.

mod operations;
mod paths;
mod schemas;
mod shares;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value as Json, json};

use super::object::respond;
use super::problem::Problem;
use crate::plugin::Enabled;
use crate::storage::shape::Shape;
use crate::web::app::App;
use crate::web::arrival::Arrival;

/// `GET /-/api/openapi.json`: for everybody; it tells what services are like, and nothing of what they keep.
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, Problem> {
    let now_ms = arrival.site.association.clock.now_ms();
    let standings = app.plugins.standings(&arrival.site.association.id);
    let open = standings.into_iter().filter(|(_, standing)| standing.closed_at(now_ms).is_none());
    let services: Vec<Arc<Enabled>> = open.filter_map(|(_, standing)| standing.enabled).collect();
    Ok(respond(StatusCode::OK, &document(&arrival, &services)))
}

fn document(arrival: &Arrival, services: &[Arc<Enabled>]) -> Json {
    let mut paths = Map::new();
    let mut schemas = schemas::common();
    let mut tags = Vec::new();
    paths.insert("/-/api/v1".to_owned(), paths::root());
    for enabled in services {
        let manifest = &enabled.plugin.manifest;
        let title = manifest.title.of(arrival.locale);
        tags.push(json!({ "name": manifest.name, "description": title }));
        for shape in enabled.shapes.iter() {
            schemas::of_collection(shape, &mut schemas);
            paths::of_collection(shape, &children(&enabled.shapes, shape), &mut paths);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": arrival.site.name,
            "version": "1",
            "description": arrival.words().say("api-intro"),
            "license": { "name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": operations::problems(arrival.words()),
            "securitySchemes": { "token": {
                "type": "http", "scheme": "bearer",
                "description": "An API token of an account. The secret of a link, a session or an app password is none, and \
                    neither is what a visitor proved in a browser: bytes behind a link with a password are for that browser.",
            } },
        },
    })
}

fn children<'a>(shapes: &'a [Arc<Shape>], parent: &Shape) -> Vec<&'a Shape> {
    shapes.iter().filter(|shape| shape.parents.contains(&parent.name)).map(|shape| &**shape).collect()
}
