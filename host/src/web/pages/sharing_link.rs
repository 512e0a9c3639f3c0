//! One link of a container: its page, its poster, and what is changed while its address stays.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use veillee_access::{Permit, Role};
use veillee_ambient::Millis;

use super::sharing::{OFFERED, STOP, origin, permit};
use super::sharing_forms::{label, note};
use crate::storage::audit::Happening;
use crate::storage::links::LinkTerms;
use crate::storage::shares::{NEVER_MS, Share};
use crate::views::{LinkPage, Poster};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::field;
use crate::web::respond::{day, host_page, see_other};
use crate::web::{form_token, notice};

const CHANGE: &str = "share-link-change";

/// What stands in the fields.
struct Entered<'a> {
    label: &'a str,
    role: Role,
    ends: &'a str,
    ends_is_wrong: bool,
}

/// `GET /-/share/<object>/links/<share>`
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, share)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let permit = permit(&arrival, &object).await?;
    let link = link(&arrival, &permit, &share).await?;
    let ends = ends_of(&link);
    let entered = Entered { label: &link.label, role: link.role, ends: &ends, ends_is_wrong: false };
    page(&app, &arrival, (&permit, &link), &headers, &entered).await
}

/// `POST /-/share/<object>/links/<share>`: role, last day and name. The secret in the address is not touched.
pub async fn change(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, share)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, CHANGE, &share, body).await?;
    let permit = permit(&arrival, &object).await?;
    let link = link(&arrival, &permit, &share).await?;
    let role = Role::from_name(field(&form, "role")).filter(|role| OFFERED.contains(role) || *role == link.role);
    let role = role.ok_or(PageError::BadRequest)?;
    let (label, ends) = (label(&form), field(&form, "ends").trim());
    let Some(ends_ms) = end_ms(ends, &link, arrival.site.association.clock.now_ms()) else {
        let entered = Entered { label: &label, role, ends, ends_is_wrong: true };
        return page(&app, &arrival, (&permit, &link), &headers, &entered).await;
    };
    let terms = LinkTerms { role, ends_ms, label: label.clone() };
    arrival.site.association.change_link(&permit, &share, &terms).await?;
    note(&arrival, Happening::LinkChanged, &permit, &label).await?;
    let mut response = see_other(&format!("/-/share/{object}/links/{share}"));
    notice::leave_good(&arrival, &mut response, arrival.words().say("link-told-changed"), None);
    Ok(response)
}

/// `GET /-/share/<object>/links/<share>/poster`: to be printed.
pub async fn poster(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, share)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let permit = permit(&arrival, &object).await?;
    let link = link(&arrival, &permit, &share).await?;
    let url = url(&arrival, &link, &headers).ok_or(PageError::NotFound)?;
    let view = Poster {
        words: arrival.words(),
        association_name: &arrival.site.name,
        object_title: &arrival.site.association.title_of(&permit).await?,
        url: &url,
        role: link.role,
        back_path: &format!("/-/share/{object}/links/{share}"),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// A link of this very container that has not ended.
async fn link(arrival: &Arrival, permit: &Permit, share: &str) -> Result<Share, PageError> {
    let association = &arrival.site.association;
    let now_ms = association.clock.now_ms();
    let shares = association.shares(permit).await?;
    let lasting = |found: &Share| found.id == share && found.ends_ms > now_ms && found.subject.starts_with("link:");
    shares.into_iter().find(lasting).ok_or(PageError::NotFound)
}

async fn page(
    app: &App,
    arrival: &Arrival,
    (permit, link): (&Permit, &Share),
    headers: &HeaderMap,
    entered: &Entered<'_>,
) -> Result<Response, PageError> {
    let status = if entered.ends_is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let back_path = format!("/-/share/{}", permit.object());
    let url = url(arrival, link, headers);
    let view = LinkPage {
        words: arrival.words(),
        object_title: &arrival.site.association.title_of(permit).await?,
        url: url.as_deref(),
        back_path: &back_path,
        action_path: &format!("{back_path}/links/{}", link.id),
        stop_path: &format!("{back_path}/stop"),
        share_id: &link.id,
        label: entered.label,
        role: entered.role,
        offered_roles: &OFFERED,
        ends: entered.ends,
        ends_is_wrong: entered.ends_is_wrong,
        form_token: &form_token::make(arrival, CHANGE, &link.id),
        stop_form_token: &form_token::make(arrival, STOP, &link.id),
    };
    Ok(host_page(app, arrival, status, &view))
}

fn url(arrival: &Arrival, link: &Share, headers: &HeaderMap) -> Option<String> {
    let secret = arrival.site.association.link_token(link)?;
    Some(format!("{}/-/s/{secret}", origin(headers)))
}

/// As the field of a date has it; empty for a link without end.
fn ends_of(link: &Share) -> String {
    let day = (link.ends_ms < NEVER_MS).then(|| day(link.ends_ms)).flatten();
    day.map_or_else(String::new, |day| day.to_string())
}

/// The moment that a last day means: its end, in universal time. A day that was left as it was leaves the moment. None for what
/// is no day, or one that is over.
fn end_ms(entered: &str, link: &Share, now_ms: Millis) -> Option<Millis> {
    if entered.is_empty() {
        return Some(NEVER_MS);
    }
    if entered == ends_of(link) {
        return Some(link.ends_ms);
    }
    let next: Date = entered.parse::<Date>().ok()?.checked_add(1.day()).ok()?;
    let end_ms = next.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond() - 1;
    (end_ms > now_ms).then_some(end_ms)
}
