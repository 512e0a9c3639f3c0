//! The forms of the sharing page: each with a token for this session, this deed and this object.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use veillee_access::{Permit, Role, Subject};
use veillee_ambient::MILLIS_PER_DAY;

use super::sharing::{EVERYONE, Entered, MEMBERS, NEW_LINK, OFFERED, PRIVATE, STOP, page_again, permit};
use crate::limits;
use crate::storage::audit::{Happening, Note};
use crate::storage::shares::{LinkGuard, NEVER_MS, NewShare};
use crate::views::{LinkEnd, LinkForm, SharingProblem, Told};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field, read_form};
use crate::web::respond::see_other;
use crate::web::{form_token, notice};

/// `POST /-/share/<object>/links`
pub async fn new_link(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, NEW_LINK, &object, body).await?;
    arrival.site.answered.once(&form, make_link(&app, &arrival, &object, &headers, &form)).await
}

async fn make_link(
    app: &App,
    arrival: &Arrival,
    object: &str,
    headers: &HeaderMap,
    form: &Pairs,
) -> Result<Response, PageError> {
    let permit = permit(arrival, object).await?;
    let role = offered_role(field(form, "role")).ok_or(PageError::BadRequest)?;
    let end = LinkEnd::from_name(field(form, "ends")).ok_or(PageError::BadRequest)?;
    let label = label(form);
    let (password, downloads) = (field(form, "password").trim(), field(form, "downloads").trim());
    let downloads_max = downloads_max(downloads);
    let wrong_downloads = downloads_max.is_none().then_some(SharingProblem::DownloadsWrong);
    if let Some(problem) = link_password_problem(password).or(wrong_downloads) {
        let (password, downloads) = (password.to_owned(), downloads.to_owned());
        let link =
            LinkForm { role, end, label, password, downloads, problem: Some(problem), form_token: String::new() };
        return page_again(app, arrival, &permit, headers, Entered { link, ..Entered::default() }).await;
    }
    let kept = match password {
        "" => String::new(),
        password => app.passwords.hash_of_link(password).await?,
    };
    let guard = LinkGuard { password: &kept, downloads_max: downloads_max.unwrap_or(0) };
    let ends_ms = end_ms(end, arrival.site.association.clock.now_ms());
    let new = NewShare { role, ends_ms, label: label.clone() };
    let made = arrival.site.association.share_by_guarded_link(&permit, by(arrival)?, new, guard).await?;
    note(arrival, Happening::LinkMade, &permit, &label).await?;
    Ok(back(arrival, &format!("{object}?new={}", made.share), Told::LinkCreated))
}

/// What does not fit in the password of a link; none at all does.
pub fn link_password_problem(password: &str) -> Option<SharingProblem> {
    match password.chars().count() {
        0 | limits::LINK_PASSWORD_CHARS_MIN..=limits::LINK_PASSWORD_CHARS_MAX => None,
        1..limits::LINK_PASSWORD_CHARS_MIN => Some(SharingProblem::PasswordShort),
        _ => Some(SharingProblem::PasswordLong),
    }
}

/// How many downloads a link lets take; 0 where nothing was entered. None for what is no such number.
pub fn downloads_max(entered: &str) -> Option<u32> {
    if entered.is_empty() {
        return Some(0);
    }
    entered.parse().ok().filter(|most| (1..=limits::LINK_DOWNLOADS_MAX).contains(most))
}

/// `POST /-/share/<object>/stop`: answers when no request that starts is let in by the share any more.
pub async fn stop(arrival: Arrival, Path(object): Path<String>, body: Body) -> Result<Response, PageError> {
    let form = read_form(body).await?;
    let share = field(&form, "share");
    form_token::check(&arrival, STOP, share, field(&form, form_token::TOKEN_FIELD))?;
    let permit = permit(&arrival, &object).await?;
    arrival.site.association.end_share(&permit, share).await?;
    note(&arrival, Happening::LinkStopped, &permit, "").await?;
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
    let permit = permit(&arrival, &object).await?;
    let private = match field(&form, "private") {
        "yes" => true,
        "no" => false,
        _ => return Err(PageError::BadRequest),
    };
    arrival.site.association.set_private(&permit, private).await?;
    note(&arrival, Happening::InheritanceChanged, &permit, "").await?;
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
    let permit = permit(&arrival, &object).await?;
    let association = &arrival.site.association;
    match field(&form, "role") {
        "none" => {
            association.end_share_with(&permit, &subject).await?;
            note(&arrival, Happening::ShareStopped, &permit, "").await?;
        }
        role => {
            let role = offered_role(role).ok_or(PageError::BadRequest)?;
            let new = NewShare { role, ends_ms: NEVER_MS, label: String::new() };
            association.share_with(&permit, by(&arrival)?, &subject, new).await?;
            note(&arrival, Happening::ShareGiven, &permit, "").await?;
        }
    }
    Ok(back(&arrival, &object, Told::SharingChanged))
}

/// Notes a change of sharing, under what people call the object and the link.
pub(super) async fn note(
    arrival: &Arrival,
    happening: Happening,
    permit: &Permit,
    label: &str,
) -> Result<(), PageError> {
    let title = arrival.site.association.title_of(permit).await?;
    let words: Vec<&str> = [title.as_str(), label].into_iter().filter(|words| !words.is_empty()).collect();
    let words = words.join(" · ");
    Ok(arrival.note(Note::of(happening).about(permit.object()).words(&words)).await?)
}

/// The name of a link, for those who share it.
pub fn label(form: &Pairs) -> String {
    field(form, "label").trim().chars().filter(|c| !c.is_control()).take(limits::NAME_CHARS_MAX).collect()
}

fn offered_role(name: &str) -> Option<Role> {
    Role::from_name(name).filter(|role| OFFERED.contains(role))
}

pub fn end_ms(end: LinkEnd, now_ms: i64) -> i64 {
    match end {
        LinkEnd::None => NEVER_MS,
        LinkEnd::Week => now_ms + 7 * MILLIS_PER_DAY,
        LinkEnd::Month => now_ms + 30 * MILLIS_PER_DAY,
        LinkEnd::Year => now_ms + 365 * MILLIS_PER_DAY,
    }
}

/// Who shares, for the record.
pub fn by(arrival: &Arrival) -> Result<&str, PageError> {
    arrival.visit.caller.principal().map(|id| id.0.as_str()).ok_or(PageError::Denied)
}

pub fn back(arrival: &Arrival, object: &str, told: Told) -> Response {
    let mut response = see_other(&format!("/-/share/{object}"));
    notice::tell(arrival, &mut response, told);
    response
}
