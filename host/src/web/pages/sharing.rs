use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header::HOST};
use axum::response::Response;
use veillee_access::{Action, Permit, Role, Subject};

use crate::identity::Device;
use crate::sharing::sentence;
use crate::storage::objects::decide;
use crate::storage::shares::{NEVER_MS, Share, ShareKind};
use crate::views::{
    Audience, GroupForm, LinkEnd, LinkForm, Outer, PersonForm, RowKind, ShareRow, Sharing, device_words,
};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::is_local;
use crate::web::respond::{day, host_page};
use crate::web::shares::{OFFERED, PERSON_OFFERED, permit_to_share};

pub const NEW_LINK: &str = "share-link";
pub const PERSON: &str = "share-person";
pub const GROUP: &str = "share-group";
pub const INVITE: &str = "share-invite";
pub const STOP: &str = "share-stop";
pub const MEMBERS: &str = "share-members";
pub const EVERYONE: &str = "share-everyone";
pub const PRIVATE: &str = "share-private";

/// The share that the form before this page made: it stands out.
#[derive(serde::Deserialize)]
pub struct Fresh {
    new: Option<String>,
}

/// What stands in the forms: as they begin, or as they were sent, with what did not fit.
pub struct Entered {
    pub person: PersonForm,
    pub link: LinkForm,
}

impl Default for Entered {
    fn default() -> Self {
        let (role, end) = (Role::Viewer, LinkEnd::None);
        let (name, address, label, password, downloads) = Default::default();
        Self {
            person: PersonForm { name, address, role, end, problem: None, form_token: String::new() },
            link: LinkForm { role, end, label, password, downloads, problem: None, form_token: String::new() },
        }
    }
}

/// `GET /-/share/<object>`: who can see this, and every way to change it.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
    Query(fresh): Query<Fresh>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let permit = permit_to_share(&arrival, &object).await?;
    let rows = rows(&arrival, &permit, &origin(&headers), fresh.new.as_deref()).await?;
    page(&app, &arrival, (&permit, &rows), Entered::default()).await
}

/// The page again with what was entered, for whoever has to mend it.
pub async fn page_again(
    app: &App,
    arrival: &Arrival,
    permit: &Permit,
    headers: &HeaderMap,
    entered: Entered,
) -> Result<Response, PageError> {
    let rows = rows(arrival, permit, &origin(headers), None).await?;
    page(app, arrival, (permit, &rows), entered).await
}

/// All shares that last, and a row for each that has an entry of its own.
struct Rows {
    shares: Vec<Share>,
    rows: Vec<ShareRow>,
}

async fn rows(arrival: &Arrival, permit: &Permit, origin: &str, fresh: Option<&str>) -> Result<Rows, PageError> {
    let association = &arrival.site.association;
    let now_ms = association.clock.now_ms();
    let mut shares = association.shares(permit).await?;
    shares.retain(|share| share.ends_ms > now_ms);
    let own = shares.iter().filter(|share| row_kind(share).is_some());
    let rows = own.filter_map(|share| row(arrival, permit.object(), share, (origin, fresh))).collect();
    Ok(Rows { shares, rows })
}

