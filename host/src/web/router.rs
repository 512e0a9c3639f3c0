//! Every route of the product.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, head, post};

use super::app::App;
use super::arrival::Arrival;
use super::door::Door;
use super::error::PageError;
use super::{api, assets, bytes, health, layers, look, offline, pages, plugin_pages, tus};

/// What an association is, to everybody and to whoever runs it.
fn of_association() -> Router<Arc<App>> {
    Router::new()
        // The association.
        .route("/", get(pages::home::show))
        .route("/-/legal", get(pages::legal::show))
        .route("/-/design", get(pages::design::show))
        .route("/-/language", get(pages::language::choose))
        .route("/-/leave", get(pages::leave::show))
        // What its administrators choose for it.
        .route("/-/settings", get(pages::settings::show))
        .route("/-/settings/name", post(pages::settings::name::submit).get(pages::settings::back))
        .route("/-/settings/mark", post(pages::settings::mark::submit).get(pages::settings::back))
        .route("/-/settings/colours", post(pages::settings::colours::submit).get(pages::settings::back))
        .route("/-/settings/language", post(pages::settings::language::submit).get(pages::settings::back))
        .route("/-/settings/sign-up", post(pages::settings::sign_up::submit).get(pages::settings::back))
        .route("/-/settings/legal", post(pages::settings::legal::submit).get(pages::settings::back))
        .route(
            "/-/settings/services/{service}",
            get(pages::settings::consent::show).post(pages::settings::services::submit),
        )
        .route("/-/members", get(pages::members::show))
        .route("/-/members/invitations", post(pages::members::invite).get(pages::members::back))
        .route("/-/members/invitations/change", post(pages::members::change_invitation).get(pages::members::back))
        .route("/-/members/guests", get(pages::guests::show))
        .route("/-/members/guests/{guest}", get(pages::guests::ask).post(pages::guests::erase))
        .route("/-/members/{account}", post(pages::members::change).get(pages::members::back))
        // How what runs for it is doing.
        .route("/-/console", get(pages::console::services::show))
        .route("/-/console/services/{service}", get(pages::console::service::show).post(pages::console::deeds::submit))
        .route("/-/console/services/{service}/log", get(pages::console::log::show))
        .route("/-/console/usage", get(pages::console::usage::show))
        .route("/-/console/usage/{service}", get(pages::console::usage::show_service))
        .route("/-/console/jobs", get(pages::console::jobs::show))
        .route("/-/console/jobs/{job}", post(pages::console::jobs::submit).get(pages::console::jobs::back))
        .route("/-/console/mail", get(pages::console::mail::show))
        .route("/-/console/mail/{mail}", post(pages::console::mail::submit).get(pages::console::mail::read))
        .route("/-/console/storage", get(pages::console::storage::show))
        .route("/-/console/activity", get(pages::console::activity::show))
        // How it looks.
        .route("/-/theme/{file}", get(look::send_theme))
        .route("/-/theme/preview/{file}", get(look::send_preview))
        .route("/-/mark/{digest}", get(look::send_mark))
        // Where nobody answers.
        .route("/-/offline", get(offline::show))
        .route("/-/offline/{file}", get(offline::send))
}

/// Who people are: signing in, their accounts, guests.
fn of_people() -> Router<Arc<App>> {
    Router::new()
        // Who is it?
        .route("/-/welcome/{token}", get(pages::welcome::show).post(pages::welcome::submit))
        .route("/-/join", get(pages::join::show).post(pages::join::submit))
        .route("/-/join/{token}", get(pages::join::show_link).post(pages::join::submit_link))
        .route("/-/forgot", get(pages::forgot::show).post(pages::forgot::submit))
        .route("/-/reset/{token}", get(pages::reset::show).post(pages::reset::submit))
        .route("/-/address/{token}", get(pages::address::show_link).post(pages::address::submit_link))
        .route("/-/not-me/{token}", get(pages::alarm::show).post(pages::alarm::submit))
        .route("/-/sign-in", get(pages::sign_in::show).post(pages::sign_in::submit))
        .route("/-/sign-in/factor", get(pages::sign_in_factor::show).post(pages::sign_in_factor::submit))
        .route("/-/passkeys/{purpose}/begin", post(pages::passkeys::begin))
        .route("/-/passkeys/{purpose}/end", post(pages::passkeys::end))
        .route("/-/confirm", get(pages::confirm::show).post(pages::confirm::submit))
        .route("/-/sign-out", post(pages::account::sign_out))
        .route("/-/account", get(pages::account::show).post(pages::account::save))
        .route("/-/account/password", get(pages::password::show).post(pages::password::change))
        .route("/-/account/security", get(pages::security::show))
        .route("/-/account/security/totp", get(pages::security::totp::show).post(pages::security::totp::enrol))
        .route("/-/account/security/totp/remove", post(pages::security::totp::remove))
        .route(
            "/-/account/security/recovery",
            get(pages::security::recovery::show).post(pages::security::recovery::make),
        )
        .route("/-/account/security/passkeys/name", post(pages::security::passkeys::rename))
        .route("/-/account/security/passkeys/remove", post(pages::security::passkeys::remove))
        .route("/-/account/address", get(pages::address::show).post(pages::address::submit))
        .route("/-/account/activity", get(pages::activity::show))
        .route("/-/account/export", get(pages::export::show))
        .route("/-/account/export/{file}", get(pages::export::send))
        .route("/-/account/erase", get(pages::erase::show).post(pages::erase::submit))
        .route("/-/account/regret/{secret}", get(pages::regret::show).post(pages::regret::submit))
        .route("/-/account/sessions", get(pages::sessions::show))
        .route("/-/account/sessions/end", post(pages::sessions::end))
        .route("/-/account/sessions/not-me", post(pages::alarm::end_strange))
        .route("/-/account/sessions/end-others", post(pages::sessions::end_others))
        .route("/-/account/tokens", get(pages::tokens::show).post(pages::tokens::create))
        .route("/-/account/tokens/end", post(pages::tokens::end))
        // Who has no account, and is somebody all the same.
        .route("/-/guest", get(pages::guest::show).post(pages::guest::erase))
        .route("/-/guest/export/{file}", get(pages::guest::send))
        .route("/-/guest/mail", post(pages::guest_mail::ask).get(pages::guest_mail::back))
        .route("/-/guest/by-mail/{secret}", get(pages::guest_mail::show).post(pages::guest_mail::erase))
}

