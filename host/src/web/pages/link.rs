use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use veillee_access::Subject;

use crate::identity::{PasswordError, SESSION_COOKIE, cookie};
use crate::limits;
use crate::storage::objects::ObjectError;
use crate::storage::shares::OpenedLink;
use crate::views::{LinkGate, LinkGateProblem};
use crate::web::app::App;
use crate::web::arrival::{Arrival, device_of};
use crate::web::error::PageError;
use crate::web::form_token;
use crate::web::forms::field;
use crate::web::notice::append;
use crate::web::respond::{host_page, see_other};

const PASSWORD: &str = "link-password";
/// When to come back while too many passwords are worked on.
const BUSY_S: u64 = 5;

/// The share behind a secret. Whoever holds the secret of one that ended is told so; every other secret leads nowhere.
async fn opened(arrival: &Arrival, secret: &str) -> Result<OpenedLink, PageError> {
    if secret.len() > limits::TOKEN_CHARS_MAX {
        return Err(PageError::NotFound);
    }
    let association = &arrival.site.association;
    match association.link(secret).await {
        Err(ObjectError::NotFound) if association.link_has_ended(secret).await? => Err(PageError::Ended),
        other => Ok(other?),
    }
}

/// `GET /-/s/<token>`: opens a share and goes straight to what is shared: one click, no account, no script. A link with a
/// password asks for it first.
///
/// A visitor without session is given one, so that the secret stays out of every further address.
pub async fn open(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    method: Method,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let link = opened(&arrival, &secret).await?;
    let subject = Subject::Link(link.share.clone());
    if link.password.is_some() && !arrival.visit.caller.opened.contains(&subject) {
        return Ok(gate(&app, &arrival, &secret, &link, None));
    }
    // What only asks for the head is a program that looks where links lead.
    if method == Method::HEAD {
        return Ok(see_other(&target(&link)));
    }
    enter(&arrival, &headers, &secret, &link).await
}

/// `POST /-/s/<token>` with the password of the link.
pub async fn prove(
    State(app): State<Arc<App>>,
    arrival: Arrival,
    Path(secret): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, PageError> {
    let link = opened(&arrival, &secret).await?;
    let form = form_token::read(&arrival, PASSWORD, &link.share, body).await?;
    let Some(kept) = link.password.as_deref() else { return enter(&arrival, &headers, &secret, &link).await };
    let association = &arrival.site.association;
    let wait_ms = association.link_wait_ms(&link.share).await?;
    if wait_ms > 0 {
        let wait_seconds = u64::try_from(wait_ms).unwrap_or(0).div_ceil(1_000);
        return Ok(gate(&app, &arrival, &secret, &link, Some(LinkGateProblem::TooMany { wait_seconds })));
    }
    match app.passwords.verify(field(&form, "password").trim(), Some(kept)).await {
        Ok(true) => association.forget_wrong_passwords(&link.share).await?,
        Ok(false) => {
            association.count_wrong_password(&link.share).await?;
            return Ok(gate(&app, &arrival, &secret, &link, Some(LinkGateProblem::Wrong)));
        }
        Err(PasswordError::Busy) => {
            let problem = LinkGateProblem::TooMany { wait_seconds: BUSY_S };
            return Ok(gate(&app, &arrival, &secret, &link, Some(problem)));
        }
        Err(error) => return Err(error.into()),
    }
    enter(&arrival, &headers, &secret, &link).await
}

fn target(link: &OpenedLink) -> String {
    format!("/{}/{}", link.service, link.container)
}

async fn enter(arrival: &Arrival, headers: &HeaderMap, secret: &str, link: &OpenedLink) -> Result<Response, PageError> {
    let sessions = &arrival.site.sessions;
    let known = arrival.token.clone().filter(|_| arrival.visit.session.is_some());
    let (token, new) = if let Some(known) = known {
        (known, None)
    } else {
        let new = sessions.start(&arrival.visit, None, &device_of(headers)).await?;
        (new.clone(), Some(new))
    };
    let is_open = sessions.open_share(&token, link).await?;
    // Where its password changed at this very moment, it is asked for again.
    let mut response = see_other(&if is_open { target(link) } else { format!("/-/s/{secret}") });
    if let Some(new) = new {
        append(&mut response, &cookie(SESSION_COOKIE, new, Some(limits::VISITOR_SESSION_LIFE_MS / 1000)));
    }
    Ok(response)
}

fn gate(app: &App, arrival: &Arrival, secret: &str, link: &OpenedLink, problem: Option<LinkGateProblem>) -> Response {
    let status = match problem {
        None => StatusCode::OK,
        Some(LinkGateProblem::Wrong) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(LinkGateProblem::TooMany { .. }) => StatusCode::TOO_MANY_REQUESTS,
    };
    let view = LinkGate {
        words: arrival.words(),
        association_name: &arrival.site.name,
        action_path: &format!("/-/s/{secret}"),
        problem,
        form_token: &form_token::make(arrival, PASSWORD, &link.share),
    };
    host_page(app, arrival, status, &view)
}
