use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header::HOST};
use axum::response::Response;
use veillee_access::{Action, Permit, Role, Subject};

use crate::sharing::sentence;
use crate::storage::objects::decide;
use crate::storage::shares::{NEVER_MS, Share};
use crate::views::{Audience, Outer, ShareRow, Sharing};
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::is_local;
use crate::web::respond::{day, host_page};

pub const NEW_LINK: &str = "share-link";
pub const STOP: &str = "share-stop";
pub const MEMBERS: &str = "share-members";
pub const EVERYONE: &str = "share-everyone";
pub const PRIVATE: &str = "share-private";

/// What a link or an audience may be given here.
pub const OFFERED: [Role; 3] = [Role::Viewer, Role::Contributor, Role::Depositor];

/// A permit to share the object, or the page that says no.
pub async fn permit(arrival: &Arrival, object: &str) -> Result<Permit, PageError> {
    let association = &arrival.site.association;
    let mut database = association.database();
    let moment = association.moment();
    Ok(decide(&mut database, &moment, &arrival.visit.caller, Action::Share, object, None).await?)
}

/// The share that the form before this page made: it stands out.
#[derive(serde::Deserialize)]
pub struct Fresh {
    new: Option<String>,
}

/// `GET /-/share/<object>`: who can see this, and every way to change it.
pub async fn show(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(object): Path<String>,
    Query(fresh): Query<Fresh>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let permit = permit(&arrival, &object).await?;
    let association = &arrival.site.association;
    let shape = association.moment().shapes.of(&object).cloned().ok_or(PageError::NotFound)?;
    let sentence = sentence(association, &arrival.visit.caller, &permit, arrival.words()).await?;
    let shares = association.shares(&permit).await?;
    let title = association.title_of(&permit).await?;
    let origin = origin(&headers);
    let now_ms = association.clock.now_ms();
    let rows: Vec<ShareRow> = shares
        .iter()
        .filter(|share| share.ends_ms > now_ms && share.subject.contains(':'))
        .map(|share| row(&arrival, &object, share, (&origin, fresh.new.as_deref())))
        .collect();
    let audience = |subject: Subject, action: &str| {
        let role = shares.iter().find(|share| share.subject == subject.key()).map(|share| share.role);
        Some(Audience { role, form_token: form_token::make(&arrival, action, &object) })
    };
    let view = Sharing {
        words: arrival.words(),
        association_name: &arrival.site.name,
        object_title: &title,
        back_path: &format!("/{}/{object}", shape.service()),
        action_path: &format!("/-/share/{object}"),
        sentence: &sentence,
        offered_roles: &OFFERED,
        shares: &rows,
        form_token: &form_token::make(&arrival, NEW_LINK, &object),
        members: audience(Subject::Members, MEMBERS),
        everyone: audience(Subject::Everyone, EVERYONE),
        outer: outer(&arrival, &permit).await?,
    };
    Ok(host_page(&app, &arrival, StatusCode::OK, &view))
}

fn row(arrival: &Arrival, object: &str, share: &Share, (origin, fresh): (&str, Option<&str>)) -> ShareRow {
    let is_link = share.subject.starts_with("link:");
    let secret = arrival.site.association.link_token(share);
    ShareRow {
        share_id: share.id.clone(),
        label: share.label.clone(),
        role: share.role,
        url: secret.map(|secret| format!("{origin}/-/s/{secret}")),
        is_link,
        is_new: fresh == Some(share.id.as_str()),
        ends: (share.ends_ms < NEVER_MS).then(|| day(share.ends_ms)).flatten(),
        opened_times: share.opened_times,
        stop_form_token: form_token::make(arrival, STOP, &share.id),
        path: is_link.then(|| format!("/-/share/{object}/links/{}", share.id)),
    }
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
    let may_share = permit(arrival, outer).await.is_ok();
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
