//! The forms of the sharing page: each with a token for this session, this deed and this object.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use veillee_access::Subject;
use veillee_ambient::MILLIS_PER_DAY;

use super::sharing::{EVERYONE, Entered, MEMBERS, NEW_LINK, PRIVATE, STOP, page_again};
use crate::limits;
use crate::storage::shares::{NEVER_MS, ShareKind};
use crate::views::{LinkEnd, LinkForm, SharingProblem, Told};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field, read_form};
use crate::web::respond::see_other;
use crate::web::shares::{
    self, Refusal, WantedLink, downloads_max, link_password_problem, make_link, offered_role, permit_to_share,
};
use crate::web::{form_token, notice};
use crate::words::is_plain;

/// `POST /-/share/<object>/links`
pub async fn new_link(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, NEW_LINK, &object, body).await?;
    arrival.site.answered.once(&form, made_link(&app, &arrival, &object, &headers, &form)).await
}

async fn made_link(
    app: &App,
    arrival: &Arrival,
    object: &str,
    headers: &HeaderMap,
    form: &Pairs,
) -> Result<Response, PageError> {
    let permit = permit_to_share(arrival, object).await?;
    let role = offered_role(ShareKind::Link, field(form, "role")).ok_or(PageError::BadRequest)?;
    let end = LinkEnd::from_name(field(form, "ends")).ok_or(PageError::BadRequest)?;
    let label = label(form);
    let (password, downloads) = (field(form, "password").trim(), field(form, "downloads").trim());
    let ends_ms = end_ms(end, arrival.site.association.clock.now_ms());
    let made = match downloads_max(downloads) {
        None => Err(Refusal::Unfit(link_password_problem(password).unwrap_or(SharingProblem::DownloadsWrong))),
        Some(downloads_max) => {
            let (label, password) = (label.clone(), password.to_owned());
            make_link(app, arrival, &permit, WantedLink { role, ends_ms, label, password, downloads_max }).await
        }
    };
    match made {
        Ok(share) => Ok(back(arrival, &format!("{object}?new={share}"), Told::LinkCreated)),
        Err(Refusal::Unfit(problem)) => {
            let (password, downloads) = (password.to_owned(), downloads.to_owned());
            let link =
                LinkForm { role, end, label, password, downloads, problem: Some(problem), form_token: String::new() };
            page_again(app, arrival, &permit, headers, Entered { link, ..Entered::default() }).await
        }
        Err(Refusal::Failed(error)) => Err(error),
    }
}

/// `POST /-/share/<object>/stop`: answers when no request that starts is let in by the share any more.
pub async fn stop(arrival: Arrival, Path(object): Path<String>, body: Body) -> Result<Response, PageError> {
    let form = read_form(body).await?;
    let share = field(&form, "share");
    form_token::check(&arrival, STOP, share, field(&form, form_token::TOKEN_FIELD))?;
    let permit = permit_to_share(&arrival, &object).await?;
    shares::stop(&arrival, &permit, share).await?;
    Ok(back(&arrival, &object, Told::SharingStopped))
}

/// `POST /-/share/<object>/members`
pub async fn members(arrival: Arrival, Path(object): Path<String>, body: Body) -> Result<Response, PageError> {
    audience(arrival, object, body, MEMBERS, Subject::Members).await
}

/// `POST /-/share/<object>/everyone`
pub async fn everyone(arrival: Arrival, Path(object): Path<String>, body: Body) -> Result<Response, PageError> {
    audience(arrival, object, body, EVERYONE, Subject::Everyone).await
}

/// `POST /-/share/<object>/private`: whether it follows the sharing of what it lies in.
pub async fn private(arrival: Arrival, Path(object): Path<String>, body: Body) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, PRIVATE, &object, body).await?;
    let permit = permit_to_share(&arrival, &object).await?;
    let private = match field(&form, "private") {
        "yes" => true,
        "no" => false,
        _ => return Err(PageError::BadRequest),
    };
    shares::set_private(&arrival, &permit, private).await?;
    Ok(back(&arrival, &object, Told::SharingChanged))
}

async fn audience(
    arrival: Arrival,
    object: String,
    body: Body,
    action: &str,
    subject: Subject,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, action, &object, body).await?;
    let permit = permit_to_share(&arrival, &object).await?;
    let role = match field(&form, "role") {
        "none" => None,
        role => Some(offered_role(ShareKind::Members, role).ok_or(PageError::BadRequest)?),
    };
    shares::set_audience(&arrival, &permit, &subject, role).await?;
    Ok(back(&arrival, &object, Told::SharingChanged))
}

/// The name of a link, for those who share it.
pub fn label(form: &Pairs) -> String {
    field(form, "label").trim().chars().filter(|c| is_plain(*c)).take(limits::NAME_CHARS_MAX).collect()
}

pub fn end_ms(end: LinkEnd, now_ms: i64) -> i64 {
    match end {
        LinkEnd::None => NEVER_MS,
        LinkEnd::Week => now_ms + 7 * MILLIS_PER_DAY,
        LinkEnd::Month => now_ms + 30 * MILLIS_PER_DAY,
        LinkEnd::Year => now_ms + 365 * MILLIS_PER_DAY,
    }
}

pub fn back(arrival: &Arrival, object: &str, told: Told) -> Response {
    let mut response = see_other(&format!("/-/share/{object}"));
    notice::tell(arrival, &mut response, told);
    response
}