/// What there is: who may see it, its bytes, what was removed.
fn of_objects() -> Router<Arc<App>> {
    Router::new()
        // Who may see it?
        .route("/-/s/{token}", get(pages::link::open).post(pages::link::prove))
        .route("/-/share/{object}", get(pages::sharing::show))
        .route("/-/share/{object}/links", post(pages::sharing_forms::new_link))
        .route("/-/share/{object}/people", post(pages::sharing_people::share))
        .route("/-/share/{object}/groups", post(pages::sharing_people::group))
        .route("/-/share/{object}/stop", post(pages::sharing_forms::stop))
        .route("/-/share/{object}/members", post(pages::sharing_forms::members))
        .route("/-/share/{object}/everyone", post(pages::sharing_forms::everyone))
        .route("/-/share/{object}/links/{share}", get(pages::sharing_link::show).post(pages::sharing_link::change))
        .route("/-/share/{object}/links/{share}/poster", get(pages::sharing_link::poster))
        .route("/-/share/{object}/people/{share}", get(pages::sharing_link::show).post(pages::sharing_link::change))
        .route("/-/share/{object}/people/{share}/invite", post(pages::sharing_people::invite))
        .route("/-/share/{object}/people/{share}/poster", get(pages::sharing_link::poster))
        .route("/-/share/{object}/private", post(pages::sharing_forms::private))
        // Who is in which group, and who has which role.
        .route("/-/groups", get(pages::groups::show).post(pages::groups::create))
        .route("/-/groups/{group}", get(pages::groups::show_group).post(pages::groups::change))
        .route("/-/roles", get(pages::roles::show).post(pages::roles::change))
        // What was removed.
        .route("/-/trash", get(pages::trash::show))
        .route("/-/trash/{object}", get(pages::trash::show_object))
        .route("/-/trash/{object}/restore", post(pages::trash_restore::restore))
        .route("/-/trash/{object}/delete", get(pages::trash::ask_delete).post(pages::trash::delete))
        // Bytes.
        .route("/-/blob/{object}/{name}", get(bytes::send))
        .route("/-/asset/{digest}/{name}", get(assets::send))
        .route("/-/plugin/{service}/{digest}/{name}", get(assets::send_of_plugin))
        .route("/-/uploads", post(tus::create).options(tus::options))
        .route(
            "/-/uploads/{id}",
            head(tus::at).patch(tus::at).delete(tus::at).post(tus::overridden).options(tus::options),
        )
        // How far is it?
        .route("/-/progress/{object}", get(pages::progress::show))
}

/// What programs ask.
fn of_programs() -> Router<Arc<App>> {
    Router::new()
        // For programs.
        .route("/-/api", get(pages::api::show))
        .route("/-/api/openapi.json", get(api::show_openapi))
        .route("/-/api/v1", get(api::show_root))
        .route("/-/api/v1/{service}/{collection}", get(api::list).post(api::create))
        .route("/-/api/v1/{service}/{collection}/{id}", get(api::show_object).patch(api::update).delete(api::trash))
        .route("/-/api/v1/{service}/{collection}/{id}/state", post(api::step))
        .route("/-/api/v1/{service}/{collection}/{id}/move", post(api::move_to))
        .route("/-/api/v1/{service}/{collection}/{id}/restore", post(api::restore))
        .route(
            "/-/api/v1/{service}/{collection}/{id}/children/{child}",
            get(api::list_children).post(api::create_child),
        )
        .route(
            "/-/api/v1/{service}/{collection}/{id}/shares",
            get(api::list_shares).post(api::make_share).patch(api::inherit_shares),
        )
        .route(
            "/-/api/v1/{service}/{collection}/{id}/shares/{share}",
            get(api::show_share).patch(api::change_share).delete(api::stop_share),
        )
        .route("/-/api/v1/{service}/{collection}/{id}/shares/{share}/invite", post(api::invite_share))
        .route("/-/api/v1/{service}/{collection}/{id}/blobs/{name}", get(api::send_blob).put(api::replace_blob))
}

pub fn router(app: Arc<App>) -> Router {
    of_association()
        .merge(of_people())
        .merge(of_objects())
        .merge(of_programs())
        // Services.
        .fallback(plugin_pages::answer)
        .method_not_allowed_fallback(not_allowed)
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(app.clone(), layers::arrive))
        // For probes, which come under any name.
        .route("/-/health", get(health::show))
        .with_state(app)
}

async fn not_allowed(arrival: Arrival) -> Response {
    match arrival.door {
        Door::Cookie => PageError::BadRequest.into_response(),
        Door::Token => api::Problem::Method.into_response(),
    }
}
