//! Every route of the product.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, head, post};

use super::app::App;
use super::{assets, bytes, health, layers, pages, plugin_pages, tus};

pub fn router(app: Arc<App>) -> Router {
    Router::new()
        // The association.
        .route("/", get(pages::home::show))
        .route("/-/legal", get(pages::legal::show))
        .route("/-/design", get(pages::design::show))
        .route("/-/language", get(pages::language::choose))
        .route("/-/leave", get(pages::leave::show))
        // Who is it?
        .route("/-/welcome/{token}", get(pages::welcome::show).post(pages::welcome::submit))
        .route("/-/sign-in", get(pages::sign_in::show).post(pages::sign_in::submit))
        .route("/-/sign-out", post(pages::account::sign_out))
        .route("/-/account", get(pages::account::show))
        // Who may see it?
        .route("/-/s/{token}", get(pages::link::open))
        .route("/-/share/{object}", get(pages::sharing::show))
        .route("/-/share/{object}/links", post(pages::sharing_forms::new_link))
        .route("/-/share/{object}/stop", post(pages::sharing_forms::stop))
        .route("/-/share/{object}/members", post(pages::sharing_forms::members))
        .route("/-/share/{object}/everyone", post(pages::sharing_forms::everyone))
        // Bytes.
        .route("/-/blob/{object}/{name}", get(bytes::send))
        .route("/-/asset/{digest}/{name}", get(assets::send))
        .route("/-/plugin/{service}/{digest}/{name}", get(assets::send_of_plugin))
        .route("/-/uploads", post(tus::create).options(tus::options))
        .route(
            "/-/uploads/{id}",
            head(tus::at).patch(tus::at).delete(tus::at).post(tus::overridden).options(tus::options),
        )
        // Services.
        .fallback(plugin_pages::answer)
        .method_not_allowed_fallback(not_allowed)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(app.clone(), layers::arrive))
        // For probes, which come under any name.
        .route("/-/health", get(health::show))
        .with_state(app)
}

async fn not_allowed() -> super::error::PageError {
    super::error::PageError::BadRequest
}