async fn page(
    app: &App,
    arrival: &Arrival,
    (permit, rows): (&Permit, &Rows),
    mut entered: Entered,
) -> Result<Response, PageError> {
    let object = permit.object();
    let association = &arrival.site.association;
    let shape = association.moment().shapes.of(object).cloned().ok_or(PageError::NotFound)?;
    let sentence = sentence(association, &arrival.visit.caller, permit, arrival.words()).await?;
    let title = association.title_of(permit).await?;
    let audience = |subject: Subject, action: &str| {
        let role = rows.shares.iter().find(|share| share.subject == subject.key()).map(|share| share.role);
        Some(Audience { role, form_token: form_token::make(arrival, action, object) })
    };
    let has_problem = entered.person.problem.is_some() || entered.link.problem.is_some();
    let status = if has_problem { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    entered.person.form_token = form_token::make(arrival, PERSON, object);
    entered.link.form_token = form_token::make(arrival, NEW_LINK, object);
    let view = Sharing {
        words: arrival.words(),
        association_name: &arrival.site.name,
        object_title: &title,
        back_path: &format!("/{}/{object}", shape.service()),
        action_path: &format!("/-/share/{object}"),
        sentence: &sentence,
        offered_roles: &OFFERED,
        person_roles: &PERSON_OFFERED,
        shares: &rows.rows,
        person: entered.person,
        link: entered.link,
        groups: groups(arrival, object).await?,
        members: audience(Subject::Members, MEMBERS),
        everyone: audience(Subject::Everyone, EVERYONE),
        outer: outer(arrival, permit).await?,
    };
    Ok(host_page(app, arrival, status, &view))
}

async fn groups(arrival: &Arrival, object: &str) -> Result<Option<GroupForm>, PageError> {
    let groups = arrival.site.association.groups().await?;
    let groups: Vec<_> = groups.into_iter().map(|group| (group.id, group.name)).collect();
    Ok((!groups.is_empty()).then(|| GroupForm { groups, form_token: form_token::make(arrival, GROUP, object) }))
}

/// What has an entry of its own on the page.
pub fn row_kind(share: &Share) -> Option<RowKind> {
    Some(match share.kind {
        ShareKind::Link => RowKind::Link,
        ShareKind::Guest => RowKind::Guest,
        ShareKind::Account => RowKind::Account,
        ShareKind::Group => RowKind::Group,
        ShareKind::Members | ShareKind::Everyone => return None,
    })
}

/// The page of a share that has an entry of its own.
pub fn share_path(object: &str, share: &Share) -> String {
    let kind = if share.kind == ShareKind::Link { "links" } else { "people" };
    format!("/-/share/{object}/{kind}/{}", share.id)
}

/// What a share is called: as the sharer named it, else as it calls itself.
pub fn share_name(share: &Share) -> &str {
    if share.label.is_empty() { share.name.as_deref().unwrap_or_default() } else { &share.label }
}

fn row(arrival: &Arrival, object: &str, share: &Share, (origin, fresh): (&str, Option<&str>)) -> Option<ShareRow> {
    let association = &arrival.site.association;
    let kind = row_kind(share)?;
    let today = day(association.clock.now_ms());
    let days_ago = |ms| u64::try_from(today?.since(day(ms)?).ok()?.get_days()).ok();
    let has_address = share.address.is_some() || kind == RowKind::Account;
    Some(ShareRow {
        share_id: share.id.clone(),
        kind,
        label: share_name(share).to_owned(),
        role: share.role,
        url: association.link_token(share).map(|secret| format!("{origin}/-/s/{secret}")),
        is_new: fresh == Some(share.id.as_str()),
        ends: (share.ends_ms < NEVER_MS).then(|| day(share.ends_ms)).flatten(),
        opened_times: share.opened_times,
        opened_days_ago: share.opened_ms.and_then(days_ago),
        devices: share.devices,
        newest_device: share.device_ms.and_then(day),
        newest_device_words: newest_device(arrival, share).zip(share.device_ms.and_then(days_ago)),
        has_password: share.has_password,
        downloads_max: share.downloads_max,
        downloads: share.downloads,
        address: share.address.clone(),
        sent: share.sent_ms.and_then(day),
        is_undelivered: share.is_undelivered,
        stop_form_token: form_token::make(arrival, STOP, &share.id),
        invite_form_token: has_address.then(|| form_token::make(arrival, INVITE, &share.id)),
        path: share_path(object, share),
    })
}

/// How people call the last device that opened a link for the first time.
fn newest_device(arrival: &Arrival, share: &Share) -> Option<String> {
    let device = Device::from_kept(&share.device);
    device.browser.map(|_| device_words(arrival.words(), device.browser, device.system))
}

/// What the container lies in, by its name for whoever may see it.
async fn outer(arrival: &Arrival, container: &Permit) -> Result<Option<Outer>, PageError> {
    let association = &arrival.site.association;
    let Some(inheritance) = association.inheritance(container).await? else { return Ok(None) };
    let outer = inheritance.outer.as_str();
    let (moment, caller) = (association.moment(), &arrival.visit.caller);
    let title = match decide(&mut association.database(), &moment, caller, Action::Read, outer, None).await {
        Ok(seen) => association.title_of(&seen).await?,
        Err(_) => String::new(),
    };
    let may_share = permit_to_share(arrival, outer).await.is_ok();
    Ok(Some(Outer {
        title,
        path: may_share.then(|| format!("/-/share/{outer}")),
        is_private: inheritance.private,
        form_token: form_token::make(arrival, PRIVATE, container.object()),
    }))
}

/// How the person reaches this host: plain only on this machine itself, where no certificate is needed.
pub fn origin(headers: &HeaderMap) -> String {
    let host = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost");
    format!("{}://{host}", if is_local(host) { "http" } else { "https" })
}
