use axum::extract::Path;
use axum::response::Response;

use crate::identity::{Device, SESSION_COOKIE, cookie};
use crate::limits;
use crate::storage::objects::ObjectError;
use crate::storage::shares::OpenedLink;
use crate::web::arrival::Arrival;
use crate::web::error::PageError;
use crate::web::notice::append;
use crate::web::respond::see_other;

/// The share behind a secret. Whoever holds the secret of one that ended is told so; every other secret leads nowhere.
async fn opened(arrival: &Arrival, secret: &str) -> Result<OpenedLink, PageError> {
    let association = &arrival.site.association;
    match association.link(secret).await {
        Err(ObjectError::NotFound) if association.link_has_ended(secret).await? => Err(PageError::Ended),
        other => Ok(other?),
    }
}

/// `GET /-/s/<token>`: opens a share and goes straight to what is shared: one click, no account, no script.
///
/// A visitor without session is given one, so that the secret stays out of every further address.
pub async fn open(arrival: Arrival, Path(secret): Path<String>) -> Result<Response, PageError> {
    if secret.len() > limits::TOKEN_CHARS_MAX {
        return Err(PageError::NotFound);
    }
    let link = opened(&arrival, &secret).await?;
    let sessions = &arrival.site.sessions;
    let mut response = see_other(&format!("/{}/{}", link.service, link.container));
    let known = arrival.token.clone().filter(|_| arrival.visit.session.is_some());
    let token = if let Some(known) = known {
        known
    } else {
        let new = sessions.start(&arrival.visit, None, &Device::default()).await?;
        append(&mut response, &cookie(SESSION_COOKIE, new.clone(), Some(limits::VISITOR_SESSION_LIFE_MS / 1000)));
        new
    };
    sessions.open_share(&token, &link.share).await?;
    Ok(response)
}
