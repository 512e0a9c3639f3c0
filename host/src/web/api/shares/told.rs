//! A share as it is told.

use axum::http::HeaderMap;
use serde_json::{Value as Json, json};

use crate::storage::guests::Sending;
use crate::storage::shares::{NEVER_MS, Share, ShareKind};
use crate::web::api::asked::Asked;
use crate::web::invitation::Invited;
use crate::web::pages::sharing::origin;

/// Whose addresses are told with their secrets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// A link is for whoever has it: those who share it see it again.
    OfLinks,
    /// Of a guest's own link too: once, when it is made.
    OfAll,
}

pub fn kind_name(kind: ShareKind) -> &'static str {
    match kind {
        ShareKind::Link => "link",
        ShareKind::Guest => "guest",
        ShareKind::Account => "account",
        ShareKind::Group => "group",
        ShareKind::Members => "members",
        ShareKind::Everyone => "everyone",
    }
}

/// A password is never told, nor what is kept of it.
pub fn to_json(asked: &Asked, headers: &HeaderMap, share: &Share, secret: Secret) -> Json {
    let is_told = secret == Secret::OfAll || share.kind != ShareKind::Guest;
    let secret = is_told.then(|| asked.association().link_token(share)).flatten();
    let group = share.subject.strip_prefix("group:");
    json!({
        "id": share.id,
        "subject": kind_name(share.kind),
        "role": share.role.name(),
        "label": share.label,
        "name": share.name,
        "address": share.address,
        "group": group,
        "ends_ms": (share.ends_ms < NEVER_MS).then_some(share.ends_ms),
        "has_password": share.has_password,
        "downloads_max": (share.downloads_max > 0).then_some(share.downloads_max),
        "downloads": share.downloads,
        "created_ms": share.created_ms,
        "opened_ms": share.opened_ms,
        "opened_times": share.opened_times,
        "devices": share.devices,
        "invited_ms": share.sent_ms,
        "url": secret.map(|secret| format!("{}/-/s/{secret}", origin(headers))),
    })
}

/// What became of an invitation; nothing where there is nobody to be written to.
pub fn invitation(invited: &Invited) -> Json {
    match invited {
        Invited::Sent(_) => "sent".into(),
        Invited::Not(Sending::TooMany) => "too-many".into(),
        Invited::Not(_) => "too-soon".into(),
        Invited::Nowhere => Json::Null,
    }
}
