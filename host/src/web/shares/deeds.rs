//! Each deed wants a permit to share, and leaves an entry in the activity log.

use veillee_access::{Action, Permit, Role, Subject};
use veillee_ambient::Millis;

use super::options::{Refusal, downloads_fit, is_to_come, link_password_problem, offered};
use crate::storage::audit::Doer;
use crate::storage::links::{LinkTerms, PasswordChange};
use crate::storage::objects::decide;
use crate::storage::shares::{LinkGuard, NEVER_MS, NewShare, Share, ShareKind};
use crate::views::SharingProblem;
use crate::web::app::App;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;

/// What somebody wants a new link to be.
#[derive(Clone, Debug)]
pub struct WantedLink {
    pub role: Role,
    pub ends_ms: Millis,
    pub label: String,
    /// As it was typed; empty: none.
    pub password: String,
    /// 0: as many as one likes.
    pub downloads_max: u32,
}

/// What somebody wants a share to become; what is none stays as it is.
#[derive(Clone, Debug, Default)]
pub struct ShareChange {
    pub role: Option<Role>,
    pub ends_ms: Option<Millis>,
    pub label: Option<String>,
    /// As it was typed; empty: none from now on.
    pub password: Option<String>,
    /// 0: as many as one likes.
    pub downloads_max: Option<u32>,
}

/// A permit to share the object.
pub async fn permit_to_share(arrival: &Arrival, object: &str) -> Result<Permit, PageError> {
    let association = &arrival.site.association;
    let (mut database, moment) = (association.database(), association.moment());
    Ok(decide(&mut database, &moment, &arrival.visit.caller, Action::Share, object, None).await?)
}

/// The id of the new share.
pub async fn make_link(app: &App, arrival: &Arrival, permit: &Permit, wanted: WantedLink) -> Result<String, Refusal> {
    let WantedLink { role, ends_ms, label, password, downloads_max } = wanted;
    let association = &arrival.site.association;
    if !offered(ShareKind::Link).contains(&role) || !is_to_come(ends_ms, association.clock.now_ms()) {
        return Err(PageError::BadRequest.into());
    }
    let password = password.trim();
    let wrong_downloads = (!downloads_fit(downloads_max)).then_some(SharingProblem::DownloadsWrong);
    if let Some(problem) = link_password_problem(password).or(wrong_downloads) {
        return Err(Refusal::Unfit(problem));
    }
    let kept = match password {
        "" => String::new(),
        password => app.passwords.hash_of_link(password).await?,
    };
    let guard = LinkGuard { password: &kept, downloads_max };
    let new = NewShare { role, ends_ms, label };
    let made = association.share_by_guarded_link(permit, by(arrival)?, new, guard).await?;
    Ok(made.share)
}

/// Whether there is such a group. One that has a share has this one in its place.
pub async fn share_with_group(
    arrival: &Arrival,
    permit: &Permit,
    group: &str,
    new: NewShare,
) -> Result<bool, PageError> {
    let association = &arrival.site.association;
    let fits = offered(ShareKind::Group).contains(&new.role) && is_to_come(new.ends_ms, association.clock.now_ms());
    if !fits {
        return Err(PageError::BadRequest);
    }
    let Some(group) = association.group(group).await? else { return Ok(false) };
    association.share_with(permit, by(arrival)?, &Subject::Group(group.id), new).await?;
    Ok(true)
}

/// What all members or everyone may do from now on; none: nothing.
pub async fn set_audience(
    arrival: &Arrival,
    permit: &Permit,
    subject: &Subject,
    role: Option<Role>,
) -> Result<(), PageError> {
    let association = &arrival.site.association;
    let Some(role) = role else {
        return Ok(association.end_share_with(permit, by(arrival)?, subject).await?);
    };
    let new = NewShare { role, ends_ms: NEVER_MS, label: String::new() };
    association.share_with(permit, by(arrival)?, subject, new).await?;
    Ok(())
}

/// Changes a share that has an entry of its own. The secret in its address is not touched. What guards a link guards nothing else.
pub async fn change(
    app: &App,
    arrival: &Arrival,
    permit: &Permit,
    share: &Share,
    wanted: ShareChange,
) -> Result<(), Refusal> {
    let ShareChange { role, ends_ms, label, password, downloads_max } = wanted;
    let association = &arrival.site.association;
    let is_offered = |role: Role| role == share.role || offered(share.kind).contains(&role);
    let lasts = |ends_ms| ends_ms == share.ends_ms || is_to_come(ends_ms, association.clock.now_ms());
    let guards = password.is_some() || downloads_max.is_some();
    if !role.is_none_or(is_offered) || !ends_ms.is_none_or(lasts) || (guards && share.kind != ShareKind::Link) {
        return Err(PageError::BadRequest.into());
    }
    let password = password.as_deref().map(str::trim);
    let wrong_downloads = (!downloads_max.is_none_or(downloads_fit)).then_some(SharingProblem::DownloadsWrong);
    if let Some(problem) = password.and_then(link_password_problem).or(wrong_downloads) {
        return Err(Refusal::Unfit(problem));
    }
    let password = match password {
        None => PasswordChange::Keep,
        Some("") => PasswordChange::Remove,
        Some(password) => PasswordChange::Set(app.passwords.hash_of_link(password).await?),
    };
    let terms = LinkTerms { role, ends_ms, label, password, downloads_max };
    Ok(association.change_link(permit, by(arrival)?, &share.id, &terms).await?)
}

/// Returns when no request that starts is let in by the share any more.
pub async fn stop(arrival: &Arrival, permit: &Permit, share: &str) -> Result<(), PageError> {
    Ok(arrival.site.association.end_share(permit, by(arrival)?, share).await?)
}

/// Whether it follows the sharing of what it lies in.
pub async fn set_private(arrival: &Arrival, permit: &Permit, private: bool) -> Result<(), PageError> {
    Ok(arrival.site.association.set_private(permit, by(arrival)?, private).await?)
}

/// Who shares, for the record.
pub fn by(arrival: &Arrival) -> Result<Doer<'_>, PageError> {
    arrival.visit.caller.principal().map(|_| arrival.doer()).ok_or(PageError::Denied)
}
