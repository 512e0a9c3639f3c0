//! One share of a container: its page, its poster, and what is changed while its address stays.

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

use super::sharing::{STOP, origin, row_kind, share_name, share_path};
use super::sharing_forms::label;
use crate::storage::shares::{NEVER_MS, Share, ShareKind};
use crate::views::{LinkLocks, LinkPage, Poster, SharingProblem};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::forms::{Pairs, field};
use crate::web::respond::{day, host_page, see_other};
use crate::web::shares::{
    self, ShareChange, downloads_max, is_to_come, link_password_problem, offered, permit_to_share,
};
use crate::web::{form_token, notice};

const CHANGE: &str = "share-link-change";

/// What stands in the fields.
struct Entered<'a> {
    label: &'a str,
    role: Role,
    ends: &'a str,
    ends_is_wrong: bool,
    locks: LinkLocks,
}

impl Entered<'_> {
    fn has_problem(&self) -> bool {
        self.ends_is_wrong || self.locks.password_problem.is_some() || self.locks.downloads_problem.is_some()
    }
}

/// `GET /-/share/<object>/links/<share>`, and `/people/<share>` for a guest, an account or a group.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, share)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let permit = permit_to_share(&arrival, &object).await?;
    let link = lasting(&arrival, &permit, &share).await?;
    let ends = ends_of(&link);
    let label = share_name(&link);
    let entered = Entered { label, role: link.role, ends: &ends, ends_is_wrong: false, locks: locks_of(&link) };
    page(&app, &arrival, (&permit, &link), &headers, &entered).await
}

/// `POST` of the same: role, last day, name, and what guards a link. The secret in the address is not touched.
pub async fn change(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, share)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let form = form_token::read(&arrival, CHANGE, &share, body).await?;
    let permit = permit_to_share(&arrival, &object).await?;
    let link = lasting(&arrival, &permit, &share).await?;
    let is_offered = |role: &Role| offered(link.kind).contains(role) || *role == link.role;
    let role = Role::from_name(field(&form, "role")).filter(is_offered).ok_or(PageError::BadRequest)?;
    let (label, ends) = (label(&form), field(&form, "ends").trim());
    let (locks, downloads_max) = entered_locks(&form, &link);
    let ends_ms = end_ms(ends, &link, arrival.site.association.clock.now_ms());
    let entered = Entered { label: &label, role, ends, ends_is_wrong: ends_ms.is_none(), locks };
    let Some(ends_ms) = ends_ms.filter(|_| !entered.has_problem()) else {
        return page(&app, &arrival, (&permit, &link), &headers, &entered).await;
    };
    let is_link = link.kind == ShareKind::Link;
    let password = match entered.locks.password {
        password if password.is_empty() => (is_link && field(&form, "unlock") == "yes").then_some(password),
        password => Some(password),
    };
    let wanted =
        ShareChange { role: Some(role), ends_ms: Some(ends_ms), label: Some(label.clone()), password, downloads_max };
    shares::change(&app, &arrival, &permit, &link, wanted).await?;
    let mut response = see_other(&share_path(&object, &link));
    let words = arrival.words();
    let told = if is_link { words.say("link-told-changed") } else { words.say("person-told-changed") };
    notice::leave_good(&arrival, &mut response, told, None);
    Ok(response)
}

fn locks_of(link: &Share) -> LinkLocks {
    let downloads = if link.downloads_max == 0 { String::new() } else { link.downloads_max.to_string() };
    LinkLocks {
        has_password: link.has_password,
        password: String::new(),
        password_problem: None,
        downloads,
        downloads_problem: None,
        taken: link.downloads,
    }
}

/// What was entered to guard a link, and how many downloads that lets; what has no locks gets none.
fn entered_locks(form: &Pairs, link: &Share) -> (LinkLocks, Option<u32>) {
    let kept = locks_of(link);
    let sent = form.iter().any(|(name, _)| name == "downloads" || name == "password");
    if link.kind != ShareKind::Link || !sent {
        return (kept, None);
    }
    let (password, downloads) = (field(form, "password").trim(), field(form, "downloads").trim());
    let most = downloads_max(downloads);
    let locks = LinkLocks {
        password: password.to_owned(),
        password_problem: link_password_problem(password),
        downloads: downloads.to_owned(),
        downloads_problem: most.is_none().then_some(SharingProblem::DownloadsWrong),
        ..kept
    };
    (locks, most)
}

/// `GET /-/share/<object>/links/<share>/poster`: to be printed.
pub async fn poster(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path((object, share)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let permit = permit_to_share(&arrival, &object).await?;
    let link = lasting(&arrival, &permit, &share).await?;
    let url = url(&arrival, &link, &headers).ok_or(PageError::NotFound)?;
    let view = Poster {
        words: arrival.words(),
        association_name: &arrival.site.name,
        object_title: &arrival.site.association.title_of(&permit).await?,
        url: &url,
        role: link.role,
        back_path: &share_path(&object, &link),
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

/// A share of this very container that has not ended and has a page.
pub async fn lasting(arrival: &Arrival, permit: &Permit, share: &str) -> Result<Share, PageError> {
    let association = &arrival.site.association;
    let now_ms = association.clock.now_ms();
    let shares = association.shares(permit).await?;
    let lasting = |found: &Share| found.id == share && found.ends_ms > now_ms && row_kind(found).is_some();
    shares.into_iter().find(lasting).ok_or(PageError::NotFound)
}

async fn page(
    app: &App,
    arrival: &Arrival,
    (permit, link): (&Permit, &Share),
    headers: &HeaderMap,
    entered: &Entered<'_>,
) -> Result<Response, PageError> {
    let status = if entered.has_problem() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let back_path = format!("/-/share/{}", permit.object());
    let url = url(arrival, link, headers);
    let view = LinkPage {
        words: arrival.words(),
        object_title: &arrival.site.association.title_of(permit).await?,
        url: url.as_deref(),
        back_path: &back_path,
        action_path: &share_path(permit.object(), link),
        stop_path: &format!("{back_path}/stop"),
        share_id: &link.id,
        kind: row_kind(link).ok_or(PageError::NotFound)?,
        locks: (link.kind == ShareKind::Link).then_some(&entered.locks),
        label: entered.label,
        role: entered.role,
        offered_roles: offered(link.kind),
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
    is_to_come(end_ms, now_ms).then_some(end_ms)
}
