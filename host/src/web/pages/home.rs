use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::storage::people::AccountRole;
use crate::views::{Home, HomeCaller};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::recent::recent;
use crate::web::respond::{host_page, service_links};

/// `GET /`
pub async fn show(State(app): State<Arc<App>>, arrival: Arrival) -> Result<Response, PageError> {
    let caller = match &arrival.visit.account {
        None => HomeCaller::Visitor,
        Some(account) if account.role == AccountRole::Admin => HomeCaller::Administrator { name: &account.name },
        Some(account) => HomeCaller::Member { name: &account.name },
    };
    let view = Home {
        words: arrival.words(),
        association_name: &arrival.site.name,
        services: &service_links(&app, &arrival, None),
        recent: &recent(&app, &arrival).await?,
        caller,
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}
